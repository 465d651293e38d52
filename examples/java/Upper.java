import dev.spinel.module.spi.Arguments;
import dev.spinel.module.spi.Key;
import dev.spinel.module.spi.ModuleContext;
import dev.spinel.module.spi.SpinelModule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Strings in upper case, changed where they lie. */
public final class Upper implements SpinelModule {
    @Override
    public String name() {
        return "upper";
    }

    @Override
    public void onLoad(ModuleContext context, List<String> arguments) {
        context.commands().add("upper.set", "write deny-oom", 1, 1, 1, Upper::set);
        context.commands().add("upper.get", "readonly fast", 1, 1, 1, Upper::get);
    }

    private static void set(ModuleContext context, Arguments args) {
        args.requireCount(3);
        try (Key key = context.keys().write(args.bytes(1))) {
            key.set(args.bytes(2));
            MemorySegment bytes = key.edit();
            for (long i = 0; i < bytes.byteSize(); i++) {
                byte letter = bytes.get(ValueLayout.JAVA_BYTE, i);
                if (letter >= 'a' && letter <= 'z') {
                    bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (letter - 'a' + 'A'));
                }
            }
        }
        context.replicateVerbatim();
        context.reply().ok();
    }

    private static void get(ModuleContext context, Arguments args) {
        args.requireCount(2);
        try (Key key = context.keys().read(args.bytes(1))) {
            byte[] value = key.bytes();
            if (value == null) {
                context.reply().nil();
            } else {
                context.reply().bulk(value);
            }
        }
    }
}
