package dev.spinel.engine.struct.packedhash;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;

/**
 * A lower bound of the expiries per 16 buckets, in ms since the epoch: what is due is found without a walk over all
 * elements. All static over a word in the root of a packed hash, 0 as long as nothing expires.
 *
 * <pre>
 *   word 8 ─► | bound 8 | bound 8 | …     as many as the block holds; PackedHash.NEVER where nothing expires
 * </pre>
 *
 * Bounds only sink until a sweep of the group computes a new one. What changes the size of the block returns by how
 * many bytes.
 */
final class ExpiryBounds {
    private static final int GROUP_SHIFT = 4;
    private static final int SMALLEST_BYTES = 16;

    private ExpiryBounds() {}

    /** Moves the block of the bounds to a better place. */
    static void relocate(long word, Relocation relocation) {
        long block = Mem.getLong(word);
        long moved = block == 0 ? 0 : relocation.move(block);
        if (moved != 0) {
            Mem.putLong(word, moved);
        }
    }

    static int groupOf(int bucketIndex) {
        return bucketIndex >>> GROUP_SHIFT;
    }

    static int firstBucket(int group) {
        return group << GROUP_SHIFT;
    }

    private static int capacity(long word) {
        long block = Mem.getLong(word);
        return block == 0 ? 0 : (int) (Arena.blockSize(block) >>> 3);
    }

    private static long at(long word, int group) {
        return Mem.getLong(word) + ((long) group << 3);
    }

    static long bound(long word, int group) {
        return group < capacity(word) ? Mem.getLong(at(word, group)) : PackedHash.NEVER;
    }

    /** Sinks the bound of a group to {@code whenMs}. */
    static long sink(long word, int group, long whenMs) {
        if (whenMs >= bound(word, group)) {
            return 0;
        }
        long grown = group < capacity(word) ? 0 : grow(word, group + 1);
        Mem.putLong(at(word, group), whenMs);
        return grown;
    }

    /** Says that nothing in a group expires. */
    static void clear(long word, int group) {
        if (group < capacity(word)) {
            Mem.putLong(at(word, group), PackedHash.NEVER);
        }
    }

    private static long grow(long word, int groups) {
        int old = capacity(word);
        long oldBytes = (long) old << 3;
        long bytes = Math.max(SMALLEST_BYTES, Math.max((long) groups << 3, oldBytes + oldBytes / 2));
        long block = old == 0 ? Blocks.allocate(MemoryTag.VALUE, bytes) : Blocks.reallocate(Mem.getLong(word), bytes);
        Mem.putLong(word, block);
        for (int group = old; group < capacity(word); group++) {
            Mem.putLong(at(word, group), PackedHash.NEVER);
        }
        return Arena.blockSize(block) - oldBytes;
    }

    /** First group in {@code from … end - 1} whose bound is not after {@code nowMs}, or -1. */
    static int nextDue(long word, int from, int end, long nowMs) {
        int last = Math.min(end, capacity(word));
        for (int group = from; group < last; group++) {
            if (Mem.getLong(at(word, group)) <= nowMs) {
                return group;
            }
        }
        return -1;
    }

    static long earliest(long word) {
        long earliest = PackedHash.NEVER;
        for (int group = capacity(word) - 1; group >= 0; group--) {
            earliest = Math.min(earliest, Mem.getLong(at(word, group)));
        }
        return earliest;
    }

    static long free(long word) {
        long block = Mem.getLong(word);
        if (block == 0) {
            return 0;
        }
        long bytes = Arena.blockSize(block);
        Arena.free(block);
        Mem.putLong(word, 0);
        return -bytes;
    }

    /** Copies the bounds to a word that is 0. */
    static long copy(long word, long target) {
        long block = Mem.getLong(word);
        if (block == 0) {
            return 0;
        }
        long bytes = Arena.blockSize(block);
        long copy = Blocks.allocate(MemoryTag.VALUE, bytes);
        Mem.initCopy(block, copy, bytes);
        Mem.putLong(target, copy);
        return bytes;
    }
}
