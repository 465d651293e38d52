package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.ConfigApi;
import dev.spinel.module.api.ReplyApi;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Settings of a module, declared while it loads: CONFIG knows them as {@code module.name}. The module keeps the value;
 * a setter refuses one by throwing {@link IllegalArgumentException}, whose message the client gets.
 */
public final class Settings {
    private static final int REFUSED = 1;

    private final ModuleContext context;

    Settings(ModuleContext context) {
        this.context = context;
    }

    /** Declares a number within bounds. */
    public void number(String name, long initial, long min, long max, LongSupplier getter, LongConsumer setter) {
        check(name, ConfigApi.registerNumericConfig(context.api(), name, initial, 0, min, max,
                getter(name, getter), setter(name, setter), 0, 0));
    }

    /** Declares a yes or no. */
    public void flag(String name, boolean initial, BooleanSupplier getter, Consumer<Boolean> setter) {
        check(name, ConfigApi.registerBoolConfig(context.api(), name, initial, 0,
                getter(name, () -> getter.getAsBoolean() ? 1 : 0), setter(name, value -> setter.accept(value != 0)),
                0, 0));
    }

    /** Declares a number of bytes, written as in {@code 10mb}, too. */
    public void bytes(String name, long initial, long min, long max, LongSupplier getter, LongConsumer setter) {
        check(name, ConfigApi.registerNumericConfig(context.api(), name, initial, ConfigApi.MEMORY, min, max,
                getter(name, getter), setter(name, setter), 0, 0));
    }

    /** Declares a text, in UTF-8. */
    public void text(String name, String initial, Supplier<String> getter, Consumer<String> setter) {
        Strings strings = context.strings();
        long[] shown = new long[1];
        strings.module().onClose(() -> forget(shown));
        LongSupplier show = () -> {
            forget(shown);
            shown[0] = strings.create(getter.get());
            return shown[0];
        };
        check(name, ConfigApi.registerStringConfig(context.api(), name, context.scratchText(initial), 0,
                getter(name, show), setter(name, value -> setter.accept(StringCell.toText(value))), 0, 0));
    }

    /** The server reads what a getter answered before it asks again. */
    private static void forget(long[] shown) {
        if (shown[0] != 0) {
            StringCell.release(shown[0]);
            shown[0] = 0;
        }
    }

    /** Declares one of the constants of an enum, in lower case with a dash for every underscore. */
    public <E extends Enum<E>> void choice(String name, E initial, Supplier<E> getter, Consumer<E> setter) {
        E[] all = initial.getDeclaringClass().getEnumConstants();
        long words = context.scratch(new byte[all.length * Long.BYTES]);
        long numbers = context.scratch(new byte[all.length * Integer.BYTES]);
        for (int i = 0; i < all.length; i++) {
            String word = all[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
            Native.putLong(words + (long) i * Long.BYTES, context.scratchText(word));
            Native.putInt(numbers + (long) i * Integer.BYTES, i);
        }
        check(name, ConfigApi.registerEnumConfig(context.api(), name, initial.ordinal(), 0, words, numbers, all.length,
                getter(name, () -> getter.get().ordinal()), setter(name, value -> setter.accept(all[(int) value])),
                0, 0));
    }

    /** Sets all from the configuration, or to their defaults. To be called once, when all are declared. */
    public void load() {
        if (ConfigApi.loadConfigs(context.api()) != ReplyApi.OK) {
            throw new IllegalStateException("the settings were refused, see the log");
        }
    }

    private long getter(String name, LongSupplier getter) {
        return context.functions().plain("setting '" + name + "'", (a, b, c) -> getter.getAsLong()).address();
    }

    /** C shape: name, value, private data, where the reason of a refusal goes. */
    private long setter(String name, LongConsumer setter) {
        JavaFunction function = context.functions().raw("setting '" + name + "'", REFUSED, (a, value, c, error) -> {
            try {
                setter.accept(value);
                return ReplyApi.OK;
            } catch (IllegalArgumentException refusal) {
                Native.putLong(error, context.strings().create(String.valueOf(refusal.getMessage())));
                return REFUSED;
            }
        });
        return function.address();
    }

    private static void check(String name, int status) {
        if (status != ReplyApi.OK) {
            throw new IllegalArgumentException("setting '" + name + "' is refused: the name is taken, or the module is "
                    + "loaded already");
        }
    }
}
