package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;

/** The records of an {@link IdTree} as it was when the running snapshot began, in the order of their ids. */
public final class IdTreeImage {
    private final SnapshotImage image;
    private final IdCursor cursor = new IdCursor();

    /** Hears of one record; the cursor is good during the call. */
    @FunctionalInterface
    public interface Visitor {
        void onRecord(IdCursor record);
    }

    public IdTreeImage(SnapshotImage image) {
        this.image = image;
    }

    /** Goes through a tree, whose header lies in a copy of somebody's block. Uses {@link Place#PAGE}. */
    public void forEach(long tree, Visitor visitor) {
        if (IdTree.count(tree) > 0) {
            visit(IdTree.child(tree), IdTree.height(tree), IdTree.stride(tree, 0), visitor);
        }
    }

    private void visit(long address, int level, int stride, Visitor visitor) {
        long node = image.copyBlock(Place.PAGE, address);
        int count = IdNode.count(node);
        if (level == 0) {
            for (int i = 0; i < count; i++) {
                cursor.moveTo(node, i, stride);
                visitor.onRecord(cursor);
            }
            return;
        }
        long[] children = new long[count];
        for (int i = 0; i < count; i++) {
            children[i] = IdTree.childAt(node, i);
        }
        for (long child : children) {
            visit(child, level - 1, stride, visitor);
        }
    }
}
