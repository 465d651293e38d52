package dev.spinel.engine.type.stream;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * A stream as the commands that make it: its entries, its facts, then group by group and consumer by consumer. What is
 * pending but no more in the stream is lost, as with Redis. Source: rewriteStreamObject in aof.c.
 */
final class StreamRewrite implements AutoCloseable {
    static final byte[] XADD = Text.bytes("XADD");
    static final byte[] XSETID = Text.bytes("XSETID");
    static final byte[] XGROUP = Text.bytes("XGROUP");
    private static final byte[] XCFGSET = Text.bytes("XCFGSET");
    private static final byte[] DURATION = Text.bytes("IDMP-DURATION");
    private static final byte[] MAXSIZE = Text.bytes("IDMP-MAXSIZE");
    private static final byte[] XIDMPRECORD = Text.bytes("XIDMPRECORD");
    private static final byte[] XNACK = Text.bytes("XNACK");
    private static final byte[] FAIL = Text.bytes("FAIL");
    private static final byte[] IDS = Text.bytes("IDS");
    static final byte[] XCLAIM = Text.bytes("XCLAIM");
    static final byte[] MAXLEN = Text.bytes("MAXLEN");
    static final byte[] ENTRIESADDED = Text.bytes("ENTRIESADDED");
    static final byte[] MAXDELETEDID = Text.bytes("MAXDELETEDID");
    static final byte[] CREATE = Text.bytes("CREATE");
    static final byte[] CREATECONSUMER = Text.bytes("CREATECONSUMER");
    static final byte[] ENTRIESREAD = Text.bytes("ENTRIESREAD");
    static final byte[] TIME = Text.bytes("TIME");
    static final byte[] RETRYCOUNT = Text.bytes("RETRYCOUNT");
    static final byte[] JUSTID = Text.bytes("JUSTID");
    static final byte[] FORCE = Text.bytes("FORCE");
    static final byte[] FIELD = Text.bytes("x");
    static final byte[] VALUE = Text.bytes("y");

    private final Scratch text = new Scratch();
    private final Key key;
    private final long root;
    private final CommandSink sink;

    StreamRewrite(Key key, CommandSink sink) {
        this.key = key;
        this.sink = sink;
        root = key.root();
    }

    @Override
    public void close() {
        text.close();
    }

    void run() {
        if (StreamRoot.length(root) == 0) {
            command(XADD, 7).word(MAXLEN).integer(0);
            id(0, 1);
            sink.word(FIELD).word(VALUE);
        }
        StreamCursor cursor = new StreamCursor().all(root, false);
        while (cursor.next()) {
            entry(cursor);
        }
        command(XSETID, 7);
        id(StreamRoot.lastMs(root), StreamRoot.lastSeq(root));
        sink.word(ENTRIESADDED).integer(StreamRoot.added(root)).word(MAXDELETEDID);
        id(StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root));
        for (int i = 0; i < StreamRoot.groupCount(root); i++) {
            group(StreamRoot.groupAt(root, i));
        }
        producers(StreamRoot.producers(root));
    }

    /** What is remembered of entries that are gone is lost. */
    private void producers(long producers) {
        if (!Producers.isInUse(producers)) {
            return;
        }
        command(XCFGSET, 6).word(DURATION).integer(Producers.seconds(producers));
        sink.word(MAXSIZE).integer(Producers.most(producers));
        IdCursor entry = new IdCursor();
        StreamCursor cursor = new StreamCursor();
        for (int i = 0; i < Producers.count(producers); i++) {
            long producer = Producers.at(producers, i);
            long messages = Producers.messages(producer);
            for (boolean more = IdTree.first(messages, entry); more; more = IdTree.next(messages, entry)) {
                if (cursor.find(root, entry.high(), entry.low())) {
                    long message = Producers.message(entry);
                    command(XIDMPRECORD, 5).bytes(Producers.name(producer), Producers.nameLength(producer));
                    sink.bytes(Producers.messageName(message), Producers.messageNameLength(message));
                    id(entry.high(), entry.low());
                }
            }
        }
    }

    private CommandSink command(byte[] name, long words) {
        return sink.command(name, words).bytes(key.address(), key.length());
    }

    private void id(long ms, long seq) {
        long address = text.reserve(StreamId.MAX_TEXT_BYTES);
        sink.bytes(address, StreamId.write(address, ms, seq));
    }

    private void entry(StreamCursor cursor) {
        command(XADD, 3 + 2 * cursor.fieldCount());
        id(cursor.ms(), cursor.seq());
        for (long i = cursor.fieldCount(); i > 0; i--) {
            cursor.nextField();
            element(cursor.field());
            element(cursor.value());
        }
    }

    private void element(ListpackReader element) {
        if (element.isInteger()) {
            sink.integer(element.integer());
        } else {
            sink.bytes(element.address(), element.length());
        }
    }

    private void groupName(long group) {
        sink.bytes(ConsumerGroup.name(group), ConsumerGroup.nameLength(group));
    }

    private void consumerName(long consumer) {
        sink.bytes(Consumer.name(consumer), Consumer.nameLength(consumer));
    }

    private void group(long group) {
        sink.command(XGROUP, 7).word(CREATE).bytes(key.address(), key.length());
        groupName(group);
        id(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        sink.word(ENTRIESREAD).integer(ConsumerGroup.entriesRead(group));
        for (int i = 0; i < ConsumerGroup.consumerCount(group); i++) {
            consumer(group, ConsumerGroup.consumerAt(group, i));
        }
        nacked(group);
    }

    private void nacked(long group) {
        OldestPending entries = new OldestPending();
        IdCursor entry = new IdCursor();
        entries.collectNacked(group);
        for (int i = 0; i < entries.count(); i++) {
            IdTree.find(ConsumerGroup.pending(group), entries.ms(i), entries.seq(i), entry);
            command(XNACK, 10);
            groupName(group);
            sink.word(FAIL).word(IDS).integer(1);
            id(entry.high(), entry.low());
            sink.word(RETRYCOUNT).integer(ConsumerGroup.deliveries(entry)).word(FORCE);
        }
    }

    private void consumer(long group, long consumer) {
        if (Consumer.pendingCount(consumer) == 0) {
            sink.command(XGROUP, 5).word(CREATECONSUMER).bytes(key.address(), key.length());
            groupName(group);
            consumerName(consumer);
            return;
        }
        IdCursor entry = new IdCursor();
        IdCursor cursor = new IdCursor();
        long ids = Consumer.pending(consumer);
        for (boolean more = IdTree.first(ids, cursor); more; more = IdTree.next(ids, cursor)) {
            IdTree.find(ConsumerGroup.pending(group), cursor.high(), cursor.low(), entry);
            command(XCLAIM, 12);
            groupName(group);
            consumerName(consumer);
            sink.integer(0);
            id(entry.high(), entry.low());
            sink.word(TIME).integer(ConsumerGroup.deliveredMs(entry));
            sink.word(RETRYCOUNT).integer(ConsumerGroup.deliveries(entry)).word(JUSTID).word(FORCE);
        }
    }
}
