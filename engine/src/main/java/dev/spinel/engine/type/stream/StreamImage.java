package dev.spinel.engine.type.stream;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;
import dev.spinel.engine.struct.tree.IdTreeImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stream as of a snapshot in RDB form, laid out as {@link StreamRdb} says. Any thread. */
final class StreamImage {
    private static final int STREAM_1 = 15;
    private static final int STREAM_2 = 19;
    private static final int STREAM_3 = 21;
    private static final int ID_BYTES = 16;

    private final SnapshotImage blocks;
    private final IdTreeImage trees;
    private final ValueSink sink;
    private final int rdbType;

    private StreamImage(SnapshotImage blocks, ValueSink sink, int rdbType) {
        this.blocks = blocks;
        this.sink = sink;
        trees = new IdTreeImage(blocks);
        this.rdbType = rdbType;
    }

    static int rdbType(EntryImage value, int version) {
        SnapshotImage blocks = value.blocks();
        long root = blocks.copyBlock(Place.ROOT, Entry.root(value.entry()));
        boolean hasNacked = hasNacked(blocks, root);
        if (hasNacked || Producers.isInUse(StreamRoot.producers(root))) {
            int rdbType = hasNacked ? StreamRdb.NACKED : StreamRdb.PRODUCERS;
            return version >= RdbFormat.VERSION ? rdbType : ValueType.INEXPRESSIBLE;
        }
        if (version >= RdbFormat.SET_LISTPACKS_SINCE) {
            return STREAM_3;
        }
        return version >= RdbFormat.LISTPACKS_SINCE ? STREAM_2 : STREAM_1;
    }

    private static boolean hasNacked(SnapshotImage blocks, long root) {
        for (long group : NameTable.image(StreamRoot.groups(root), blocks)) {
            if (ConsumerGroup.nackedCount(blocks.copy(Place.NODE, group, ConsumerGroup.NAME_OFFSET)) > 0) {
                return true;
            }
        }
        return false;
    }

    static void save(EntryImage value, ValueSink sink) {
        int rdbType = rdbType(value, sink.version());
        new StreamImage(value.blocks(), sink, rdbType)
                .save(value.blocks().copyBlock(Place.ROOT, Entry.root(value.entry())));
    }

    private void save(long root) {
        sink.writeLength(IdTree.count(StreamRoot.nodes(root)));
        trees.forEach(StreamRoot.nodes(root), this::saveNode);
        sink.writeLength(StreamRoot.length(root));
        saveId(StreamRoot.lastMs(root), StreamRoot.lastSeq(root));
        if (rdbType >= STREAM_2) {
            saveId(StreamRoot.firstMs(root), StreamRoot.firstSeq(root));
            saveId(StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root));
            sink.writeLength(StreamRoot.added(root));
        }
        long[] groups = NameTable.image(StreamRoot.groups(root), blocks);
        sink.writeLength(groups.length);
        for (long group : groups) {
            saveGroup(copy(Place.NODE, group, ConsumerGroup.NAME_OFFSET));
        }
        if (rdbType >= StreamRdb.PRODUCERS) {
            saveProducers(StreamRoot.producers(root));
        }
    }

    private void saveProducers(long producers) {
        StreamRdb.beginProducers(producers, sink);
        for (long producer : NameTable.image(Producers.table(producers), blocks)) {
            long copy = copy(Place.NODE, producer, Producers.NAME_OFFSET);
            sink.writeString(Producers.name(copy), Producers.nameLength(copy));
            sink.writeLength(IdTree.count(Producers.messages(copy)));
            trees.forEach(Producers.messages(copy), this::saveMessage);
        }
        StreamRdb.endProducers(producers, sink);
    }

    private void saveMessage(IdCursor entry) {
        long address = Producers.message(entry);
        int length = Producers.messageNameLength(blocks.copy(Place.VALUE, address, Producers.messageHeaderBytes()));
        long message = blocks.copy(Place.VALUE, address, (long) Producers.messageHeaderBytes() + length);
        sink.writeString(Producers.messageName(message), length);
        saveId(entry.high(), entry.low());
    }

    private void saveNode(IdCursor node) {
        sink.writeLength(ID_BYTES);
        saveRawId(node);
        long address = StreamRoot.node(node);
        long bytes = Listpack.bytes(blocks.copy(Place.VALUE, address, Listpack.EMPTY_BYTES));
        sink.writeString(blocks.copy(Place.VALUE, address, bytes), bytes);
    }

    private void saveRawId(IdCursor record) {
        sink.writeLong(Long.reverseBytes(record.high()));
        sink.writeLong(Long.reverseBytes(record.low()));
    }

    private void saveId(long ms, long seq) {
        sink.writeLength(ms);
        sink.writeLength(seq);
    }

    /** Copies a block that starts with the length of the name at its end. */
    private long copy(Place place, long address, int nameOffset) {
        int length = ConsumerGroup.nameLength(blocks.copy(place, address, nameOffset));
        return blocks.copy(place, address, (long) nameOffset + length);
    }

    private void saveGroup(long group) {
        sink.writeString(ConsumerGroup.name(group), ConsumerGroup.nameLength(group));
        saveId(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        if (rdbType >= STREAM_2) {
            sink.writeLength(ConsumerGroup.entriesRead(group));
        }
        sink.writeLength(ConsumerGroup.pendingCount(group));
        trees.forEach(ConsumerGroup.pending(group), entry -> {
            saveRawId(entry);
            sink.writeLong(ConsumerGroup.deliveredMs(entry));
            sink.writeLength(ConsumerGroup.deliveries(entry));
        });
        long[] consumers = NameTable.image(ConsumerGroup.consumers(group), blocks);
        sink.writeLength(consumers.length);
        for (long consumer : consumers) {
            saveConsumer(copy(Place.FIELD, consumer, Consumer.NAME_OFFSET));
        }
        if (rdbType >= StreamRdb.NACKED) {
            saveNacked(group);
        }
    }

    /** Writes the ids of entries that were given back, in that order. */
    private void saveNacked(long group) {
        List<long[]> nacked = new ArrayList<>();
        trees.forEach(ConsumerGroup.pending(group), entry -> {
            if (ConsumerGroup.isNacked(entry)) {
                nacked.add(new long[] {ConsumerGroup.claimOrder(entry), entry.high(), entry.low()});
            }
        });
        nacked.sort(Comparator.comparingLong(entry -> entry[0]));
        sink.writeLength(nacked.size());
        for (long[] entry : nacked) {
            sink.writeLong(Long.reverseBytes(entry[1]));
            sink.writeLong(Long.reverseBytes(entry[2]));
        }
    }

    private void saveConsumer(long consumer) {
        sink.writeString(Consumer.name(consumer), Consumer.nameLength(consumer));
        sink.writeLong(Consumer.seenMs(consumer));
        if (rdbType >= STREAM_3) {
            sink.writeLong(Consumer.activeMs(consumer));
        }
        sink.writeLength(Consumer.pendingCount(consumer));
        trees.forEach(Consumer.pending(consumer), this::saveRawId);
    }
}
