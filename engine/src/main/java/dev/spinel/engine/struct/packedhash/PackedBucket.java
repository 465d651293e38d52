package dev.spinel.engine.struct.packedhash;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Decimal;

/**
 * Layout of a bucket block of n elements. All static.
 *
 * <pre>
 *   0       1       2        2+n       2+3n
 *   | count | flags | tag xn | end xn  | element …  |
 *
 *   flags   bit 0: some element has, or had, an expiry
 *   tag     top 8 bits of the hash of the field
 *   end     u16: bits 0-13 where the element ends, from the first one on; 14 value outside; 15 has an expiry
 *
 * element
 *   | expiry ms 8, if any | head 1 | field, head bytes of it | value, all the rest |
 *
 *   head 240: field outside. What is outside is | ref 5 | length u32 | here and a block of its own there.
 * </pre>
 */
final class PackedBucket {
    static final int MAX_COUNT = 255;
    /** Longest field, and longest value, that may lie in the bucket. */
    static final int MAX_INSIDE = 239;
    /** Once elements take this many bytes, further ones go outside. */
    static final int CROWDED_BYTES = 8192;
    /** What the offsets can express; reached by 255 elements that are outside behind a crowded bucket. */
    static final int MAX_ELEMENT_BYTES = (1 << 14) - 1;
    static final int OUTSIDE_BYTES = 9;
    static final int EXPIRY_BYTES = 8;

    private static final int FIELD_OUTSIDE = 240;
    private static final int HEADER_BYTES = 2;
    private static final int SMALLEST_BYTES = 16;
    private static final int HAS_EXPIRY_FLAG = 1;
    private static final int END_MASK = MAX_ELEMENT_BYTES;
    private static final int VALUE_OUTSIDE = 1 << 14;
    private static final int EXPIRES = 1 << 15;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long LOW_SEVEN = 0x7F7F_7F7F_7F7F_7F7FL;

    private PackedBucket() {}

    static int tagOf(long hash) {
        return (int) (hash >>> 56);
    }

    /** Bytes a block needs for this many elements of this many bytes. */
    static long blockBytes(int count, int elementBytes) {
        return Math.max(SMALLEST_BYTES, HEADER_BYTES + 3L * count + elementBytes);
    }

    /** A block for this many elements, with none written yet. */
    static long create(int count, int elementBytes) {
        long bucket = Blocks.allocate(MemoryTag.VALUE, blockBytes(count, elementBytes));
        Mem.initByte(bucket, (byte) count);
        Mem.initByte(bucket + 1, (byte) 0);
        return bucket;
    }

    static int count(long bucket) {
        return Mem.getUnsignedByte(bucket);
    }

    static boolean hasExpiries(long bucket) {
        return (Mem.getByte(bucket + 1) & HAS_EXPIRY_FLAG) != 0;
    }

    static int tag(long bucket, int index) {
        return Mem.getUnsignedByte(bucket + HEADER_BYTES + index);
    }

    private static long endAt(long bucket, int count, int index) {
        return bucket + HEADER_BYTES + count + 2L * index;
    }

    private static int endWord(long bucket, int index) {
        return Mem.getUnsignedShort(endAt(bucket, count(bucket), index));
    }

    private static long elements(long bucket) {
        return bucket + HEADER_BYTES + 3L * count(bucket);
    }

    private static int start(long bucket, int index) {
        return index == 0 ? 0 : endWord(bucket, index - 1) & END_MASK;
    }

    /** Bytes of all elements. */
    static int elementBytes(long bucket) {
        int count = count(bucket);
        return count == 0 ? 0 : endWord(bucket, count - 1) & END_MASK;
    }

    /** Bytes of one element. */
    static int elementBytes(long bucket, int index) {
        return (endWord(bucket, index) & END_MASK) - start(bucket, index);
    }

    static long element(long bucket, int index) {
        return elements(bucket) + start(bucket, index);
    }

    private static long head(long bucket, int index) {
        return element(bucket, index) + (expires(bucket, index) ? EXPIRY_BYTES : 0);
    }

    static boolean expires(long bucket, int index) {
        return (endWord(bucket, index) & EXPIRES) != 0;
    }

    /** Expiry of an element that has one. */
    static long expiry(long bucket, int index) {
        return Mem.getLong(element(bucket, index));
    }

    static void setExpiry(long bucket, int index, long whenMs) {
        Mem.putLong(element(bucket, index), whenMs);
    }

    static boolean isFieldOutside(long bucket, int index) {
        return Mem.getUnsignedByte(head(bucket, index)) == FIELD_OUTSIDE;
    }

    static long fieldAddress(long bucket, int index) {
        long head = head(bucket, index);
        return Mem.getUnsignedByte(head) == FIELD_OUTSIDE ? Arena.address(Mem.getRef(head + 1)) : head + 1;
    }

    static long fieldLength(long bucket, int index) {
        long head = head(bucket, index);
        int length = Mem.getUnsignedByte(head);
        return length == FIELD_OUTSIDE ? Mem.getInt(head + 1 + 5) & 0xFFFF_FFFFL : length;
    }

    static boolean isValueOutside(long bucket, int index) {
        return (endWord(bucket, index) & VALUE_OUTSIDE) != 0;
    }

    /** Where the value, or what stands for it, begins. */
    static long valueStart(long bucket, int index) {
        long head = head(bucket, index);
        int length = Mem.getUnsignedByte(head);
        return head + 1 + (length == FIELD_OUTSIDE ? OUTSIDE_BYTES : length);
    }

    /** Bytes of the value, or of what stands for it, in the bucket. */
    static int valueBytes(long bucket, int index) {
        return (int) (elements(bucket) + (endWord(bucket, index) & END_MASK) - valueStart(bucket, index));
    }

    static long valueAddress(long bucket, int index) {
        long start = valueStart(bucket, index);
        return isValueOutside(bucket, index) ? Arena.address(Mem.getRef(start)) : start;
    }

    static long valueLength(long bucket, int index) {
        return isValueOutside(bucket, index)
            ? Mem.getInt(valueStart(bucket, index) + 5) & 0xFFFF_FFFFL : valueBytes(bucket, index);
    }

    /** Index of the element with this field, or -1. */
    static int find(long bucket, int tag, long fieldAddress, long fieldLength) {
        int count = count(bucket);
        for (int base = 0; base < count; base += Long.BYTES) {
            long difference = Mem.getLong(bucket + HEADER_BYTES + base) ^ LOW_BITS * tag;
            long hits = ~((difference & LOW_SEVEN) + LOW_SEVEN | difference | LOW_SEVEN);
            for (; hits != 0; hits &= hits - 1) {
                int index = base + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (index >= count) {
                    return -1;
                }
                if (isField(bucket, index, fieldAddress, fieldLength)) {
                    return index;
                }
            }
        }
        return -1;
    }

    static boolean isField(long bucket, int index, long address, long length) {
        return fieldLength(bucket, index) == length && Mem.isEqual(fieldAddress(bucket, index), address, length);
    }

    /** Opens an element of {@code bytes} behind the last one; the block has room for {@link #blockBytes} of it. */
    static void append(long bucket, int tag, int bytes, boolean isValueOutside) {
        int count = count(bucket);
        int used = elementBytes(bucket);
        Mem.copy(elements(bucket), elements(bucket) + 3, used);
        Mem.copy(endAt(bucket, count, 0), endAt(bucket, count + 1, 0), 2L * count);
        Mem.putByte(bucket, (byte) (count + 1));
        describe(bucket, count, tag, used + bytes | (isValueOutside ? VALUE_OUTSIDE : 0));
    }

    private static void describe(long bucket, int index, int tag, int endWord) {
        Mem.putByte(bucket + HEADER_BYTES + index, (byte) tag);
        Mem.putShort(endAt(bucket, count(bucket), index), (short) endWord);
    }

    /** Writes a field that lies in the bucket to a fresh element without expiry. */
    static void writeField(long bucket, int index, long address, long length) {
        long head = element(bucket, index);
        Mem.putByte(head, (byte) length);
        Mem.copy(address, head + 1, length);
    }

    /** Writes a field that lies outside to a fresh element without expiry. */
    static void writeFieldOutside(long bucket, int index, long block, long length) {
        long head = element(bucket, index);
        Mem.putByte(head, (byte) FIELD_OUTSIDE);
        writeOutside(head + 1, block, length);
    }

    static void writeOutside(long at, long block, long length) {
        Mem.putRef(at, Arena.ref(block));
        Mem.putInt(at + 5, (int) length);
    }

    /** Writes the text of a value, without expiry, to place {@code index} of a block under construction. */
    static void writeInteger(long bucket, int index, int tag, long value) {
        int start = start(bucket, index);
        int length = Decimal.length(value);
        describe(bucket, index, tag, start + 1 + length);
        long head = elements(bucket) + start;
        Mem.putByte(head, (byte) length);
        Decimal.write(value, head + 1);
    }

    /** Copies an element of another bucket to place {@code index} of a block under construction, in ascending order. */
    static void copyElement(long from, int fromIndex, long bucket, int index) {
        int flags = endWord(from, fromIndex) & ~END_MASK;
        int bytes = elementBytes(from, fromIndex);
        int start = start(bucket, index);
        describe(bucket, index, tag(from, fromIndex), start + bytes | flags);
        Mem.copy(element(from, fromIndex), elements(bucket) + start, bytes);
        if ((flags & EXPIRES) != 0) {
            Mem.putByte(bucket + 1, (byte) HAS_EXPIRY_FLAG);
        }
    }

    /** Takes an element out; the block keeps its size. */
    static void remove(long bucket, int index) {
        int count = count(bucket);
        int bytes = elementBytes(bucket, index);
        long elements = elements(bucket);
        int end = endWord(bucket, index) & END_MASK;
        int used = elementBytes(bucket);
        moveEnds(bucket, index + 1, -bytes);
        long tags = bucket + HEADER_BYTES;
        int start = end - bytes;
        Mem.copy(tags + index + 1, tags + index, count - index - 1 + 2L * index);
        Mem.copy(endAt(bucket, count, index + 1), endAt(bucket, count - 1, index), 2L * (count - index - 1) + start);
        Mem.copy(elements + end, elements - 3 + start, used - end);
        Mem.putByte(bucket, (byte) (count - 1));
    }

    /** Adds to the end offsets from an index on. */
    private static void moveEnds(long bucket, int from, int change) {
        int count = count(bucket);
        for (int i = from; i < count; i++) {
            long at = endAt(bucket, count, i);
            Mem.putShort(at, (short) (Mem.getShort(at) + change));
        }
    }

    /** Makes the value part of an element wider or narrower; the block has room. */
    static void resizeValue(long bucket, int index, int newBytes) {
        int oldBytes = valueBytes(bucket, index);
        shift(bucket, index, valueStart(bucket, index) + oldBytes, newBytes - oldBytes);
    }

    /** Says whether the value part is the value or stands for it. */
    static void setValueOutside(long bucket, int index, boolean isOutside) {
        setFlag(bucket, index, VALUE_OUTSIDE, isOutside);
    }

    /** Adds room for an expiry, to be set, to an element without one; the block has room. */
    static void addExpiry(long bucket, int index) {
        shift(bucket, index, element(bucket, index), EXPIRY_BYTES);
        setFlag(bucket, index, EXPIRES, true);
        Mem.putByte(bucket + 1, (byte) HAS_EXPIRY_FLAG);
    }

    /** Takes the expiry of an element away. */
    static void removeExpiry(long bucket, int index) {
        shift(bucket, index, element(bucket, index) + EXPIRY_BYTES, -EXPIRY_BYTES);
        setFlag(bucket, index, EXPIRES, false);
    }

    private static void setFlag(long bucket, int index, int flag, boolean on) {
        int word = endWord(bucket, index);
        Mem.putShort(endAt(bucket, count(bucket), index), (short) (on ? word | flag : word & ~flag));
    }

    /** Moves everything from {@code from}, inside or at an edge of the element, by {@code change} bytes. */
    private static void shift(long bucket, int index, long from, int change) {
        if (change == 0) return;
        long end = elements(bucket) + elementBytes(bucket);
        Mem.copy(from, from + change, end - from);
        moveEnds(bucket, index, change);
    }
}
