package dev.spinel.engine.struct.quicklist;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.struct.listpack.Listpack;

/**
 * A place in a quicklist: on an element, or nowhere. A reusable flyweight; any change of the list that does not go
 * through this cursor, and every insert, makes it invalid.
 */
public final class QuicklistCursor {
    private long node;
    private int offset;

    /** Whether it is on an element. */
    public boolean isOnElement() {
        return node != 0;
    }

    /** Goes to the next element; false, and nowhere, behind the last one. */
    public boolean next() {
        int after = Node.isPlain(node) ? Listpack.NONE : Listpack.next(Node.payload(node), offset);
        return after != Listpack.NONE ? moveTo(node, after) : moveToFirst(Node.next(node));
    }

    /** Goes to the previous element; false, and nowhere, before the first one. */
    public boolean previous() {
        int before = Node.isPlain(node) ? Listpack.NONE : Listpack.previous(Node.payload(node), offset);
        return before != Listpack.NONE ? moveTo(node, before) : moveToLast(Node.prev(node));
    }

    /** Whether the element is stored as an integer, see {@link #integer}; otherwise as {@link #length} bytes. */
    public boolean isInteger() {
        return !Node.isPlain(node) && Listpack.isInteger(Node.payload(node), offset);
    }

    public long integer() {
        return Listpack.integer(Node.payload(node), offset);
    }

    /** Address of the bytes of an element that is not an integer. */
    public long address() {
        return Node.isPlain(node) ? Node.payload(node) : Listpack.stringAddress(Node.payload(node), offset);
    }

    /** Length in bytes of an element that is not an integer. */
    public long length() {
        return Node.isPlain(node) ? Node.payloadBytes(node) : Listpack.stringLength(Node.payload(node), offset);
    }

    /** Length of the element as text, in bytes. */
    public long textLength() {
        return Node.isPlain(node) ? Node.payloadBytes(node) : Listpack.textLength(Node.payload(node), offset);
    }

    /** Whether the element, as text, is the given bytes. */
    public boolean isText(long textAddress, long textLength) {
        if (Node.isPlain(node)) {
            return length() == textLength && Mem.isEqual(address(), textAddress, textLength);
        }
        return Listpack.isText(Node.payload(node), offset, textAddress, textLength);
    }

    long node() {
        return node;
    }

    int offset() {
        return offset;
    }

    boolean moveTo(long toNode, int toOffset) {
        node = toNode;
        offset = toOffset;
        return toNode != 0;
    }

    boolean moveToFirst(long toNode) {
        boolean isPacked = toNode != 0 && !Node.isPlain(toNode);
        return moveTo(toNode, isPacked ? Listpack.first(Node.payload(toNode)) : 0);
    }

    boolean moveToLast(long toNode) {
        boolean isPacked = toNode != 0 && !Node.isPlain(toNode);
        return moveTo(toNode, isPacked ? Listpack.last(Node.payload(toNode)) : 0);
    }
}
