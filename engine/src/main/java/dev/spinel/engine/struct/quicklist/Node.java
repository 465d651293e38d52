package dev.spinel.engine.struct.quicklist;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Listpack;

/**
 * Layout of a node block: header and payload in one allocation.
 *
 * <pre>
 *   0        5        10       11    12        16           24
 *   | prev 5 | next 5 | kind 1 | -   | count 4 | length 8   | payload
 *
 *   kind     1 plain: one large element of length bytes; 2 packed: a listpack, length unused. As in RDB.
 * </pre>
 */
final class Node {
    static final int HEADER_BYTES = 24;
    static final int PLAIN = 1;
    static final int PACKED = 2;

    private static final int PREV_OFFSET = 0;
    private static final int NEXT_OFFSET = PREV_OFFSET + 5;
    private static final int KIND_OFFSET = NEXT_OFFSET + 5;
    private static final int COUNT_OFFSET = 12;
    private static final int LENGTH_OFFSET = COUNT_OFFSET + Integer.BYTES;

    private Node() {}

    /** A node with an empty listpack and room for {@code bytes} of listpack; not linked. */
    static long createPacked(long bytes) {
        long node = create(PACKED, 0, Math.max(bytes, Listpack.EMPTY_BYTES));
        Listpack.init(payload(node));
        return node;
    }

    /** A node with one element, copied; not linked. */
    static long createPlain(long address, long length) {
        long node = create(PLAIN, 1, length);
        Mem.initLong(node + LENGTH_OFFSET, length);
        Mem.initCopy(address, payload(node), length);
        return node;
    }

    private static long create(int kind, int count, long payloadBytes) {
        long node = Blocks.allocate(MemoryTag.VALUE, HEADER_BYTES + payloadBytes);
        Mem.initFill(node, HEADER_BYTES, (byte) 0);
        Mem.initByte(node + KIND_OFFSET, (byte) kind);
        Mem.initInt(node + COUNT_OFFSET, count);
        return node;
    }

    static long payload(long node) {
        return node + HEADER_BYTES;
    }

    static boolean isPlain(long node) {
        return Mem.getByte(node + KIND_OFFSET) == PLAIN;
    }

    /** Elements in the node. */
    static int count(long node) {
        return Mem.getInt(node + COUNT_OFFSET);
    }

    static void setCount(long node, int count) {
        Mem.putInt(node + COUNT_OFFSET, count);
    }

    /** Bytes of the payload in use. */
    static long payloadBytes(long node) {
        return isPlain(node) ? Mem.getLong(node + LENGTH_OFFSET) : Listpack.bytes(payload(node));
    }

    /** The node before, or 0. */
    static long prev(long node) {
        return address(Mem.getRef(node + PREV_OFFSET));
    }

    /** The node behind, or 0. */
    static long next(long node) {
        return address(Mem.getRef(node + NEXT_OFFSET));
    }

    static void setPrev(long node, long prev) {
        Mem.putRef(node + PREV_OFFSET, ref(prev));
    }

    static void setNext(long node, long next) {
        Mem.putRef(node + NEXT_OFFSET, ref(next));
    }

    static long address(long ref) {
        return ref == 0 ? 0 : Arena.address(ref);
    }

    static long ref(long address) {
        return address == 0 ? 0 : Arena.ref(address);
    }
}
