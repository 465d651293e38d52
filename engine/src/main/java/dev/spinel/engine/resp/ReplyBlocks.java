package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;

/** Lends reply blocks of one size and keeps a few returned ones at hand. Owned by the reactor; one per engine. */
public final class ReplyBlocks {
    /** Bytes of a lent block; a reply builder that needs more moves to a block of its own. */
    public static final int BLOCK_BYTES = 16 * 1024;

    private static final int KEPT = 64;

    private final long[] kept = new long[KEPT];
    private int keptCount;

    long lend() {
        return keptCount > 0 ? kept[--keptCount] : Arena.allocate(MemoryTag.REPLY_BUFFER, BLOCK_BYTES);
    }

    void release(long block, long capacity) {
        if (capacity == BLOCK_BYTES && keptCount < KEPT) {
            kept[keptCount++] = block;
        } else {
            Arena.free(block);
        }
    }

    /** Frees the blocks kept at hand. */
    public void close() {
        while (keptCount > 0) {
            Arena.free(kept[--keptCount]);
        }
    }
}
