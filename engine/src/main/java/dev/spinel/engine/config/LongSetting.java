package dev.spinel.engine.config;

import java.util.List;

/** A number within bounds: a count, a duration, a size in bytes, a file mode. */
public final class LongSetting extends Setting {
    /** How the number is written. */
    enum Form {
        INTEGER("argument couldn't be parsed into an integer"),
        /** A hint: any int from 0 on is taken, and moved within the bounds. */
        HINT("argument couldn't be parsed into an integer"),
        MEMORY("argument must be a memory value"),
        /** Bytes, or a percentage of maxmemory, kept as a negative number. */
        MEMORY_OR_PERCENT("argument must be a memory or percent value"),
        OCTAL("argument couldn't be parsed as an octal number");

        private final String complaint;

        Form(String complaint) {
            this.complaint = complaint;
        }
    }

    private final Form form;
    private final long byDefault;
    private final long min;
    private final long max;
    private final boolean unsigned;
    private long value;

    /** @param unsigned whether bounds compare, and print, as unsigned numbers */
    LongSetting(String names, Form form, long byDefault, long min, long max, boolean unsigned, int flags) {
        super(names, flags);
        this.form = form;
        this.byDefault = byDefault;
        this.min = min;
        this.max = max;
        this.unsigned = unsigned;
        this.value = byDefault;
    }

    /** A number that a module reads and checks by these rules and keeps itself. */
    public static LongSetting ofModule(String name, boolean isMemory, long byDefault, long min, long max, int flags) {
        return new LongSetting(name, isMemory ? Form.MEMORY : Form.INTEGER, byDefault, min, max, false, flags);
    }

    /** The value as the configuration file has it. */
    public String fileText() {
        boolean inBytes = form == Form.MEMORY || form == Form.MEMORY_OR_PERCENT && value >= 0;
        return inBytes ? Numerals.shortMemory(value) : text();
    }

    /** Bytes for sizes, otherwise in the unit the setting is documented in; a percentage is negative. */
    public long value() {
        return value;
    }

    /** For settings whose bounds fit. */
    public int intValue() {
        return (int) value;
    }

    /** Takes a value the server chose itself, for example a limit the system imposes; bounds are not checked. */
    public void replace(long chosen) {
        this.value = chosen;
    }

    @Override
    public String text() {
        return switch (form) {
            case INTEGER, HINT -> Long.toString(value);
            case MEMORY -> Long.toUnsignedString(value);
            case MEMORY_OR_PERCENT -> value < 0 ? -value + "%" : Long.toString(value);
            case OCTAL -> Long.toOctalString(value);
        };
    }

    @Override
    public String assign(List<String> words) {
        Long parsed = parse(words.get(0));
        if (parsed == null) {
            return form.complaint;
        }
        String complaint = outOfBounds(parsed);
        if (complaint == null) {
            value = form == Form.HINT ? Math.clamp(parsed, min, max) : parsed;
        }
        return complaint;
    }

    private Long parse(String word) {
        return switch (form) {
            case INTEGER, HINT -> Numerals.integer(word);
            case MEMORY -> Numerals.memory(word);
            case OCTAL -> Numerals.octal(word);
            case MEMORY_OR_PERCENT -> {
                Long bytes = Numerals.memory(word);
                yield bytes != null ? bytes : percent(word);
            }
        };
    }

    private static Long percent(String word) {
        Long percent = word.endsWith("%") ? Numerals.integer(word.substring(0, word.length() - 1)) : null;
        return percent == null || percent < 0 ? null : Long.valueOf(-percent);
    }

    private String outOfBounds(long candidate) {
        if (form == Form.MEMORY_OR_PERCENT && candidate < 0) {
            return candidate < min ? "percentage argument must be less or equal to " + -min : null;
        }
        if (form == Form.HINT) {
            return candidate >= 0 && candidate <= Integer.MAX_VALUE ? null
                : "argument must be between 0 and " + Integer.MAX_VALUE + " inclusive";
        }
        boolean inside = unsigned
            ? Long.compareUnsigned(candidate, min) >= 0 && Long.compareUnsigned(candidate, max) <= 0
            : candidate >= min && candidate <= max;
        return inside ? null : "argument must be between " + bound(min) + " and " + bound(max) + " inclusive";
    }

    private String bound(long bound) {
        if (form == Form.OCTAL) {
            return Long.toOctalString(bound);
        }
        return unsigned ? Long.toUnsignedString(bound) : Long.toString(bound);
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, fileText(), value != byDefault);
    }
}
