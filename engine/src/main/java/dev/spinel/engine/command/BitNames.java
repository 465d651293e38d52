package dev.spinel.engine.command;

/** Names of the bits of a mask, index = bit number; null where a bit has none. Immutable. */
final class BitNames {
    private final String[] names;

    BitNames(String... names) {
        this.names = names;
    }

    /** The bit with this name, letter case ignored; 0 when there is none. */
    long bit(String name) {
        for (int i = 0; i < names.length; i++) {
            if (name.equalsIgnoreCase(names[i])) {
                return 1L << i;
            }
        }
        return 0;
    }

    /** Names of the bits set in {@code mask}, lowest first. */
    String[] of(long mask) {
        String[] result = new String[Long.bitCount(mask)];
        int count = 0;
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            result[count++] = names[Long.numberOfTrailingZeros(rest)];
        }
        return result;
    }
}
