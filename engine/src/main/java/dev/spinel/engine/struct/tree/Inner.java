package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * Layout of an inner node of n children, in order. All static.
 *
 * <pre>
 *   0       4    8
 *   | n u32 | -  | child xn: | score f64 | elements u32 | id u32 |  |
 *
 *   score     no element of the child has a lower one, no element before the child a higher one; that of the first
 *             child means nothing
 *   elements  in all leaves below the child
 * </pre>
 */
final class Inner {
    static final int MAX_COUNT = 56;

    private static final int HEADER_BYTES = 8;
    private static final int CHILD_BYTES = 16;
    private static final int ELEMENTS_OFFSET = Double.BYTES;
    private static final int ID_OFFSET = ELEMENTS_OFFSET + Integer.BYTES;

    private Inner() {}

    static long blockBytes(int count) {
        return HEADER_BYTES + (long) count * CHILD_BYTES;
    }

    /** A node with this many children, none of them written yet. */
    static long create(int count) {
        long inner = Blocks.allocate(MemoryTag.VALUE, blockBytes(count));
        Mem.initLong(inner, count);
        return inner;
    }

    static int count(long inner) {
        return Mem.getInt(inner);
    }

    private static long child(long inner, int index) {
        return inner + HEADER_BYTES + (long) index * CHILD_BYTES;
    }

    static double score(long inner, int index) {
        return Mem.getDouble(child(inner, index));
    }

    static void setScore(long inner, int index, double score) {
        Mem.putDouble(child(inner, index), score);
    }

    static int elements(long inner, int index) {
        return Mem.getInt(child(inner, index) + ELEMENTS_OFFSET);
    }

    static void addElements(long inner, int index, int change) {
        Mem.putInt(child(inner, index) + ELEMENTS_OFFSET, elements(inner, index) + change);
    }

    /** Elements below all children. */
    static int elements(long inner) {
        int elements = 0;
        for (int i = count(inner) - 1; i >= 0; i--) {
            elements += elements(inner, i);
        }
        return elements;
    }

    static int id(long inner, int index) {
        return Mem.getInt(child(inner, index) + ID_OFFSET);
    }

    static void set(long inner, int index, double score, int elements, int id) {
        Mem.putDouble(child(inner, index), score);
        Mem.putInt(child(inner, index) + ELEMENTS_OFFSET, elements);
        Mem.putInt(child(inner, index) + ID_OFFSET, id);
    }

    /** Adds a child; the block has room. */
    static void insert(long inner, int index, double score, int elements, int id) {
        int count = count(inner);
        Mem.copy(child(inner, index), child(inner, index + 1), (long) (count - index) * CHILD_BYTES);
        Mem.putInt(inner, count + 1);
        set(inner, index, score, elements, id);
    }

    /** Takes a child out; the block keeps its size. */
    static void remove(long inner, int index) {
        int count = count(inner);
        Mem.copy(child(inner, index + 1), child(inner, index), (long) (count - index - 1) * CHILD_BYTES);
        Mem.putInt(inner, count - 1);
    }

    /** Copies children from one node to another, into places that are there. */
    static void copy(long from, int fromIndex, long inner, int index, int children) {
        Mem.copy(child(from, fromIndex), child(inner, index), (long) children * CHILD_BYTES);
    }

    /** Keeps the first children only; the block keeps its size. */
    static void truncate(long inner, int count) {
        Mem.putInt(inner, count);
    }

    /** Makes places for more children at the end, to be written; the block has room. */
    static void extend(long inner, int children) {
        Mem.putInt(inner, count(inner) + children);
    }

    /** Last child after the first whose score is below the given one, or equal to it where {@code orEqual}; else 0. */
    static int childBelow(long inner, double score, boolean orEqual) {
        int low = 0;
        int high = count(inner) - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            double own = score(inner, middle);
            if (own < score || orEqual && own == score) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
