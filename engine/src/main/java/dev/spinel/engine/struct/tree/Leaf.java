package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * Layout of a leaf block of n elements, in order. All static.
 *
 * <pre>
 *   0       2        4      8      12     16        16+8n    16+9n    16+11n
 *   | n u16 | -      | id 4 | prev | next | f64 xn  | tag xn | end xn | member …  |
 *
 *   prev, next  ids of the neighbouring leaves, 0 for none
 *   tag         top 8 bits of the hash of the member
 *   end         u16: bits 0-14 where the member ends, from the first one on; 15 member outside, then it is
 *               | ref 5 | length u32 | here and a block of its own there
 * </pre>
 */
final class Leaf {
    static final int MAX_COUNT = 64;
    static final int MAX_BYTES = 2048;
    /** Longest member that may lie in a leaf. */
    static final int MAX_INSIDE = 239;
    static final int OUTSIDE_BYTES = 9;

    private static final int ID_OFFSET = 4;
    private static final int PREV_OFFSET = ID_OFFSET + Integer.BYTES;
    private static final int NEXT_OFFSET = PREV_OFFSET + Integer.BYTES;
    private static final int HEADER_BYTES = NEXT_OFFSET + Integer.BYTES;
    private static final int PER_ELEMENT = Double.BYTES + 1 + Short.BYTES;
    /** Tags are read eight at a time. */
    private static final int TAG_SLACK = 7;
    private static final int END_MASK = (1 << 15) - 1;
    private static final int OUTSIDE = 1 << 15;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long LOW_SEVEN = 0x7F7F_7F7F_7F7F_7F7FL;

    private Leaf() {}

    /** Bytes a block needs for this many elements with this many bytes of members. */
    static long blockBytes(int count, int memberBytes) {
        return HEADER_BYTES + (long) count * PER_ELEMENT + Math.max(memberBytes, TAG_SLACK);
    }

    /** A block with this many elements, to be filled in ascending order by {@link #copyElement}. */
    static long create(int count, int memberBytes, int id, int prev, int next) {
        long leaf = Blocks.allocate(MemoryTag.VALUE, blockBytes(count, memberBytes));
        Mem.initInt(leaf, count);
        Mem.initInt(leaf + ID_OFFSET, id);
        Mem.initInt(leaf + PREV_OFFSET, prev);
        Mem.initInt(leaf + NEXT_OFFSET, next);
        return leaf;
    }

    static int count(long leaf) {
        return Mem.getInt(leaf);
    }

    static int id(long leaf) {
        return Mem.getInt(leaf + ID_OFFSET);
    }

    static int prev(long leaf) {
        return Mem.getInt(leaf + PREV_OFFSET);
    }

    static int next(long leaf) {
        return Mem.getInt(leaf + NEXT_OFFSET);
    }

    static void setPrev(long leaf, int prev) {
        Mem.putInt(leaf + PREV_OFFSET, prev);
    }

    static void setNext(long leaf, int next) {
        Mem.putInt(leaf + NEXT_OFFSET, next);
    }

    static double score(long leaf, int index) {
        return Mem.getDouble(leaf + HEADER_BYTES + 8L * index);
    }

    static void setScore(long leaf, int index, double score) {
        Mem.putDouble(leaf + HEADER_BYTES + 8L * index, score);
    }

    private static long tags(long leaf, int count) {
        return leaf + HEADER_BYTES + 8L * count;
    }

    static int tag(long leaf, int index) {
        return Mem.getUnsignedByte(tags(leaf, count(leaf)) + index);
    }

    private static long ends(long leaf, int count) {
        return leaf + HEADER_BYTES + 9L * count;
    }

    private static int endWord(long leaf, int index) {
        return Mem.getUnsignedShort(ends(leaf, count(leaf)) + 2L * index);
    }

    private static long members(long leaf, int count) {
        return leaf + HEADER_BYTES + (long) count * PER_ELEMENT;
    }

    private static int start(long leaf, int index) {
        return index == 0 ? 0 : endWord(leaf, index - 1) & END_MASK;
    }

    /** Bytes of all members. */
    static int memberBytes(long leaf) {
        int count = count(leaf);
        return count == 0 ? 0 : endWord(leaf, count - 1) & END_MASK;
    }

    /** Bytes of the members below an index. */
    static int memberBytesBelow(long leaf, int index) {
        return start(leaf, index);
    }

    static long bytes(long leaf) {
        return blockBytes(count(leaf), memberBytes(leaf));
    }

    static boolean isOutside(long leaf, int index) {
        return (endWord(leaf, index) & OUTSIDE) != 0;
    }

    private static long place(long leaf, int index) {
        return members(leaf, count(leaf)) + start(leaf, index);
    }

    static long memberAddress(long leaf, int index) {
        long place = place(leaf, index);
        return isOutside(leaf, index) ? Arena.address(Mem.getRef(place)) : place;
    }

    /** Tells where the block of a member that lies outside is now. */
    static void moveOutside(long leaf, int index, long block) {
        Mem.putRef(place(leaf, index), Arena.ref(block));
    }

    static long memberLength(long leaf, int index) {
        int end = endWord(leaf, index);
        return (end & OUTSIDE) != 0 ? Mem.getInt(place(leaf, index) + 5) & 0xFFFF_FFFFL
            : (end & END_MASK) - start(leaf, index);
    }

    /** Order of an element against a score and a member: negative when the element comes before. */
    static int compare(long leaf, int index, double score, long member, long length) {
        double own = score(leaf, index);
        if (own != score) {
            return own < score ? -1 : 1;
        }
        return Mem.compare(memberAddress(leaf, index), memberLength(leaf, index), member, length);
    }

    /** Whether an element may have this score and stay between its neighbours, which it has on both sides. */
    static boolean fitsAt(long leaf, int index, double score, long member, long length) {
        return index > 0 && index + 1 < count(leaf)
            && compare(leaf, index - 1, score, member, length) < 0
            && compare(leaf, index + 1, score, member, length) > 0;
    }

    /** Whether a score and a member belong between the first element and the last. */
    static boolean encloses(long leaf, double score, long member, long length) {
        return compare(leaf, 0, score, member, length) < 0
            && compare(leaf, count(leaf) - 1, score, member, length) > 0;
    }

    /** Number of elements that come before a score and a member. */
    static int lowerBound(long leaf, double score, long member, long length) {
        int low = 0;
        int high = count(leaf);
        while (low < high) {
            int middle = low + high >>> 1;
            if (compare(leaf, middle, score, member, length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Number of elements whose score is below the given one, or equal to it where {@code orEqual}. */
    static int countBelow(long leaf, double score, boolean orEqual) {
        int low = 0;
        int high = count(leaf);
        while (low < high) {
            int middle = low + high >>> 1;
            double own = score(leaf, middle);
            if (own < score || orEqual && own == score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Index from {@code from} on of an element with this tag, or -1. */
    static int findTag(long leaf, int from, int tag) {
        int count = count(leaf);
        long tags = tags(leaf, count);
        for (int base = from; base < count; base += Long.BYTES) {
            long difference = Mem.getLong(tags + base) ^ LOW_BITS * tag;
            long hits = ~((difference & LOW_SEVEN) + LOW_SEVEN | difference | LOW_SEVEN);
            if (hits != 0) {
                int index = base + (Long.numberOfTrailingZeros(hits) >>> 3);
                return index < count ? index : -1;
            }
        }
        return -1;
    }

    /** Index of the element with this member, or -1. */
    static int find(long leaf, int tag, long member, long length) {
        for (int i = findTag(leaf, 0, tag); i >= 0; i = findTag(leaf, i + 1, tag)) {
            if (memberLength(leaf, i) == length && Mem.isEqual(memberAddress(leaf, i), member, length)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Opens an element with {@code width} bytes for its member, whose place it returns; the block has room for it.
     */
    static long insert(long leaf, int index, double score, int tag, int width, boolean isOutside) {
        int count = count(leaf);
        int start = start(leaf, index);
        int used = memberBytes(leaf);
        long members = members(leaf, count);
        long ends = ends(leaf, count);
        long tags = tags(leaf, count);
        long scores = leaf + HEADER_BYTES;
        Mem.copy(members + start, members + start + PER_ELEMENT + width, used - start);
        Mem.copy(members, members + PER_ELEMENT, start);
        Mem.copy(ends + 2L * index, ends + 9 + 2L * (index + 1), 2L * (count - index));
        Mem.copy(ends, ends + 9, 2L * index);
        Mem.copy(tags + index, tags + 8 + index + 1, count - index);
        Mem.copy(tags, tags + 8, index);
        Mem.copy(scores + 8L * index, scores + 8L * (index + 1), 8L * (count - index));
        Mem.putInt(leaf, count + 1);
        setScore(leaf, index, score);
        Mem.putByte(tags + 8 + index, (byte) tag);
        Mem.putShort(ends + 9 + 2L * index, (short) (start | (isOutside ? OUTSIDE : 0)));
        moveEnds(leaf, index, width);
        return members + PER_ELEMENT + start;
    }

    /** Takes an element out; the block keeps its size. */
    static void remove(long leaf, int index) {
        int count = count(leaf);
        int start = start(leaf, index);
        int end = endWord(leaf, index) & END_MASK;
        int used = memberBytes(leaf);
        moveEnds(leaf, index + 1, start - end);
        long members = members(leaf, count);
        long ends = ends(leaf, count);
        long tags = tags(leaf, count);
        long scores = leaf + HEADER_BYTES;
        Mem.copy(scores + 8L * (index + 1), scores + 8L * index, 8L * (count - index - 1));
        Mem.copy(tags, tags - 8, index);
        Mem.copy(tags + index + 1, tags - 8 + index, count - index - 1);
        Mem.copy(ends, ends - 9, 2L * index);
        Mem.copy(ends + 2L * (index + 1), ends - 9 + 2L * index, 2L * (count - index - 1));
        Mem.copy(members, members - PER_ELEMENT, start);
        Mem.copy(members + end, members - PER_ELEMENT + start, used - end);
        Mem.putInt(leaf, count - 1);
    }

    private static void moveEnds(long leaf, int from, int change) {
        int count = count(leaf);
        long ends = ends(leaf, count);
        for (long at = ends + 2L * from, end = ends + 2L * count; at < end; at += Short.BYTES) {
            Mem.putShort(at, (short) (Mem.getShort(at) + change));
        }
    }

    /** Copies an element to place {@code index} of a leaf under construction. */
    static void copyElement(long from, int fromIndex, long leaf, int index) {
        int count = count(leaf);
        int word = endWord(from, fromIndex);
        int bytes = (word & END_MASK) - start(from, fromIndex);
        int start = start(leaf, index);
        setScore(leaf, index, score(from, fromIndex));
        Mem.putByte(tags(leaf, count) + index, (byte) tag(from, fromIndex));
        Mem.putShort(ends(leaf, count) + 2L * index, (short) (start + bytes | word & OUTSIDE));
        Mem.copy(place(from, fromIndex), members(leaf, count) + start, bytes);
    }
}
