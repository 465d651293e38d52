package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;

/**
 * A map from 128-bit ids, two unsigned longs in order, to a fixed number of bytes each: a packed B+tree. All static
 * over a header that lies in somebody's block, so that many small trees cost little. Ids that only grow fill the nodes
 * completely. Reactor thread.
 *
 * <pre>
 *   0       5        6             8         16        24
 *   | top 5 | height | payload u16 | count 8 | bytes 8 |
 *
 *   top      the root node, 0 when empty        height   levels of inner nodes
 *   payload  bytes per record besides its id    bytes    of all nodes, the header not included
 * </pre>
 *
 * Nodes have no links to one another: a walk that leaves a leaf goes down once more. A node that moves is told to the
 * record that refers to it.
 */
public final class IdTree {
    /** Bytes of the header. */
    public static final int HEADER_BYTES = 24;

    private static final int HEIGHT_OFFSET = 5;
    private static final int PAYLOAD_OFFSET = HEIGHT_OFFSET + Byte.BYTES;
    private static final int COUNT_OFFSET = PAYLOAD_OFFSET + Short.BYTES;
    private static final int BYTES_OFFSET = COUNT_OFFSET + Long.BYTES;
    private static final int CHILD_STRIDE = IdNode.stride(IdNode.CHILD_BYTES);

    private IdTree() {}

    /** Writes the header of an empty tree to fresh memory. */
    public static void init(long tree, int payloadBytes) {
        Mem.initLong(tree, 0);
        Mem.initShort(tree + PAYLOAD_OFFSET, (short) payloadBytes);
        Mem.initLong(tree + COUNT_OFFSET, 0);
        Mem.initLong(tree + BYTES_OFFSET, 0);
    }

    /** Number of records. */
    public static long count(long tree) {
        return Mem.getLong(tree + COUNT_OFFSET);
    }

    /** Bytes of all nodes. */
    public static long memoryBytes(long tree) {
        return Mem.getLong(tree + BYTES_OFFSET);
    }

    /** Frees all nodes; the header is what it is for an empty tree. What payloads refer to is the caller's. */
    public static void free(long tree) {
        long top = child(tree);
        if (top != 0) {
            free(top, height(tree));
        }
        reset(tree);
    }

    private static void reset(long tree) {
        Mem.putRef(tree, 0);
        Mem.putByte(tree + HEIGHT_OFFSET, (byte) 0);
        Mem.putLong(tree + COUNT_OFFSET, 0);
        Mem.putLong(tree + BYTES_OFFSET, 0);
    }

    private static void free(long node, int level) {
        if (level > 0) {
            for (int i = IdNode.count(node) - 1; i >= 0; i--) {
                free(childAt(node, i), level - 1);
            }
        }
        Arena.free(node);
    }

    /** Fills an empty tree with the records of another one of the same payload. */
    public static void copy(long source, long tree) {
        if (child(source) != 0) {
            Mem.putByte(tree + HEIGHT_OFFSET, (byte) height(source));
            Mem.putLong(tree + COUNT_OFFSET, count(source));
            setChild(tree, copyNode(tree, child(source), height(source)));
        }
    }

    private static long copyNode(long tree, long node, int level) {
        int stride = stride(tree, level);
        int count = IdNode.count(node);
        long copy = create(tree, count, stride);
        IdNode.append(copy, node, 0, count, stride);
        for (int i = 0; i < count && level > 0; i++) {
            setChild(childSlot(copy, i), copyNode(tree, childAt(node, i), level - 1));
        }
        return copy;
    }

    /** Moves what the record a cursor is on refers to. */
    @FunctionalInterface
    public interface RecordMover {
        /** For trees whose records refer to nothing. */
        RecordMover NONE = (cursor, relocation) -> { };

        void move(IdCursor cursor, Relocation relocation);
    }

    /**
     * Moves nodes and what their records refer to to better places, from the first record on or, if {@code goesOn},
     * from the id the relocation notes; whether there are more.
     */
    public static boolean relocate(long tree, boolean goesOn, RecordMover mover, Relocation relocation) {
        IdCursor cursor = new IdCursor();
        relocation.place(goesOn ? relocation.high() : 0, goesOn ? relocation.low() : 0);
        while (!relocation.isOver()) {
            relocation.pass();
            if (!relocateWay(tree, cursor, relocation)) {
                return false;
            }
            do {
                mover.move(cursor, relocation);
            } while (cursor.step(1));
            long low = cursor.low() + 1;
            relocation.place(cursor.high() + (low == 0 ? 1 : 0), low);
            if (low == 0 && relocation.high() == 0) {
                return false;
            }
        }
        return true;
    }

    /** Moves the nodes on the way to the first record from the noted id on, where it puts the cursor. */
    private static boolean relocateWay(long tree, IdCursor cursor, Relocation relocation) {
        if (!ceiling(tree, relocation.high(), relocation.low(), cursor)) {
            return false;
        }
        long high = cursor.high();
        long low = cursor.low();
        long slot = tree;
        for (int level = height(tree); level > 0; level--) {
            relocateChild(slot, relocation);
            slot = childSlot(child(slot), IdNode.childOf(child(slot), high, low));
        }
        relocateChild(slot, relocation);
        return find(tree, high, low, cursor);
    }

    private static void relocateChild(long slot, Relocation relocation) {
        long moved = relocation.move(child(slot));
        if (moved != 0) {
            setChild(slot, moved);
        }
    }

    // Looking up

    /** Puts the cursor on an id; false, and nowhere, if it is absent. */
    public static boolean find(long tree, long high, long low, IdCursor cursor) {
        return ceiling(tree, high, low, cursor) && (isAt(cursor, high, low) || nowhere(cursor));
    }

    private static boolean isAt(IdCursor cursor, long high, long low) {
        return cursor.high() == high && cursor.low() == low;
    }

    private static boolean nowhere(IdCursor cursor) {
        return cursor.moveTo(0, 0, 0);
    }

    /** Puts the cursor on the first record whose id is not below the given one; false, and nowhere, without one. */
    public static boolean ceiling(long tree, long high, long low, IdCursor cursor) {
        long node = child(tree);
        if (node == 0) {
            return nowhere(cursor);
        }
        long sibling = 0;
        int siblingLevel = 0;
        for (int level = height(tree); level > 0; level--) {
            int index = IdNode.childOf(node, high, low);
            if (index + 1 < IdNode.count(node)) {
                sibling = childAt(node, index + 1);
                siblingLevel = level - 1;
            }
            node = childAt(node, index);
        }
        int stride = stride(tree, 0);
        int index = IdNode.lowerBound(node, stride, high, low);
        if (index < IdNode.count(node)) {
            return cursor.moveTo(node, index, stride);
        }
        return sibling == 0 ? nowhere(cursor) : outermost(sibling, siblingLevel, true, stride, cursor);
    }

    /** Puts the cursor on the last record whose id is not above the given one; false, and nowhere, without one. */
    public static boolean floor(long tree, long high, long low, IdCursor cursor) {
        long node = child(tree);
        if (node == 0) {
            return nowhere(cursor);
        }
        long sibling = 0;
        int siblingLevel = 0;
        for (int level = height(tree); level > 0; level--) {
            int index = IdNode.childOf(node, high, low);
            if (index > 0) {
                sibling = childAt(node, index - 1);
                siblingLevel = level - 1;
            }
            node = childAt(node, index);
        }
        int stride = stride(tree, 0);
        int index = IdNode.lowerBound(node, stride, high, low);
        if (index < IdNode.count(node) && IdNode.compare(IdNode.record(node, index, stride), high, low) == 0) {
            return cursor.moveTo(node, index, stride);
        }
        if (index > 0) {
            return cursor.moveTo(node, index - 1, stride);
        }
        return sibling == 0 ? nowhere(cursor) : outermost(sibling, siblingLevel, false, stride, cursor);
    }

    /** Puts the cursor on the first record; false in an empty tree. */
    public static boolean first(long tree, IdCursor cursor) {
        long top = child(tree);
        return top == 0 ? nowhere(cursor) : outermost(top, height(tree), true, stride(tree, 0), cursor);
    }

    /** Puts the cursor on the last record; false in an empty tree. */
    public static boolean last(long tree, IdCursor cursor) {
        long top = child(tree);
        return top == 0 ? nowhere(cursor) : outermost(top, height(tree), false, stride(tree, 0), cursor);
    }

    private static boolean outermost(long from, int level, boolean isFirst, int stride, IdCursor cursor) {
        long node = from;
        for (int i = level; i > 0; i--) {
            node = childAt(node, isFirst ? 0 : IdNode.count(node) - 1);
        }
        return cursor.moveTo(node, isFirst ? 0 : IdNode.count(node) - 1, stride);
    }

    /** Goes to the next record; false, and nowhere, behind the last one. */
    public static boolean next(long tree, IdCursor cursor) {
        if (cursor.step(1)) {
            return true;
        }
        long high = cursor.high();
        long low = cursor.low() + 1;
        if (low == 0) {
            high++;
            if (high == 0) {
                return nowhere(cursor);
            }
        }
        return ceiling(tree, high, low, cursor);
    }

    /** Goes to the previous record; false, and nowhere, before the first one. */
    public static boolean previous(long tree, IdCursor cursor) {
        if (cursor.step(-1)) {
            return true;
        }
        long high = cursor.high();
        long low = cursor.low() - 1;
        if (low == -1) {
            high--;
            if (high == -1) {
                return nowhere(cursor);
            }
        }
        return floor(tree, high, low, cursor);
    }

    // Inserting

    /**
     * Puts the cursor on an id; true if it was absent, and then its payload is to be written by the caller.
     */
    public static boolean insert(long tree, long high, long low, IdCursor cursor) {
        if (child(tree) == 0) {
            setChild(tree, create(tree, 1, stride(tree, 0)));
        } else if (isFull(child(tree), stride(tree, height(tree)))) {
            raise(tree);
        }
        long slot = tree;
        for (int level = height(tree); level > 0; level--) {
            slot = way(tree, slot, level, high, low);
        }
        return insertInLeaf(tree, slot, high, low, cursor);
    }

    /** The slot of the child an id belongs to, which has room for one more record. */
    private static long way(long tree, long slot, int level, long high, long low) {
        int index = IdNode.childOf(child(slot), high, low);
        if (isFull(childAt(child(slot), index), stride(tree, level - 1))) {
            split(tree, slot, index, level - 1, high, low);
            index = IdNode.childOf(child(slot), high, low);
        }
        return childSlot(child(slot), index);
    }

    private static boolean insertInLeaf(long tree, long slot, long high, long low, IdCursor cursor) {
        int stride = stride(tree, 0);
        long leaf = child(slot);
        int count = IdNode.count(leaf);
        int index = IdNode.lowerBound(leaf, stride, high, low);
        if (index < count && IdNode.compare(IdNode.record(leaf, index, stride), high, low) == 0) {
            cursor.moveTo(leaf, index, stride);
            return false;
        }
        leaf = makeRoom(tree, slot, stride);
        IdNode.insert(leaf, index, stride, high, low);
        Mem.putLong(tree + COUNT_OFFSET, count(tree) + 1);
        cursor.moveTo(leaf, index, stride);
        return true;
    }

    private static boolean isFull(long node, int stride) {
        return IdNode.count(node) == IdNode.maxCount(stride);
    }

    /** Puts a new root with one child above the root. */
    private static void raise(long tree) {
        long inner = create(tree, 2, CHILD_STRIDE);
        long record = IdNode.insert(inner, 0, CHILD_STRIDE, 0, 0);
        setChild(IdNode.payload(record), child(tree));
        setChild(tree, inner);
        Mem.putByte(tree + HEIGHT_OFFSET, (byte) (height(tree) + 1));
    }

    /**
     * Splits a full child of the node in a slot, which has room for one more record; all but nothing moves when the id
     * to come is behind the child's last one.
     */
    private static void split(long tree, long slot, int index, int level, long high, long low) {
        long parent = makeRoom(tree, slot, CHILD_STRIDE);
        int stride = stride(tree, level);
        long left = childAt(parent, index);
        int count = IdNode.count(left);
        boolean isAppend = IdNode.compare(IdNode.record(left, count - 1, stride), high, low) < 0;
        int kept = !isAppend ? count / 2 : level == 0 ? count : count - 1;
        long right = create(tree, Math.max(count - kept, 1), stride);
        IdNode.append(right, left, kept, count - kept, stride);
        IdNode.count(left, kept);
        boolean isNew = kept == count;
        long first = IdNode.record(right, 0, stride);
        long record = IdNode.insert(parent, index + 1, CHILD_STRIDE, isNew ? high : IdNode.high(first),
            isNew ? low : IdNode.low(first));
        setChild(IdNode.payload(record), right);
        tighten(tree, childSlot(parent, index), stride);
    }

    /** Makes the block of the node in a slot large enough for one more record; answers the node. */
    private static long makeRoom(long tree, long slot, int stride) {
        long node = child(slot);
        int count = IdNode.count(node) + 1;
        return IdNode.hasRoom(node, count, stride) ? node : resize(tree, slot, IdNode.roomyBytes(count, stride));
    }

    // Removing

    /** Removes an id; whether it was there. */
    public static boolean remove(long tree, long high, long low) {
        if (child(tree) == 0 || !removeBelow(tree, tree, height(tree), high, low)) {
            return false;
        }
        Mem.putLong(tree + COUNT_OFFSET, count(tree) - 1);
        lower(tree);
        return true;
    }

    /** Removes an id from the node in a slot or below it; the node may be empty then. */
    private static boolean removeBelow(long tree, long slot, int level, long high, long low) {
        long node = child(slot);
        int stride = stride(tree, level);
        if (level == 0) {
            int index = IdNode.lowerBound(node, stride, high, low);
            if (index == IdNode.count(node) || IdNode.compare(IdNode.record(node, index, stride), high, low) != 0) {
                return false;
            }
            IdNode.remove(node, index, stride);
            loosen(tree, slot, stride);
            return true;
        }
        int index = IdNode.childOf(node, high, low);
        if (!removeBelow(tree, childSlot(node, index), level - 1, high, low)) {
            return false;
        }
        settle(tree, slot, index, level - 1);
        return true;
    }

    /** After a child of the node in a slot lost something. */
    private static void settle(long tree, long slot, int index, int level) {
        long node = child(slot);
        long lost = childAt(node, index);
        int stride = stride(tree, level);
        int count = IdNode.count(lost);
        if (count == 0) {
            dropChild(tree, slot, index);
        } else if (count < IdNode.maxCount(stride) / 4 && IdNode.count(node) > 1) {
            merge(tree, slot, Math.max(0, index - 1), level);
        }
    }

    /** Frees a child and takes its record out. */
    private static void dropChild(long tree, long slot, int index) {
        long node = child(slot);
        release(tree, childAt(node, index));
        IdNode.remove(node, index, CHILD_STRIDE);
        loosen(tree, slot, CHILD_STRIDE);
    }

    /** Merges two neighbouring children of the node in a slot, if both fit well into one. */
    private static void merge(long tree, long slot, int index, int level) {
        long node = child(slot);
        int stride = stride(tree, level);
        long right = childAt(node, index + 1);
        int rightCount = IdNode.count(right);
        int leftCount = IdNode.count(childAt(node, index));
        if (leftCount + rightCount > IdNode.maxCount(stride) * 3 / 4) {
            return;
        }
        long leftSlot = childSlot(node, index);
        long left = child(leftSlot);
        if (!IdNode.hasRoom(left, leftCount + rightCount, stride)) {
            left = resize(tree, leftSlot, IdNode.roomyBytes(leftCount + rightCount, stride));
        }
        IdNode.append(left, right, 0, rightCount, stride);
        if (level > 0) {
            long separator = IdNode.record(node, index + 1, CHILD_STRIDE);
            IdNode.setId(IdNode.record(left, leftCount, stride), IdNode.high(separator), IdNode.low(separator));
        }
        dropChild(tree, slot, index + 1);
    }

    /** Takes roots away that have one child, or nothing left. */
    private static void lower(long tree) {
        while (height(tree) > 0 && IdNode.count(child(tree)) == 1) {
            long top = child(tree);
            setChild(tree, childAt(top, 0));
            Mem.putByte(tree + HEIGHT_OFFSET, (byte) (height(tree) - 1));
            release(tree, top);
        }
        if (IdNode.count(child(tree)) == 0) {
            release(tree, child(tree));
            reset(tree);
        }
    }

    // Nodes

    static int height(long tree) {
        return Mem.getByte(tree + HEIGHT_OFFSET);
    }

    static int stride(long tree, int level) {
        return level > 0 ? CHILD_STRIDE : IdNode.stride(Mem.getUnsignedShort(tree + PAYLOAD_OFFSET));
    }

    /** The node a slot refers to, or 0. The header of the tree starts with the slot of the root. */
    static long child(long slot) {
        long ref = Mem.getRef(slot);
        return ref == 0 ? 0 : Arena.address(ref);
    }

    private static void setChild(long slot, long node) {
        Mem.putRef(slot, Arena.ref(node));
    }

    private static long childSlot(long node, int index) {
        return IdNode.payload(IdNode.record(node, index, CHILD_STRIDE));
    }

    static long childAt(long node, int index) {
        return Arena.address(Mem.getRef(childSlot(node, index)));
    }

    private static long create(long tree, int count, int stride) {
        long node = IdNode.create(count, stride);
        addBytes(tree, Arena.blockSize(node));
        return node;
    }

    private static void release(long tree, long node) {
        addBytes(tree, -Arena.blockSize(node));
        Arena.free(node);
    }

    private static void loosen(long tree, long slot, int stride) {
        long node = child(slot);
        if (IdNode.isLoose(node, stride)) {
            resize(tree, slot, IdNode.roomyBytes(IdNode.count(node), stride));
        }
    }

    private static void tighten(long tree, long slot, int stride) {
        resize(tree, slot, IdNode.tightBytes(child(slot), stride));
    }

    private static long resize(long tree, long slot, long bytes) {
        long node = child(slot);
        long size = Arena.blockSize(node);
        long moved = Blocks.reallocate(node, bytes);
        if (moved != node) {
            setChild(slot, moved);
        }
        addBytes(tree, Arena.blockSize(moved) - size);
        return moved;
    }

    private static void addBytes(long tree, long change) {
        if (change != 0) {
            Mem.putLong(tree + BYTES_OFFSET, memoryBytes(tree) + change);
        }
    }
}
