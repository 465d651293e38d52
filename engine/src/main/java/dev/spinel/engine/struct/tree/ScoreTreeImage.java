package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;
import dev.spinel.engine.struct.RefArrayImage;

/** The members of a {@link ScoreTree} as it was when the running snapshot began, the highest first. */
public final class ScoreTreeImage {
    private final SnapshotImage image;
    private final RefArrayImage nodes;
    private final long count;
    private int nextLeafId;
    private long leaf;
    private int index;

    /** @param root of the tree, which lived at the start */
    public ScoreTreeImage(SnapshotImage image, long root) {
        this.image = image;
        ScoreTree tree = new ScoreTree(null).open(image.copyBlock(Place.ROOT, root));
        count = tree.count();
        nextLeafId = tree.lastLeafId();
        nodes = new RefArrayImage(image).open(tree.nodes());
    }

    public long count() {
        return count;
    }

    /** Goes to the next member down; false at the end. */
    public boolean next() {
        while (index == 0) {
            if (nextLeafId == 0) {
                return false;
            }
            leaf = image.copyBlock(Place.NODE, nodes.blockAt(nextLeafId));
            nextLeafId = Leaf.prev(leaf);
            index = Leaf.count(leaf);
        }
        index--;
        return true;
    }

    public double score() {
        return Leaf.score(leaf, index);
    }

    /** The member, good until the next one. */
    public long memberAddress() {
        long address = Leaf.memberAddress(leaf, index);
        return Leaf.isOutside(leaf, index) ? image.copy(Place.VALUE, address, memberLength()) : address;
    }

    public long memberLength() {
        return Leaf.memberLength(leaf, index);
    }
}
