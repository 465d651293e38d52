package dev.spinel.engine.struct.table;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * A lower bound of the earliest expiry per 64 buckets, in milliseconds since the epoch; {@link #NEVER} where nothing
 * expires. Bounds only sink until a sweep of the group computes a new one. Owns its memory.
 */
final class ExpiryGroups {
    static final long NEVER = Long.MAX_VALUE;
    private static final int GROUP_SHIFT = 6;
    private static final int SMALLEST = 2;

    private long bounds;
    private int capacity;

    static int groupOf(int bucket) {
        return bucket >>> GROUP_SHIFT;
    }

    static int firstBucket(int group) {
        return group << GROUP_SHIFT;
    }

    long bound(int group) {
        return group < capacity ? Mem.getLong(bounds + ((long) group << 3)) : NEVER;
    }

    /** Sinks the bound of a group to {@code whenMs}. */
    void sink(int group, long whenMs) {
        if (whenMs < bound(group)) {
            set(group, whenMs);
        }
    }

    void set(int group, long whenMs) {
        if (group >= capacity) {
            if (whenMs == NEVER) return;
            grow(Math.max(SMALLEST, Integer.highestOneBit(group) << 1));
        }
        Mem.initLong(bounds + ((long) group << 3), whenMs);
    }

    /** First group in {@code from … end - 1} whose bound is not after {@code nowMs}, or -1. */
    int nextDue(int from, int end, long nowMs) {
        int last = Math.min(end, capacity);
        for (int group = from; group < last; group++) {
            if (Mem.getLong(bounds + ((long) group << 3)) <= nowMs) {
                return group;
            }
        }
        return -1;
    }

    /** Forgets groups from {@code end} on and gives memory back. */
    void truncate(int end) {
        if (capacity > SMALLEST && end <= capacity / 4) {
            capacity = Math.max(SMALLEST, capacity / 2);
            bounds = Blocks.reallocate(bounds, (long) capacity << 3);
        }
    }

    long memoryBytes() {
        return bounds == 0 ? 0 : Arena.blockSize(bounds);
    }

    void clear() {
        if (bounds != 0) {
            Arena.free(bounds);
        }
        bounds = 0;
        capacity = 0;
    }

    private void grow(int wanted) {
        long size = (long) wanted << 3;
        bounds = bounds == 0 ? Blocks.allocate(MemoryTag.TABLE, size) : Blocks.reallocate(bounds, size);
        for (int group = capacity; group < wanted; group++) {
            Mem.initLong(bounds + ((long) group << 3), NEVER);
        }
        capacity = wanted;
    }
}
