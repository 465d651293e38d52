package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;

/**
 * Reads an unsigned number of 64 bits as C's strtoull does: blanks and a plus before it and zeros at its front are
 * good. Reused; keep no reference.
 */
public final class UnsignedText {
    private static final long ALL_BITS = -1;
    private static final long MAX_TENTH = Long.divideUnsigned(ALL_BITS, 10);
    private static final int LAST_DIGIT = (int) Long.remainderUnsigned(ALL_BITS, 10);

    private long value;

    /** Whether the bytes are such a number. */
    public boolean parse(long address, long length) {
        long at = address;
        long end = address + length;
        while (at < end && isBlank(Mem.getByte(at))) {
            at++;
        }
        if (at < end && Mem.getByte(at) == '+') {
            at++;
        }
        value = 0;
        boolean isGood = at < end;
        for (; at < end && isGood; at++) {
            int digit = Mem.getByte(at) - '0';
            int order = Long.compareUnsigned(value, MAX_TENTH);
            isGood = digit >= 0 && digit <= 9 && (order < 0 || order == 0 && digit <= LAST_DIGIT);
            value = value * 10 + digit;
        }
        return isGood;
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    /** The number read last. */
    public long value() {
        return value;
    }
}
