package dev.spinel.engine.struct;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;

/**
 * A growable array of 5-byte references: one block up to 1024, then pages of 1024 behind a block of page references.
 * All static over a header that lies in somebody's root block; an array filled with zero bytes is empty.
 *
 * <pre>
 *   0     5        6      8         12
 *   | top | levels | -    | count 4 |
 * </pre>
 *
 * What changes the number of blocks or their size returns by how many bytes.
 */
public final class RefArray {
    /** Bytes of the header. */
    public static final int HEADER_BYTES = 12;

    static final int REF_BYTES = 5;
    private static final int LEVELS_OFFSET = REF_BYTES;
    private static final int COUNT_OFFSET = 8;
    static final int PAGE_SHIFT = 10;
    static final int PAGE_REFS = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_REFS - 1;
    private static final int LARGEST_STEP = PAGE_REFS / 8;
    private static final int SMALLEST_BYTES = 16;

    private RefArray() {}

    /** Number of references. */
    public static int count(long array) {
        return Mem.getInt(array + COUNT_OFFSET);
    }

    /** Address of a reference. Good until the next append or drop. */
    public static long at(long array, int index) {
        long top = top(array);
        if (hasOneLevel(array)) {
            return top + (long) index * REF_BYTES;
        }
        return page(top, index >>> PAGE_SHIFT) + (long) (index & PAGE_MASK) * REF_BYTES;
    }

    /** The block a reference stands for, or 0. */
    public static long blockAt(long array, int index) {
        long ref = Mem.getRef(at(array, index));
        return ref == 0 ? 0 : Arena.address(ref);
    }

    /** Lets a reference stand for a block, or for none if that is 0. */
    public static void setBlock(long array, int index, long block) {
        Mem.putRef(at(array, index), block == 0 ? 0 : Arena.ref(block));
    }

    /** Adds a reference that is 0. */
    public static long append(long array) {
        int count = count(array);
        int within = count & PAGE_MASK;
        long change = within == 0 ? appendPage(array, count >>> PAGE_SHIFT) : makeRoom(array, within);
        Mem.putInt(array + COUNT_OFFSET, count + 1);
        Mem.putRef(at(array, count), 0);
        return change;
    }

    /** Drops the last reference; what it stands for is the caller's. */
    public static long drop(long array) {
        int count = count(array) - 1;
        Mem.putInt(array + COUNT_OFFSET, count);
        int within = count & PAGE_MASK;
        if (within == 0) {
            return dropPage(array, count >>> PAGE_SHIFT);
        }
        long size = Arena.blockSize(lastPage(array));
        long needed = (long) within * REF_BYTES;
        return needed * 2 <= size && size > SMALLEST_BYTES ? resizeLastPage(array, needed) : 0;
    }

    /** Moves the block that the reference with this number lies in to a better place, if it is the first one there. */
    public static void relocate(long array, int index, Relocation relocation) {
        if ((index & PAGE_MASK) != 0 || index >= count(array)) {
            return;
        }
        long top = index == 0 ? relocation.move(top(array)) : 0;
        if (top != 0) {
            Mem.putRef(array, Arena.ref(top));
        }
        long page = hasOneLevel(array) ? 0 : relocation.move(page(top(array), index >>> PAGE_SHIFT));
        if (page != 0) {
            Mem.putRef(top(array) + (long) (index >>> PAGE_SHIFT) * REF_BYTES, Arena.ref(page));
        }
    }

    private static long top(long array) {
        return Arena.address(Mem.getRef(array));
    }

    static boolean hasOneLevel(long array) {
        return Mem.getByte(array + LEVELS_OFFSET) == 1;
    }

    private static long page(long top, int page) {
        return Arena.address(Mem.getRef(top + (long) page * REF_BYTES));
    }

    private static long lastPage(long array) {
        return hasOneLevel(array) ? top(array) : page(top(array), count(array) - 1 >>> PAGE_SHIFT);
    }

    private static void setTop(long array, long top, int levels) {
        Mem.putRef(array, Arena.ref(top));
        Mem.putByte(array + LEVELS_OFFSET, (byte) levels);
    }

    private static long appendPage(long array, int page) {
        if (page == 0) {
            long block = Blocks.allocate(MemoryTag.VALUE, SMALLEST_BYTES);
            setTop(array, block, 1);
            return Arena.blockSize(block);
        }
        long change = page == 1 ? addLevel(array) : makeTopRoom(array, page);
        long block = Blocks.allocate(MemoryTag.VALUE, LARGEST_STEP * REF_BYTES);
        Mem.putRef(top(array) + (long) page * REF_BYTES, Arena.ref(block));
        return change + Arena.blockSize(block);
    }

    private static long addLevel(long array) {
        long first = Mem.getRef(array);
        long block = Blocks.allocate(MemoryTag.VALUE, SMALLEST_BYTES);
        Mem.initRef(block, first);
        setTop(array, block, 2);
        return Arena.blockSize(block);
    }

    private static long makeTopRoom(long array, int page) {
        long top = top(array);
        long size = Arena.blockSize(top);
        if ((page + 1L) * REF_BYTES <= size) {
            return 0;
        }
        long moved = Blocks.reallocate(top, (page + 1L + page / 4) * REF_BYTES);
        setTop(array, moved, 2);
        return Arena.blockSize(moved) - size;
    }

    private static long makeRoom(long array, int within) {
        if ((within + 1L) * REF_BYTES <= Arena.blockSize(lastPage(array))) {
            return 0;
        }
        int step = Math.clamp(Integer.highestOneBit(within) >>> 2, 1, LARGEST_STEP);
        return resizeLastPage(array, Math.min(within + step, PAGE_REFS) * (long) REF_BYTES);
    }

    private static long resizeLastPage(long array, long bytes) {
        long page = lastPage(array);
        long size = Arena.blockSize(page);
        long moved = Blocks.reallocate(page, Math.max(SMALLEST_BYTES, bytes));
        if (hasOneLevel(array)) {
            setTop(array, moved, 1);
        } else {
            Mem.putRef(top(array) + (long) (count(array) - 1 >>> PAGE_SHIFT) * REF_BYTES, Arena.ref(moved));
        }
        return Arena.blockSize(moved) - size;
    }

    private static long dropPage(long array, int page) {
        long top = top(array);
        long dropped = page == 0 ? top : page(top, page);
        long change = -Arena.blockSize(dropped);
        Arena.free(dropped);
        if (page == 0) {
            Mem.putRef(array, 0);
        } else if (page == 1) {
            long first = page(top, 0);
            change -= Arena.blockSize(top);
            Arena.free(top);
            setTop(array, first, 1);
        }
        return change;
    }
}
