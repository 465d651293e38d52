package dev.spinel.engine.struct.quicklist;

import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;
import dev.spinel.engine.struct.listpack.Listpack;

/** The nodes of a {@link Quicklist} as it was when the running snapshot began, from head to tail. */
public final class QuicklistImage {
    private final SnapshotImage image;
    private final int nodeCount;
    private final long count;
    private long next;
    private long node;

    /** @param root of the list, which lived at the start */
    public QuicklistImage(SnapshotImage image, long root) {
        this.image = image;
        Quicklist list = new Quicklist().open(image.copyBlock(Place.ROOT, root));
        nodeCount = list.nodeCount();
        count = list.count();
        next = list.firstNode();
    }

    public int nodeCount() {
        return nodeCount;
    }

    /** Elements in all nodes. */
    public long count() {
        return count;
    }

    /** Goes to the next node; false at the end. */
    public boolean next() {
        if (next == 0) {
            return false;
        }
        long head = image.copy(Place.NODE, next, Node.HEADER_BYTES + Listpack.EMPTY_BYTES);
        long bytes = Node.payloadBytes(head);
        node = image.copy(Place.NODE, next, Node.HEADER_BYTES + bytes);
        next = Node.next(node);
        return true;
    }

    public boolean isPlain() {
        return Node.isPlain(node);
    }

    /** The listpack, or the one element, of the node. */
    public long payload() {
        return Node.payload(node);
    }

    public long payloadBytes() {
        return Node.payloadBytes(node);
    }
}
