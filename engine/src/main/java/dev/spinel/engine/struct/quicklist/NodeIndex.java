package dev.spinel.engine.struct.quicklist;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * Marks every 64th node of a long list with the number of elements before it, so that an element is found by its index
 * without a walk over all nodes. Made when somebody seeks far into a list; pushes and pops at the ends keep it, any
 * other change of how many elements a node has drops it. All static over two words in the root of a list.
 *
 * <pre>
 *   block 8 | origin 8         the block is 0 without an index
 *     └► 0       4      8
 *        | first | end  | mark xn: | position 8 | node 5 | - |
 *
 *   position   elements before the node, plus origin, which moves when elements come and go at the front
 *   first, end marks in use: the nodes of the others are gone
 * </pre>
 */
final class NodeIndex {
    /** Bytes of the words in the root. */
    static final int WORDS_BYTES = 16;
    /** A list with fewer nodes is walked. */
    static final int LEAST_NODES = 128;

    private static final int NODES_PER_MARK = 64;
    private static final int ORIGIN_OFFSET = Long.BYTES;
    private static final int FIRST_OFFSET = 0;
    private static final int END_OFFSET = FIRST_OFFSET + Integer.BYTES;
    private static final int HEADER_BYTES = END_OFFSET + Integer.BYTES;
    private static final int NODE_OFFSET = Long.BYTES;
    private static final int MARK_BYTES = 16;

    private NodeIndex() {}

    static boolean exists(long words) {
        return Mem.getLong(words) != 0;
    }

    private static long mark(long block, int index) {
        return block + HEADER_BYTES + (long) index * MARK_BYTES;
    }

    private static int first(long block) {
        return Mem.getInt(block + FIRST_OFFSET);
    }

    private static int end(long block) {
        return Mem.getInt(block + END_OFFSET);
    }

    private static long node(long block, int index) {
        return Node.address(Mem.getRef(mark(block, index) + NODE_OFFSET));
    }

    private static long position(long words, int index) {
        return Mem.getLong(mark(Mem.getLong(words), index)) - Mem.getLong(words + ORIGIN_OFFSET);
    }

    /** Marks the nodes of a list; answers the bytes of the index. */
    static long create(long words, long firstNode, int nodes) {
        int marks = (nodes - 1) / NODES_PER_MARK;
        long block = Blocks.allocate(MemoryTag.VALUE, HEADER_BYTES + (long) marks * MARK_BYTES);
        Mem.initInt(block + FIRST_OFFSET, 0);
        Mem.initInt(block + END_OFFSET, marks);
        long node = firstNode;
        long before = 0;
        for (int i = 0; i < marks; i++) {
            for (int step = 0; step < NODES_PER_MARK; step++) {
                before += Node.count(node);
                node = Node.next(node);
            }
            Mem.initLong(mark(block, i), before);
            Mem.putRef(mark(block, i) + NODE_OFFSET, Node.ref(node));
        }
        Mem.putLong(words, block);
        Mem.putLong(words + ORIGIN_OFFSET, 0);
        return Arena.blockSize(block);
    }

    static long bytes(long words) {
        return exists(words) ? Arena.blockSize(Mem.getLong(words)) : 0;
    }

    /** Forgets an index; answers by how many bytes the list changed. */
    static long drop(long words) {
        long bytes = bytes(words);
        if (bytes != 0) {
            Arena.free(Mem.getLong(words));
            Mem.putLong(words, 0);
        }
        return -bytes;
    }

    /** The last mark whose node begins at or before an element, or -1. */
    static int find(long words, long element) {
        long block = Mem.getLong(words);
        int low = first(block);
        int high = end(block);
        while (low < high) {
            int middle = low + high >>> 1;
            if (position(words, middle) <= element) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1 < first(block) ? -1 : low - 1;
    }

    static long markedNode(long words, int mark) {
        return node(Mem.getLong(words), mark);
    }

    /** Elements before the node of a mark. */
    static long elementsBefore(long words, int mark) {
        return position(words, mark);
    }

    /** Notes that elements came, or went where negative, at the front. */
    static void shift(long words, long elements) {
        Mem.putLong(words + ORIGIN_OFFSET, Mem.getLong(words + ORIGIN_OFFSET) - elements);
    }

    /** Notes that a node, not the first one of the list, has moved; most likely it is the last one. */
    static void moved(long words, long from, long to) {
        long block = Mem.getLong(words);
        int lowest = Node.next(to) == 0 ? Math.max(first(block), end(block) - 1) : first(block);
        for (int i = lowest; i < end(block); i++) {
            if (node(block, i) == from) {
                Mem.putRef(mark(block, i) + NODE_OFFSET, Node.ref(to));
                return;
            }
        }
    }

    /** Notes which node is the first one now; it needs no mark, and its elements may change. */
    static void newHead(long words, long head) {
        long block = Mem.getLong(words);
        if (first(block) < end(block) && node(block, first(block)) == head) {
            Mem.putInt(block + FIRST_OFFSET, first(block) + 1);
        }
    }

    /** Notes that the last node of the list goes. */
    static void tailGone(long words, long tail) {
        long block = Mem.getLong(words);
        if (first(block) < end(block) && node(block, end(block) - 1) == tail) {
            Mem.putInt(block + END_OFFSET, end(block) - 1);
        }
    }
}
