package dev.spinel.engine.config;

import java.util.Locale;

/** Numbers as they are written in settings. Null stands for "not a number of this form". */
public final class Numerals {
    private static final int MAX_DIGITS = 127;
    private static final long KIB = 1024;

    private Numerals() {}

    /** The canonical decimal form only: no blank, no plus, no leading zero. Source: util.c string2ll. */
    static Long integer(String word) {
        int digits = word.startsWith("-") ? 1 : 0;
        boolean canonical = word.length() > digits && isDigits(word, digits, word.length())
            && (word.charAt(digits) != '0' || word.equals("0"));
        return canonical ? parse(word) : null;
    }

    /** Leading blanks, a sign and zeros are fine, an empty word is 0, too big a number is the biggest. As C strtoll. */
    static Long lenientInteger(String word) {
        String trimmed = word.stripLeading();
        if (trimmed.isEmpty()) {
            return word.isEmpty() ? 0L : null;
        }
        int digits = trimmed.charAt(0) == '-' || trimmed.charAt(0) == '+' ? 1 : 0;
        if (trimmed.length() == digits || !isDigits(trimmed, digits, trimmed.length())) {
            return null;
        }
        Long parsed = parse(trimmed);
        return parsed != null ? parsed : Long.valueOf(trimmed.charAt(0) == '-' ? Long.MIN_VALUE : Long.MAX_VALUE);
    }

    /** Bytes: digits and a unit b, k, kb, m, mb, g or gb; a unit with b is a power of 1024, without of 1000. */
    public static Long memory(String word) {
        int end = 0;
        while (end < word.length() && Character.digit(word.charAt(end), 10) >= 0) {
            end++;
        }
        long unit = unit(word.substring(end));
        if (unit == 0 || end > MAX_DIGITS) {
            return null;
        }
        return unit * unsigned(word.substring(0, end));
    }

    static Long octal(String word) {
        try {
            return word.isEmpty() ? 0L : Long.parseLong(word, 8);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Bytes in the biggest unit that divides them, as {@link #memory} reads them. */
    static String shortMemory(long bytes) {
        String[] units = {"kb", "mb", "gb"};
        String text = Long.toString(bytes);
        long rest = bytes;
        for (int i = 0; i < units.length && rest != 0 && rest % KIB == 0; i++) {
            rest /= KIB;
            text = rest + units[i];
        }
        return text;
    }

    private static long unit(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k" -> 1_000;
            case "kb" -> KIB;
            case "m" -> 1_000_000;
            case "mb" -> KIB * KIB;
            case "g" -> 1_000_000_000;
            case "gb" -> KIB * KIB * KIB;
            default -> 0;
        };
    }

    private static long unsigned(String digits) {
        try {
            return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isDigits(String word, int from, int to) {
        for (int i = from; i < to; i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Long parse(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
