package dev.spinel.engine.struct.listpack;

import dev.spinel.engine.memory.Mem;

/**
 * A packed sequence of small elements, byte-identical to Redis'. All static: {@code lp} is the address of a listpack
 * in a region the caller owns, offsets count from there and {@link #NONE} is no element.
 *
 * <pre>
 *   0              4              6
 *   | total bytes  | count        | element …  | 0xFF |   little-endian; count 65535 = unknown
 * </pre>
 *
 * Invariant: total bytes includes the end byte. What grows the listpack needs room that the caller made before; a
 * string handed in must not lie inside the listpack. Source: listpack specification.
 */
public final class Listpack {
    /** Bytes of an empty listpack. */
    public static final int EMPTY_BYTES = 7;
    /** No element. */
    public static final int NONE = 0;
    /** A listpack must never outgrow this many bytes. */
    public static final long MAX_BYTES = 1 << 30;

    private static final int TOTAL_BYTES_OFFSET = 0;
    private static final int COUNT_OFFSET = TOTAL_BYTES_OFFSET + Integer.BYTES;
    private static final int HEADER_BYTES = COUNT_OFFSET + Short.BYTES;
    private static final int COUNT_UNKNOWN = 65535;

    private Listpack() {}

    /** Writes an empty listpack. */
    public static void init(long lp) {
        Mem.putInt(lp + TOTAL_BYTES_OFFSET, EMPTY_BYTES);
        Mem.putShort(lp + COUNT_OFFSET, (short) 0);
        Mem.putByte(lp + HEADER_BYTES, (byte) Element.END);
    }

    /** Total bytes. */
    public static long bytes(long lp) {
        return Mem.getInt(lp + TOTAL_BYTES_OFFSET) & 0xFFFF_FFFFL;
    }

    /** Number of elements; walks when the header does not know, and writes the count back if it fits again. */
    public static int count(long lp) {
        int count = Mem.getUnsignedShort(lp + COUNT_OFFSET);
        return count != COUNT_UNKNOWN ? count : countSlow(lp);
    }

    private static int countSlow(long lp) {
        int count = countFrom(lp, HEADER_BYTES);
        if (count < COUNT_UNKNOWN) {
            Mem.putShort(lp + COUNT_OFFSET, (short) count);
        }
        return count;
    }

    private static int countFrom(long lp, int offset) {
        int count = 0;
        long end = lp + bytes(lp) - 1;
        for (long at = lp + offset; at < end; at += Element.bytes(at)) {
            count++;
        }
        return count;
    }

    public static boolean isEmpty(long lp) {
        return bytes(lp) == EMPTY_BYTES;
    }

    /** Offset of the end byte: where an insert appends. */
    public static int end(long lp) {
        return (int) bytes(lp) - 1;
    }

    /** Offset of the first element, or {@link #NONE}. */
    public static int first(long lp) {
        return isEmpty(lp) ? NONE : HEADER_BYTES;
    }

    /** Offset of the last element, or {@link #NONE}. */
    public static int last(long lp) {
        return previous(lp, end(lp));
    }

    /** Offset of the element behind the one at {@code offset}, or {@link #NONE}. */
    public static int next(long lp, int offset) {
        int after = after(lp, offset);
        return after == end(lp) ? NONE : after;
    }

    /** Offset behind the element at {@code offset}, the end byte included: where an insert goes behind it. */
    public static int after(long lp, int offset) {
        return offset + (int) Element.bytes(lp + offset);
    }

    /** Offset of the element before the one, or the end byte, at {@code offset}, or {@link #NONE}. */
    public static int previous(long lp, int offset) {
        return offset == HEADER_BYTES ? NONE : offset - (int) Element.bytesBefore(lp + offset);
    }

    /** Offset of the element with this index, negative ones counting from the end, or {@link #NONE}. */
    public static int seek(long lp, long index) {
        int count = Mem.getUnsignedShort(lp + COUNT_OFFSET);
        long steps = index;
        if (count != COUNT_UNKNOWN) {
            steps = index < 0 ? index + count : index;
            if (steps < 0 || steps >= count) {
                return NONE;
            }
            if (steps > count / 2) {
                steps -= count;
            }
        }
        return steps < 0 ? seekBackward(lp, -steps) : seekForward(lp, steps);
    }

    private static int seekForward(long lp, long steps) {
        int offset = first(lp);
        for (long i = 0; i < steps && offset != NONE; i++) {
            offset = next(lp, offset);
        }
        return offset;
    }

    private static int seekBackward(long lp, long steps) {
        int offset = end(lp);
        for (long i = 0; i < steps; i++) {
            offset = previous(lp, offset);
            if (offset == NONE) {
                return NONE;
            }
        }
        return offset;
    }

    public static boolean isInteger(long lp, int offset) {
        return Element.isInteger(lp + offset);
    }

    /** Value of an integer element. */
    public static long integer(long lp, int offset) {
        return Element.integer(lp + offset);
    }

    /** Address of the bytes of a string element. */
    public static long stringAddress(long lp, int offset) {
        return lp + offset + Element.stringPrefixBytes(lp + offset);
    }

    /** Length of a string element in bytes. */
    public static long stringLength(long lp, int offset) {
        return Element.encodedBytes(lp + offset) - Element.stringPrefixBytes(lp + offset);
    }

    /** Length of an element as text, in bytes. */
    public static long textLength(long lp, int offset) {
        return isInteger(lp, offset) ? Decimal.length(integer(lp, offset)) : stringLength(lp, offset);
    }

    /** Bytes the element at {@code offset} takes. */
    public static long elementBytes(long lp, int offset) {
        return Element.bytes(lp + offset);
    }

    /** Whether the element, as text, is the given bytes. */
    public static boolean isText(long lp, int offset, long address, long length) {
        if (!isInteger(lp, offset)) {
            return stringLength(lp, offset) == length && Mem.isEqual(stringAddress(lp, offset), address, length);
        }
        return Decimal.isCanonical(address, length) && Decimal.parse(address, length) == integer(lp, offset);
    }

    /**
     * Offset of the first element equal to the text, comparing the one at {@code offset} and then every
     * {@code skip + 1}-th, or {@link #NONE}.
     */
    public static int find(long lp, int offset, long address, long length, int skip) {
        if (offset == NONE) {
            return NONE;
        }
        if (Decimal.isCanonical(address, length)) {
            return findInteger(lp, offset, Decimal.parse(address, length), skip);
        }
        long end = lp + end(lp);
        int skipped = 0;
        for (long at = lp + offset; at < end; skipped--) {
            long encoded = Element.encodedBytes(at);
            if (skipped == 0) {
                skipped = skip + 1;
                if (!Element.isInteger(at) && encoded - Element.stringPrefixBytes(at) == length
                    && Mem.isEqual(at + Element.stringPrefixBytes(at), address, length)) {
                    return (int) (at - lp);
                }
            }
            at += encoded + Element.backwardBytes(encoded);
        }
        return NONE;
    }

    /** {@link #find} for a value. */
    public static int findInteger(long lp, int offset, long value, int skip) {
        if (offset == NONE) {
            return NONE;
        }
        long end = lp + end(lp);
        int skipped = 0;
        for (long at = lp + offset; at < end; skipped--) {
            if (skipped == 0) {
                skipped = skip + 1;
                if (Element.isInteger(at) && Element.integer(at) == value) {
                    return (int) (at - lp);
                }
            }
            at += Element.bytes(at);
        }
        return NONE;
    }

    /** Inserts text before the element or end byte at {@code offset}. Needs {@link Element#stringBytes} of room. */
    public static void insertString(long lp, int offset, long address, long length) {
        if (Decimal.isCanonical(address, length)) {
            insertInteger(lp, offset, Decimal.parse(address, length));
            return;
        }
        openGap(lp, offset, 0, Element.stringBytes(address, length));
        Element.writeString(lp + offset, address, length);
        addCount(lp, 1);
    }

    /** Inserts a value before the element or end byte at {@code offset}. Needs {@link Element#integerBytes}. */
    public static void insertInteger(long lp, int offset, long value) {
        openGap(lp, offset, 0, Element.integerBytes(value));
        Element.writeInteger(lp + offset, value);
        addCount(lp, 1);
    }

    /** {@link #insertString} at the end. */
    public static void appendString(long lp, long address, long length) {
        insertString(lp, end(lp), address, length);
    }

    /** {@link #insertInteger} at the end. */
    public static void appendInteger(long lp, long value) {
        insertInteger(lp, end(lp), value);
    }

    /** {@link #insertString} at the front. */
    public static void prependString(long lp, long address, long length) {
        insertString(lp, HEADER_BYTES, address, length);
    }

    /** {@link #insertInteger} at the front. */
    public static void prependInteger(long lp, long value) {
        insertInteger(lp, HEADER_BYTES, value);
    }

    /** Replaces the element at {@code offset} by text. Needs room for the difference in bytes. */
    public static void replaceString(long lp, int offset, long address, long length) {
        if (Decimal.isCanonical(address, length)) {
            replaceInteger(lp, offset, Decimal.parse(address, length));
            return;
        }
        openGap(lp, offset, Element.bytes(lp + offset), Element.stringBytes(address, length));
        Element.writeString(lp + offset, address, length);
    }

    /** Replaces the element at {@code offset} by a value. Needs room for the difference in bytes. */
    public static void replaceInteger(long lp, int offset, long value) {
        openGap(lp, offset, Element.bytes(lp + offset), Element.integerBytes(value));
        Element.writeInteger(lp + offset, value);
    }

    /** Deletes the element at {@code offset}, and returns the offset of the one behind it, or {@link #NONE}. */
    public static int delete(long lp, int offset) {
        openGap(lp, offset, Element.bytes(lp + offset), 0);
        addCount(lp, -1);
        return offset == end(lp) ? NONE : offset;
    }

    /**
     * Deletes up to {@code limit} elements from {@code offset} on, and returns the offset of the one behind them, or
     * {@link #NONE}.
     */
    public static int deleteRange(long lp, int offset, long limit) {
        long end = lp + end(lp);
        long at = lp + offset;
        int deleted = 0;
        while (deleted < limit && at < end) {
            at += Element.bytes(at);
            deleted++;
        }
        openGap(lp, offset, at - lp - offset, 0);
        addCount(lp, -deleted);
        return offset == end(lp) ? NONE : offset;
    }

    /** Bytes {@link #deleteRange} would take away. */
    public static long rangeBytes(long lp, int offset, long limit) {
        long end = lp + end(lp);
        long at = lp + offset;
        for (long i = 0; i < limit && at < end; i++) {
            at += Element.bytes(at);
        }
        return at - lp - offset;
    }

    /** Appends all elements of another listpack. Needs its bytes less {@link #EMPTY_BYTES} of room. */
    public static void appendAll(long lp, long other) {
        insertAll(lp, end(lp), other);
    }

    /** Prepends all elements of another listpack, in their order. Needs the room of {@link #appendAll}. */
    public static void prependAll(long lp, long other) {
        insertAll(lp, HEADER_BYTES, other);
    }

    /**
     * Appends the elements of another listpack from {@code offset} to its end, which are {@code count} in number.
     * Needs their bytes of room.
     */
    public static void appendTail(long lp, long other, int offset, int count) {
        appendRange(lp, other, offset, end(other), count);
    }

    /** {@link #appendTail} for the elements before the offset {@code end}. */
    public static void appendRange(long lp, long other, int offset, int end, int count) {
        long size = end - offset;
        int at = end(lp);
        openGap(lp, at, 0, size);
        Mem.copy(other + offset, lp + at, size);
        addCount(lp, count);
    }

    /**
     * Moves the elements from {@code offset} to before {@code end} in front of the element or end byte at {@code to},
     * which is not one of them. Needs scratch memory for them; the listpack keeps its size.
     */
    public static void moveRange(long lp, int offset, int end, int to, long scratch) {
        long size = end - offset;
        Mem.initCopy(lp + offset, scratch, size);
        if (to > offset) {
            Mem.copy(lp + end, lp + offset, to - end);
            Mem.copy(scratch, lp + to - size, size);
        } else {
            Mem.copy(lp + to, lp + to + size, offset - to);
            Mem.copy(scratch, lp + to, size);
        }
    }

    private static void insertAll(long lp, int offset, long other) {
        long size = bytes(other) - EMPTY_BYTES;
        int added = Mem.getUnsignedShort(other + COUNT_OFFSET);
        int before = Mem.getUnsignedShort(lp + COUNT_OFFSET);
        openGap(lp, offset, 0, size);
        Mem.copy(other + HEADER_BYTES, lp + offset, size);
        boolean isKnown = added != COUNT_UNKNOWN && before != COUNT_UNKNOWN && added + before < COUNT_UNKNOWN;
        Mem.putShort(lp + COUNT_OFFSET, (short) (isKnown ? added + before : COUNT_UNKNOWN));
    }

    /**
     * Whether {@code size} bytes from elsewhere are a listpack. The header and the end byte always; every element, its
     * backward length and the count when {@code deep}. Reads nothing beyond {@code size}.
     */
    public static boolean isValid(long lp, long size, boolean deep) {
        if (size < EMPTY_BYTES || bytes(lp) != size || Mem.getUnsignedByte(lp + size - 1) != Element.END) {
            return false;
        }
        return !deep || hasValidElements(lp, size);
    }

    private static boolean hasValidElements(long lp, long size) {
        long end = lp + size - 1;
        long at = lp + HEADER_BYTES;
        int count = 0;
        while (at < end) {
            int prefix = Element.prefixBytes(at);
            if (prefix == 0 || prefix > end - at) {
                return false;
            }
            long encoded = Element.encodedBytes(at);
            long next = at + encoded + Element.backwardBytes(encoded);
            if (next > end || Element.backwardValue(next) != encoded) {
                return false;
            }
            at = next;
            count++;
        }
        int told = Mem.getUnsignedShort(lp + COUNT_OFFSET);
        return told == COUNT_UNKNOWN || told == count;
    }

    /** Makes {@code oldSize} bytes at {@code offset} {@code newSize} bytes wide, moving what follows. */
    private static void openGap(long lp, int offset, long oldSize, long newSize) {
        if (oldSize == newSize) {
            return;
        }
        long total = bytes(lp);
        long tail = lp + offset + oldSize;
        Mem.copy(tail, lp + offset + newSize, lp + total - tail);
        Mem.putInt(lp + TOTAL_BYTES_OFFSET, (int) (total + newSize - oldSize));
    }

    private static void addCount(long lp, int change) {
        int count = Mem.getUnsignedShort(lp + COUNT_OFFSET);
        if (count != COUNT_UNKNOWN) {
            Mem.putShort(lp + COUNT_OFFSET, (short) Math.min(count + change, COUNT_UNKNOWN));
        }
    }
}
