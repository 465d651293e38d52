package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;

/**
 * The forms in which changes of consumer groups are repeated: what was read depends on when it was read, so the outcome
 * is repeated and not the command. Source: streamPropagateXCLAIM and its neighbours in t_stream.c.
 */
final class GroupRepeats {
    private static final byte[] XACK = Text.bytes("XACK");
    private static final byte[] XCLAIM = Text.bytes("XCLAIM");
    private static final byte[] TIME = Text.bytes("TIME");
    private static final byte[] RETRYCOUNT = Text.bytes("RETRYCOUNT");
    private static final byte[] FORCE = Text.bytes("FORCE");
    private static final byte[] JUSTID = Text.bytes("JUSTID");
    private static final byte[] LASTID = Text.bytes("LASTID");
    private static final byte[] XGROUP = Text.bytes("XGROUP");
    private static final byte[] SETID = Text.bytes("SETID");
    private static final byte[] ENTRIESREAD = Text.bytes("ENTRIESREAD");
    private static final byte[] CREATECONSUMER = Text.bytes("CREATECONSUMER");

    private GroupRepeats() {}

    /** Repeats who has a pending entry now, and how often and when it got it. */
    static void claim(Call call, Key key, long group, IdCursor entry) {
        Propagator repeated = call.repeatAlso();
        if (!repeated.isActive()) {
            return;
        }
        long owner = ConsumerGroup.owner(entry);
        begin(call, repeated, 14, XCLAIM, key, group);
        repeated.bytes(Consumer.name(owner), Consumer.nameLength(owner)).integer(0);
        id(call, repeated, entry.high(), entry.low());
        repeated.word(TIME).integer(ConsumerGroup.deliveredMs(entry));
        repeated.word(RETRYCOUNT).integer(ConsumerGroup.deliveries(entry));
        repeated.word(FORCE).word(JUSTID).word(LASTID);
        id(call, repeated, ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
    }

    /** Repeats that an entry is no more pending because it is no more in the stream. */
    static void forget(Call call, Key key, long group, IdCursor entry) {
        if (ConsumerGroup.owner(entry) != 0) {
            claim(call, key, group, entry);
            return;
        }
        Propagator repeated = call.rewrite();
        if (repeated.isActive()) {
            begin(call, repeated, 4, XACK, key, group);
            id(call, repeated, entry.high(), entry.low());
        }
    }

    /** Repeats how far a group has read. */
    static void progress(Call call, Key key, long group) {
        Propagator repeated = call.repeatAlso();
        if (!repeated.isActive()) {
            return;
        }
        repeated.begin(call.database(), 7).word(XGROUP).word(SETID);
        names(repeated, key, group);
        id(call, repeated, ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        repeated.word(ENTRIESREAD).integer(ConsumerGroup.entriesRead(group));
    }

    /** Repeats that a consumer was made. */
    static void newConsumer(Call call, Key key, long group, long consumer) {
        Propagator repeated = call.repeatAlso().begin(call.database(), 5).word(XGROUP).word(CREATECONSUMER);
        names(repeated, key, group);
        repeated.bytes(Consumer.name(consumer), Consumer.nameLength(consumer));
    }

    private static void begin(Call call, Propagator repeated, int words, byte[] name, Key key, long group) {
        repeated.begin(call.database(), words).word(name);
        names(repeated, key, group);
    }

    private static void names(Propagator repeated, Key key, long group) {
        repeated.bytes(key.address(), key.length());
        repeated.bytes(ConsumerGroup.name(group), ConsumerGroup.nameLength(group));
    }

    private static void id(Call call, Propagator repeated, long ms, long seq) {
        long text = call.scratch(StreamId.MAX_TEXT_BYTES);
        repeated.bytes(text, StreamId.write(text, ms, seq));
    }
}
