package dev.spinel.engine.struct.array;

import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * A walk over the elements of a {@link SparseArray} in a range of indexes, up or down. Gaps cost nothing. A reusable
 * flyweight, valid until the array changes.
 */
public final class SparseArrayCursor {
    private final IdCursor slices = new IdCursor();
    private long root;
    private int shift;
    private long slice;
    private int place;
    private long end;
    private boolean isDown;
    private long index;

    /** Stands before the element at {@code from} or the first one behind it; goes down when {@code to} is below. */
    public SparseArrayCursor begin(SparseArray array, long from, long to) {
        root = array.root();
        shift = SparseArray.shift(root);
        end = to;
        isDown = Long.compareUnsigned(from, to) > 0;
        if (isDown ? IdTree.floor(root, 0, from >>> shift, slices) : IdTree.ceiling(root, 0, from >>> shift, slices)) {
            enter(slices.low() == from >>> shift ? (int) from & mask() : outermost());
        } else {
            slice = 0;
        }
        return this;
    }

    /** Stands before the first element of all. */
    public SparseArrayCursor all(SparseArray array) {
        return begin(array, 0, -1);
    }

    private void enter(int offset) {
        slice = SparseArray.slice(slices);
        place = offset;
    }

    /** The offset where a slice is entered. */
    private int outermost() {
        return isDown ? mask() : 0;
    }

    private int mask() {
        return (1 << shift) - 1;
    }

    /** Goes to the next element; false behind the last one. */
    public boolean next() {
        while (slice != 0) {
            int found = place < 0 || place > mask() ? -1 : isDown ? Slice.floor(slice, place)
                : Slice.ceiling(slice, place);
            if (found >= 0) {
                index = slices.low() << shift | found;
                place = isDown ? found - 1 : found + 1;
                int order = Long.compareUnsigned(index, end);
                slice = (isDown ? order < 0 : order > 0) ? 0 : slice;
                return slice != 0;
            }
            if (isDown ? IdTree.previous(root, slices) : IdTree.next(root, slices)) {
                enter(outermost());
            } else {
                slice = 0;
            }
        }
        return false;
    }

    public long index() {
        return index;
    }

    /** The element. */
    public long word() {
        return Slice.get(slice, (int) index & mask());
    }
}
