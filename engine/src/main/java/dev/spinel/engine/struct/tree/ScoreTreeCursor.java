package dev.spinel.engine.struct.tree;

/** A place in a score tree: on an element, or nowhere. A reusable flyweight, valid until the tree changes. */
public final class ScoreTreeCursor {
    private long leaf;
    private int index;

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

    boolean moveTo(long toLeaf, int toIndex) {
        leaf = toLeaf;
        index = toIndex;
        return toLeaf != 0;
    }
}
