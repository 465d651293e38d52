package dev.spinel.engine.memory;

/**
 * The 143 sizes of small blocks: 16 to 256 in steps of 8, then 16 steps per doubling up to 32 KiB.
 *
 * <p>A request that is a multiple of a power of two A gets a class that is a multiple of A, so blocks laid side by
 * side from an aligned base keep natural alignment.
 */
final class SizeClass {
    static final int COUNT = 143;
    static final int MAX_BYTES = 32 << 10;
    /** Blocks above this live in slab groups of 256 KiB. */
    static final int MAX_SINGLE_SLAB_BYTES = 4096;

    private static final int MIN_BYTES = 16;
    private static final int FINE_MAX_BYTES = 256;
    private static final int FINE_COUNT = (FINE_MAX_BYTES - MIN_BYTES) / 8 + 1;
    private static final int FINE_MAX_LOG = 8;
    private static final int STEPS_LOG = 4;

    private SizeClass() {}

    /** The smallest class that holds {@code size} bytes, which is at most {@link #MAX_BYTES}. */
    static int of(long size) {
        int bytes = (int) size;
        if (bytes <= FINE_MAX_BYTES) {
            return Math.max(0, (bytes + 7 >>> 3) - 2);
        }
        int log = 31 - Integer.numberOfLeadingZeros(bytes - 1);
        int step = bytes - 1 - (1 << log) >>> log - STEPS_LOG;
        return FINE_COUNT + (log - FINE_MAX_LOG << STEPS_LOG) + step;
    }

    /** Bytes of a block of the class. */
    static int bytes(int sizeClass) {
        if (sizeClass < FINE_COUNT) {
            return MIN_BYTES + (sizeClass << 3);
        }
        int coarse = sizeClass - FINE_COUNT;
        int log = FINE_MAX_LOG + (coarse >>> STEPS_LOG);
        return (1 << log) + ((coarse & (1 << STEPS_LOG) - 1) + 1 << log - STEPS_LOG);
    }
}
