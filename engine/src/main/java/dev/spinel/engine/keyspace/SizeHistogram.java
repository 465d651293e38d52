package dev.spinel.engine.keyspace;

import java.util.Arrays;

/**
 * How many keys of a database have how many elements, or bytes: INFO keysizes. One counter per cell, which is a type
 * and a bin; bin 0 is for what is empty, bin i for sizes from 2^(i-1) up to 2^i - 1. Kept by {@link SizeBooks}.
 */
public final class SizeHistogram {
    /** Bins of one type. */
    public static final int BINS = 64;
    /** The cell of values that are not counted, and of absent ones. */
    static final int NONE = -1;

    private static final int TYPES = ValueType.HASH + 1;

    private final long[] counts = new long[TYPES * BINS];

    /** Where an entry is counted. */
    static int cell(long entry) {
        int type = Entry.type(entry);
        if (type >= TYPES) {
            return NONE;
        }
        long size = ValueType.of(type).length(entry);
        return type * BINS + Long.SIZE - Long.numberOfLeadingZeros(size);
    }

    /** Keys of a type, strings to hashes in the order of the codes of {@link ValueType}, in a bin. */
    public long count(int type, int bin) {
        return counts[type * BINS + bin];
    }

    void move(int from, int to) {
        if (from != NONE) {
            counts[from]--;
        }
        if (to != NONE) {
            counts[to]++;
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    boolean holdsSameAs(SizeHistogram other) {
        return Arrays.equals(counts, other.counts);
    }
}
