package dev.spinel.engine.struct.array;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * Elements at unsigned indexes of 64 bits, all but the largest one. A flyweight over one root block at a time.
 * Reactor thread.
 *
 * <pre>
 *   0           24      32      40     48
 *   | slices 24 | bytes | count | mark | shift 1 |
 *
 *   slices  IdTree from slice number to | ref 5 |      bytes  of all slices and of the blocks of their words
 *   count   elements                                   mark   a number that is the owner's
 *   shift   log2 of the indexes a slice covers
 * </pre>
 */
public final class SparseArray {
    private static final int BYTES_OFFSET = IdTree.HEADER_BYTES;
    private static final int COUNT_OFFSET = BYTES_OFFSET + Long.BYTES;
    private static final int MARK_OFFSET = COUNT_OFFSET + Long.BYTES;
    private static final int SHIFT_OFFSET = MARK_OFFSET + Long.BYTES;
    static final int ROOT_BYTES = SHIFT_OFFSET + Byte.BYTES;
    private static final int REF_BYTES = 5;

    private final SliceLimits limits;
    private final IdCursor cursor = new IdCursor();
    private long root;

    public SparseArray(SliceLimits limits) {
        this.limits = limits;
    }

    /** Lays the flyweight over an array. */
    public SparseArray open(long array) {
        root = array;
        return this;
    }

    /** Makes an empty array, which the caller owns, and lays the flyweight over it. */
    public SparseArray create() {
        root = Blocks.allocate(MemoryTag.VALUE, ROOT_BYTES);
        IdTree.init(root, REF_BYTES);
        Mem.initLong(root + BYTES_OFFSET, 0);
        Mem.initLong(root + COUNT_OFFSET, 0);
        Mem.initLong(root + MARK_OFFSET, 0);
        Mem.initByte(root + SHIFT_OFFSET, (byte) limits.sliceShift());
        return this;
    }

    public long root() {
        return root;
    }

    /** Number of elements. */
    public long count() {
        return count(root);
    }

    static long count(long array) {
        return Mem.getLong(array + COUNT_OFFSET);
    }

    /** What {@link #note} noted; 0 at first. */
    public long mark() {
        return mark(root);
    }

    static long mark(long array) {
        return Mem.getLong(array + MARK_OFFSET);
    }

    /** Notes a number. */
    public void note(long number) {
        Mem.putLong(root + MARK_OFFSET, number);
    }

    /** One more than the largest index of an element, unsigned; 0 without one. */
    public long length() {
        return IdTree.last(root, cursor) ? index(cursor.low(), Slice.last(slice(cursor))) + 1 : 0;
    }

    /** Indexes a slice covers. */
    public int sliceSize() {
        return 1 << shift(root);
    }

    public long sliceCount() {
        return IdTree.count(root);
    }

    /** Bytes of all blocks. */
    public long memoryBytes() {
        return Arena.blockSize(root) + IdTree.memoryBytes(root) + Mem.getLong(root + BYTES_OFFSET);
    }

    /** Moves slices and the tree over them to better places, see {@link IdTree#relocate}; blocks of words stay. */
    public boolean relocate(boolean goesOn, Relocation relocation) {
        return IdTree.relocate(root, goesOn, SparseArray::moveSlice, relocation);
    }

    private static void moveSlice(IdCursor cursor, Relocation relocation) {
        long moved = relocation.move(slice(cursor));
        if (moved != 0) {
            Mem.putRef(cursor.payload(), Arena.ref(moved));
        }
    }

    /** The word at an index; {@link Word#NONE} where nothing is. Good until the array changes. */
    public long get(long index) {
        return IdTree.find(root, 0, number(index), cursor) ? Slice.get(slice(cursor), offset(index)) : Word.NONE;
    }

    /**
     * Puts bytes at an index; whether nothing was there.
     *
     * @param following how many of the indexes behind this one are to be put next
     */
    public boolean put(long index, long address, long length, long following) {
        return putWord(index, Word.of(address, length), following);
    }

    /** Puts a word at an index, which the array owns from now on. */
    boolean putWord(long index, long word, long following) {
        if (IdTree.insert(root, 0, number(index), cursor)) {
            boolean isDense = limits.mostSparse() == 0 || run(index, following) > limits.mostSparse();
            addSlice(isDense ? Slice.createDense(offset(index), word, sliceSize())
                : Slice.createSparse(offset(index), word, limits.mostSparse()));
            countIn(word);
            return true;
        }
        long at = Slice.find(slice(cursor), offset(index));
        long before = at == 0 ? Word.NONE : Mem.getLong(at);
        if (before != Word.NONE) {
            addBytes(Word.blockSize(word) - Word.blockSize(before));
            Mem.putLong(at, word);
            Word.free(before);
            return false;
        }
        insert(index, word, following);
        return true;
    }

    /** Puts a word where nothing is in the slice the cursor is on. */
    private void insert(long index, long word, long following) {
        long slice = slice(cursor);
        long size = Arena.blockSize(slice);
        if (!Slice.isDense(slice) && Slice.count(slice) + run(index, following) > limits.mostSparse()) {
            slice = Slice.toDense(slice, sliceSize());
        }
        moved(size, Slice.insert(slice, offset(index), word, sliceSize(), limits));
        countIn(word);
    }

    /** How many elements come to the slice of an index when so many follow it. */
    private long run(long index, long following) {
        return Math.min(following, sliceSize() - 1L - offset(index)) + 1;
    }

    private void countIn(long word) {
        addBytes(Word.blockSize(word));
        Mem.putLong(root + COUNT_OFFSET, count() + 1);
    }

    /** Removes an element; whether one was there. */
    public boolean remove(long index) {
        if (!IdTree.find(root, 0, number(index), cursor)) {
            return false;
        }
        long word = Slice.get(slice(cursor), offset(index));
        if (word == Word.NONE) {
            return false;
        }
        removeFound(index, word);
        Word.free(word);
        return true;
    }

    /** Takes a word out of the slice the cursor is on, without freeing what it owns. */
    private void removeFound(long index, long word) {
        addBytes(-Word.blockSize(word));
        Mem.putLong(root + COUNT_OFFSET, count() - 1);
        long slice = slice(cursor);
        if (Slice.count(slice) > 1) {
            moved(Arena.blockSize(slice), Slice.remove(slice, offset(index), limits));
        } else {
            dropSlice(slice, number(index));
        }
    }

    /** Removes all elements from {@code low} to {@code high}, both inclusive, unsigned; answers how many there were. */
    public long removeRange(long low, long high) {
        long before = count();
        boolean more = IdTree.ceiling(root, 0, number(low), cursor);
        while (more && Long.compareUnsigned(cursor.low(), number(high)) <= 0) {
            long number = cursor.low();
            int from = number == number(low) ? offset(low) : 0;
            int to = number == number(high) ? offset(high) : sliceSize() - 1;
            removeFromSlice(number, from, to);
            more = IdTree.ceiling(root, 0, number + 1, cursor);
        }
        return before - count();
    }

    private void removeFromSlice(long number, int from, int to) {
        long slice = slice(cursor);
        if (from == 0 && to >= Slice.last(slice)) {
            Mem.putLong(root + COUNT_OFFSET, count() - Slice.count(slice));
            addBytes(-freeWords(slice));
            dropSlice(slice, number);
            return;
        }
        for (int at = Slice.ceiling(slice, from); at >= 0 && at <= to; at = Slice.ceiling(slice, at + 1)) {
            boolean isLast = Slice.count(slice) == 1;
            remove(index(number, at));
            if (isLast || !IdTree.find(root, 0, number, cursor)) {
                return;
            }
            slice = slice(cursor);
        }
    }

    /** Frees what the words of a slice own; answers how many bytes that were. */
    private static long freeWords(long slice) {
        long bytes = 0;
        for (int at = Slice.ceiling(slice, 0); at >= 0; at = Slice.ceiling(slice, at + 1)) {
            long word = Slice.get(slice, at);
            bytes += Word.blockSize(word);
            Word.free(word);
        }
        return bytes;
    }

    /** Moves the element at an index to the end of {@code target}, an array without gaps and as long as that. */
    public void moveTo(long index, SparseArray target) {
        IdTree.find(root, 0, number(index), cursor);
        long word = Slice.get(slice(cursor), offset(index));
        removeFound(index, word);
        target.putWord(target.count(), word, 0);
    }

    /** Gives up all elements for those of another array, of which nothing is left. */
    public void become(SparseArray other) {
        freeSlices(root, Integer.MAX_VALUE);
        Mem.copy(other.root, root, ROOT_BYTES);
        Arena.free(other.root);
    }

    /** A copy with everything in it, owned by the caller. */
    public long copy() {
        long copy = Blocks.allocate(MemoryTag.VALUE, ROOT_BYTES);
        Mem.initCopy(root, copy, ROOT_BYTES);
        IdTree.init(copy, REF_BYTES);
        IdTree.copy(root, copy);
        long bytes = 0;
        for (boolean more = IdTree.first(copy, cursor); more; more = IdTree.next(copy, cursor)) {
            long slice = Slice.copy(slice(cursor));
            Mem.putRef(cursor.payload(), Arena.ref(slice));
            bytes += Arena.blockSize(slice);
            for (int at = Slice.ceiling(slice, 0); at >= 0; at = Slice.ceiling(slice, at + 1)) {
                long word = Word.copy(Slice.get(slice, at));
                Mem.putLong(Slice.find(slice, at), word);
                bytes += Word.blockSize(word);
            }
        }
        Mem.putLong(copy + BYTES_OFFSET, bytes);
        return copy;
    }

    /** Frees an array with everything in it. */
    public static void free(long array) {
        freeSlice(array, Integer.MAX_VALUE);
    }

    /** Frees about so many blocks of an array nobody uses; answers how many are left, 0 or less before the end. */
    public static int freeSlice(long array, int blocks) {
        int left = freeSlices(array, blocks);
        if (left > 0) {
            Arena.free(array);
        }
        return left;
    }

    private static int freeSlices(long array, int blocks) {
        IdCursor last = new IdCursor();
        int left = blocks;
        while (left > 0 && IdTree.last(array, last)) {
            long slice = slice(last);
            left -= Slice.count(slice);
            freeWords(slice);
            Arena.free(slice);
            IdTree.remove(array, 0, last.low());
        }
        return left;
    }

    /** Goes over all slices. */
    public SliceSummary summarize() {
        SliceSummary summary = new SliceSummary();
        for (boolean more = IdTree.first(root, cursor); more; more = IdTree.next(root, cursor)) {
            long slice = slice(cursor);
            if (Slice.isDense(slice)) {
                summary.addDense(Slice.window(slice), Slice.count(slice));
            } else {
                summary.addSparse(Slice.room(slice));
            }
        }
        return summary;
    }

    /** How many runs of {@code slices} slices, a power of two, have an element. */
    public long countRuns(int slices) {
        long runs = 0;
        boolean more = IdTree.first(root, cursor);
        while (more) {
            runs++;
            more = IdTree.ceiling(root, 0, (cursor.low() | slices - 1) + 1, cursor);
        }
        return runs;
    }

    // Slices

    private void addSlice(long slice) {
        Mem.putRef(cursor.payload(), Arena.ref(slice));
        addBytes(Arena.blockSize(slice));
    }

    private void dropSlice(long slice, long number) {
        addBytes(-Arena.blockSize(slice));
        Arena.free(slice);
        IdTree.remove(root, 0, number);
    }

    /** Notes where the slice the cursor is on is now, and that it had so many bytes. */
    private void moved(long size, long slice) {
        long ref = Arena.ref(slice);
        if (Mem.getRef(cursor.payload()) != ref) {
            Mem.putRef(cursor.payload(), ref);
        }
        addBytes(Arena.blockSize(slice) - size);
    }

    private void addBytes(long change) {
        if (change != 0) {
            Mem.putLong(root + BYTES_OFFSET, Mem.getLong(root + BYTES_OFFSET) + change);
        }
    }

    static long slice(IdCursor cursor) {
        return Arena.address(Mem.getRef(cursor.payload()));
    }

    static int shift(long array) {
        return Mem.getByte(array + SHIFT_OFFSET);
    }

    private long number(long index) {
        return index >>> shift(root);
    }

    private int offset(long index) {
        return (int) index & sliceSize() - 1;
    }

    private long index(long number, int offset) {
        return number << shift(root) | offset;
    }
}
