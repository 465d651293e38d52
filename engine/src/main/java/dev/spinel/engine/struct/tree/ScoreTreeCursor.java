package dev.spinel.engine.struct.tree;

/** A place in a score tree: on an element, or nowhere. A reusable flyweight, valid until the tree changes. */
public final class ScoreTreeCursor {
    private long leaf;
    private int index;
    // Where a scan is: it goes through buckets of the member index.
    private int bucket;
    private int lastBucket;
    private int slot;

    /** Whether it is on an element. */
    public boolean isOnElement() {
        return leaf != 0;
    }

    public double score() {
        return Leaf.score(leaf, index);
    }

    public long memberAddress() {
        return Leaf.memberAddress(leaf, index);
    }

    /** Length of the member in bytes. */
    public long memberLength() {
        return Leaf.memberLength(leaf, index);
    }

    long leaf() {
        return leaf;
    }

    int index() {
        return index;
    }

    /** Stands before the members of the buckets {@code firstBucket} and, if different, {@code last} of the index. */
    void scan(int firstBucket, int last) {
        bucket = firstBucket;
        lastBucket = last;
        slot = -1;
    }

    int bucket() {
        return bucket;
    }

    int lastBucket() {
        return lastBucket;
    }

    int slot() {
        return slot;
    }

    void moveToSlot(int toBucket, int toSlot) {
        bucket = toBucket;
        slot = toSlot;
    }

    boolean moveTo(long toLeaf, int toIndex) {
        leaf = toLeaf;
        index = toIndex;
        return toLeaf != 0;
    }
}
