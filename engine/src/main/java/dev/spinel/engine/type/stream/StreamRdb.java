package dev.spinel.engine.type.stream;

import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * Streams in RDB form.
 *
 * <pre>
 *   nodes n      ( string: id 16 | string: listpack ) xn       ids are big-endian
 *   length | last ms | last seq
 *   first ms, seq | max deleted ms, seq | added                                            types 19 and 21
 *   groups n     ( string: name | last ms | last seq
 *                  entries read                                                            types 19 and 21
 *                  pending n    ( id 16 | delivered ms 8 | deliveries ) xn
 *                  consumers n  ( string: name | seen ms 8
 *                                 active ms 8                                              type 21
 *                                 pending n ( id 16 ) xn ) xn
 *                  given back n ( id 16 ) xn                                               type 27
 *                ) xn
 *   duration | size | producers n ( string: name | messages n ( string: name | ms | seq ) xn ) xn
 *                                 | added | duplicates                                     types 26 and 27
 * </pre>
 *
 * Types 26 and 27 are written only when there is something to say that type 21 cannot.
 */
final class StreamRdb {
    /** The type that is written; the others when there are producers, or entries that were given back. */
    static final int CURRENT = 21;
    static final int PRODUCERS = 26;
    static final int NACKED = 27;

    private static final int STREAM_1 = 15;
    private static final int STREAM_2 = 19;
    private static final int STREAM_3 = 21;
    private static final int ID_BYTES = 16;
    /** What Redis begins with: seconds and messages per producer. */
    private static final int SECONDS = 100;
    private static final int MESSAGES = 100;

    private StreamRdb() {}

    static boolean isKnown(int rdbType) {
        return rdbType == STREAM_1 || rdbType == STREAM_2 || rdbType == STREAM_3 || rdbType == PRODUCERS
            || rdbType == NACKED;
    }

    /** The type a stream is written as. */
    static int type(long root) {
        for (int i = StreamRoot.groupCount(root) - 1; i >= 0; i--) {
            if (ConsumerGroup.nackedCount(StreamRoot.groupAt(root, i)) > 0) {
                return NACKED;
            }
        }
        return Producers.isInUse(StreamRoot.producers(root)) ? PRODUCERS : CURRENT;
    }

    // Writing

    /** Writes a stream as an object of one of the types. */
    static void save(long root, int rdbType, ValueSink sink) {
        IdCursor cursor = new IdCursor();
        try (Scratch scratch = new Scratch()) {
            long id = scratch.reserve(ID_BYTES);
            saveNodes(root, sink, cursor, id);
            sink.writeLength(StreamRoot.length(root));
            saveId(sink, StreamRoot.lastMs(root), StreamRoot.lastSeq(root));
            if (rdbType >= STREAM_2) {
                saveId(sink, StreamRoot.firstMs(root), StreamRoot.firstSeq(root));
                saveId(sink, StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root));
                sink.writeLength(StreamRoot.added(root));
            }
            int groups = StreamRoot.groupCount(root);
            sink.writeLength(groups);
            for (int i = 0; i < groups; i++) {
                saveGroup(StreamRoot.groupAt(root, i), rdbType, sink, cursor, id);
            }
        }
        if (rdbType >= PRODUCERS) {
            saveProducers(StreamRoot.producers(root), sink, cursor);
        }
    }

    private static void saveProducers(long producers, ValueSink sink, IdCursor cursor) {
        beginProducers(producers, sink);
        for (int i = 0; i < Producers.count(producers); i++) {
            long producer = Producers.at(producers, i);
            long messages = Producers.messages(producer);
            sink.writeString(Producers.name(producer), Producers.nameLength(producer));
            sink.writeLength(IdTree.count(messages));
            for (boolean more = IdTree.first(messages, cursor); more; more = IdTree.next(messages, cursor)) {
                long message = Producers.message(cursor);
                sink.writeString(Producers.messageName(message), Producers.messageNameLength(message));
                saveId(sink, cursor.high(), cursor.low());
            }
        }
        endProducers(producers, sink);
    }

    static void beginProducers(long producers, ValueSink sink) {
        boolean isInUse = Producers.isInUse(producers);
        sink.writeLength(isInUse ? Producers.seconds(producers) : SECONDS);
        sink.writeLength(isInUse ? Producers.most(producers) : MESSAGES);
        sink.writeLength(Producers.count(producers));
    }

    static void endProducers(long producers, ValueSink sink) {
        sink.writeLength(Producers.added(producers));
        sink.writeLength(Producers.duplicates(producers));
    }

    private static void saveNodes(long root, ValueSink sink, IdCursor cursor, long id) {
        long nodes = StreamRoot.nodes(root);
        sink.writeLength(IdTree.count(nodes));
        for (boolean more = IdTree.first(nodes, cursor); more; more = IdTree.next(nodes, cursor)) {
            writeId(id, cursor);
            sink.writeString(id, ID_BYTES);
            long lp = StreamRoot.node(cursor);
            sink.writeString(lp, Listpack.bytes(lp));
        }
    }

    private static void saveId(ValueSink sink, long ms, long seq) {
        sink.writeLength(ms);
        sink.writeLength(seq);
    }

    private static void saveGroup(long group, int rdbType, ValueSink sink, IdCursor cursor, long id) {
        sink.writeString(ConsumerGroup.name(group), ConsumerGroup.nameLength(group));
        saveId(sink, ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        if (rdbType >= STREAM_2) {
            sink.writeLength(ConsumerGroup.entriesRead(group));
        }
        long pending = ConsumerGroup.pending(group);
        sink.writeLength(IdTree.count(pending));
        for (boolean more = IdTree.first(pending, cursor); more; more = IdTree.next(pending, cursor)) {
            writeId(id, cursor);
            sink.writeBytes(id, ID_BYTES);
            sink.writeLong(ConsumerGroup.deliveredMs(cursor));
            sink.writeLength(ConsumerGroup.deliveries(cursor));
        }
        int consumers = ConsumerGroup.consumerCount(group);
        sink.writeLength(consumers);
        for (int i = 0; i < consumers; i++) {
            saveConsumer(ConsumerGroup.consumerAt(group, i), rdbType, sink, cursor, id);
        }
        if (rdbType >= NACKED) {
            saveNacked(group, sink, id);
        }
    }

    private static void saveNacked(long group, ValueSink sink, long id) {
        OldestPending entries = new OldestPending();
        entries.collectNacked(group);
        sink.writeLength(entries.count());
        for (int i = 0; i < entries.count(); i++) {
            Mem.initLong(id, Long.reverseBytes(entries.ms(i)));
            Mem.initLong(id + Long.BYTES, Long.reverseBytes(entries.seq(i)));
            sink.writeBytes(id, ID_BYTES);
        }
    }

    private static void saveConsumer(long consumer, int rdbType, ValueSink sink, IdCursor cursor, long id) {
        sink.writeString(Consumer.name(consumer), Consumer.nameLength(consumer));
        sink.writeLong(Consumer.seenMs(consumer));
        if (rdbType >= STREAM_3) {
            sink.writeLong(Consumer.activeMs(consumer));
        }
        long ids = Consumer.pending(consumer);
        sink.writeLength(IdTree.count(ids));
        for (boolean more = IdTree.first(ids, cursor); more; more = IdTree.next(ids, cursor)) {
            writeId(id, cursor);
            sink.writeBytes(id, ID_BYTES);
        }
    }

    private static void writeId(long address, IdCursor cursor) {
        Mem.initLong(address, Long.reverseBytes(cursor.high()));
        Mem.initLong(address + Long.BYTES, Long.reverseBytes(cursor.low()));
    }

    // Reading

    /** Reads an object of one of the types; the root of a new stream, or 0 when it makes no sense. */
    static long load(int rdbType, ValueSource source, long nowMs) {
        long root = StreamRoot.create();
        IdCursor cursor = new IdCursor();
        loadNodes(root, source, cursor);
        StreamRoot.length(root, source.readLength());
        StreamRoot.last(root, source.readLength(), source.readLength());
        if (rdbType >= STREAM_2) {
            StreamRoot.first(root, source.readLength(), source.readLength());
            StreamRoot.maxDeleted(root, source.readLength(), source.readLength());
            StreamRoot.added(root, source.readLength());
        } else {
            StreamRoot.added(root, StreamRoot.length(root));
            StreamCursor first = new StreamCursor().all(root, false);
            boolean isThere = !source.failed() && first.next();
            StreamRoot.first(root, isThere ? first.ms() : 0, isThere ? first.seq() : 0);
        }
        if (StreamRoot.length(root) != 0 && IdTree.count(StreamRoot.nodes(root)) == 0) {
            source.fail();
        }
        for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
            loadGroup(root, rdbType, source, nowMs, cursor);
        }
        if (rdbType >= PRODUCERS) {
            loadProducers(StreamRoot.producers(root), source);
        }
        if (source.failed()) {
            StreamRoot.free(root);
            return 0;
        }
        return root;
    }

    private static void loadNodes(long root, ValueSource source, IdCursor cursor) {
        for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
            source.readString();
            if (source.failed() || source.length() != ID_BYTES) {
                source.fail();
                return;
            }
            long ms = readMs(source.address());
            long seq = readSeq(source.address());
            long block = source.readBlock();
            boolean isGood = !source.failed() && Listpack.isValid(block, source.length(), true)
                && StreamNode.isValid(block) && IdTree.insert(StreamRoot.nodes(root), ms, seq, cursor);
            if (!isGood) {
                Arena.free(block);
                source.fail();
                return;
            }
            StreamRoot.node(cursor, block);
            StreamRoot.addNodeBytes(root, Arena.blockSize(block));
        }
    }

    private static long readMs(long address) {
        return Long.reverseBytes(Mem.getLong(address));
    }

    private static long readSeq(long address) {
        return Long.reverseBytes(Mem.getLong(address + Long.BYTES));
    }

    private static void loadGroup(long root, int rdbType, ValueSource source, long nowMs, IdCursor cursor) {
        source.readString();
        StreamId last = new StreamId();
        long group = source.failed() ? 0 : StreamRoot.addGroup(root, source.address(), source.length(), last, 0);
        if (group == 0) {
            source.fail();
            return;
        }
        ConsumerGroup.last(group, source.readLength(), source.readLength());
        last.set(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        ConsumerGroup.entriesRead(group,
            rdbType >= STREAM_2 ? source.readLength() : ReadProgress.entriesUpTo(root, last.ms(), last.seq()));
        for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
            loadPending(group, source, cursor);
        }
        long owned = 0;
        for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
            owned += loadConsumer(group, rdbType, source, nowMs, cursor);
        }
        if (rdbType >= NACKED) {
            for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
                loadNacked(group, source, cursor);
            }
            owned += ConsumerGroup.nackedCount(group);
        }
        if (owned != ConsumerGroup.pendingCount(group)) {
            source.fail();
        }
    }

    private static void loadNacked(long group, ValueSource source, IdCursor cursor) {
        long id = source.readBytes(ID_BYTES);
        if (source.failed() || !IdTree.find(ConsumerGroup.pending(group), readMs(id), readSeq(id), cursor)
            || ConsumerGroup.owner(cursor) != 0 || ConsumerGroup.isNacked(cursor)) {
            source.fail();
        } else {
            ConsumerGroup.nack(group, cursor);
        }
    }

    private static void loadProducers(long producers, ValueSource source) {
        long seconds = source.readLength();
        long most = source.readLength();
        if (seconds < 1 || seconds > Integer.MAX_VALUE || most < 1 || most > Integer.MAX_VALUE) {
            source.fail();
        }
        Producers.limits(producers, seconds, most);
        try (Scratch scratch = new Scratch()) {
            for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
                source.readString();
                long length = source.length();
                long name = scratch.reserve(length + 1);
                Mem.initCopy(source.address(), name, length);
                loadMessages(producers, name, length, source);
            }
        }
        long added = source.readLength();
        Producers.counts(producers, added, source.readLength());
    }

    private static void loadMessages(long producers, long name, long length, ValueSource source) {
        StreamId id = new StreamId();
        for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
            long message = source.readBlock();
            long messageLength = source.length();
            id.set(source.readLength(), source.readLength());
            if (!source.failed()) {
                Producers.note(producers, name, length, message, messageLength, id);
            }
            Arena.free(message);
        }
    }

    private static void loadPending(long group, ValueSource source, IdCursor cursor) {
        long id = source.readBytes(ID_BYTES);
        if (!source.failed() && !ConsumerGroup.addPending(group, readMs(id), readSeq(id), 0, cursor)) {
            source.fail();
        }
        long deliveredMs = source.readLong();
        long deliveries = source.readLength();
        if (!source.failed()) {
            ConsumerGroup.deliveredMs(group, cursor, Math.max(deliveredMs, 0));
            ConsumerGroup.deliveries(cursor, deliveries);
        }
    }

    /** Reads a consumer; answers how many entries it owns. */
    private static long loadConsumer(long group, int rdbType, ValueSource source, long nowMs, IdCursor cursor) {
        source.readString();
        long consumer = source.failed()
            ? 0 : ConsumerGroup.addConsumer(group, source.address(), source.length(), nowMs);
        if (consumer == 0) {
            source.fail("Duplicate stream consumer detected.");
            return 0;
        }
        long seenMs = source.readLong();
        Consumer.seenMs(consumer, seenMs);
        Consumer.activeMs(consumer, rdbType >= STREAM_3 ? source.readLong() : seenMs);
        IdCursor spare = new IdCursor();
        for (long rest = source.readLength(); rest != 0 && !source.failed(); rest--) {
            long id = source.readBytes(ID_BYTES);
            if (source.failed() || !IdTree.find(ConsumerGroup.pending(group), readMs(id), readSeq(id), cursor)
                || ConsumerGroup.owner(cursor) != 0) {
                source.fail();
            } else {
                ConsumerGroup.give(group, cursor, consumer, ConsumerGroup.deliveredMs(cursor), spare);
            }
        }
        return Consumer.pendingCount(consumer);
    }
}
