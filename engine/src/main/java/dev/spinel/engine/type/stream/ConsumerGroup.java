package dev.spinel.engine.type.stream;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * Layout of the block of one consumer group, and what keeps group and consumers in step. All static; the block moves
 * only between commands.
 *
 * <pre>
 *   0             4        8         24             32         56             68       76        84
 *   | name length | nacked | last 16 | entries read | pending  | consumers 12 | oldest | numbers | name … |
 *
 *   last           id of the entry that was delivered last
 *   entries read   how many entries the group has seen, or -1 when that is not known
 *   pending        the entries that were delivered and not acknowledged: | delivered ms 8 | deliveries 8 | owner ref 5 |
 *   nacked         pending entries that were given back: they have no owner
 *   oldest         no pending entry was delivered before this time, ms since the epoch
 *   numbers        the number that was given out last to an entry that was given back
 * </pre>
 *
 * Every other pending entry has one owner, which has its id too; it is absent only while an entry is being made. Where
 * the others have the time of delivery, one that was given back has its number, negative: they are queued in this
 * order.
 */
final class ConsumerGroup {
    static final int NAME_OFFSET = 84;
    /** Entries read of a group of which that is not known. */
    static final long UNKNOWN = -1;

    private static final int NACKED_OFFSET = 4;
    private static final int LAST_MS_OFFSET = 8;
    private static final int LAST_SEQ_OFFSET = LAST_MS_OFFSET + Long.BYTES;
    private static final int READ_OFFSET = LAST_SEQ_OFFSET + Long.BYTES;
    private static final int PENDING_OFFSET = READ_OFFSET + Long.BYTES;
    private static final int CONSUMERS_OFFSET = PENDING_OFFSET + IdTree.HEADER_BYTES;
    private static final int OLDEST_OFFSET = CONSUMERS_OFFSET + NameTable.HEADER_BYTES;
    private static final int NUMBERS_OFFSET = OLDEST_OFFSET + Long.BYTES;

    private static final int DELIVERIES_OFFSET = Long.BYTES;
    private static final int OWNER_OFFSET = DELIVERIES_OFFSET + Long.BYTES;
    private static final long PENDING_NODE_BYTES = 2048;
    private static final int PENDING_BYTES = OWNER_OFFSET + 5;

    private ConsumerGroup() {}

    /** A group without consumers. */
    static long create(long name, long length, long lastMs, long lastSeq, long entriesRead) {
        long group = Blocks.allocate(MemoryTag.VALUE, NAME_OFFSET + length);
        Mem.initLong(group, length);
        Mem.initLong(group + LAST_MS_OFFSET, lastMs);
        Mem.initLong(group + LAST_SEQ_OFFSET, lastSeq);
        Mem.initLong(group + READ_OFFSET, entriesRead);
        IdTree.init(group + PENDING_OFFSET, PENDING_BYTES);
        NameTable.init(group + CONSUMERS_OFFSET);
        Mem.initLong(group + OLDEST_OFFSET, Long.MAX_VALUE);
        Mem.initLong(group + NUMBERS_OFFSET, 0);
        Mem.initCopy(name, group + NAME_OFFSET, length);
        return group;
    }

    /** Frees a group with its consumers. */
    static void free(long group) {
        freeSlice(group, Integer.MAX_VALUE);
    }

    /** Frees about so many blocks of a group nobody uses; answers how many are left, 0 or less before the end. */
    static int freeSlice(long group, int blocks) {
        long consumers = consumers(group);
        int left = blocks - freePending(pending(group));
        while (left > 0 && NameTable.count(consumers) > 0) {
            int last = NameTable.count(consumers) - 1;
            long consumer = NameTable.at(consumers, last);
            NameTable.remove(consumers, last);
            left -= 1 + freePending(Consumer.pending(consumer));
            Consumer.free(consumer);
        }
        if (left > 0) {
            Arena.free(group);
        }
        return left;
    }

    /** Frees a tree of ids at once; answers about how many blocks it had. */
    private static int freePending(long tree) {
        long bytes = IdTree.memoryBytes(tree);
        IdTree.free(tree);
        return (int) (bytes / PENDING_NODE_BYTES);
    }

    /** A copy with everything in it. */
    static long copy(long group) {
        long copy = create(name(group), nameLength(group), lastMs(group), lastSeq(group), entriesRead(group));
        IdTree.copy(pending(group), pending(copy));
        Mem.putInt(copy + NACKED_OFFSET, nackedCount(group));
        oldestMs(copy, oldestMs(group));
        Mem.putLong(copy + NUMBERS_OFFSET, Mem.getLong(group + NUMBERS_OFFSET));
        IdCursor cursor = new IdCursor();
        IdCursor entry = new IdCursor();
        for (int i = 0; i < NameTable.count(consumers(group)); i++) {
            long source = consumerAt(group, i);
            long consumer = Consumer.create(Consumer.name(source), Consumer.nameLength(source),
                Consumer.seenMs(source));
            Consumer.activeMs(consumer, Consumer.activeMs(source));
            IdTree.copy(Consumer.pending(source), Consumer.pending(consumer));
            NameTable.insert(consumers(copy), i, consumer);
            long ids = Consumer.pending(consumer);
            for (boolean more = IdTree.first(ids, cursor); more; more = IdTree.next(ids, cursor)) {
                IdTree.find(pending(copy), cursor.high(), cursor.low(), entry);
                owner(entry, consumer);
            }
        }
        return copy;
    }

    static long name(long group) {
        return group + NAME_OFFSET;
    }

    static int nameLength(long group) {
        return Mem.getInt(group);
    }

    static long lastMs(long group) {
        return Mem.getLong(group + LAST_MS_OFFSET);
    }

    static long lastSeq(long group) {
        return Mem.getLong(group + LAST_SEQ_OFFSET);
    }

    static void last(long group, long ms, long seq) {
        Mem.putLong(group + LAST_MS_OFFSET, ms);
        Mem.putLong(group + LAST_SEQ_OFFSET, seq);
    }

    static long entriesRead(long group) {
        return Mem.getLong(group + READ_OFFSET);
    }

    static void entriesRead(long group, long entries) {
        Mem.putLong(group + READ_OFFSET, entries);
    }

    /** How many pending entries have no owner because they were given back. */
    static int nackedCount(long group) {
        return Mem.getInt(group + NACKED_OFFSET);
    }

    /** No pending entry was delivered earlier, ms since the epoch. */
    static long oldestMs(long group) {
        return Mem.getLong(group + OLDEST_OFFSET);
    }

    static void oldestMs(long group, long ms) {
        Mem.putLong(group + OLDEST_OFFSET, ms);
    }

    static long memoryBytes(long group) {
        long consumers = consumers(group);
        long bytes = Arena.blockSize(group) + IdTree.memoryBytes(pending(group)) + NameTable.memoryBytes(consumers);
        for (int i = NameTable.count(consumers) - 1; i >= 0; i--) {
            bytes += Consumer.memoryBytes(NameTable.at(consumers, i));
        }
        return bytes;
    }

    // Consumers

    /** The {@link NameTable} of its consumers. */
    static long consumers(long group) {
        return group + CONSUMERS_OFFSET;
    }

    static int consumerCount(long group) {
        return NameTable.count(consumers(group));
    }

    /** The consumer at a place in the order of their names. */
    static long consumerAt(long group, int index) {
        return NameTable.at(consumers(group), index);
    }

    /** The consumer with a name, or 0. */
    static long findConsumer(long group, long name, long length) {
        int index = NameTable.find(consumers(group), Consumer.NAME_OFFSET, name, length);
        return index < 0 ? 0 : consumerAt(group, index);
    }

    /** Adds a consumer; 0 when there is one of that name. */
    static long addConsumer(long group, long name, long length, long seenMs) {
        int index = NameTable.find(consumers(group), Consumer.NAME_OFFSET, name, length);
        if (index >= 0) {
            return 0;
        }
        long consumer = Consumer.create(name, length, seenMs);
        NameTable.insert(consumers(group), -1 - index, consumer);
        return consumer;
    }

    /** Removes a consumer with all that is pending for it. */
    static void removeConsumer(long group, long consumer, IdCursor cursor) {
        long ids = Consumer.pending(consumer);
        for (boolean more = IdTree.first(ids, cursor); more; more = IdTree.next(ids, cursor)) {
            IdTree.remove(pending(group), cursor.high(), cursor.low());
        }
        int index = NameTable.find(consumers(group), Consumer.NAME_OFFSET, Consumer.name(consumer),
            Consumer.nameLength(consumer));
        NameTable.remove(consumers(group), index);
        Consumer.free(consumer);
    }

    // Pending entries

    /** The {@link IdTree} of the pending entries. */
    static long pending(long group) {
        return group + PENDING_OFFSET;
    }

    static long pendingCount(long group) {
        return IdTree.count(pending(group));
    }

    /** Ms since the epoch of the last delivery of the entry the cursor is on; 0 of one that was given back. */
    static long deliveredMs(IdCursor entry) {
        return Math.max(Mem.getLong(entry.payload()), 0);
    }

    static void deliveredMs(long group, IdCursor entry, long ms) {
        Mem.putLong(entry.payload(), ms);
        if (ms < oldestMs(group)) {
            oldestMs(group, ms);
        }
    }

    /** A number that is smaller of entries that are to be claimed first. */
    static long claimOrder(IdCursor entry) {
        long ms = Mem.getLong(entry.payload());
        return ms >= 0 ? ms : Long.MIN_VALUE - ms;
    }

    /** Whether the entry was given back and nobody has it. */
    static boolean isNacked(IdCursor entry) {
        return Mem.getLong(entry.payload()) < 0 && owner(entry) == 0;
    }

    /** Gives an entry back: it has no owner and is behind all others that were given back. */
    static void nack(long group, IdCursor entry) {
        long number = Mem.getLong(group + NUMBERS_OFFSET) + 1;
        long before = owner(entry);
        if (before != 0) {
            IdTree.remove(Consumer.pending(before), entry.high(), entry.low());
            Mem.putRef(entry.payload() + OWNER_OFFSET, 0);
        }
        if (!isNacked(entry)) {
            Mem.putInt(group + NACKED_OFFSET, nackedCount(group) + 1);
        }
        Mem.putLong(group + NUMBERS_OFFSET, number);
        Mem.putLong(entry.payload(), -number);
    }

    static long deliveries(IdCursor entry) {
        return Mem.getLong(entry.payload() + DELIVERIES_OFFSET);
    }

    static void deliveries(IdCursor entry, long count) {
        Mem.putLong(entry.payload() + DELIVERIES_OFFSET, count);
    }

    /** Counts a delivery; what was given back as hopeless stays so. */
    static void countDelivery(IdCursor entry) {
        long count = deliveries(entry);
        deliveries(entry, count == Long.MAX_VALUE ? count : count + 1);
    }

    /** The consumer that has the entry, or 0 when it was given back. */
    static long owner(IdCursor entry) {
        long ref = Mem.getRef(entry.payload() + OWNER_OFFSET);
        return ref == 0 ? 0 : Arena.address(ref);
    }

    private static void owner(IdCursor entry, long consumer) {
        Mem.putRef(entry.payload() + OWNER_OFFSET, Arena.ref(consumer));
    }

    /** Puts the cursor on an id, making an entry without an owner if it is not pending; whether it was made. */
    static boolean addPending(long group, long ms, long seq, long deliveredMs, IdCursor entry) {
        if (!IdTree.insert(pending(group), ms, seq, entry)) {
            return false;
        }
        Mem.putRef(entry.payload() + OWNER_OFFSET, 0);
        deliveredMs(group, entry, deliveredMs);
        deliveries(entry, 1);
        return true;
    }

    /** Gives a pending entry to a consumer, as of a time; {@code spare} is anywhere afterwards. */
    static void give(long group, IdCursor entry, long consumer, long deliveredMs, IdCursor spare) {
        long before = owner(entry);
        if (isNacked(entry)) {
            Mem.putInt(group + NACKED_OFFSET, nackedCount(group) - 1);
        }
        deliveredMs(group, entry, deliveredMs);
        if (before == consumer) {
            return;
        }
        if (before != 0) {
            IdTree.remove(Consumer.pending(before), entry.high(), entry.low());
        }
        IdTree.insert(Consumer.pending(consumer), entry.high(), entry.low(), spare);
        owner(entry, consumer);
    }

    /** Removes the pending entry the cursor is on; the cursor is void. */
    static void removePending(long group, IdCursor entry) {
        long ms = entry.high();
        long seq = entry.low();
        if (isNacked(entry)) {
            Mem.putInt(group + NACKED_OFFSET, nackedCount(group) - 1);
        } else {
            IdTree.remove(Consumer.pending(owner(entry)), ms, seq);
        }
        IdTree.remove(pending(group), ms, seq);
    }
}
