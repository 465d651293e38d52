package dev.spinel.engine.type.list;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.quicklist.Quicklist;

/**
 * What can be done with the value of a list key, whichever way it is encoded: a flyweight over one key at a time. All
 * changes are silent; the caller announces them. Text handed in must not lie inside the list itself. Reactor thread.
 */
public final class ListValue {
    /** A listpack whose limit is a count is limited to this many bytes as well. */
    private static final long SAFETY_BYTES = 8192;
    private static final int LARGEST_SIZE_CLASS = 5;

    private final Quicklist quicklist = new Quicklist();
    private int fill = -2;
    private Key key;

    /** {@code list-max-listpack-size}: elements in a listpack, or -1 … -5 for 4 … 64 KiB. */
    public void fill(int listMaxListpackSize) {
        fill = listMaxListpackSize;
        quicklist.limits(listMaxListpackSize, 0);
    }

    int fill() {
        return fill;
    }

    /** Lays the flyweight over a key that holds a list or is absent. */
    public ListValue open(Key list) {
        key = list;
        if (isQuicklist()) {
            quicklist.open(list.root());
        }
        return this;
    }

    private boolean isQuicklist() {
        return key.exists() && key.encoding() == Entry.QUICKLIST;
    }

    /** Number of elements; 0 when the key is absent. */
    public long length() {
        if (!key.exists()) {
            return 0;
        }
        return isQuicklist() ? quicklist.count() : Listpack.count(key.bytesAddress());
    }

    /** Puts the cursor on the element with this index, negative ones counting from the end; false if there is none. */
    public boolean seek(ListCursor cursor, long index) {
        if (isQuicklist()) {
            return quicklist.seek(cursor.inQuicklist(), index);
        }
        long lp = key.exists() ? key.bytesAddress() : 0;
        return cursor.moveTo(lp, lp == 0 ? Listpack.NONE : Listpack.seek(lp, index));
    }

    // Changes

    /**
     * Makes room for {@code count} elements of {@code bytes} bytes together, which the caller is about to add: an
     * absent key becomes an empty list, and a listpack that would be too large a quicklist.
     */
    public void grow(long bytes, long count) {
        if (!key.exists()) {
            key.putBytes(ValueType.LIST, Entry.LISTPACK, key.address(), 0, Key.NEVER);
            Listpack.init(key.resizeBytes(Listpack.EMPTY_BYTES));
        }
        if (!isQuicklist()) {
            long lp = key.bytesAddress();
            if (exceeds(Listpack.bytes(lp) + bytes, Listpack.count(lp) + count)) {
                toQuicklist();
            }
        }
    }

    /** Adds an element at one end; {@link #grow} first. */
    public void push(boolean atHead, long address, long length) {
        if (isQuicklist()) {
            if (atHead) {
                quicklist.pushHead(address, length);
            } else {
                quicklist.pushTail(address, length);
            }
            return;
        }
        long lp = roomFor(Element.stringBytes(address, length));
        if (atHead) {
            Listpack.prependString(lp, address, length);
        } else {
            Listpack.appendString(lp, address, length);
        }
    }

    /** Inserts before or behind the element the cursor is on; {@link #grow} before the cursor is placed. */
    public void insert(ListCursor cursor, boolean isAfter, long address, long length) {
        if (!isQuicklist()) {
            long lp = roomFor(Element.stringBytes(address, length));
            int at = isAfter ? Listpack.after(lp, cursor.offset()) : cursor.offset();
            Listpack.insertString(lp, at, address, length);
        } else if (isAfter) {
            quicklist.insertAfter(cursor.place(), address, length);
        } else {
            quicklist.insertBefore(cursor.place(), address, length);
        }
    }

    /** Replaces the element the cursor is on; {@link #grow} before the cursor is placed, {@link #shrink} afterwards. */
    public void set(ListCursor cursor, long address, long length) {
        if (isQuicklist()) {
            quicklist.set(cursor.place(), address, length);
            return;
        }
        long old = Listpack.elementBytes(key.bytesAddress(), cursor.offset());
        long lp = roomFor(Math.max(0, Element.stringBytes(address, length) - old));
        Listpack.replaceString(lp, cursor.offset(), address, length);
        key.resizeBytes(Listpack.bytes(lp));
    }

    /** Deletes the element the cursor is on and goes to the next one; {@link #shrink} at the end. */
    public boolean deleteThenNext(ListCursor cursor) {
        if (isQuicklist()) {
            return quicklist.deleteThenNext(cursor.place());
        }
        int next = Listpack.delete(key.bytesAddress(), cursor.offset());
        return cursor.moveTo(trimmed(), next);
    }

    /** Deletes the element the cursor is on and goes to the previous one; {@link #shrink} at the end. */
    public boolean deleteThenPrevious(ListCursor cursor) {
        if (isQuicklist()) {
            return quicklist.deleteThenPrevious(cursor.place());
        }
        long lp = key.bytesAddress();
        int previous = Listpack.previous(lp, cursor.offset());
        Listpack.delete(lp, cursor.offset());
        return cursor.moveTo(trimmed(), previous);
    }

    /** Deletes up to {@code limit} elements from a non-negative index on; {@link #shrink} at the end. */
    public void deleteRange(long index, long limit) {
        if (isQuicklist()) {
            quicklist.deleteRange(index, limit);
            return;
        }
        long lp = key.bytesAddress();
        int offset = Listpack.seek(lp, index);
        if (limit > 0 && offset != Listpack.NONE) {
            Listpack.deleteRange(lp, offset, limit);
            trimmed();
        }
    }

    /** Ends a change that took something away: removes an empty list, and makes a small quicklist a listpack. */
    public void shrink() {
        if (length() == 0) {
            key.delete();
        } else if (isQuicklist()) {
            toListpackBelow(2);
        }
    }

    /** Chooses the encoding of a list that was made elsewhere. */
    void settle() {
        if (isQuicklist()) {
            toListpackBelow(1);
        } else {
            grow(0, 0);
        }
    }

    private long roomFor(long bytes) {
        return key.resizeBytes(Listpack.bytes(key.bytesAddress()) + bytes);
    }

    private long trimmed() {
        return key.resizeBytes(Listpack.bytes(key.bytesAddress()));
    }

    // Encodings

    private boolean exceeds(long bytes, long count) {
        return bytes > byteLimit() || count > countLimit();
    }

    private long byteLimit() {
        return fill < 0 ? 2048L << Math.min(-(long) fill, LARGEST_SIZE_CLASS) : SAFETY_BYTES;
    }

    private long countLimit() {
        return fill < 0 ? Long.MAX_VALUE : Math.max(fill, 1);
    }

    private void toQuicklist() {
        long lp = key.bytesAddress();
        long root = Quicklist.create();
        quicklist.open(root);
        if (!Listpack.isEmpty(lp)) {
            quicklist.appendListpack(lp);
        }
        key.putRoot(ValueType.LIST, Entry.QUICKLIST, root, 0, key.expireAt());
    }

    /** @param part which part of the limits a listpack may have: 2 for a half */
    private void toListpackBelow(int part) {
        long node = quicklist.firstNode();
        if (quicklist.nodeCount() != 1 || Quicklist.isPlain(node)) {
            return;
        }
        long bytes = Quicklist.payloadBytes(node);
        if (bytes <= byteLimit() / part && quicklist.count() <= countLimit() / part) {
            long block = Blocks.allocate(MemoryTag.VALUE, bytes);
            Mem.initCopy(Quicklist.payload(node), block, bytes);
            key.putBlock(ValueType.LIST, Entry.LISTPACK, block, bytes, key.expireAt());
            key.resizeBytes(bytes);
        }
    }

    /** Stores a copy of the list of another key at this absent one. */
    static void copy(Key source, Key target) {
        if (source.encoding() == Entry.QUICKLIST) {
            long root = new Quicklist().open(source.root()).copy();
            target.putRoot(ValueType.LIST, Entry.QUICKLIST, root, 0, Key.NEVER);
        } else {
            long address = source.bytesAddress();
            target.putBytes(ValueType.LIST, Entry.LISTPACK, address, source.bytesLength(), Key.NEVER);
        }
    }
}
