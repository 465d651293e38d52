package dev.spinel.engine.struct.array;

import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTreeImage;

/** A {@link SparseArray} as it was when the running snapshot began. Owned by the thread that reads it. */
public final class SparseArrayImage {
    private final SnapshotImage image;
    private final IdTreeImage slices;
    private final WordText text = new WordText();
    private final long root;
    private final long scratch;

    /** Hears of one element: its index, its word and its bytes, which are good during the call. */
    @FunctionalInterface
    public interface Visitor {
        void onElement(long index, long word, WordText text);
    }

    /** Opens the array whose root block was at an address. */
    public SparseArrayImage(SnapshotImage image, long array) {
        this.image = image;
        slices = new IdTreeImage(image);
        root = image.copy(Place.ROOT, array, SparseArray.ROOT_BYTES);
        // Any copy will do: it is the memory that is wanted, of this thread's own.
        scratch = image.copy(Place.FIELD, array, Word.MAX_INLINE_BYTES);
    }

    /** Number of elements. */
    public long count() {
        return SparseArray.count(root);
    }

    public long mark() {
        return SparseArray.mark(root);
    }

    /** Goes through the elements in the order of their indexes. */
    public void forEach(Visitor visitor) {
        slices.forEach(root, slice -> visit(slice, visitor));
    }

    private void visit(IdCursor record, Visitor visitor) {
        long first = record.low() << SparseArray.shift(root);
        long address = SparseArray.slice(record);
        long bytes = Slice.bytes(image.copy(Place.NODE, address, Slice.HEADER_BYTES));
        long slice = image.copy(Place.NODE, address, bytes);
        for (int at = Slice.ceiling(slice, 0); at >= 0; at = Slice.ceiling(slice, at + 1)) {
            long word = Slice.get(slice, at);
            visitor.onElement(first + at, word, Word.isBlock(word) ? text.openBlock(copy(Word.block(word)))
                : text.open(word, scratch));
        }
    }

    private long copy(long block) {
        long length = Word.blockLength(image.copy(Place.VALUE, block, Word.BLOCK_HEADER_BYTES));
        return image.copy(Place.VALUE, block, Word.BLOCK_HEADER_BYTES + length);
    }
}
