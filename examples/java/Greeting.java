import dev.spinel.module.spi.ModuleContext;
import dev.spinel.module.spi.SpinelModule;
import java.util.List;

/** Two commands without keys: the smallest module there is. */
public final class Greeting implements SpinelModule {
    @Override
    public String name() {
        return "greeting";
    }

    @Override
    public void onLoad(ModuleContext context, List<String> arguments) {
        context.commands().add("greet.hello", "fast", (ctx, args) -> {
            args.requireCount(2);
            ctx.reply().bulk("Hello, " + args.text(1) + "!");
        });
        context.commands().add("greet.multiply", "fast", (ctx, args) -> {
            args.requireCount(3);
            ctx.reply().integer(args.integer(1) * args.integer(2));
        });
    }
}
