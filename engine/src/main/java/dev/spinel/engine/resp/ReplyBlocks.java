package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;

/**
 * Lends reply blocks of one size and keeps a few returned ones at hand. One per engine, owned by the reactor; whoever
 * writes replies on another thread has its own, under a shared tag.
 */
public final class ReplyBlocks {
    /** Bytes of a lent block; a reply builder that needs more moves to a block of its own. */
    public static final int BLOCK_BYTES = 16 * 1024;

    private static final int KEPT = 64;

    private final int tag;
    private final long[] kept;
    private int keptCount;

    public ReplyBlocks() {
        this(MemoryTag.REPLY_BUFFER, KEPT);
    }

    /** @param keptLimit how many returned blocks are kept */
    public ReplyBlocks(int tag, int keptLimit) {
        this.tag = tag;
        kept = new long[keptLimit];
    }

    int tag() {
        return tag;
    }

    long lend() {
        return keptCount > 0 ? kept[--keptCount] : Arena.allocate(tag, BLOCK_BYTES);
    }

    void release(long block, long capacity) {
        if (capacity == BLOCK_BYTES && keptCount < kept.length) {
            kept[keptCount++] = block;
        } else {
            Arena.free(block);
        }
    }

    /** Frees the blocks kept at hand; others may be lent again. */
    public void trim() {
        while (keptCount > 0) {
            Arena.free(kept[--keptCount]);
        }
    }
}
