package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;

/**
 * Numbers as Redis writes and reads them. Integers are strict: no space, no plus sign, no leading zero, so a string
 * is an integer exactly when it would be printed the same way. Source: util.c string2ll, ld2string.
 */
public final class Numbers {
    /** Longest text of a long: sign and 19 digits. */
    public static final int MAX_LONG_DIGITS = 20;

    private static final long MIN_TENTH = Long.MIN_VALUE / 10;

    private Numbers() {}

    /** Whether the bytes are exactly how a signed 64-bit integer is written. */
    public static boolean isLong(long address, long length) {
        if (length == 0 || length > MAX_LONG_DIGITS) {
            return false;
        }
        boolean negative = Mem.getByte(address) == '-';
        long start = negative ? 1 : 0;
        if (start == length) {
            return false;
        }
        int first = Mem.getByte(address + start) - '0';
        if (first == 0) {
            return length == 1;
        }
        long value = 0;
        for (long i = start; i < length; i++) {
            int digit = Mem.getByte(address + i) - '0';
            if (digit < 0 || digit > 9 || value < MIN_TENTH) {
                return false;
            }
            long shifted = value * 10;
            value = shifted - digit;
            if (value > shifted) {
                return false;
            }
        }
        return negative || value != Long.MIN_VALUE;
    }

    /** The integer that {@link #isLong} recognised. */
    public static long parseLong(long address, long length) {
        boolean negative = Mem.getByte(address) == '-';
        long value = 0;
        for (long i = negative ? 1 : 0; i < length; i++) {
            value = value * 10 - (Mem.getByte(address + i) - '0');
        }
        return negative ? value : -value;
    }

    /** Digits and sign of {@code value} as text. */
    public static int length(long value) {
        if (value < 0) {
            return value == Long.MIN_VALUE ? MAX_LONG_DIGITS : 1 + length(-value);
        }
        int digits = 1;
        long bound = 10;
        while (digits < 19 && value >= bound) {
            digits++;
            bound *= 10;
        }
        return digits;
    }

    /** Writes {@code value} as text; answers the bytes written. The destination is fresh memory. */
    public static int write(long address, long value) {
        int length = length(value);
        long rest = value < 0 ? value : -value;
        for (int i = length - 1; i >= (value < 0 ? 1 : 0); i--) {
            Mem.initByte(address + i, (byte) ('0' - rest % 10));
            rest /= 10;
        }
        if (value < 0) {
            Mem.initByte(address, (byte) '-');
        }
        return length;
    }
}
