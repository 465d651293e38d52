package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.RefArray;
import dev.spinel.engine.struct.table.SipHash;

/**
 * A sorted set of any size: members ordered by score, then by their bytes. A flyweight over the root block of one at a
 * time. Reactor thread. Bytes handed in must not lie inside the tree itself; scores are not NaN.
 *
 * <pre>
 *   0          12       16           28          32        40        48         49  52        56          60
 *   | nodes 12 | free 4 | members 12 | root id 4 | count 8 | bytes 8 | height 1 | - | first 4 | last 4    |
 *
 *   nodes        blocks of nodes by id; the places of free ids are chained from free; id 0 is no node
 *   members      directory of the member index
 *   bytes        of all blocks of the tree, this one included
 *   height       levels of inner nodes
 *   first, last  ids of the outermost leaves
 * </pre>
 */
public final class ScoreTree {
    private static final int NODES_OFFSET = 0;
    private static final int FREE_OFFSET = NODES_OFFSET + RefArray.HEADER_BYTES;
    private static final int MEMBERS_OFFSET = FREE_OFFSET + Integer.BYTES;
    private static final int ROOT_ID_OFFSET = MEMBERS_OFFSET + RefArray.HEADER_BYTES;
    private static final int COUNT_OFFSET = ROOT_ID_OFFSET + Integer.BYTES;
    private static final int BYTES_OFFSET = COUNT_OFFSET + Long.BYTES;
    private static final int HEIGHT_OFFSET = BYTES_OFFSET + Long.BYTES;
    private static final int FIRST_OFFSET = HEIGHT_OFFSET + Integer.BYTES;
    private static final int LAST_OFFSET = FIRST_OFFSET + Integer.BYTES;
    private static final int ROOT_BYTES = LAST_OFFSET + Integer.BYTES;

    private static final int MAX_HEIGHT = 16;
    private static final int SMALL_LEAF_COUNT = Leaf.MAX_COUNT / 4;
    private static final int SMALL_LEAF_BYTES = Leaf.MAX_BYTES / 4;
    private static final int MERGED_LEAF_COUNT = Leaf.MAX_COUNT * 3 / 4;
    private static final int MERGED_LEAF_BYTES = Leaf.MAX_BYTES * 3 / 4;
    private static final int SMALL_INNER_COUNT = Inner.MAX_COUNT / 4;
    private static final int MERGED_INNER_COUNT = Inner.MAX_COUNT * 3 / 4;

    private final SipHash hasher;
    /** Scratch of the member index: which slots of a bucket go to the new one. */
    private final boolean[] marks = new boolean[256];
    /** The way down of the last descent: node ids, the leaf last, and which child was taken. */
    private final int[] pathId = new int[MAX_HEIGHT + 1];
    private final int[] pathIndex = new int[MAX_HEIGHT + 1];
    private final ScoreTreeCursor place = new ScoreTreeCursor();
    private long root;

    public ScoreTree(SipHash hasher) {
        this.hasher = hasher;
    }

    /** A new empty tree; returns its root block, to be given back to {@link #free}. */
    public static long create() {
        long root = Blocks.allocate(MemoryTag.VALUE, ROOT_BYTES);
        Mem.initFill(root, ROOT_BYTES, (byte) 0);
        long noNode = RefArray.append(root + NODES_OFFSET);
        Mem.initLong(root + BYTES_OFFSET, Arena.blockSize(root) + noNode);
        return root;
    }

    /** Frees a tree with everything in it. */
    public static void free(long root) {
        freeSlice(root, Integer.MAX_VALUE);
    }

    /**
     * Frees up to about {@code blocks} blocks of a tree that is not used any more; answers how many are left, 0 when
     * the tree is not free yet. Inner nodes, of which there are few, go first.
     */
    public static int freeSlice(long root, int blocks) {
        long nodes = root + NODES_OFFSET;
        int rootId = Mem.getInt(root + ROOT_ID_OFFSET);
        if (rootId != 0) {
            freeInner(nodes, rootId, Mem.getByte(root + HEIGHT_OFFSET));
            Mem.putInt(root + ROOT_ID_OFFSET, 0);
        }
        int left = blocks;
        int leafId = Mem.getInt(root + FIRST_OFFSET);
        while (leafId != 0 && left > 0) {
            long leaf = RefArray.blockAt(nodes, leafId);
            leafId = Leaf.next(leaf);
            left -= freeLeaf(leaf);
        }
        Mem.putInt(root + FIRST_OFFSET, leafId);
        if (left <= 0) {
            return 0;
        }
        while (RefArray.count(nodes) > 0) {
            RefArray.drop(nodes);
        }
        left = MemberIndex.freeSlice(root + MEMBERS_OFFSET, left);
        if (left > 0) {
            Arena.free(root);
        }
        return left;
    }

    private static void freeInner(long nodes, int id, int height) {
        if (height == 0) {
            return;
        }
        long node = RefArray.blockAt(nodes, id);
        for (int i = Inner.count(node) - 1; i >= 0; i--) {
            freeInner(nodes, Inner.id(node, i), height - 1);
        }
        Arena.free(node);
    }

    /**
     * Moves nodes, from the leaf with the rank {@code from} on, and then buckets of the member index, to better places.
     * Answers where to go on, 0 at the end; a negative place is a bucket of the index.
     */
    public long relocate(long from, Relocation relocation) {
        if (from < 0 || from >= count()) {
            return MemberIndex.relocate(root + MEMBERS_OFFSET, Math.min(from, 0), relocation);
        }
        long rank = from;
        int parent = -1;
        while (rank < count() && !relocation.isOver()) {
            long leafRank = rank - descendToRank(rank);
            int height = height();
            if (height > 0 && pathId[height - 1] != parent) {
                parent = pathId[height - 1];
                relocateInner(height, relocation);
            }
            int leafId = pathId[height];
            RefArray.relocate(root + NODES_OFFSET, leafId, relocation);
            rank = leafRank + Leaf.count(node(leafId));
            relocateLeaf(leafId, node(leafId), relocation);
        }
        return rank < count() ? rank : MemberIndex.relocate(root + MEMBERS_OFFSET, 0, relocation);
    }

    private void relocateInner(int height, Relocation relocation) {
        for (int level = 0; level < height; level++) {
            long moved = relocation.move(node(pathId[level]));
            if (moved != 0) {
                RefArray.setBlock(root + NODES_OFFSET, pathId[level], moved);
            }
        }
    }

    private void relocateLeaf(int id, long leaf, Relocation relocation) {
        long moved = relocation.move(leaf);
        if (moved != 0) {
            RefArray.setBlock(root + NODES_OFFSET, id, moved);
        }
        long at = moved == 0 ? leaf : moved;
        for (int i = Leaf.count(at) - 1; i >= 0; i--) {
            long member = Leaf.isOutside(at, i) ? relocation.move(Leaf.memberAddress(at, i)) : 0;
            if (member != 0) {
                Leaf.moveOutside(at, i, member);
            }
        }
    }

    /** Answers how many blocks that were. */
    private static int freeLeaf(long leaf) {
        int blocks = 1;
        for (int i = Leaf.count(leaf) - 1; i >= 0; i--) {
            if (Leaf.isOutside(leaf, i)) {
                Arena.free(Leaf.memberAddress(leaf, i));
                blocks++;
            }
        }
        Arena.free(leaf);
        return blocks;
    }

    /** Lays the flyweight over the tree with this root. */
    public ScoreTree open(long root) {
        this.root = root;
        return this;
    }

    public long root() {
        return root;
    }

    /** Address of the table of nodes. */
    long nodes() {
        return root + NODES_OFFSET;
    }

    /** Id of the last leaf, 0 when empty. */
    int lastLeafId() {
        return Mem.getInt(root + LAST_OFFSET);
    }

    /** Number of elements. */
    public long count() {
        return Mem.getLong(root + COUNT_OFFSET);
    }

    /** Bytes of all blocks of the tree. */
    public long memoryBytes() {
        return Mem.getLong(root + BYTES_OFFSET);
    }

    /** Puts the cursor on a member; false, and nowhere, if it is absent. */
    public boolean find(ScoreTreeCursor cursor, long member, long length) {
        return find(cursor, hasher.hash(member, length), member, length);
    }

    private boolean find(ScoreTreeCursor cursor, long hash, long member, long length) {
        long bucket = MemberIndex.bucket(root + MEMBERS_OFFSET, hash);
        int tag = MemberIndex.tagOf(hash);
        int slot = bucket == 0 ? -1 : MemberIndex.find(bucket, 0, tag);
        for (; slot >= 0; slot = MemberIndex.find(bucket, slot + 1, tag)) {
            long leaf = node(MemberIndex.leafId(bucket, slot));
            int index = Leaf.find(leaf, tag, member, length);
            if (index >= 0) {
                return cursor.moveTo(leaf, index);
            }
        }
        return cursor.moveTo(0, 0);
    }

    /** Number of elements before the one the cursor is on. */
    public long rank(ScoreTreeCursor cursor) {
        return countBelow(cursor.score(), cursor.memberAddress(), cursor.memberLength());
    }

    /** Number of elements that come before a score and a member. */
    public long countBelow(double score, long member, long length) {
        if (count() == 0) {
            return 0;
        }
        long leaf = descend(score, member, length);
        return elementsLeftOfPath() + Leaf.lowerBound(leaf, score, member, length);
    }

    /** Number of elements whose score is below the given one, or equal to it where {@code orEqual}. */
    public long countBelow(double score, boolean orEqual) {
        if (count() == 0) {
            return 0;
        }
        int height = height();
        int id = rootId();
        for (int level = 0; level < height; level++) {
            long inner = node(id);
            pathId[level] = id;
            pathIndex[level] = Inner.childBelow(inner, score, orEqual);
            id = Inner.id(inner, pathIndex[level]);
        }
        return elementsLeftOfPath() + Leaf.countBelow(node(id), score, orEqual);
    }

    private long elementsLeftOfPath() {
        long elements = 0;
        for (int level = height() - 1; level >= 0; level--) {
            long inner = node(pathId[level]);
            for (int i = pathIndex[level] - 1; i >= 0; i--) {
                elements += Inner.elements(inner, i);
            }
        }
        return elements;
    }

    /** Puts the cursor on the element with this rank; false, and nowhere, if there is none. */
    public boolean seekRank(ScoreTreeCursor cursor, long rank) {
        if (rank < 0 || rank >= count()) {
            return cursor.moveTo(0, 0);
        }
        int index = descendToRank(rank);
        return cursor.moveTo(node(pathId[height()]), index);
    }

    /** Goes to the leaf with an element of a rank that exists, leaving the way in the path; its index there. */
    private int descendToRank(long rank) {
        int height = height();
        long rest = rank;
        int id = rootId();
        for (int level = 0; level < height; level++) {
            long inner = node(id);
            int index = 0;
            while (rest >= Inner.elements(inner, index)) {
                rest -= Inner.elements(inner, index);
                index++;
            }
            pathId[level] = id;
            pathIndex[level] = index;
            id = Inner.id(inner, index);
        }
        pathId[height] = id;
        return (int) rest;
    }

    /** Puts the cursor on the first element; false in an empty tree. */
    public boolean first(ScoreTreeCursor cursor) {
        return cursor.moveTo(nodeOrNone(Mem.getInt(root + FIRST_OFFSET)), 0);
    }

    /** Puts the cursor on the last element; false in an empty tree. */
    public boolean last(ScoreTreeCursor cursor) {
        long leaf = nodeOrNone(Mem.getInt(root + LAST_OFFSET));
        return cursor.moveTo(leaf, leaf == 0 ? 0 : Leaf.count(leaf) - 1);
    }

    /** Goes to the next element; false, and nowhere, behind the last one. */
    public boolean next(ScoreTreeCursor cursor) {
        if (cursor.index() + 1 < Leaf.count(cursor.leaf())) {
            return cursor.moveTo(cursor.leaf(), cursor.index() + 1);
        }
        return cursor.moveTo(nodeOrNone(Leaf.next(cursor.leaf())), 0);
    }

    /** Goes to the previous element; false, and nowhere, before the first one. */
    public boolean previous(ScoreTreeCursor cursor) {
        if (cursor.index() > 0) {
            return cursor.moveTo(cursor.leaf(), cursor.index() - 1);
        }
        long leaf = nodeOrNone(Leaf.prev(cursor.leaf()));
        return cursor.moveTo(leaf, leaf == 0 ? 0 : Leaf.count(leaf) - 1);
    }

    /**
     * Puts the cursor before the members of one step of a scan, for {@link #nextScanned}, and returns the next scan
     * cursor, 0 at the end. Same guarantee as a scan of a table of keys. The step has to be walked before a change.
     */
    public long beginScan(ScoreTreeCursor cursor, long scanCursor) {
        int buckets = RefArray.count(root + MEMBERS_OFFSET);
        if (buckets == 0) {
            cursor.scan(0, -1);
            return 0;
        }
        int mask = Integer.highestOneBit(buckets) - 1;
        int first = (int) scanCursor & mask;
        int sibling = first + mask + 1;
        cursor.scan(first, sibling < buckets ? sibling : first);
        return Long.reverse(Long.reverse(scanCursor | ~(long) mask) + 1);
    }

    /** Members of the step the cursor stands before. */
    public int scanned(ScoreTreeCursor cursor) {
        int first = cursor.bucket();
        int last = cursor.lastBucket();
        long members = root + MEMBERS_OFFSET;
        return last < 0 ? 0
            : MemberIndex.slots(members, first) + (first == last ? 0 : MemberIndex.slots(members, last));
    }

    /** Goes to the next member of a step; false at its end. */
    public boolean nextScanned(ScoreTreeCursor cursor) {
        long members = root + MEMBERS_OFFSET;
        while (cursor.lastBucket() >= 0) {
            if (cursor.slot() + 1 < MemberIndex.slots(members, cursor.bucket())) {
                cursor.moveToSlot(cursor.bucket(), cursor.slot() + 1);
                MemberIndex.moveToSlot(this, members, cursor.bucket(), cursor.slot(), cursor);
                return true;
            }
            if (cursor.bucket() == cursor.lastBucket()) {
                return false;
            }
            cursor.moveToSlot(cursor.lastBucket(), -1);
        }
        return false;
    }

    /** Inserts a member the caller knows to be absent. */
    public void insert(double score, long member, long length) {
        insert(hasher.hash(member, length), score, member, length);
    }

    /** Adds a member or changes its score; whether it is new. */
    public boolean put(double score, long member, long length) {
        long hash = hasher.hash(member, length);
        if (find(place, hash, member, length)) {
            setScore(place, score);
            return false;
        }
        insert(hash, score, member, length);
        return true;
    }

    private void insert(long hash, double score, long member, long length) {
        if (count() == 0) {
            plant();
        }
        addBytes(MemberIndex.grow(this, root + MEMBERS_OFFSET, count() + 1));
        int id = putIn(hash, score, member, length);
        addBytes(MemberIndex.add(root + MEMBERS_OFFSET, hash, id));
    }

    /** Puts an element into its leaf, whose id it returns; the member index is not told. */
    private int putIn(long hash, double score, long member, long length) {
        boolean isOutside = length > Leaf.MAX_INSIDE;
        int width = isOutside ? Leaf.OUTSIDE_BYTES : (int) length;
        long leaf = descend(score, member, length);
        while (isFull(leaf, width)) {
            split(height());
            leaf = descend(score, member, length);
        }
        int index = Leaf.lowerBound(leaf, score, member, length);
        int id = Leaf.id(leaf);
        leaf = resize(id, leaf, Leaf.blockBytes(Leaf.count(leaf) + 1, Leaf.memberBytes(leaf) + width));
        long at = Leaf.insert(leaf, index, score, MemberIndex.tagOf(hash), width, isOutside);
        if (isOutside) {
            writeOutside(at, member, length);
        } else {
            Mem.copy(member, at, length);
        }
        addElementsOnPath(1);
        return id;
    }

    private void writeOutside(long at, long member, long length) {
        long block = Blocks.allocate(MemoryTag.VALUE, length);
        Mem.initCopy(member, block, length);
        addBytes(Arena.blockSize(block));
        Mem.putRef(at, Arena.ref(block));
        Mem.putInt(at + 5, (int) length);
    }

    /** Removes a member; whether it was there. */
    public boolean remove(long member, long length) {
        boolean isThere = find(place, member, length);
        if (isThere) {
            removeAt(place);
        }
        return isThere;
    }

    /** Removes the element the cursor is on. The cursor becomes invalid. */
    public void removeAt(ScoreTreeCursor cursor) {
        long leaf = descend(cursor.score(), cursor.memberAddress(), cursor.memberLength());
        takeOut(leaf, cursor.index(), 1, true);
        addBytes(MemberIndex.shrink(root + MEMBERS_OFFSET, count()));
    }

    /** Removes up to {@code limit} elements from a rank on, and returns how many. */
    public long removeRange(long rank, long limit) {
        long removed = 0;
        while (removed < limit && rank < count()) {
            int index = descendToRank(rank);
            long leaf = node(pathId[height()]);
            int here = (int) Math.min(limit - removed, Leaf.count(leaf) - index);
            takeOut(leaf, index, here, true);
            removed += here;
        }
        long change;
        do {
            change = MemberIndex.shrink(root + MEMBERS_OFFSET, count());
            addBytes(change);
        } while (change != 0);
        return removed;
    }

    /** Takes elements out of the leaf at the end of the path, and out of the member index if it shall know. */
    private void takeOut(long leaf, int index, int elements, boolean tellIndex) {
        int id = Leaf.id(leaf);
        for (int i = index + elements - 1; i >= index; i--) {
            if (tellIndex) {
                addBytes(MemberIndex.remove(root + MEMBERS_OFFSET, hashAt(leaf, i), id));
            }
            if (Leaf.isOutside(leaf, i)) {
                release(Leaf.memberAddress(leaf, i));
            }
            Leaf.remove(leaf, i);
        }
        addElementsOnPath(-elements);
        if (Leaf.count(leaf) == 0) {
            drop(height());
            return;
        }
        long kept = resize(id, leaf, Leaf.bytes(leaf));
        if (Leaf.count(kept) < SMALL_LEAF_COUNT || Leaf.bytes(kept) < SMALL_LEAF_BYTES) {
            merge(height());
        }
    }

    /** Changes the score of the element the cursor is on. The cursor becomes invalid. */
    public void setScore(ScoreTreeCursor cursor, double score) {
        long leaf = cursor.leaf();
        int index = cursor.index();
        long member = cursor.memberAddress();
        long length = cursor.memberLength();
        if (Leaf.fitsAt(leaf, index, score, member, length)) {
            Leaf.setScore(leaf, index, score);
            return;
        }
        long hash = hasher.hash(member, length);
        long copy = Blocks.allocate(MemoryTag.VALUE, length);
        Mem.initCopy(member, copy, length);
        if (!Leaf.isOutside(leaf, index) && Leaf.encloses(leaf, score, member, length)) {
            Leaf.remove(leaf, index);
            int place = Leaf.lowerBound(leaf, score, copy, length);
            Mem.copy(copy, Leaf.insert(leaf, place, score, MemberIndex.tagOf(hash), (int) length, false), length);
        } else {
            move(leaf, index, hash, score, copy, length);
        }
        Arena.free(copy);
    }

    /** Moves an element to where a score belongs; in the member index its slot only changes leaves. */
    private void move(long leaf, int index, long hash, double score, long member, long length) {
        int oldId = Leaf.id(leaf);
        descend(Leaf.score(leaf, index), member, length);
        takeOut(leaf, index, 1, false);
        if (count() == 0) {
            plant();
        }
        int newId = putIn(hash, score, member, length);
        if (newId != oldId) {
            MemberIndex.repoint(root + MEMBERS_OFFSET, hash, oldId, newId);
        }
    }

    /** A copy; returns its root. */
    public long copy() {
        long source = root;
        long target = create();
        ScoreTreeCursor cursor = place;
        for (boolean more = first(cursor); more; more = next(cursor)) {
            long leaf = cursor.leaf();
            int index = cursor.index();
            open(target);
            insert(cursor.score(), cursor.memberAddress(), cursor.memberLength());
            open(source);
            cursor.moveTo(leaf, index);
        }
        return target;
    }

    /** Goes to the leaf a score and a member belong to, leaving the way in the path. */
    private long descend(double score, long member, long length) {
        int height = height();
        int id = rootId();
        for (int level = 0; level < height; level++) {
            long inner = node(id);
            pathId[level] = id;
            pathIndex[level] = childOf(inner, height - level, score, member, length);
            id = Inner.id(inner, pathIndex[level]);
        }
        pathId[height] = id;
        return node(id);
    }

    /** Last child after the first that does not begin behind a score and a member, else the first. */
    private int childOf(long inner, int height, double score, long member, long length) {
        int low = 0;
        int high = Inner.count(inner) - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            double own = Inner.score(inner, middle);
            boolean isBefore = own == score
                ? Leaf.compare(firstLeaf(Inner.id(inner, middle), height - 1), 0, score, member, length) <= 0
                : own < score;
            if (isBefore) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long firstLeaf(int id, int height) {
        long node = node(id);
        for (int level = height; level > 0; level--) {
            node = node(Inner.id(node, 0));
        }
        return node;
    }

    private void addElementsOnPath(int change) {
        for (int level = height() - 1; level >= 0; level--) {
            Inner.addElements(node(pathId[level]), pathIndex[level], change);
        }
        Mem.putLong(root + COUNT_OFFSET, count() + change);
    }

    private static boolean isFull(long leaf, int width) {
        int count = Leaf.count(leaf);
        return count == Leaf.MAX_COUNT
            || count > 1 && Leaf.blockBytes(count + 1, Leaf.memberBytes(leaf) + width) > Leaf.MAX_BYTES;
    }

    private void plant() {
        int id = newId();
        setNode(id, Leaf.create(0, 0, id, 0, 0));
        Mem.putInt(root + ROOT_ID_OFFSET, id);
        Mem.putInt(root + FIRST_OFFSET, id);
        Mem.putInt(root + LAST_OFFSET, id);
    }

    /** Splits the node of a level of the path, or one above it that has to be split first. The path is void after. */
    private void split(int level) {
        if (level == 0) {
            raise();
            return;
        }
        long parent = node(pathId[level - 1]);
        if (Inner.count(parent) == Inner.MAX_COUNT) {
            split(level - 1);
            return;
        }
        int index = pathIndex[level - 1];
        int id = pathId[level];
        parent = resize(pathId[level - 1], parent, Inner.blockBytes(Inner.count(parent) + 1));
        if (level == height()) {
            splitLeaf(parent, index, id);
        } else {
            splitInner(parent, index, id);
        }
    }

    /** Puts a new root with one child above the root. */
    private void raise() {
        int child = rootId();
        int id = newId();
        long inner = Inner.create(1);
        setNode(id, inner);
        Inner.set(inner, 0, 0, (int) count(), child);
        Mem.putInt(root + ROOT_ID_OFFSET, id);
        Mem.putByte(root + HEIGHT_OFFSET, (byte) (height() + 1));
    }

    private void splitLeaf(long parent, int index, int id) {
        long leaf = node(id);
        int count = Leaf.count(leaf);
        int kept = half(leaf, count);
        int nextId = Leaf.next(leaf);
        int rightId = newId();
        int keptBytes = Leaf.memberBytesBelow(leaf, kept);
        long left = Leaf.create(kept, keptBytes, id, Leaf.prev(leaf), rightId);
        long right = Leaf.create(count - kept, Leaf.memberBytes(leaf) - keptBytes, rightId, id, nextId);
        copyElements(leaf, 0, left, 0, kept);
        copyElements(leaf, kept, right, 0, count - kept);
        repoint(leaf, kept, count, id, rightId);
        release(leaf);
        setNode(id, left);
        setNode(rightId, right);
        if (nextId == 0) {
            Mem.putInt(root + LAST_OFFSET, rightId);
        } else {
            Leaf.setPrev(node(nextId), rightId);
        }
        Inner.addElements(parent, index, kept - count);
        Inner.insert(parent, index + 1, Leaf.score(right, 0), count - kept, rightId);
    }

    /** Where to cut a leaf so that both parts have about the same bytes and neither is empty. */
    private static int half(long leaf, int count) {
        int bytes = Leaf.memberBytes(leaf) + 11 * count;
        int index = 1;
        while (index < count - 1 && Leaf.memberBytesBelow(leaf, index) + 11 * index < bytes / 2) {
            index++;
        }
        return index;
    }

    private static void copyElements(long from, int fromIndex, long leaf, int index, int elements) {
        for (int i = 0; i < elements; i++) {
            Leaf.copyElement(from, fromIndex + i, leaf, index + i);
        }
    }

    private void repoint(long leaf, int from, int end, int oldId, int newId) {
        for (int i = from; i < end; i++) {
            MemberIndex.repoint(root + MEMBERS_OFFSET, hashAt(leaf, i), oldId, newId);
        }
    }

    private void splitInner(long parent, int index, int id) {
        long inner = node(id);
        int count = Inner.count(inner);
        int kept = count / 2;
        int rightId = newId();
        long right = Inner.create(count - kept);
        Inner.copy(inner, kept, right, 0, count - kept);
        setNode(rightId, right);
        int moved = Inner.elements(right);
        double score = Inner.score(right, 0);
        Inner.truncate(inner, kept);
        resize(id, inner, Inner.blockBytes(kept));
        Inner.addElements(parent, index, -moved);
        Inner.insert(parent, index + 1, score, moved, rightId);
    }

    /** Takes the empty node of a level of the path away, and what becomes empty above it. */
    private void drop(int level) {
        int id = pathId[level];
        long node = node(id);
        if (level == height()) {
            unlink(node);
        }
        release(node);
        freeId(id);
        if (level == 0) {
            Mem.putInt(root + ROOT_ID_OFFSET, 0);
            Mem.putByte(root + HEIGHT_OFFSET, (byte) 0);
            return;
        }
        Inner.remove(node(pathId[level - 1]), pathIndex[level - 1]);
        settle(level - 1);
    }

    /** After an inner node of the path lost a child. */
    private void settle(int level) {
        long inner = node(pathId[level]);
        int count = Inner.count(inner);
        if (count == 0) {
            drop(level);
        } else if (level == 0 && count == 1) {
            lower();
        } else {
            resize(pathId[level], inner, Inner.blockBytes(count));
            if (count < SMALL_INNER_COUNT) {
                merge(level);
            }
        }
    }

    /** Takes roots with one child away. */
    private void lower() {
        while (height() > 0 && Inner.count(node(rootId())) == 1) {
            int id = rootId();
            long inner = node(id);
            Mem.putInt(root + ROOT_ID_OFFSET, Inner.id(inner, 0));
            Mem.putByte(root + HEIGHT_OFFSET, (byte) (height() - 1));
            release(inner);
            freeId(id);
        }
    }

    /** Merges the node of a level of the path with a neighbour under the same parent, if both fit well into one. */
    private void merge(int level) {
        if (level == 0) {
            return;
        }
        long parent = node(pathId[level - 1]);
        int left = Math.max(0, pathIndex[level - 1] - 1);
        if (left + 1 >= Inner.count(parent)) {
            return;
        }
        boolean isMerged = level == height() ? mergeLeaves(parent, left) : mergeInner(parent, left);
        if (isMerged) {
            Inner.addElements(parent, left, Inner.elements(parent, left + 1));
            Inner.remove(parent, left + 1);
            settle(level - 1);
        }
    }

    private boolean mergeLeaves(long parent, int index) {
        int leftId = Inner.id(parent, index);
        int rightId = Inner.id(parent, index + 1);
        long left = node(leftId);
        long right = node(rightId);
        int leftCount = Leaf.count(left);
        int count = leftCount + Leaf.count(right);
        int bytes = Leaf.memberBytes(left) + Leaf.memberBytes(right);
        if (count > MERGED_LEAF_COUNT || Leaf.blockBytes(count, bytes) > MERGED_LEAF_BYTES) {
            return false;
        }
        unlink(right);
        long merged = Leaf.create(count, bytes, leftId, Leaf.prev(left), Leaf.next(left));
        copyElements(left, 0, merged, 0, leftCount);
        copyElements(right, 0, merged, leftCount, count - leftCount);
        repoint(right, 0, count - leftCount, rightId, leftId);
        release(left);
        release(right);
        freeId(rightId);
        setNode(leftId, merged);
        return true;
    }

    private boolean mergeInner(long parent, int index) {
        int leftId = Inner.id(parent, index);
        int rightId = Inner.id(parent, index + 1);
        long right = node(rightId);
        int leftCount = Inner.count(node(leftId));
        int rightCount = Inner.count(right);
        if (leftCount + rightCount > MERGED_INNER_COUNT) {
            return false;
        }
        long left = resize(leftId, node(leftId), Inner.blockBytes(leftCount + rightCount));
        Inner.extend(left, rightCount);
        Inner.copy(right, 0, left, leftCount, rightCount);
        Inner.setScore(left, leftCount, Inner.score(parent, index + 1));
        release(right);
        freeId(rightId);
        return true;
    }

    private void unlink(long leaf) {
        int prev = Leaf.prev(leaf);
        int next = Leaf.next(leaf);
        if (prev == 0) {
            Mem.putInt(root + FIRST_OFFSET, next);
        } else {
            Leaf.setNext(node(prev), next);
        }
        if (next == 0) {
            Mem.putInt(root + LAST_OFFSET, prev);
        } else {
            Leaf.setPrev(node(next), prev);
        }
    }

    long node(int id) {
        return Arena.address(Mem.getRef(RefArray.at(root + NODES_OFFSET, id)));
    }

    long hashAt(long leaf, int index) {
        return hasher.hash(Leaf.memberAddress(leaf, index), Leaf.memberLength(leaf, index));
    }

    boolean[] marks() {
        return marks;
    }

    private long nodeOrNone(int id) {
        return id == 0 ? 0 : node(id);
    }

    private int height() {
        return Mem.getByte(root + HEIGHT_OFFSET);
    }

    private int rootId() {
        return Mem.getInt(root + ROOT_ID_OFFSET);
    }

    private int newId() {
        int id = Mem.getInt(root + FREE_OFFSET);
        if (id != 0) {
            Mem.putInt(root + FREE_OFFSET, (int) Mem.getRef(RefArray.at(root + NODES_OFFSET, id)));
            return id;
        }
        addBytes(RefArray.append(root + NODES_OFFSET));
        return RefArray.count(root + NODES_OFFSET) - 1;
    }

    private void freeId(int id) {
        Mem.putRef(RefArray.at(root + NODES_OFFSET, id), Mem.getInt(root + FREE_OFFSET));
        Mem.putInt(root + FREE_OFFSET, id);
    }

    private void setNode(int id, long block) {
        RefArray.setBlock(root + NODES_OFFSET, id, block);
        addBytes(Arena.blockSize(block));
    }

    private long resize(int id, long block, long bytes) {
        long oldSize = Arena.blockSize(block);
        long moved = Blocks.reallocate(block, bytes);
        if (moved != block) {
            RefArray.setBlock(root + NODES_OFFSET, id, moved);
        }
        addBytes(Arena.blockSize(moved) - oldSize);
        return moved;
    }

    private void release(long block) {
        addBytes(-Arena.blockSize(block));
        Arena.free(block);
    }

    private void addBytes(long change) {
        if (change != 0) {
            Mem.putLong(root + BYTES_OFFSET, memoryBytes() + change);
        }
    }
}
