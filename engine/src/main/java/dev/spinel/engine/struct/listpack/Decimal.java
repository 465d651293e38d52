package dev.spinel.engine.struct.listpack;

import dev.spinel.engine.memory.Mem;

/**
 * Canonical decimal text of signed 64-bit integers: no plus, no leading zero, no minus zero, no blanks. Exactly the
 * texts that come back unchanged after a trip through a long.
 */
public final class Decimal {
    /** Bytes of the longest text, the smallest long. */
    public static final int MAX_BYTES = 20;

    private static final int SAFE_DIGITS = 18;

    private Decimal() {}

    /** Whether the bytes are the canonical text of a long. */
    public static boolean isCanonical(long address, long length) {
        if (length == 0 || length > MAX_BYTES) {
            return false;
        }
        int first = Mem.getByte(address);
        int sign = first == '-' ? 1 : 0;
        int digits = (int) length - sign;
        int leading = sign == 0 ? first : digits == 0 ? 0 : Mem.getByte(address + 1);
        if (leading < '0' || leading > '9') {
            return false;
        }
        if (leading == '0') {
            return length == 1;
        }
        for (long at = address + sign + 1, end = address + length; at < end; at++) {
            int digit = Mem.getByte(at);
            if (digit < '0' || digit > '9') {
                return false;
            }
        }
        return digits <= SAFE_DIGITS || fits(address, (int) length, sign);
    }

    /** Of a text with digits only and at least 19 of them: whether it stays within a long. */
    private static boolean fits(long address, int length, int sign) {
        if (length - sign > SAFE_DIGITS + 1) {
            return false;
        }
        long high = 0;
        for (int i = sign; i < length - 1; i++) {
            high = high * 10 + Mem.getByte(address + i) - '0';
        }
        long limit = Long.MAX_VALUE / 10;
        int last = Mem.getByte(address + length - 1) - '0';
        return high < limit || high == limit && last <= 7 + sign;
    }

    /** Value of a canonical text. */
    public static long parse(long address, long length) {
        int sign = Mem.getByte(address) == '-' ? 1 : 0;
        long value = 0;
        for (long at = address + sign, end = address + length; at < end; at++) {
            value = value * 10 + '0' - Mem.getByte(at);
        }
        return sign == 1 ? value : -value;
    }

    /** Bytes of the text of a value. */
    public static int length(long value) {
        int sign = value < 0 ? 1 : 0;
        long rest = value < 0 ? value : -value;
        int digits = 1;
        for (long power = -10; digits < 19 && rest <= power; power *= 10) {
            digits++;
        }
        return sign + digits;
    }

    /** Writes the text of a value to fresh memory or scratch space, and returns its length in bytes. */
    public static int write(long value, long address) {
        int length = length(value);
        long rest = value < 0 ? value : -value;
        for (int i = length - 1; i >= 0; i--) {
            Mem.initByte(address + i, (byte) ('0' - rest % 10));
            rest /= 10;
        }
        if (value < 0) {
            Mem.initByte(address, (byte) '-');
        }
        return length;
    }
}
