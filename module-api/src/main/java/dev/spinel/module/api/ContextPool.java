package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;

/**
 * {@code PoolAlloc}: memory that is freed with its context. Small requests are cut from blocks, one after the other;
 * nothing is given back before the end. Owned by one context.
 *
 * <pre>
 *   block: 0            8
 *          | previous   | requests …   | free …
 * </pre>
 */
final class ContextPool {
    private static final int BLOCK_BYTES = 8 * 1024;
    private static final int HEADER_BYTES = Long.BYTES;
    private static final int ALIGNMENT = Long.BYTES;

    private final int tag;
    private long block;
    private long used;
    private long capacity;

    ContextPool(int tag) {
        this.tag = tag;
    }

    /** {@code bytes} of memory; NULL for none. Requests shorter than a word are aligned to their size, as in Redis. */
    long allocate(long bytes) {
        if (bytes <= 0) {
            return 0;
        }
        long start = align(used, bytes);
        if (block == 0 || start + bytes > capacity) {
            if (!grow(bytes)) {
                return 0;
            }
            start = used;
        }
        used = start + bytes;
        return block + start;
    }

    private static long align(long offset, long bytes) {
        long alignment = bytes >= ALIGNMENT ? ALIGNMENT : Long.highestOneBit(bytes);
        return offset + alignment - 1 & -alignment;
    }

    private boolean grow(long bytes) {
        long fresh = Arena.allocate(tag, Math.max(BLOCK_BYTES, bytes + HEADER_BYTES));
        if (fresh == 0) {
            return false;
        }
        Mem.initLong(fresh, block);
        block = fresh;
        used = HEADER_BYTES;
        capacity = Arena.blockSize(fresh);
        return true;
    }

    void release() {
        while (block != 0) {
            long previous = Mem.getLong(block);
            Arena.free(block);
            block = previous;
        }
        used = 0;
        capacity = 0;
    }
}
