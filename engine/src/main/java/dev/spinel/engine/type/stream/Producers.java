package dev.spinel.engine.type.stream;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.rdb.Crc64;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * What producers who may repeat themselves added to a stream lately: by producer, the name of each message and the id
 * of its entry. All static over a header in the root block of the stream.
 *
 * <pre>
 *   0         4      8       16           24
 *   | seconds | most | added | duplicates | producers 12 |
 *
 *   seconds    how long a message is remembered     most        messages that are remembered of one producer
 *   added      messages ever noted                  duplicates  messages that came again
 *   producers  by name: | name length 4 | - 4 | messages 24 | name … |
 *   messages   IdTree from entry id to | checksum of the name 8 | ref 5 | of | name length 4 | name … |
 * </pre>
 *
 * A message is as old as the id of its entry says. A look-up goes through the checksums of one producer's messages.
 */
final class Producers {
    static final int HEADER_BYTES = 24 + NameTable.HEADER_BYTES;
    /** Where in the block of a producer its name is. */
    static final int NAME_OFFSET = 8 + IdTree.HEADER_BYTES;

    private static final int MOST_OFFSET = Integer.BYTES;
    private static final int ADDED_OFFSET = MOST_OFFSET + Integer.BYTES;
    private static final int DUPLICATES_OFFSET = ADDED_OFFSET + Long.BYTES;
    private static final int TABLE_OFFSET = DUPLICATES_OFFSET + Long.BYTES;
    private static final int MESSAGES_OFFSET = 8;
    private static final int REF_OFFSET = Long.BYTES;
    private static final int PAYLOAD_BYTES = REF_OFFSET + 5;
    private static final int MESSAGE_NAME_OFFSET = Integer.BYTES;
    private static final long MS_PER_SECOND = 1000;

    private Producers() {}

    /** Writes a header without producers to fresh memory; no settings yet. */
    static void init(long header) {
        Mem.initFill(header, HEADER_BYTES, (byte) 0);
        NameTable.init(header + TABLE_OFFSET);
    }

    /** Whether a stream has anything to do with them. */
    static boolean isInUse(long header) {
        return seconds(header) != 0;
    }

    static int seconds(long header) {
        return Mem.getInt(header);
    }

    static int most(long header) {
        return Mem.getInt(header + MOST_OFFSET);
    }

    /** Sets how long and how many messages are remembered. */
    static void limits(long header, long seconds, long most) {
        Mem.putInt(header, (int) seconds);
        Mem.putInt(header + MOST_OFFSET, (int) most);
    }

    static long added(long header) {
        return Mem.getLong(header + ADDED_OFFSET);
    }

    static long duplicates(long header) {
        return Mem.getLong(header + DUPLICATES_OFFSET);
    }

    static void counts(long header, long added, long duplicates) {
        Mem.putLong(header + ADDED_OFFSET, added);
        Mem.putLong(header + DUPLICATES_OFFSET, duplicates);
    }

    // Producers

    static long table(long header) {
        return header + TABLE_OFFSET;
    }

    static int count(long header) {
        return NameTable.count(table(header));
    }

    static long at(long header, int index) {
        return NameTable.at(table(header), index);
    }

    static long name(long producer) {
        return producer + NAME_OFFSET;
    }

    static int nameLength(long producer) {
        return Mem.getInt(producer);
    }

    /** The {@link IdTree} of what one producer added. */
    static long messages(long producer) {
        return producer + MESSAGES_OFFSET;
    }

    /** Where the block of the message the cursor is on is. */
    static long message(IdCursor cursor) {
        return Arena.address(Mem.getRef(cursor.payload() + REF_OFFSET));
    }

    static long messageName(long message) {
        return message + MESSAGE_NAME_OFFSET;
    }

    static int messageNameLength(long message) {
        return Mem.getInt(message);
    }

    /** Bytes to copy before the length of a message's name is known. */
    static int messageHeaderBytes() {
        return MESSAGE_NAME_OFFSET;
    }

    /** How many messages are remembered. */
    static long messageCount(long header) {
        long messages = 0;
        for (int i = count(header) - 1; i >= 0; i--) {
            messages += IdTree.count(messages(at(header, i)));
        }
        return messages;
    }

    private static int find(long header, long name, long length) {
        return NameTable.find(table(header), NAME_OFFSET, name, length);
    }

    private static long create(long name, long length) {
        long producer = Blocks.allocate(MemoryTag.VALUE, NAME_OFFSET + length);
        Mem.initLong(producer, length);
        IdTree.init(producer + MESSAGES_OFFSET, PAYLOAD_BYTES);
        Mem.initCopy(name, producer + NAME_OFFSET, length);
        return producer;
    }

    // Messages

    /** Puts the cursor on what a producer's message of a name became; false when that is not remembered. */
    static boolean find(long header, long producer, long producerLength, long name, long length, IdCursor cursor) {
        int index = find(header, producer, producerLength);
        if (index < 0) {
            return false;
        }
        long checksum = Crc64.update(0, name, length);
        long messages = messages(at(header, index));
        for (boolean more = IdTree.last(messages, cursor); more; more = IdTree.previous(messages, cursor)) {
            if (Mem.getLong(cursor.payload()) == checksum && hasName(message(cursor), name, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasName(long message, long name, long length) {
        return messageNameLength(message) == length && Mem.isEqual(messageName(message), name, length);
    }

    /** Counts a message that came again. */
    static void countDuplicate(long header) {
        counts(header, added(header), duplicates(header) + 1);
    }

    /** Notes what a producer's message became, and forgets the oldest when there are too many. */
    static void note(long header, long producer, long producerLength, long name, long length, StreamId id) {
        int index = find(header, producer, producerLength);
        if (index < 0) {
            index = -1 - index;
            NameTable.insert(table(header), index, create(producer, producerLength));
        }
        long messages = messages(at(header, index));
        IdCursor cursor = new IdCursor();
        if (!IdTree.insert(messages, id.ms(), id.seq(), cursor)) {
            Arena.free(message(cursor));
        }
        long message = Blocks.allocate(MemoryTag.VALUE, MESSAGE_NAME_OFFSET + length);
        Mem.initInt(message, (int) length);
        Mem.initCopy(name, message + MESSAGE_NAME_OFFSET, length);
        Mem.putLong(cursor.payload(), Crc64.update(0, name, length));
        Mem.putRef(cursor.payload() + REF_OFFSET, Arena.ref(message));
        while (IdTree.count(messages) > most(header)) {
            forgetOldest(messages, cursor);
        }
        counts(header, added(header) + 1, duplicates(header));
    }

    private static void forgetOldest(long messages, IdCursor cursor) {
        IdTree.first(messages, cursor);
        Arena.free(message(cursor));
        IdTree.remove(messages, cursor.high(), cursor.low());
    }

    /** Forgets what is too old, and producers of whom nothing is left. */
    static void forgetOld(long header, long nowMs) {
        long untilMs = nowMs - seconds(header) * MS_PER_SECOND;
        IdCursor cursor = new IdCursor();
        for (int i = count(header) - 1; i >= 0; i--) {
            long producer = at(header, i);
            long messages = messages(producer);
            while (IdTree.first(messages, cursor) && Long.compareUnsigned(cursor.high(), untilMs) <= 0) {
                forgetOldest(messages, cursor);
            }
            if (IdTree.count(messages) == 0) {
                NameTable.remove(table(header), i);
                Arena.free(producer);
            }
        }
    }

    /** Forgets everything but the limits and counts. */
    static void clear(long header) {
        freeSlice(header, Integer.MAX_VALUE);
    }

    /** Frees about so many blocks; answers how many are left, 0 or less before the end. */
    static int freeSlice(long header, int blocks) {
        IdCursor cursor = new IdCursor();
        int left = blocks;
        while (left > 0 && count(header) > 0) {
            int last = count(header) - 1;
            long producer = at(header, last);
            long messages = messages(producer);
            left -= (int) IdTree.count(messages) + 1;
            while (IdTree.count(messages) > 0) {
                forgetOldest(messages, cursor);
            }
            NameTable.remove(table(header), last);
            Arena.free(producer);
        }
        return left;
    }

    /** Fills a header without producers with what another one has. */
    static void copy(long source, long header) {
        limits(header, seconds(source), most(source));
        counts(header, added(source), duplicates(source));
        IdCursor cursor = new IdCursor();
        for (int i = 0; i < count(source); i++) {
            long producer = at(source, i);
            long copy = create(name(producer), nameLength(producer));
            IdTree.copy(messages(producer), messages(copy));
            NameTable.insert(table(header), i, copy);
            long messages = messages(copy);
            for (boolean more = IdTree.first(messages, cursor); more; more = IdTree.next(messages, cursor)) {
                long bytes = MESSAGE_NAME_OFFSET + (long) messageNameLength(message(cursor));
                long message = Blocks.allocate(MemoryTag.VALUE, bytes);
                Mem.initCopy(message(cursor), message, bytes);
                Mem.putRef(cursor.payload() + REF_OFFSET, Arena.ref(message));
            }
        }
    }

    /** Bytes of all blocks. */
    static long memoryBytes(long header) {
        IdCursor cursor = new IdCursor();
        long bytes = NameTable.memoryBytes(table(header));
        for (int i = count(header) - 1; i >= 0; i--) {
            long messages = messages(at(header, i));
            bytes += Arena.blockSize(at(header, i)) + IdTree.memoryBytes(messages);
            for (boolean more = IdTree.first(messages, cursor); more; more = IdTree.next(messages, cursor)) {
                bytes += Arena.blockSize(message(cursor));
            }
        }
        return bytes;
    }
}
