package dev.spinel.engine.struct.tree;

/** A place in an {@link IdTree}: on a record, or nowhere. A reusable flyweight, valid until the tree changes. */
public final class IdCursor {
    private long leaf;
    private int index;
    private int stride;

    /** Whether it is on a record. */
    public boolean isOnRecord() {
        return leaf != 0;
    }

    /** The upper half of the id. */
    public long high() {
        return IdNode.high(record());
    }

    /** The lower half of the id. */
    public long low() {
        return IdNode.low(record());
    }

    /** Address of what the record carries. */
    public long payload() {
        return IdNode.payload(record());
    }

    long record() {
        return IdNode.record(leaf, index, stride);
    }

    /** Goes a number of records on in the same leaf; false, and stays, where that ends. */
    boolean step(int by) {
        int target = index + by;
        if (target < 0 || target >= IdNode.count(leaf)) {
            return false;
        }
        index = target;
        return true;
    }

    boolean moveTo(long toLeaf, int toIndex, int recordStride) {
        leaf = toLeaf;
        index = toIndex;
        stride = recordStride;
        return toLeaf != 0;
    }
}
