package dev.spinel.engine.struct.quicklist;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;

/**
 * A list of any length: a flyweight over the root block of one list at a time, plus the limits all lists share.
 * Reactor thread. Text handed in must not lie inside the list itself.
 *
 * <pre>
 *   0        5        10   12           16             24             32                  48
 *   | head 5 | tail 5 | -  | nodes 4    | elements 8   | bytes 8      | index of nodes 16  | place 5 |
 *
 *   bytes    of all blocks of the list, this one included
 *   index    see NodeIndex
 *   place    the node at which relocation goes on, or 0
 * </pre>
 */
public final class Quicklist {
    private static final int HEAD_OFFSET = 0;
    private static final int TAIL_OFFSET = HEAD_OFFSET + 5;
    private static final int NODES_OFFSET = 12;
    private static final int ELEMENTS_OFFSET = NODES_OFFSET + Integer.BYTES;
    private static final int BYTES_OFFSET = ELEMENTS_OFFSET + Long.BYTES;
    static final int INDEX_OFFSET = BYTES_OFFSET + Long.BYTES;
    private static final int PLACE_OFFSET = INDEX_OFFSET + NodeIndex.WORDS_BYTES;
    private static final int ROOT_BYTES = PLACE_OFFSET + 5;
    /** Nodes a seek may walk before the index, to which the ends of the list have outgrown, is made anew. */
    private static final int LONGEST_WALK = 4 * NodeIndex.LEAST_NODES;

    /** A node limited by its count is limited to this many bytes as well. */
    private static final long SAFETY_BYTES = 8192;
    /** What one more element is taken to cost beyond its text when a node is asked for room. */
    private static final int ELEMENT_OVERHEAD = 8;

    private long root;
    private int fill = -2;
    private long plainThreshold;

    /** A new empty list; returns its root block, to be given back to {@link #free}. */
    public static long create() {
        long root = Blocks.allocate(MemoryTag.VALUE, ROOT_BYTES);
        Mem.initFill(root, ROOT_BYTES, (byte) 0);
        Mem.initLong(root + BYTES_OFFSET, Arena.blockSize(root));
        return root;
    }

    /** Frees a list with all its nodes. */
    public static void free(long root) {
        freeSlice(root, Integer.MAX_VALUE);
    }

    /**
     * Frees up to {@code blocks} nodes of a list that is not used any more; answers how many are left, 0 when the list
     * is not free yet.
     */
    public static int freeSlice(long root, int blocks) {
        int left = blocks;
        long node = Node.address(Mem.getRef(root + HEAD_OFFSET));
        while (node != 0 && left > 0) {
            long next = Node.next(node);
            Arena.free(node);
            node = next;
            left--;
        }
        if (node != 0) {
            Mem.putRef(root + HEAD_OFFSET, Node.ref(node));
            return 0;
        }
        NodeIndex.drop(root + INDEX_OFFSET);
        Arena.free(root);
        return Math.max(left, 1);
    }

    /** Lays the flyweight over the list with this root. */
    public Quicklist open(long root) {
        this.root = root;
        return this;
    }

    /**
     * Limits of a node, as list-max-listpack-size gives them: positive counts elements, -1 … -5 stand for 4 … 64 KiB.
     * An element of at least {@code plainThreshold} bytes gets a node of its own; 0 leaves that to the other limit.
     */
    public void limits(int fill, long plainThreshold) {
        this.fill = fill;
        this.plainThreshold = plainThreshold;
    }

    public long root() {
        return root;
    }

    /** Number of elements. */
    public long count() {
        return Mem.getLong(root + ELEMENTS_OFFSET);
    }

    public int nodeCount() {
        return Mem.getInt(root + NODES_OFFSET);
    }

    /** Bytes of all blocks of the list. */
    public long memoryBytes() {
        return Mem.getLong(root + BYTES_OFFSET);
    }

    /** First node, or 0. A node is good until the next change of the list. */
    public long firstNode() {
        return Node.address(Mem.getRef(root + HEAD_OFFSET));
    }

    /** Last node, or 0. */
    public long lastNode() {
        return Node.address(Mem.getRef(root + TAIL_OFFSET));
    }

    /** The node behind, or 0. */
    public static long nextNode(long node) {
        return Node.next(node);
    }

    public static boolean isPlain(long node) {
        return Node.isPlain(node);
    }

    /** The listpack, or the one element, of a node. */
    public static long payload(long node) {
        return Node.payload(node);
    }

    public static long payloadBytes(long node) {
        return Node.payloadBytes(node);
    }

    /** Elements in a node. */
    public static int elementCount(long node) {
        return Node.count(node);
    }

    /** Appends a node with a copy of a listpack that is not empty, whatever its size. */
    public void appendListpack(long lp) {
        long node = Node.createPacked(Listpack.bytes(lp));
        Mem.initCopy(lp, Node.payload(node), Listpack.bytes(lp));
        Node.setCount(node, Listpack.count(lp));
        link(lastNode(), node, 0);
    }

    /** Appends a node with one element, copied. */
    public void appendPlain(long address, long length) {
        link(lastNode(), Node.createPlain(address, length), 0);
    }

    public void pushHead(long address, long length) {
        long head = firstNode();
        if (hasRoom(head, length)) {
            insertInto(head, Listpack.first(Node.payload(head)), address, length);
        } else {
            link(0, createFor(address, length), head);
        }
    }

    public void pushTail(long address, long length) {
        long tail = lastNode();
        if (hasRoom(tail, length)) {
            insertInto(tail, Listpack.end(Node.payload(tail)), address, length);
        } else {
            link(tail, createFor(address, length), 0);
        }
    }

    /** Puts the cursor on the first element; false in an empty list. */
    public boolean first(QuicklistCursor cursor) {
        return cursor.moveToFirst(firstNode());
    }

    /** Puts the cursor on the last element; false in an empty list. */
    public boolean last(QuicklistCursor cursor) {
        return cursor.moveToLast(lastNode());
    }

    /** Puts the cursor on the element with this index, negative ones counting from the end; false if there is none. */
    public boolean seek(QuicklistCursor cursor, long index) {
        long count = count();
        long forward = index < 0 ? index + count : index;
        if (forward < 0 || forward >= count) {
            return cursor.moveTo(0, 0);
        }
        long backward = count - 1 - forward;
        if (isFar(Math.min(forward, backward), count)) {
            return seekIndexed(cursor, forward);
        }
        return forward <= backward ? seekForward(cursor, firstNode(), forward) : seekBackward(cursor, backward);
    }

    /** Whether so many elements lie in many nodes. */
    private boolean isFar(long elements, long count) {
        return nodeCount() >= NodeIndex.LEAST_NODES
            && (double) elements * nodeCount() > (double) NodeIndex.LEAST_NODES * count;
    }

    private boolean seekIndexed(QuicklistCursor cursor, long index) {
        long words = root + INDEX_OFFSET;
        if (!NodeIndex.exists(words)) {
            addBytes(NodeIndex.create(words, firstNode(), nodeCount()));
        }
        int mark = NodeIndex.find(words, index);
        return mark < 0 ? seekForward(cursor, firstNode(), index)
            : seekForward(cursor, NodeIndex.markedNode(words, mark), index - NodeIndex.elementsBefore(words, mark));
    }

    private boolean seekForward(QuicklistCursor cursor, long from, long steps) {
        long node = from;
        long rest = steps;
        int walked = 0;
        while (rest >= Node.count(node)) {
            rest -= Node.count(node);
            node = Node.next(node);
            walked++;
        }
        if (walked > LONGEST_WALK) {
            dropIndex();
        }
        return cursor.moveTo(node, Node.isPlain(node) ? 0 : Listpack.seek(Node.payload(node), rest));
    }

    private boolean seekBackward(QuicklistCursor cursor, long steps) {
        long node = lastNode();
        long rest = steps;
        while (rest >= Node.count(node)) {
            rest -= Node.count(node);
            node = Node.prev(node);
        }
        return cursor.moveTo(node, Node.isPlain(node) ? 0 : Listpack.seek(Node.payload(node), -1 - rest));
    }

    /** Inserts before the element the cursor is on. The cursor becomes invalid. */
    public void insertBefore(QuicklistCursor cursor, long address, long length) {
        insert(cursor.node(), cursor.offset(), false, address, length);
    }

    /** Inserts behind the element the cursor is on. The cursor becomes invalid. */
    public void insertAfter(QuicklistCursor cursor, long address, long length) {
        insert(cursor.node(), cursor.offset(), true, address, length);
    }

    private void insert(long node, int offset, boolean isAfter, long address, long length) {
        boolean isPlain = Node.isPlain(node);
        boolean isAtEdge = isPlain || (isAfter
            ? Listpack.next(Node.payload(node), offset) == Listpack.NONE
            : Listpack.previous(Node.payload(node), offset) == Listpack.NONE);
        if (hasRoom(node, length)) {
            int at = isAfter ? Listpack.after(Node.payload(node), offset) : offset;
            insertInto(node, at, address, length);
        } else if (!isAtEdge) {
            int at = isAfter ? Listpack.after(Node.payload(node), offset) : offset;
            insertSplitting(node, at, address, length);
        } else if (isAfter) {
            insertBetween(node, Node.next(node), true, address, length);
        } else {
            insertBetween(Node.prev(node), node, false, address, length);
        }
    }

    /** Into the neighbour across the edge when that has room, otherwise into a node of its own. */
    private void insertBetween(long before, long behind, boolean preferBehind, long address, long length) {
        if (preferBehind && hasRoom(behind, length)) {
            insertInto(behind, Listpack.first(Node.payload(behind)), address, length);
        } else if (!preferBehind && hasRoom(before, length)) {
            insertInto(before, Listpack.end(Node.payload(before)), address, length);
        } else {
            link(before, createFor(address, length), behind);
        }
    }

    /** Splits a full node before {@code offset} and puts the new element between the halves. */
    private void insertSplitting(long node, int offset, long address, long length) {
        long behind = split(node, offset);
        long before = Node.prev(behind);
        long center;
        if (isLarge(length)) {
            center = Node.createPlain(address, length);
            link(before, center, behind);
        } else {
            center = insertInto(behind, Listpack.first(Node.payload(behind)), address, length);
        }
        mergeAround(center);
    }

    /** Moves the elements from {@code offset} on to a new node behind, which it returns; both end up not empty. */
    private long split(long node, int offset) {
        long lp = Node.payload(node);
        int headCount = 0;
        for (int at = Listpack.first(lp); at != offset; at = Listpack.after(lp, at)) {
            headCount++;
        }
        long tailBytes = Listpack.end(lp) - offset;
        long behind = Node.createPacked(Listpack.EMPTY_BYTES + tailBytes);
        int tailCount = Node.count(node) - headCount;
        dropIndex();
        Listpack.appendTail(Node.payload(behind), lp, offset, tailCount);
        Node.setCount(behind, tailCount);
        Listpack.deleteRange(lp, offset, tailCount);
        Node.setCount(node, headCount);
        addElements(-tailCount);
        long kept = trimBlock(node);
        link(kept, behind, Node.next(kept));
        return behind;
    }

    /** Merges small neighbours, as Redis does after a split: two before, two behind, then with the center itself. */
    private void mergeAround(long center) {
        long before = Node.prev(center);
        long behind = Node.next(center);
        if (before != 0) {
            mergeIfSmall(Node.prev(before), before);
        }
        if (behind != 0) {
            mergeIfSmall(behind, Node.next(behind));
        }
        long merged = mergeIfSmall(Node.prev(center), center);
        mergeIfSmall(merged, Node.next(merged));
    }

    /** Returns the node that holds the elements of {@code right} afterwards, or of {@code left} without a right. */
    private long mergeIfSmall(long left, long right) {
        if (left == 0 || right == 0) {
            return right == 0 ? left : right;
        }
        if (Node.isPlain(left) || Node.isPlain(right)) {
            return right;
        }
        int count = Node.count(left) + Node.count(right);
        long bytes = Node.payloadBytes(left) + Node.payloadBytes(right) - Listpack.EMPTY_BYTES;
        if (exceedsLimit(bytes, count)) {
            return right;
        }
        dropIndex();
        long merged = resize(left, bytes);
        Listpack.appendAll(Node.payload(merged), Node.payload(right));
        Node.setCount(merged, count);
        addElements(Node.count(right));
        unlink(right);
        return merged;
    }

    /** Replaces the element the cursor is on. The cursor becomes invalid. */
    public void set(QuicklistCursor cursor, long address, long length) {
        long node = cursor.node();
        if (!Node.isPlain(node) && !isLarge(length)) {
            long grown = Element.stringBytes(address, length) - Listpack.elementBytes(Node.payload(node),
                cursor.offset());
            long roomy = resize(node, Node.payloadBytes(node) + Math.max(0, grown));
            Listpack.replaceString(Node.payload(roomy), cursor.offset(), address, length);
        } else if (Node.isPlain(node)) {
            long prev = Node.prev(node);
            long next = Node.next(node);
            unlink(node);
            link(prev, createFor(address, length), next);
        } else {
            setLarge(node, cursor.offset(), address, length);
        }
    }

    private void setLarge(long node, int offset, long address, long length) {
        long lp = Node.payload(node);
        long behind = offset == Listpack.first(lp) ? node : split(node, offset);
        link(Node.prev(behind), Node.createPlain(address, length), behind);
        if (Node.count(behind) == 1) {
            unlink(behind);
        } else {
            Listpack.delete(Node.payload(behind), Listpack.first(Node.payload(behind)));
            countDown(behind, 1);
            trimBlock(behind);
        }
    }

    /** Deletes the element the cursor is on and goes to the next one; false, and nowhere, behind the last one. */
    public boolean deleteThenNext(QuicklistCursor cursor) {
        long node = cursor.node();
        if (Node.count(node) == 1) {
            long next = Node.next(node);
            unlink(node);
            return cursor.moveToFirst(next);
        }
        int after = Listpack.delete(Node.payload(node), cursor.offset());
        countDown(node, 1);
        long kept = trimBlock(node);
        return after == Listpack.NONE ? cursor.moveToFirst(Node.next(kept)) : cursor.moveTo(kept, after);
    }

    /** Deletes the element the cursor is on and goes to the previous one; false, and nowhere, before the first one. */
    public boolean deleteThenPrevious(QuicklistCursor cursor) {
        long node = cursor.node();
        if (Node.count(node) == 1) {
            long prev = Node.prev(node);
            unlink(node);
            return cursor.moveToLast(prev);
        }
        int before = Listpack.previous(Node.payload(node), cursor.offset());
        Listpack.delete(Node.payload(node), cursor.offset());
        countDown(node, 1);
        long kept = trimBlock(node);
        return before == Listpack.NONE ? cursor.moveToLast(Node.prev(kept)) : cursor.moveTo(kept, before);
    }

    /** Deletes up to {@code limit} elements from a non-negative index on, and returns how many. */
    public long deleteRange(long index, long limit) {
        long end = Math.min(count(), limit > count() - index ? count() : index + limit);
        if (index >= end) {
            return 0;
        }
        long node = firstNode();
        long skip = index;
        while (skip >= Node.count(node)) {
            skip -= Node.count(node);
            node = Node.next(node);
        }
        for (long rest = end - index; rest > 0; skip = 0) {
            long here = Math.min(rest, Node.count(node) - skip);
            node = deleteInNode(node, skip, here);
            rest -= here;
        }
        return end - index;
    }

    /** Deletes some elements of one node and returns the node behind it. */
    private long deleteInNode(long node, long skip, long limit) {
        if (limit == Node.count(node)) {
            long next = Node.next(node);
            unlink(node);
            return next;
        }
        long lp = Node.payload(node);
        Listpack.deleteRange(lp, Listpack.seek(lp, skip), limit);
        countDown(node, (int) limit);
        return Node.next(trimBlock(node));
    }

    /** A copy of a list, node by node; returns its root. */
    public long copy() {
        long source = root;
        long target = create();
        for (long node = firstNode(); node != 0; node = Node.next(node)) {
            open(target);
            if (Node.isPlain(node)) {
                appendPlain(Node.payload(node), Node.payloadBytes(node));
            } else {
                appendListpack(Node.payload(node));
            }
        }
        open(source);
        return target;
    }

    private boolean hasRoom(long node, long length) {
        if (node == 0 || Node.isPlain(node) || isLarge(length)) {
            return false;
        }
        return !exceedsLimit(Node.payloadBytes(node) + length + ELEMENT_OVERHEAD, Node.count(node) + 1L);
    }

    /** Counts the header in, unlike Redis, so that a full node is one block, not a size class more. */
    private boolean exceedsLimit(long bytes, long count) {
        long nodeBytes = Node.HEADER_BYTES + bytes;
        return fill < 0 ? nodeBytes > nodeBytesLimit() : nodeBytes > SAFETY_BYTES || count > Math.max(1, fill);
    }

    private boolean isLarge(long length) {
        if (plainThreshold != 0) {
            return length >= plainThreshold;
        }
        return length > (fill < 0 ? nodeBytesLimit() : SAFETY_BYTES);
    }

    private long nodeBytesLimit() {
        return 2048L << Math.min(-fill, 5);
    }

    private long createFor(long address, long length) {
        if (isLarge(length)) {
            return Node.createPlain(address, length);
        }
        long node = Node.createPacked(Listpack.EMPTY_BYTES + Element.stringBytes(address, length));
        Listpack.appendString(Node.payload(node), address, length);
        Node.setCount(node, 1);
        return node;
    }

    private long insertInto(long node, int offset, long address, long length) {
        long roomy = resize(node, Node.payloadBytes(node) + Element.stringBytes(address, length));
        Listpack.insertString(Node.payload(roomy), offset, address, length);
        Node.setCount(roomy, Node.count(roomy) + 1);
        addElements(1);
        indexChange(roomy, 1);
        return roomy;
    }

    private void countDown(long node, int deleted) {
        Node.setCount(node, Node.count(node) - deleted);
        addElements(-deleted);
        indexChange(node, -deleted);
    }

    /** Tells the index that a node has more elements, or less. */
    private void indexChange(long node, int change) {
        if (!NodeIndex.exists(root + INDEX_OFFSET)) {
            return;
        }
        if (node == firstNode()) {
            NodeIndex.shift(root + INDEX_OFFSET, change);
        } else if (node != lastNode()) {
            dropIndex();
        }
    }

    private void dropIndex() {
        addBytes(NodeIndex.drop(root + INDEX_OFFSET));
    }

    /**
     * Moves nodes to better places, from the first one on or, if {@code goesOn}, from where it ended last; whether
     * there are more.
     */
    public boolean relocate(boolean goesOn, Relocation relocation) {
        long node = goesOn ? Node.address(Mem.getRef(root + PLACE_OFFSET)) : firstNode();
        while (node != 0 && !relocation.isOver()) {
            long moved = relocation.move(node);
            if (moved != 0) {
                dropIndex();
                pointBehind(Node.prev(moved), moved);
                pointBefore(Node.next(moved), moved);
                node = moved;
            }
            node = Node.next(node);
        }
        Mem.putRef(root + PLACE_OFFSET, Node.ref(node));
        return node != 0;
    }

    /** Relocation that was to go on at a node goes on at another one, or 0. */
    private void movePlace(long node, long to) {
        if (Node.address(Mem.getRef(root + PLACE_OFFSET)) == node) {
            Mem.putRef(root + PLACE_OFFSET, Node.ref(to));
        }
    }

    /** Gives the slack of a node back once it is more than half of its block. */
    private long trimBlock(long node) {
        long needed = Node.HEADER_BYTES + Node.payloadBytes(node);
        return needed * 2 < Arena.blockSize(node) ? resize(node, Node.payloadBytes(node)) : node;
    }

    private long resize(long node, long payloadBytes) {
        long oldSize = Arena.blockSize(node);
        long moved = Blocks.reallocate(node, Node.HEADER_BYTES + payloadBytes);
        if (moved != node) {
            movePlace(node, moved);
            pointBehind(Node.prev(moved), moved);
            pointBefore(Node.next(moved), moved);
            if (Node.prev(moved) != 0 && NodeIndex.exists(root + INDEX_OFFSET)) {
                NodeIndex.moved(root + INDEX_OFFSET, node, moved);
            }
        }
        addBytes(Arena.blockSize(moved) - oldSize);
        return moved;
    }

    private void link(long before, long node, long behind) {
        Node.setPrev(node, before);
        Node.setNext(node, behind);
        pointBehind(before, node);
        pointBefore(behind, node);
        addElements(Node.count(node));
        addBytes(Arena.blockSize(node));
        Mem.putInt(root + NODES_OFFSET, nodeCount() + 1);
        if (before == 0 || behind == 0) {
            indexChange(node, Node.count(node));
        } else {
            dropIndex();
        }
    }

    private void unlink(long node) {
        indexUnlink(node);
        movePlace(node, Node.next(node));
        pointBehind(Node.prev(node), Node.next(node));
        pointBefore(Node.next(node), Node.prev(node));
        addElements(-Node.count(node));
        addBytes(-Arena.blockSize(node));
        Mem.putInt(root + NODES_OFFSET, nodeCount() - 1);
        Arena.free(node);
    }

    private void indexUnlink(long node) {
        long words = root + INDEX_OFFSET;
        if (!NodeIndex.exists(words)) {
            return;
        }
        if (node == firstNode()) {
            NodeIndex.shift(words, -Node.count(node));
            NodeIndex.newHead(words, Node.next(node));
        } else if (node == lastNode()) {
            NodeIndex.tailGone(words, node);
        } else {
            dropIndex();
        }
    }

    /** What stands behind {@code node}, 0 being the head of the list, is {@code next}. */
    private void pointBehind(long node, long next) {
        if (node == 0) {
            Mem.putRef(root + HEAD_OFFSET, Node.ref(next));
        } else {
            Node.setNext(node, next);
        }
    }

    /** What stands before {@code node}, 0 being the tail of the list, is {@code prev}. */
    private void pointBefore(long node, long prev) {
        if (node == 0) {
            Mem.putRef(root + TAIL_OFFSET, Node.ref(prev));
        } else {
            Node.setPrev(node, prev);
        }
    }

    private void addElements(int change) {
        Mem.putLong(root + ELEMENTS_OFFSET, count() + change);
    }

    private void addBytes(long change) {
        Mem.putLong(root + BYTES_OFFSET, memoryBytes() + change);
    }
}
