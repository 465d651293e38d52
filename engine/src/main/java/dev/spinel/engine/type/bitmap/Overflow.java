package dev.spinel.engine.type.bitmap;

/** What happens to a number that does not fit its bits: one of three policies. */
enum Overflow {
    WRAP, SAT, FAIL;

    /** The sum of an unsigned field and an increment, brought into its {@code bits} (1 to 63). */
    long unsigned(long value, long increment, int bits) {
        long max = (1L << bits) - 1;
        boolean isAbove = Long.compareUnsigned(value, max) > 0 || increment > 0 && increment > max - value;
        return isAbove || increment < 0 && increment < -value
            ? outside(value + increment & max, isAbove ? max : 0)
            : value + increment;
    }

    /** Whether {@link #unsigned} has to do anything. */
    static boolean isUnsignedOutside(long value, long increment, int bits) {
        long max = (1L << bits) - 1;
        return Long.compareUnsigned(value, max) > 0 || increment > max - value || increment < 0 && increment < -value;
    }

    /** The sum of a signed field and an increment, brought into its {@code bits} (1 to 64). */
    long signed(long value, long increment, int bits) {
        if (!isSignedOutside(value, increment, bits)) {
            return value + increment;
        }
        int unused = Long.SIZE - bits;
        long max = Long.MAX_VALUE >> unused;
        boolean isAbove = value > max || value >= ~max && increment > 0;
        return outside(value + increment << unused >> unused, isAbove ? max : ~max);
    }

    /** Whether {@link #signed} has to do anything. */
    static boolean isSignedOutside(long value, long increment, int bits) {
        long sum = value + increment;
        boolean isBeyondLong = ((value ^ sum) & (increment ^ sum)) < 0;
        int unused = Long.SIZE - bits;
        return isBeyondLong || sum << unused >> unused != sum || value << unused >> unused != value;
    }

    private long outside(long wrapped, long limit) {
        return this == SAT ? limit : wrapped;
    }
}
