package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.ConfigApi;
import dev.spinel.module.api.ReplyApi;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of a module, declared while it loads: CONFIG knows them as {@code module.name}. The module keeps the value;
 * a setter refuses one by throwing {@link IllegalArgumentException}, whose message the client gets.
 */
public final class Settings {
    private static final int REFUSED = 1;

    private final ModuleContext context;
    private final int traits;

    /** What is special about a setting, by the bits of {@code REDISMODULE_CONFIG_*}. */
    public enum Trait {
        /** Only the configuration and MODULE LOADEX set it. */
        IMMUTABLE(1),
        /** Its value is kept out of logs. */
        SENSITIVE(1 << 1),
        /** No pattern of CONFIG GET finds it. */
        HIDDEN(1 << 4),
        /** CONFIG SET changes it only where {@code enable-protected-configs} allows that. */
        PROTECTED(1 << 5),
        /** Not while data is loaded. */
        DENY_LOADING(1 << 6);

        private final int bit;

        Trait(int bit) {
            this.bit = bit;
        }
    }

    Settings(ModuleContext context) {
        this(context, 0);
    }

    private Settings(ModuleContext context, int traits) {
        this.context = context;
        this.traits = traits;
    }

    /** The same settings, of which those declared through the result have traits. */
    public Settings with(Trait... special) {
        return new Settings(context, Stream.of(special).mapToInt(trait -> trait.bit).reduce(traits, (a, b) -> a | b));
    }

    /** Declares a number within bounds. */
    public void number(String name, long initial, long min, long max, LongSupplier getter, LongConsumer setter) {
        check(name, ConfigApi.registerNumericConfig(context.api(), name, initial, traits, min, max,
                getter(name, getter), setter(name, setter), 0, 0));
    }

    /** Declares a yes or no. */
    public void flag(String name, boolean initial, BooleanSupplier getter, Consumer<Boolean> setter) {
        check(name, ConfigApi.registerBoolConfig(context.api(), name, initial, traits,
                getter(name, () -> getter.getAsBoolean() ? 1 : 0), setter(name, value -> setter.accept(value != 0)),
                0, 0));
    }

    /** Declares a number of bytes, written as in {@code 10mb}, too. */
    public void bytes(String name, long initial, long min, long max, LongSupplier getter, LongConsumer setter) {
        check(name, ConfigApi.registerNumericConfig(context.api(), name, initial, traits | ConfigApi.MEMORY, min, max,
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
        check(name, ConfigApi.registerStringConfig(context.api(), name, context.scratchText(initial), traits,
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
        choice(name, initial.ordinal(), traits, all, E::ordinal, () -> getter.get().ordinal(),
                value -> setter.accept(all[(int) value]));
    }

    /** Declares several constants of an enum at once, separated by blanks; 30 at most to choose from. */
    public <E extends Enum<E>> void choices(String name, EnumSet<E> initial, Class<E> type, Supplier<Set<E>> getter,
            Consumer<Set<E>> setter) {
        choice(name, (int) bits(initial), traits | ConfigApi.BIT_FLAGS, type.getEnumConstants(),
                word -> 1 << word.ordinal(), () -> bits(getter.get()), value -> setter.accept(words(type, value)));
    }

    private static <E extends Enum<E>> long bits(Set<E> words) {
        return words.stream().mapToLong(word -> 1L << word.ordinal()).reduce(0, (a, b) -> a | b);
    }

    private static <E extends Enum<E>> Set<E> words(Class<E> type, long bits) {
        return Stream.of(type.getEnumConstants()).filter(word -> (bits & 1L << word.ordinal()) != 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }

    private <E extends Enum<E>> void choice(String name, int initial, int flags, E[] all, ToIntFunction<E> number,
            LongSupplier getter, LongConsumer setter) {
        long words = context.scratch(new byte[all.length * Long.BYTES]);
        long numbers = context.scratch(new byte[all.length * Integer.BYTES]);
        for (int i = 0; i < all.length; i++) {
            String word = all[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
            Native.putLong(words + (long) i * Long.BYTES, context.scratchText(word));
            Native.putInt(numbers + (long) i * Integer.BYTES, number.applyAsInt(all[i]));
        }
        check(name, ConfigApi.registerEnumConfig(context.api(), name, initial, flags, words, numbers, all.length,
                getter(name, getter), setter(name, setter), 0, 0));
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
