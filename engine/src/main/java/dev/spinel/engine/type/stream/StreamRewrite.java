package dev.spinel.engine.type.stream;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;

/**
 * A stream as the commands that make it: its entries, its facts, then group by group and consumer by consumer. It is
 * said in RDB form first, which this reads. Any thread. Source: rewriteStreamObject in aof.c.
 */
final class StreamRewrite {
    private static final byte[] XADD = Text.bytes("XADD");
    private static final byte[] XSETID = Text.bytes("XSETID");
    private static final byte[] XGROUP = Text.bytes("XGROUP");
    private static final byte[] XCLAIM = Text.bytes("XCLAIM");
    private static final byte[] MAXLEN = Text.bytes("MAXLEN");
    private static final byte[] ENTRIESADDED = Text.bytes("ENTRIESADDED");
    private static final byte[] MAXDELETEDID = Text.bytes("MAXDELETEDID");
    private static final byte[] CREATE = Text.bytes("CREATE");
    private static final byte[] CREATECONSUMER = Text.bytes("CREATECONSUMER");
    private static final byte[] ENTRIESREAD = Text.bytes("ENTRIESREAD");
    private static final byte[] TIME = Text.bytes("TIME");
    private static final byte[] RETRYCOUNT = Text.bytes("RETRYCOUNT");
    private static final byte[] JUSTID = Text.bytes("JUSTID");
    private static final byte[] FORCE = Text.bytes("FORCE");
    private static final byte[] FIELD = Text.bytes("x");
    private static final byte[] VALUE = Text.bytes("y");
    private static final int STREAM_2 = 19;
    private static final int STREAM_3 = 21;
    private static final int ID_BYTES = 16;

    private final EntryImage value;
    private final int rdbType;
    private final ValueSource source;
    private final CommandSink sink;
    private final ListpackReader element = new ListpackReader();

    private StreamRewrite(EntryImage value, int rdbType, ValueSource source, CommandSink sink) {
        this.value = value;
        this.rdbType = rdbType;
        this.source = source;
        this.sink = sink;
    }

    /** False, and nothing was written, when it has more than commands can say. */
    static boolean rewrite(EntryImage value, int version, CommandSink sink) {
        int rdbType = StreamImage.rdbType(value, version);
        if (rdbType > STREAM_3) {
            return false;
        }
        int tag = value.blocks().tag();
        try (RdbWriter object = new RdbWriter(false, version, tag, null); RdbReader source = new RdbReader(tag)) {
            StreamImage.save(value, object);
            source.begin(object.address(), object.length());
            new StreamRewrite(value, rdbType, source, sink).run();
        }
        return true;
    }

    private void run() {
        for (long rest = source.readLength(); rest > 0; rest--) {
            source.readString();
            long ms = ms(source.address());
            long seq = seq(source.address());
            source.readString();
            node(source.address(), ms, seq);
        }
        long length = source.readLength();
        if (length == 0) {
            command(XADD, 7).word(MAXLEN).integer(0);
            id(0, 1).word(FIELD).word(VALUE);
        }
        facts(length);
        for (long rest = source.readLength(); rest > 0; rest--) {
            group();
        }
    }

    private static long ms(long address) {
        return Long.reverseBytes(Mem.getLong(address));
    }

    private static long seq(long address) {
        return Long.reverseBytes(Mem.getLong(address + Long.BYTES));
    }

    private CommandSink command(byte[] name, long words) {
        return sink.command(name, words).bytes(value.keyAddress(), value.keyLength());
    }

    private CommandSink id(long ms, long seq) {
        return sink.word(Text.bytes(Long.toUnsignedString(ms) + '-' + Long.toUnsignedString(seq)));
    }

    private void node(long lp, long nodeMs, long nodeSeq) {
        int countAt = StreamNode.fieldCountAt(lp);
        long masterFields = Listpack.integer(lp, countAt);
        int namesAt = Listpack.after(lp, countAt);
        int at = namesAt;
        for (long i = 0; i <= masterFields; i++) {
            at = Listpack.after(lp, at);
        }
        while (at != Listpack.end(lp)) {
            long flags = Listpack.integer(lp, at);
            int msAt = Listpack.after(lp, at);
            int seqAt = Listpack.after(lp, msAt);
            long ms = nodeMs + Listpack.integer(lp, msAt);
            long seq = nodeSeq + Listpack.integer(lp, seqAt);
            at = Listpack.after(lp, seqAt);
            boolean isSame = (flags & StreamNode.SAME_FIELDS) != 0;
            long fields = isSame ? masterFields : Listpack.integer(lp, at);
            at = isSame ? at : Listpack.after(lp, at);
            boolean isSaid = (flags & StreamNode.DELETED) == 0;
            if (isSaid) {
                command(XADD, 3 + 2 * fields);
                id(ms, seq);
            }
            at = Listpack.after(lp, entry(lp, isSaid, fields, isSame ? namesAt : Listpack.NONE, at));
        }
    }

    /** Says fields and values from an offset on, the names from elsewhere where there is one; the offset behind. */
    private int entry(long lp, boolean isSaid, long fields, int namesAt, int from) {
        int at = from;
        int nameAt = namesAt;
        for (long i = 0; i < fields; i++) {
            if (namesAt == Listpack.NONE) {
                at = element(lp, isSaid, at);
            } else {
                nameAt = element(lp, isSaid, nameAt);
            }
            at = element(lp, isSaid, at);
        }
        return at;
    }

    private int element(long lp, boolean isSaid, int at) {
        if (isSaid) {
            sink.element(element.read(lp, at));
        }
        return Listpack.after(lp, at);
    }

    private void facts(long length) {
        long lastMs = source.readLength();
        long lastSeq = source.readLength();
        boolean hasMore = rdbType >= STREAM_2;
        if (hasMore) {
            source.readLength();
            source.readLength();
        }
        long deletedMs = hasMore ? source.readLength() : 0;
        long deletedSeq = hasMore ? source.readLength() : 0;
        long added = hasMore ? source.readLength() : length;
        command(XSETID, 7);
        id(lastMs, lastSeq).word(ENTRIESADDED).integer(added).word(MAXDELETEDID);
        id(deletedMs, deletedSeq);
    }

    private byte[] name() {
        source.readString();
        return Mem.toBytes(source.address(), source.length());
    }

    private void group() {
        byte[] group = name();
        long ms = source.readLength();
        long seq = source.readLength();
        sink.command(XGROUP, 7).word(CREATE).bytes(value.keyAddress(), value.keyLength()).word(group);
        id(ms, seq).word(ENTRIESREAD).integer(rdbType >= STREAM_2 ? source.readLength() : -1);
        Pending pending = new Pending((int) source.readLength());
        for (long rest = source.readLength(); rest > 0; rest--) {
            consumer(group, pending);
        }
    }

    private void consumer(byte[] group, Pending pending) {
        byte[] consumer = name();
        source.readLong();
        if (rdbType >= STREAM_3) {
            source.readLong();
        }
        long owned = source.readLength();
        if (owned == 0) {
            sink.command(XGROUP, 5).word(CREATECONSUMER).bytes(value.keyAddress(), value.keyLength())
                    .word(group).word(consumer);
        }
        for (long rest = owned; rest > 0; rest--) {
            long id = source.readBytes(ID_BYTES);
            int index = pending.find(ms(id), seq(id));
            command(XCLAIM, 12).word(group).word(consumer).integer(0);
            id(pending.ms[index], pending.seq[index]).word(TIME).integer(pending.deliveredMs[index])
                    .word(RETRYCOUNT).integer(pending.deliveries[index]).word(JUSTID)
                    .word(FORCE);
        }
    }

    /** What the consumers of a group have not acknowledged, in the order of the ids. */
    private final class Pending {
        private final long[] ms;
        private final long[] seq;
        private final long[] deliveredMs;
        private final long[] deliveries;

        Pending(int count) {
            ms = new long[count];
            seq = new long[count];
            deliveredMs = new long[count];
            deliveries = new long[count];
            for (int i = 0; i < count; i++) {
                long id = source.readBytes(ID_BYTES);
                ms[i] = StreamRewrite.ms(id);
                seq[i] = StreamRewrite.seq(id);
                deliveredMs[i] = source.readLong();
                deliveries[i] = source.readLength();
            }
        }

        int find(long wantedMs, long wantedSeq) {
            int low = 0;
            int high = ms.length - 1;
            while (low < high) {
                int middle = low + high >>> 1;
                if (StreamId.compare(ms[middle], seq[middle], wantedMs, wantedSeq) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
