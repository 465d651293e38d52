import dev.spinel.module.spi.Arguments;
import dev.spinel.module.spi.ModuleContext;
import dev.spinel.module.spi.SpinelModule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Many small pieces of memory that live as long as one command and count as the module's. */
public final class Scratch implements SpinelModule {
    @Override
    public String name() {
        return "scratch";
    }

    @Override
    public void onLoad(ModuleContext context, List<String> arguments) {
        context.commands().add("scratch.sum", "readonly", Scratch::sum);
    }

    private static void sum(ModuleContext context, Arguments args) {
        args.requireCount(2);
        List<MemorySegment> nodes = new ArrayList<>();
        for (long i = 1; i <= args.integer(1); i++) {
            MemorySegment node = context.allocate(Long.BYTES);
            node.set(ValueLayout.JAVA_LONG, 0, i);
            nodes.add(node);
        }
        context.reply().integer(nodes.stream().mapToLong(node -> node.get(ValueLayout.JAVA_LONG, 0)).sum());
    }
}
