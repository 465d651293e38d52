package dev.spinel.module.api;

import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers in strings of modules, as strict as Redis is with them. Source: util.c string2ull, string2d. */
final class NumberText {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+(\\.[0-9a-fA-F]*)?|\\.[0-9a-fA-F]+)([pP][+-]?\\d+)?");
    private static final Pattern INFINITY = Pattern.compile("[+-]?inf(inity)?");

    private NumberText() {}

    /** The unsigned 64-bit number that the whole text is; null when it is none. */
    static Long unsigned(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException beyond64Bits) {
            return null;
        }
    }

    /** The signed 64-bit number that the whole text is; null when it is none. */
    static Long signed(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException noInteger) {
            return null;
        }
    }

    /** The number that the whole text is; NaN when it is none, or out of range. */
    static double real(String text) {
        if (isPlainDecimal(text)) {
            double value = Double.parseDouble(text);
            boolean isOutOfRange = Double.isInfinite(value) || value == 0 && hasNonZeroDigit(text);
            return isOutOfRange ? Double.NaN : value;
        }
        if (INFINITY.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            boolean hasPower = text.indexOf('p') >= 0 || text.indexOf('P') >= 0;
            return Double.parseDouble(hasPower ? text : text + "p0");
        }
        return Double.NaN;
    }

    static boolean isPlainDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    private static boolean hasNonZeroDigit(String text) {
        for (int i = 0; i < text.length() && text.charAt(i) != 'e' && text.charAt(i) != 'E'; i++) {
            if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
                return true;
            }
        }
        return false;
    }
}
