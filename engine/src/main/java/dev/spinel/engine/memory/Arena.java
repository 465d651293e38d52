package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/** All off-heap memory of the process: allocation, ownership and exact accounting. */
public final class Arena {
    private static final int HEADER = 16;
    private static final long SPACE = 4L << 30;
    private static final long BASE = UnsafeApi.allocateMemory(SPACE) + 15 & ~15L;
    /** Freed blocks by size in units of 8 bytes, linked through their first word. */
    private static final long[] FREE = new long[1 << 20];
    private static final long[] USED = new long[1024];
    private static final long[] BLOCKS = new long[1024];

    private static long next = BASE;

    private Arena() {}

    /** A block of at least {@code size} bytes, 8-aligned, not zeroed; 0 when memory ran out. */
    public static long allocate(int tag, long size) {
        long block = Math.max(8, (size + 7) & ~7L);
        int list = (int) Math.min(block >>> 3, FREE.length - 1);
        long address = FREE[list];
        if (address != 0 && UnsafeApi.getLong(address - 16) == block) {
            FREE[list] = UnsafeApi.getLong(address);
        } else {
            address = next + HEADER;
            next = address + block;
            if (next > BASE + SPACE - 16) {
                return 0;
            }
        }
        UnsafeApi.putLong(address - 16, block);
        UnsafeApi.putLong(address - 8, tag);
        USED[tag] += block;
        BLOCKS[tag]++;
        return address;
    }

    /** A block for the entry of a key in the given database space. */
    public static long allocateEntry(int space, long size) {
        return allocate(MemoryTag.ENTRY, size);
    }

    /** Gives a block back. */
    public static void free(long address) {
        int tag = tag(address);
        USED[tag] -= blockSize(address);
        BLOCKS[tag]--;
        int list = (int) Math.min(blockSize(address) >>> 3, FREE.length - 1);
        UnsafeApi.putLong(address, FREE[list]);
        FREE[list] = address;
    }

    /** Grows or shrinks a block, keeping its tag and content; the block may move. */
    public static long reallocate(long address, long size) {
        if (size <= blockSize(address) && size > blockSize(address) / 2) {
            return address;
        }
        long moved = allocate(tag(address), size);
        UnsafeApi.copyMemory(address, moved, Math.min(size, blockSize(address)));
        free(address);
        return moved;
    }

    /** Usable bytes of a block: what it counts in {@code used_memory}. */
    public static long blockSize(long address) {
        return UnsafeApi.getLong(address - 16);
    }

    public static int tag(long address) {
        return (int) UnsafeApi.getLong(address - 8);
    }

    /** Bytes in live blocks over all tags. */
    public static long usedBytes() {
        long sum = 0;
        for (long used : USED) {
            sum += used;
        }
        return sum;
    }

    public static long usedBytes(int tag) {
        return USED[tag];
    }

    public static long blockCount(int tag) {
        return BLOCKS[tag];
    }

    /** The 40-bit reference of a block: offset from the base in units of 8 bytes. */
    public static long ref(long address) {
        return address - BASE >>> 3;
    }

    /** The address a 40-bit reference stands for. */
    public static long address(long ref) {
        return BASE + (ref << 3);
    }
}
