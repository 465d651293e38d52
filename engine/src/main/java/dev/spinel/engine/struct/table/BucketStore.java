package dev.spinel.engine.struct.table;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * The bucket lines of one table, addressed by number: one block up to 1024 buckets, then 64 KiB pages behind a
 * directory of 8-byte addresses. The last page is only as large as it needs to be, to an eighth. Owns its memory.
 */
final class BucketStore {
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_BUCKETS = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_BUCKETS - 1;
    private static final int LARGEST_STEP = PAGE_BUCKETS / 8;
    private static final int INITIAL_DIRECTORY = 16;

    /** The only page, or the directory once there are more. */
    private long root;
    private boolean hasDirectory;
    private int count;
    private int lastCapacity;
    private int directoryCapacity;
    private long bytes;

    /** Buckets in use. */
    int count() {
        return count;
    }

    /** Bytes of pages and directory. */
    long memoryBytes() {
        return bytes;
    }

    /** Address of a bucket below {@link #count}. Good until the next append or drop. */
    long address(int index) {
        long page = hasDirectory ? Mem.getLong(root + ((long) (index >>> PAGE_SHIFT) << 3)) : root;
        return page + ((long) (index & PAGE_MASK) << 6);
    }

    /** Adds an empty bucket at the end; pages and the directory may move. */
    void append() {
        int within = count & PAGE_MASK;
        if (within == 0) {
            appendPage();
        } else if (within == lastCapacity) {
            resizeLastPage(capacityAbove(within));
        }
        count++;
        Mem.initFill(address(count - 1), Bucket.BYTES, (byte) 0);
    }

    /** Drops the last bucket, whose overflow blocks are the caller's; pages and the directory may move. */
    void drop() {
        count--;
        int within = count & PAGE_MASK;
        if (within == 0) {
            dropPage();
        } else if (within * 2 <= lastCapacity) {
            resizeLastPage(within);
        }
    }

    /** Frees everything. */
    void clear() {
        if (hasDirectory) {
            for (int page = 0; page <= count - 1 >>> PAGE_SHIFT; page++) {
                Arena.free(Mem.getLong(root + ((long) page << 3)));
            }
        }
        if (root != 0) {
            Arena.free(root);
        }
        root = 0;
        hasDirectory = false;
        count = 0;
        lastCapacity = 0;
        directoryCapacity = 0;
        bytes = 0;
    }

    /** Small tables grow by a quarter, large ones by an eighth of a page. */
    private int capacityAbove(int within) {
        int step = Math.clamp(Integer.highestOneBit(within) >>> 2, 1, LARGEST_STEP);
        if (hasDirectory) {
            step = LARGEST_STEP;
        }
        return within + step & -step;
    }

    private void appendPage() {
        int page = count >>> PAGE_SHIFT;
        lastCapacity = page == 0 ? 1 : LARGEST_STEP;
        long address = allocate((long) lastCapacity * Bucket.BYTES);
        if (page == 0) {
            root = address;
            return;
        }
        if (page == 1) {
            long first = root;
            root = allocate(INITIAL_DIRECTORY * Long.BYTES);
            directoryCapacity = INITIAL_DIRECTORY;
            hasDirectory = true;
            Mem.initLong(root, first);
        } else if (page == directoryCapacity) {
            directoryCapacity *= 2;
            root = resize(root, (long) directoryCapacity * Long.BYTES);
        }
        Mem.initLong(root + ((long) page << 3), address);
    }

    private void dropPage() {
        int page = count >>> PAGE_SHIFT;
        free(hasDirectory ? Mem.getLong(root + ((long) page << 3)) : root);
        if (page == 0) {
            root = 0;
            lastCapacity = 0;
            return;
        }
        lastCapacity = PAGE_BUCKETS;
        if (page == 1) {
            long first = Mem.getLong(root);
            free(root);
            root = first;
            hasDirectory = false;
        } else if (page <= directoryCapacity / 4 && directoryCapacity > INITIAL_DIRECTORY) {
            directoryCapacity /= 2;
            root = resize(root, (long) directoryCapacity * Long.BYTES);
        }
    }

    private void resizeLastPage(int capacity) {
        int page = count - 1 >>> PAGE_SHIFT;
        long size = (long) capacity * Bucket.BYTES;
        if (hasDirectory) {
            long pointer = root + ((long) page << 3);
            Mem.initLong(pointer, resize(Mem.getLong(pointer), size));
        } else {
            root = resize(root, size);
        }
        lastCapacity = capacity;
    }

    private long allocate(long size) {
        long address = Blocks.allocate(MemoryTag.TABLE, size);
        bytes += Arena.blockSize(address);
        return address;
    }

    private long resize(long address, long size) {
        bytes -= Arena.blockSize(address);
        long moved = Blocks.reallocate(address, size);
        bytes += Arena.blockSize(moved);
        return moved;
    }

    private void free(long address) {
        bytes -= Arena.blockSize(address);
        Arena.free(address);
    }
}
