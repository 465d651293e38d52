import dev.spinel.module.spi.Arguments;
import dev.spinel.module.spi.ModuleContext;
import dev.spinel.module.spi.SpinelModule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A client that waits for a thread, for a limited time. */
public final class Waiter implements SpinelModule {
    @Override
    public String name() {
        return "waiter";
    }

    @Override
    public void onLoad(ModuleContext context, List<String> arguments) {
        context.commands().add("wait.for", "", Waiter::waitFor);
    }

    private static void waitFor(ModuleContext context, Arguments args) {
        args.requireCount(3);
        long ms = args.integer(1);
        Executor later = CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS);
        context.block(CompletableFuture.supplyAsync(() -> ms, later), Duration.ofMillis(args.integer(2)),
                (ctx, waited) -> ctx.reply().integer(waited),
                ctx -> ctx.reply().simple("TOO LATE"));
    }
}
