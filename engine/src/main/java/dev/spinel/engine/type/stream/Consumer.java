package dev.spinel.engine.type.stream;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * Layout of the block of one consumer of a group. All static; the block never moves, so pending entries refer to it.
 *
 * <pre>
 *   0             4   8         16          24           48
 *   | name length | - | seen 8  | active 8  | pending 24 | name … |
 *
 *   seen, active   ms since the epoch of the last try to read, and of the last success (-1 for none)
 *   pending        ids of the entries it has and did not acknowledge, without payload
 * </pre>
 */
final class Consumer {
    static final int NAME_OFFSET = 48;
    /** Active time of a consumer that never got anything. */
    static final long NEVER = -1;

    private static final int SEEN_OFFSET = 8;
    private static final int ACTIVE_OFFSET = SEEN_OFFSET + Long.BYTES;
    private static final int PENDING_OFFSET = ACTIVE_OFFSET + Long.BYTES;

    private Consumer() {}

    /** A consumer that has nothing. */
    static long create(long name, long length, long seenMs) {
        long consumer = Blocks.allocate(MemoryTag.VALUE, NAME_OFFSET + length);
        Mem.initLong(consumer, length);
        Mem.initLong(consumer + SEEN_OFFSET, seenMs);
        Mem.initLong(consumer + ACTIVE_OFFSET, NEVER);
        IdTree.init(consumer + PENDING_OFFSET, 0);
        Mem.initCopy(name, consumer + NAME_OFFSET, length);
        return consumer;
    }

    /** Frees a consumer that nothing refers to any more. */
    static void free(long consumer) {
        IdTree.free(pending(consumer));
        Arena.free(consumer);
    }

    static long name(long consumer) {
        return consumer + NAME_OFFSET;
    }

    static int nameLength(long consumer) {
        return Mem.getInt(consumer);
    }

    static long seenMs(long consumer) {
        return Mem.getLong(consumer + SEEN_OFFSET);
    }

    static void seenMs(long consumer, long ms) {
        Mem.putLong(consumer + SEEN_OFFSET, ms);
    }

    static long activeMs(long consumer) {
        return Mem.getLong(consumer + ACTIVE_OFFSET);
    }

    static void activeMs(long consumer, long ms) {
        Mem.putLong(consumer + ACTIVE_OFFSET, ms);
    }

    /** The {@link IdTree} of the ids it has. */
    static long pending(long consumer) {
        return consumer + PENDING_OFFSET;
    }

    static long pendingCount(long consumer) {
        return IdTree.count(pending(consumer));
    }

    static long memoryBytes(long consumer) {
        return Arena.blockSize(consumer) + IdTree.memoryBytes(pending(consumer));
    }
}
