package dev.spinel.engine.struct.intset;

import dev.spinel.engine.memory.Mem;

/**
 * A sorted set of 64-bit integers, all as wide as the widest ever needed. All static: {@code set} is the address of
 * an intset in a region the caller owns.
 *
 * <pre>
 *   0              4          8
 *   | width 2,4,8  | count    | value …  |   little-endian, ascending
 * </pre>
 *
 * Source: intset.c. A wider value widens all of them in place; nothing makes them narrower again.
 */
public final class Intset {
    /** Bytes of an empty intset. */
    public static final int EMPTY_BYTES = 8;

    private static final int WIDTH_OFFSET = 0;
    private static final int COUNT_OFFSET = WIDTH_OFFSET + Integer.BYTES;
    private static final int VALUES_OFFSET = COUNT_OFFSET + Integer.BYTES;

    private Intset() {}

    /** Writes an empty intset. */
    public static void init(long set) {
        Mem.putInt(set + WIDTH_OFFSET, Short.BYTES);
        Mem.putInt(set + COUNT_OFFSET, 0);
    }

    /** Number of values. */
    public static int count(long set) {
        return Mem.getInt(set + COUNT_OFFSET);
    }

    /** Total bytes. */
    public static long bytes(long set) {
        return VALUES_OFFSET + (long) count(set) * width(set);
    }

    /** Total bytes once one more value, this one, is inside: the room {@link #insert} needs. */
    public static long bytesWith(long set, long value) {
        return VALUES_OFFSET + (count(set) + 1L) * Math.max(width(set), widthOf(value));
    }

    /** Index of a value, or {@code -1 - index} of where it belongs. */
    public static int search(long set, long value) {
        int width = width(set);
        int high = count(set) - 1;
        if (high < 0 || value < valueAt(set, width, 0)) {
            return -1;
        }
        if (value > valueAt(set, width, high)) {
            return -high - 2;
        }
        int low = 0;
        while (low <= high) {
            int middle = low + high >>> 1;
            long found = valueAt(set, width, middle);
            if (found == value) {
                return middle;
            }
            if (found < value) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    public static boolean contains(long set, long value) {
        return search(set, value) >= 0;
    }

    /** The value at an index below {@link #count}; they ascend. */
    public static long valueAt(long set, int index) {
        return valueAt(set, width(set), index);
    }

    /**
     * Inserts a value that is absent; {@code found} is what {@link #search} returned for it. Needs {@link #bytesWith}.
     */
    public static void insert(long set, int found, long value) {
        int index = -1 - found;
        int count = count(set);
        int width = width(set);
        if (widthOf(value) > width) {
            widen(set, widthOf(value), value < 0 ? 1 : 0);
            index = value < 0 ? 0 : count;
            width = widthOf(value);
        } else {
            long at = set + VALUES_OFFSET + (long) index * width;
            Mem.copy(at, at + width, (long) (count - index) * width);
        }
        put(set, width, index, value);
        Mem.putInt(set + COUNT_OFFSET, count + 1);
    }

    /** Removes the value at an index. */
    public static void removeAt(long set, int index) {
        int width = width(set);
        int count = count(set);
        long at = set + VALUES_OFFSET + (long) index * width;
        Mem.copy(at + width, at, (long) (count - index - 1) * width);
        Mem.putInt(set + COUNT_OFFSET, count - 1);
    }

    /**
     * Whether {@code size} bytes from elsewhere are an intset that is not empty: its width and length always, strictly
     * ascending order when {@code deep}. Reads nothing beyond {@code size}.
     */
    public static boolean isValid(long set, long size, boolean deep) {
        if (size < EMPTY_BYTES) {
            return false;
        }
        int width = width(set);
        long count = count(set) & 0xFFFF_FFFFL;
        if (width != Short.BYTES && width != Integer.BYTES && width != Long.BYTES
            || count == 0 || VALUES_OFFSET + count * width != size) {
            return false;
        }
        if (deep) {
            for (int i = 1; i < count; i++) {
                if (valueAt(set, width, i - 1) >= valueAt(set, width, i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int width(long set) {
        return Mem.getInt(set + WIDTH_OFFSET);
    }

    private static int widthOf(long value) {
        if (value == (short) value) {
            return Short.BYTES;
        }
        return value == (int) value ? Integer.BYTES : Long.BYTES;
    }

    private static long valueAt(long set, int width, int index) {
        long at = set + VALUES_OFFSET + (long) index * width;
        if (width == Short.BYTES) {
            return Mem.getShort(at);
        }
        return width == Integer.BYTES ? Mem.getInt(at) : Mem.getLong(at);
    }

    private static void put(long set, int width, int index, long value) {
        long at = set + VALUES_OFFSET + (long) index * width;
        if (width == Short.BYTES) {
            Mem.putShort(at, (short) value);
        } else if (width == Integer.BYTES) {
            Mem.putInt(at, (int) value);
        } else {
            Mem.putLong(at, value);
        }
    }

    /** Rewrites all values, the last first, {@code shift} places further on. */
    private static void widen(long set, int width, int shift) {
        int oldWidth = width(set);
        for (int i = count(set) - 1; i >= 0; i--) {
            put(set, width, i + shift, valueAt(set, oldWidth, i));
        }
        Mem.putInt(set + WIDTH_OFFSET, width);
    }
}
