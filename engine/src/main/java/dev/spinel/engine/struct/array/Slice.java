package dev.spinel.engine.struct.array;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * Layout of one slice: the elements of up to 65536 indexes by their offset in it. All static over the address of its
 * block; what may move the block answers where it is now. A slice has an element at least.
 *
 * <pre>
 *   0      1        2       4      6           8
 *   | 0    | -      | -     | -    | count - 1 | (offset u16, word 8) …   |   sparse: by offset
 *   | log2 | -      | first | last | count - 1 | word 8 …                 |   dense: a window of words
 *
 *   log2   of the number of words in the window, 3 or more      first  offset of the window's first word
 *   last   offset of the last element
 * </pre>
 */
final class Slice {
    private static final int FIRST_OFFSET = 2;
    private static final int LAST_OFFSET = FIRST_OFFSET + Short.BYTES;
    private static final int COUNT_OFFSET = LAST_OFFSET + Short.BYTES;
    static final int HEADER_BYTES = COUNT_OFFSET + Short.BYTES;
    private static final int ENTRY_BYTES = Short.BYTES + Long.BYTES;
    private static final int SMALLEST_WINDOW = 8;
    private static final int SMALLEST_ROOM = 4;

    private Slice() {}

    /** A sparse slice with one element. */
    static long createSparse(int offset, long word, int mostSparse) {
        long slice = Blocks.allocate(MemoryTag.VALUE, sparseBytes(Math.min(SMALLEST_ROOM, mostSparse)));
        Mem.initLong(slice, 0);
        setEntry(slice, 0, offset, word);
        return slice;
    }

    /** A dense slice with one element. */
    static long createDense(int offset, long word, int sliceSize) {
        long slice = newWindow(Math.min(offset, sliceSize - SMALLEST_WINDOW), SMALLEST_WINDOW);
        Mem.putShort(slice + LAST_OFFSET, (short) offset);
        Mem.putLong(wordAt(slice, offset), word);
        return slice;
    }

    private static long newWindow(int first, int window) {
        long slice = Blocks.allocate(MemoryTag.VALUE, denseBytes(window));
        Mem.initFill(slice, denseBytes(window), (byte) 0);
        Mem.initByte(slice, (byte) Integer.numberOfTrailingZeros(window));
        Mem.initShort(slice + FIRST_OFFSET, (short) first);
        return slice;
    }

    private static long sparseBytes(int room) {
        return HEADER_BYTES + (long) room * ENTRY_BYTES;
    }

    private static long denseBytes(int window) {
        return HEADER_BYTES + (long) window * Long.BYTES;
    }

    /** Bytes in use; its first {@link #HEADER_BYTES} tell. */
    static long bytes(long slice) {
        return isDense(slice) ? denseBytes(window(slice)) : sparseBytes(count(slice));
    }

    static boolean isDense(long slice) {
        return Mem.getByte(slice) != 0;
    }

    /** Words of a dense slice. */
    static int window(long slice) {
        return 1 << Mem.getByte(slice);
    }

    /** Elements a sparse slice has room for as it is. */
    static int room(long slice) {
        return (int) (Arena.blockSize(slice) - HEADER_BYTES) / ENTRY_BYTES;
    }

    static int count(long slice) {
        return Mem.getUnsignedShort(slice + COUNT_OFFSET) + 1;
    }

    private static void count(long slice, int count) {
        Mem.putShort(slice + COUNT_OFFSET, (short) (count - 1));
    }

    /** Offset of the last element. */
    static int last(long slice) {
        return isDense(slice) ? Mem.getUnsignedShort(slice + LAST_OFFSET) : offsetAt(slice, count(slice) - 1);
    }

    private static int first(long slice) {
        return Mem.getUnsignedShort(slice + FIRST_OFFSET);
    }

    private static long wordAt(long slice, int offset) {
        return slice + HEADER_BYTES + (long) (offset - first(slice)) * Long.BYTES;
    }

    private static long entry(long slice, int index) {
        return slice + HEADER_BYTES + (long) index * ENTRY_BYTES;
    }

    private static int offsetAt(long slice, int index) {
        return Mem.getUnsignedShort(entry(slice, index));
    }

    private static void setEntry(long slice, int index, int offset, long word) {
        Mem.putShort(entry(slice, index), (short) offset);
        Mem.putLong(entry(slice, index) + Short.BYTES, word);
    }

    private static void moveEntries(long slice, int from, int to, int entries) {
        if (entries > 0) {
            Mem.copy(entry(slice, from), entry(slice, to), (long) entries * ENTRY_BYTES);
        }
    }

    /** Index of the first entry of a sparse slice whose offset is not below the given one. */
    private static int lowerBound(long slice, int offset) {
        int low = 0;
        int high = count(slice);
        while (low < high) {
            int middle = low + high >>> 1;
            if (offsetAt(slice, middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Where the word of an offset is, or 0 when the slice has no place for it. */
    static long find(long slice, int offset) {
        if (isDense(slice)) {
            int within = offset - first(slice);
            return within >= 0 && within < window(slice) ? wordAt(slice, offset) : 0;
        }
        int index = lowerBound(slice, offset);
        return index < count(slice) && offsetAt(slice, index) == offset ? entry(slice, index) + Short.BYTES : 0;
    }

    static long get(long slice, int offset) {
        long at = find(slice, offset);
        return at == 0 ? Word.NONE : Mem.getLong(at);
    }

    /** Offset of the first element that is not below the given one; -1 when there is none. */
    static int ceiling(long slice, int offset) {
        if (!isDense(slice)) {
            int index = lowerBound(slice, offset);
            return index < count(slice) ? offsetAt(slice, index) : -1;
        }
        int last = last(slice);
        for (int i = Math.max(offset, first(slice)); i <= last; i++) {
            if (Mem.getLong(wordAt(slice, i)) != Word.NONE) {
                return i;
            }
        }
        return -1;
    }

    /** Offset of the last element that is not above the given one; -1 when there is none. */
    static int floor(long slice, int offset) {
        if (!isDense(slice)) {
            int index = lowerBound(slice, offset + 1) - 1;
            return index < 0 ? -1 : offsetAt(slice, index);
        }
        for (int i = Math.min(offset, last(slice)); i >= first(slice); i--) {
            if (Mem.getLong(wordAt(slice, i)) != Word.NONE) {
                return i;
            }
        }
        return -1;
    }

    /** Puts an element where none was. */
    static long insert(long slice, int offset, long word, int sliceSize, SliceLimits limits) {
        boolean isTooMany = !isDense(slice) && count(slice) >= limits.mostSparse();
        long target = isTooMany ? toDense(slice, sliceSize) : slice;
        return isDense(target) ? insertDense(target, offset, word, sliceSize)
            : insertSparse(target, offset, word, limits.mostSparse());
    }

    private static long insertSparse(long slice, int offset, long word, int mostSparse) {
        int count = count(slice);
        long target = count < room(slice) ? slice
            : Blocks.reallocate(slice, sparseBytes(Math.min(count * 2, mostSparse)));
        int index = lowerBound(target, offset);
        moveEntries(target, index, index + 1, count - index);
        setEntry(target, index, offset, word);
        count(target, count + 1);
        return target;
    }

    private static long insertDense(long slice, int offset, long word, int sliceSize) {
        long target = find(slice, offset) != 0 ? slice : widen(slice, offset, sliceSize);
        Mem.putLong(wordAt(target, offset), word);
        if (offset > last(target)) {
            Mem.putShort(target + LAST_OFFSET, (short) offset);
        }
        count(target, count(target) + 1);
        return target;
    }

    /** Makes the window cover an offset beside it: to the right it doubles, to the left it ends where it did. */
    private static long widen(long slice, int offset, int sliceSize) {
        int first = first(slice);
        int window = window(slice);
        int end = first + window;
        if (offset >= end) {
            while (offset >= first + window && window < sliceSize) {
                window *= 2;
            }
            return move(slice, Math.min(first, sliceSize - window), window);
        }
        window = Math.min(powerOfTwo(end - offset), sliceSize);
        return move(slice, Math.max(end - window, 0), window);
    }

    private static int powerOfTwo(int least) {
        return Math.max(SMALLEST_WINDOW, Integer.highestOneBit(least - 1) << 1);
    }

    private static long move(long slice, int first, int window) {
        int oldFirst = first(slice);
        int oldWindow = window(slice);
        if (first == oldFirst) {
            long grown = Blocks.reallocate(slice, denseBytes(window));
            Mem.fill(grown + denseBytes(oldWindow), (long) (window - oldWindow) * Long.BYTES, (byte) 0);
            Mem.putByte(grown, (byte) Integer.numberOfTrailingZeros(window));
            return grown;
        }
        long moved = newWindow(first, window);
        Mem.putShort(moved + LAST_OFFSET, (short) last(slice));
        count(moved, count(slice));
        Mem.copy(slice + HEADER_BYTES, wordAt(moved, oldFirst), (long) oldWindow * Long.BYTES);
        Arena.free(slice);
        return moved;
    }

    /** Makes a sparse slice dense. */
    static long toDense(long slice, int sliceSize) {
        int count = count(slice);
        int last = offsetAt(slice, count - 1);
        int first = offsetAt(slice, 0);
        int window = Math.min(powerOfTwo(last - first + 1), sliceSize);
        long dense = newWindow(Math.min(first, sliceSize - window), window);
        for (int i = 0; i < count; i++) {
            Mem.putLong(wordAt(dense, offsetAt(slice, i)), Mem.getLong(entry(slice, i) + Short.BYTES));
        }
        Mem.putShort(dense + LAST_OFFSET, (short) last);
        count(dense, count);
        Arena.free(slice);
        return dense;
    }

    /** Takes an element out that is not the last one; its word is the caller's. */
    static long remove(long slice, int offset, SliceLimits limits) {
        int count = count(slice) - 1;
        if (!isDense(slice)) {
            int index = lowerBound(slice, offset);
            moveEntries(slice, index + 1, index, count - index);
            count(slice, count);
            return slice;
        }
        Mem.putLong(wordAt(slice, offset), Word.NONE);
        count(slice, count);
        if (offset == last(slice)) {
            Mem.putShort(slice + LAST_OFFSET, (short) floor(slice, offset));
        }
        return isBetterSparse(slice, limits) ? toSparse(slice, limits.fewestDense()) : slice;
    }

    /** Whether there is little enough in a dense slice that turning it over is worth the while. */
    private static boolean isBetterSparse(long slice, SliceLimits limits) {
        int window = window(slice);
        return count(slice) <= Math.min(limits.fewestDense(), limits.mostSparse()) && window > SMALLEST_WINDOW
            && window >= 4 * limits.fewestDense()
            && denseBytes(window) >= sparseBytes(limits.fewestDense()) * 5 / 4;
    }

    private static long toSparse(long slice, int room) {
        long sparse = Blocks.allocate(MemoryTag.VALUE, sparseBytes(room));
        Mem.initLong(sparse, 0);
        int count = count(slice);
        int offset = -1;
        for (int i = 0; i < count; i++) {
            offset = ceiling(slice, offset + 1);
            setEntry(sparse, i, offset, get(slice, offset));
        }
        count(sparse, count);
        Arena.free(slice);
        return sparse;
    }

    /** A copy whose words are still those of the original. */
    static long copy(long slice) {
        long copy = Blocks.allocate(MemoryTag.VALUE, bytes(slice));
        Mem.initCopy(slice, copy, bytes(slice));
        return copy;
    }
}
