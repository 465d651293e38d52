package dev.spinel.engine.stats;

import java.util.Locale;
import java.util.regex.Pattern;

/** Collects the lines of INFO. */
public final class InfoWriter {
    private static final String[] UNITS = {"B", "K", "M", "G", "T", "P"};
    private static final Pattern UNSAFE = Pattern.compile("[#:\n\r]");

    private final StringBuilder text = new StringBuilder();

    /** Starts a section; sections are separated by an empty line. */
    public void section(String title) {
        text.append(text.isEmpty() ? "# " : "\r\n# ").append(title).append("\r\n");
    }

    public InfoWriter field(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
        return this;
    }

    public InfoWriter field(String name, long value) {
        return field(name, Long.toString(value));
    }

    public InfoWriter field(String name, boolean value) {
        return field(name, value ? 1 : 0);
    }

    /** A name without what would end a field: modules name their commands as they like. */
    public static String safe(String name) {
        return UNSAFE.matcher(name).replaceAll("_");
    }

    /** A number with two decimals. */
    public InfoWriter ratio(String name, double value) {
        return field(name, fixed(value, 2));
    }

    /** A number of bytes and the same for people. */
    public InfoWriter bytes(String name, long bytes) {
        return field(name, bytes).field(name + "_human", human(bytes));
    }

    /** Lines written elsewhere. */
    public InfoWriter raw(String lines) {
        text.append(lines);
        return this;
    }

    public static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** {@code 1.50K}: below 1024 a whole number of bytes, above two decimals and a unit. */
    public static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return fixed(value, 2) + UNITS[unit];
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
