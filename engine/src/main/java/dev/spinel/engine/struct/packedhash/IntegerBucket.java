package dev.spinel.engine.struct.packedhash;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Decimal;

/**
 * Layout of a bucket block of a set all of whose n members are integers. All static.
 *
 * <pre>
 *   0       1       2
 *   | count | flags | value xn |
 *
 *   flags   bit 1 set, which no bucket of elements has; bits 2-3: values are 1, 2, 4 or 8 bytes wide, as a power of two
 * </pre>
 */
final class IntegerBucket {
    private static final int HEADER_BYTES = 2;
    private static final int SMALLEST_BYTES = 16;
    private static final int INTEGERS = 1 << 1;
    private static final int SHIFT_AT = 2;

    private IntegerBucket() {}

    /** Whether a bucket is one of integers. */
    static boolean is(long bucket) {
        return (Mem.getByte(bucket + 1) & INTEGERS) != 0;
    }

    private static int shift(long bucket) {
        return Mem.getByte(bucket + 1) >>> SHIFT_AT & 3;
    }

    private static int shiftFor(long value) {
        if (value == (byte) value) return 0;
        if (value == (short) value) return 1;
        return value == (int) value ? 2 : 3;
    }

    static long blockBytes(int count, int shift) {
        return Math.max(SMALLEST_BYTES, HEADER_BYTES + ((long) count << shift));
    }

    static long blockBytes(long bucket) {
        return blockBytes(PackedBucket.count(bucket), shift(bucket));
    }

    /** Bytes the bucket needs with one value more, which may be wider than those in it. */
    static long blockBytesWith(long bucket, long value) {
        return blockBytes(PackedBucket.count(bucket) + 1, Math.max(shift(bucket), shiftFor(value)));
    }

    private static long create(int count, int shift) {
        long bucket = Blocks.allocate(MemoryTag.VALUE, blockBytes(count, shift));
        Mem.initByte(bucket, (byte) count);
        Mem.initByte(bucket + 1, (byte) (INTEGERS | shift << SHIFT_AT));
        return bucket;
    }

    /** A bucket of one value. */
    static long createWith(long value) {
        long bucket = create(1, shiftFor(value));
        set(bucket, 0, value);
        return bucket;
    }

    static long value(long bucket, int index) {
        long values = bucket + HEADER_BYTES;
        return switch (shift(bucket)) {
            case 0 -> Mem.getByte(values + index);
            case 1 -> Mem.getShort(values + 2L * index);
            case 2 -> Mem.getInt(values + 4L * index);
            default -> Mem.getLong(values + 8L * index);
        };
    }

    private static void set(long bucket, int index, long value) {
        long values = bucket + HEADER_BYTES;
        switch (shift(bucket)) {
            case 0 -> Mem.putByte(values + index, (byte) value);
            case 1 -> Mem.putShort(values + 2L * index, (short) value);
            case 2 -> Mem.putInt(values + 4L * index, (int) value);
            default -> Mem.putLong(values + 8L * index, value);
        }
    }

    /** Index of the value a text stands for, or -1. */
    static int find(long bucket, long address, long length) {
        if (!Decimal.isCanonical(address, length)) {
            return -1;
        }
        long wanted = Decimal.parse(address, length);
        for (int i = PackedBucket.count(bucket) - 1; i >= 0; i--) {
            if (value(bucket, i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Appends a value; the block has room for {@link #blockBytesWith} of it. */
    static void append(long bucket, long value) {
        int count = PackedBucket.count(bucket);
        int wider = shiftFor(value);
        if (wider > shift(bucket)) {
            widen(bucket, count, wider);
        }
        Mem.putByte(bucket, (byte) (count + 1));
        set(bucket, count, value);
    }

    /** From the last value on, so that none is overwritten before it has moved. */
    private static void widen(long bucket, int count, int shift) {
        int old = shift(bucket);
        for (int i = count - 1; i >= 0; i--) {
            flags(bucket, old);
            long value = value(bucket, i);
            flags(bucket, shift);
            set(bucket, i, value);
        }
        flags(bucket, shift);
    }

    private static void flags(long bucket, int shift) {
        Mem.putByte(bucket + 1, (byte) (INTEGERS | shift << SHIFT_AT));
    }

    /** Takes a value out; the block keeps its size. */
    static void remove(long bucket, int index) {
        int last = PackedBucket.count(bucket) - 1;
        long values = bucket + HEADER_BYTES;
        int shift = shift(bucket);
        long behind = values + ((long) (index + 1) << shift);
        Mem.copy(behind, values + ((long) index << shift), (long) (last - index) << shift);
        Mem.putByte(bucket, (byte) last);
    }

    /** A bucket of those {@code count} values whose mark is {@code mark}. */
    static long copyMarked(long bucket, boolean[] marks, boolean mark, int count) {
        long part = create(count, shift(bucket));
        int from = 0;
        for (int i = 0; i < count; i++) {
            while (marks[from] != mark) {
                from++;
            }
            set(part, i, value(bucket, from++));
        }
        return part;
    }

    static long concatenate(long first, long second) {
        int firstCount = PackedBucket.count(first);
        int secondCount = PackedBucket.count(second);
        long merged = create(firstCount + secondCount, Math.max(shift(first), shift(second)));
        for (int i = 0; i < firstCount; i++) {
            set(merged, i, value(first, i));
        }
        for (int i = 0; i < secondCount; i++) {
            set(merged, firstCount + i, value(second, i));
        }
        return merged;
    }

    /** Bytes the values take as elements of a bucket that is not one of integers. */
    static int elementBytes(long bucket) {
        int bytes = 0;
        for (int i = PackedBucket.count(bucket) - 1; i >= 0; i--) {
            bytes += 1 + Decimal.length(value(bucket, i));
        }
        return bytes;
    }
}
