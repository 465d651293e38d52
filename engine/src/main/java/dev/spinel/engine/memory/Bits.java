package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/** A bitmap outside the Java heap: bit {@code i} is bit {@code i & 63} of the 8-byte word {@code i >>> 6}. */
final class Bits {
    private Bits() {}

    static boolean get(long bitmap, int bit) {
        return (UnsafeApi.getLong(word(bitmap, bit)) & 1L << bit) != 0;
    }

    static void set(long bitmap, int bit) {
        long word = word(bitmap, bit);
        UnsafeApi.putLong(word, UnsafeApi.getLong(word) | 1L << bit);
    }

    static void clear(long bitmap, int bit) {
        long word = word(bitmap, bit);
        UnsafeApi.putLong(word, UnsafeApi.getLong(word) & ~(1L << bit));
    }

    static void put(long bitmap, int bit, boolean value) {
        if (value) set(bitmap, bit);
        else clear(bitmap, bit);
    }

    static void setRange(long bitmap, int from, int to) {
        for (int bit = from; bit < to; bit = (bit | 63) + 1) {
            long word = word(bitmap, bit);
            UnsafeApi.putLong(word, UnsafeApi.getLong(word) | mask(bit, to));
        }
    }

    static void clearRange(long bitmap, int from, int to) {
        for (int bit = from; bit < to; bit = (bit | 63) + 1) {
            long word = word(bitmap, bit);
            UnsafeApi.putLong(word, UnsafeApi.getLong(word) & ~mask(bit, to));
        }
    }

    /** The bits of one word from {@code bit} up to {@code to} or the end of the word. */
    private static long mask(int bit, int to) {
        long mask = -1L << bit;
        return to > (bit | 63) ? mask : mask & (1L << to) - 1;
    }

    /** The first set bit in {@code [from, limit)}; {@code limit} when there is none. */
    static int nextSet(long bitmap, int from, int limit) {
        return next(bitmap, from, limit, 0);
    }

    /** The first clear bit in {@code [from, limit)}; {@code limit} when there is none. */
    static int nextClear(long bitmap, int from, int limit) {
        return next(bitmap, from, limit, -1);
    }

    /** The last set bit at or below {@code from}; -1 when there is none. */
    static int previousSet(long bitmap, int from) {
        int index = from >>> 6;
        long bits = UnsafeApi.getLong(word(bitmap, from)) & -1L >>> 63 - (from & 63);
        while (bits == 0) {
            if (--index < 0) return -1;
            bits = UnsafeApi.getLong(bitmap + ((long) index << 3));
        }
        return (index << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }

    private static int next(long bitmap, int from, int limit, long flip) {
        if (from >= limit) return limit;
        int index = from >>> 6;
        int last = limit - 1 >>> 6;
        long bits = (UnsafeApi.getLong(word(bitmap, from)) ^ flip) & -1L << from;
        while (bits == 0) {
            if (++index > last) return limit;
            bits = UnsafeApi.getLong(bitmap + ((long) index << 3)) ^ flip;
        }
        return Math.min(limit, (index << 6) + Long.numberOfTrailingZeros(bits));
    }

    private static long word(long bitmap, int bit) {
        return bitmap + ((long) (bit >>> 6) << 3);
    }
}
