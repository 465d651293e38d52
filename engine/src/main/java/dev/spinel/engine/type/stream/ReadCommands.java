package dev.spinel.engine.type.stream;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** Rows and methods that read several streams from an id on, and may wait for more: XREAD, XREADGROUP. */
final class ReadCommands {
    private static final byte[] BLOCK = Text.bytes("block");
    private static final byte[] COUNT = Text.bytes("count");
    private static final byte[] STREAMS = Text.bytes("streams");
    private static final byte[] GROUP = Text.bytes("group");
    private static final byte[] NOACK = Text.bytes("noack");
    private static final byte[] CLAIM = Text.bytes("claim");
    private static final byte[] NEW = Text.bytes(">");
    private static final byte[] END = Text.bytes("$");
    private static final byte[] LAST = Text.bytes("+");

    private static final byte[] GROUP_OF_XREAD = Errors.bytes(
        "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
    private static final byte[] NOACK_OF_XREAD = Errors.bytes(
        "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
    private static final byte[] CLAIM_OF_XREAD = Errors.bytes(
        "ERR The CLAIM option is only supported by XREADGROUP. You called XREAD instead.");
    private static final byte[] MIN_IDLE_NOT_INTEGER = Errors.bytes("ERR min-idle-time is not an integer");
    private static final byte[] MIN_IDLE_NEGATIVE = Errors.bytes("ERR min-idle-time must be a positive integer");
    private static final byte[] NO_GROUP = Errors.bytes("ERR Missing GROUP option for XREADGROUP");
    private static final byte[] END_OF_GROUP = meaningless('$');
    private static final byte[] LAST_OF_GROUP = meaningless('+');
    private static final byte[] NEW_OF_XREAD = Errors.bytes("ERR The > ID can be specified only when calling "
        + "XREADGROUP using the GROUP <group> <consumer> option.");
    private static final String IN_XREADGROUP = " in XREADGROUP with GROUP option";

    private final StreamValue streams;
    private final WaitingCommands waiting;
    private final StreamCursor cursor = new StreamCursor();
    private final IdCursor pending = new IdCursor();
    private final IdCursor spare = new IdCursor();
    private final OldestPending oldest = new OldestPending();
    private final StreamId id = new StreamId();
    private final StreamId last = new StreamId();
    /** What the arguments of the running command say. */
    private boolean waits;
    private boolean needsAck;
    private boolean claims;
    private long minIdleMs;
    private long untilMs;
    private long count;
    private int groupAt;
    private int keysAt;
    private int keyCount;

    ReadCommands(StreamLimits limits, WaitingCommands waiting) {
        streams = new StreamValue(limits);
        this.waiting = waiting;
    }

    void register(CommandTable table) {
        table.add("XREAD", call -> read(call, false));
        table.add("XREADGROUP", call -> read(call, true));
    }

    private static byte[] meaningless(char id) {
        return Errors.bytes("ERR The " + id + " ID is meaningless in the context of XREADGROUP: you want to read the "
            + "history of this consumer by specifying a proper ID, or use the > ID to get new messages. The " + id
            + " ID would just return an empty result set.");
    }

    /** Replies the streams that have something new, with that; or waits. Redis: xreadCommand. */
    private void read(Call call, boolean inGroup) {
        parse(call, inGroup);
        for (int i = 0; i < keyCount && !call.failed(); i++) {
            check(call, i, inGroup);
        }
        if (call.failed()) {
            return;
        }
        if (inGroup) {
            call.propagation(Propagator.NOTHING);
        }
        ReplyBuilder reply = call.reply();
        long start = reply.defer();
        long served = 0;
        for (int i = 0; i < keyCount; i++) {
            served += serve(call, i, inGroup) ? 1 : 0;
        }
        if (served > 0 && reply.version() >= 3) {
            reply.closeMap(start, served);
        } else if (served > 0) {
            reply.closeArray(start, served);
        } else if (!waits || call.client().is(ClientFlag.DENY_BLOCKING)) {
            reply.nilArray();
        } else {
            await(call, inGroup);
        }
    }

    // Arguments

    private void parse(Call call, boolean inGroup) {
        waits = false;
        needsAck = true;
        claims = false;
        count = 0;
        groupAt = 0;
        keysAt = 0;
        keyCount = 0;
        Args args = call.args();
        for (int i = 1; i < args.count() && keysAt == 0 && !call.failed(); i++) {
            int more = args.count() - i - 1;
            if (more > 0 && args.is(i, BLOCK)) {
                parseTimeout(call, ++i);
            } else if (more > 0 && args.is(i, COUNT)) {
                count = Math.max(call.integer(++i), 0);
            } else if (more > 0 && args.is(i, CLAIM)) {
                parseMinIdle(call, ++i, inGroup);
            } else if (more > 0 && args.is(i, STREAMS)) {
                parseKeys(call, i + 1, inGroup);
            } else if (more > 1 && args.is(i, GROUP)) {
                if (!inGroup) {
                    call.fail(GROUP_OF_XREAD);
                }
                groupAt = i + 1;
                i += 2;
            } else if (args.is(i, NOACK)) {
                if (!inGroup) {
                    call.fail(NOACK_OF_XREAD);
                }
                needsAck = false;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        if (keysAt == 0) {
            call.fail(Errors.SYNTAX);
        } else if (inGroup && groupAt == 0) {
            call.fail(NO_GROUP);
        }
    }

    private void parseMinIdle(Call call, int index, boolean inGroup) {
        if (!inGroup) {
            call.fail(CLAIM_OF_XREAD);
        }
        minIdleMs = call.integer(index, MIN_IDLE_NOT_INTEGER);
        if (minIdleMs < 0) {
            call.fail(MIN_IDLE_NEGATIVE);
        }
        claims = true;
    }

    private void parseTimeout(Call call, int index) {
        long ms = call.integer(index, Errors.TIMEOUT_NOT_INTEGER);
        if (ms < 0) {
            call.fail(Errors.TIMEOUT_NEGATIVE);
        } else if (ms > Long.MAX_VALUE - call.nowMs()) {
            call.fail(Errors.TIMEOUT_OUT_OF_RANGE);
        }
        waits = true;
        untilMs = ms == 0 ? 0 : ms + call.nowMs();
    }

    private void parseKeys(Call call, int first, boolean inGroup) {
        int words = call.argCount() - first;
        if (words % 2 != 0) {
            call.fail(Errors.bytes("ERR Unbalanced '" + call.row().fullName() + "' list of streams: for each stream "
                + "key an " + (inGroup ? "ID or '>'" : "ID or '$'") + " must be specified."));
        }
        keysAt = first;
        keyCount = words / 2;
    }

    private boolean isWord(Call call, int index, byte[] word) {
        Args args = call.args();
        return Text.equals(args.address(index), args.length(index), word);
    }

    /** Latches an error when a key is no stream, has not the group, or its id makes no sense. */
    private void check(Call call, int stream, boolean inGroup) {
        int mark = call.keyMark();
        Key key = call.read(keysAt + stream, 0, ValueType.STREAM);
        if (inGroup) {
            GroupLookup.require(call, key, groupAt, IN_XREADGROUP);
        }
        int idAt = keysAt + keyCount + stream;
        boolean isEnd = isWord(call, idAt, END);
        if (isEnd || isWord(call, idAt, LAST)) {
            if (inGroup) {
                call.fail(isEnd ? END_OF_GROUP : LAST_OF_GROUP);
            }
        } else if (!isWord(call, idAt, NEW)) {
            id.parseStrict(call, idAt, 0);
        } else if (!inGroup) {
            call.fail(NEW_OF_XREAD);
        }
        call.releaseKeys(mark);
    }

    // Serving

    /** Replies one stream with its entries, if it has any to give. */
    private boolean serve(Call call, int stream, boolean inGroup) {
        int mark = call.keyMark();
        Key key = call.read(keysAt + stream);
        boolean isServed = key.exists() && (inGroup ? serveGroup(call, key, stream) : serveAll(call, key, stream));
        call.releaseKeys(mark);
        return isServed;
    }

    private boolean serveAll(Call call, Key key, int stream) {
        int idAt = keysAt + keyCount + stream;
        StreamValue value = streams.open(key);
        if (value.length() == 0 || isWord(call, idAt, END)) {
            return false;
        }
        value.lastEntry(last);
        if (isWord(call, idAt, LAST)) {
            id.set(last).decrement();
        } else {
            id.parseStrict(call, idAt, 0);
        }
        if (last.compareTo(id.ms(), id.seq()) <= 0) {
            return false;
        }
        id.increment();
        beginStream(call, stream);
        cursor.range(value.root(), id.ms(), id.seq(), -1, -1, false);
        EntryReplies.entries(call, cursor, count);
        return true;
    }

    private void beginStream(Call call, int stream) {
        ReplyBuilder reply = call.reply();
        if (reply.version() < 3) {
            reply.array(2);
        }
        reply.bulk(call.args().address(keysAt + stream), call.args().length(keysAt + stream));
    }

    private boolean serveGroup(Call call, Key key, int stream) {
        long group = GroupLookup.find(call, key, groupAt);
        int idAt = keysAt + keyCount + stream;
        long consumer = GroupLookup.findConsumer(call, group, groupAt + 1);
        if (consumer == 0) {
            consumer = GroupLookup.createConsumer(call, key, group, groupAt + 1);
            if (!needsAck) {
                GroupRepeats.newConsumer(call, key, group, consumer);
            }
        }
        Consumer.seenMs(consumer, call.nowMs());
        StreamValue value = streams.open(key);
        if (!isWord(call, idAt, NEW)) {
            id.parseStrict(call, idAt, 0).increment();
            beginStream(call, stream);
            replyHistory(call, value, group, consumer);
            return true;
        }
        if (claims) {
            oldest.collect(group, call.nowMs() - minIdleMs, count);
        }
        id.set(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        boolean hasNew = value.length() > 0 && value.lastEntry(last).compareTo(id.ms(), id.seq()) > 0;
        return (hasNew || claims && oldest.count() > 0) && deliver(call, key, stream, group, consumer);
    }

    /** Replies the entries that are claimed and those behind the group's last one, if there are any. */
    private boolean deliver(Call call, Key key, int stream, long group, long consumer) {
        long before = call.reply().position();
        beginStream(call, stream);
        long start = call.reply().defer();
        long claimed = claims ? claim(call, key, group, consumer) : 0;
        long delivered = claimed + deliverNew(call, key, group, consumer, claimed);
        if (delivered == 0) {
            call.reply().truncate(before);
            return false;
        }
        call.reply().closeArray(start, delivered);
        return true;
    }

    /** Replies the new entries and notes them as delivered, unless nobody is going to acknowledge. */
    private long deliverNew(Call call, Key key, long group, long consumer, long already) {
        long root = key.root();
        id.set(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group));
        if (!id.increment()) {
            return 0;
        }
        cursor.range(root, id.ms(), id.seq(), -1, -1, false);
        long delivered = 0;
        while ((count == 0 || already + delivered < count) && cursor.next()) {
            ReadProgress.advance(root, group, cursor.ms(), cursor.seq());
            if (claims) {
                EntryReplies.claimed(call, cursor, 0, 0);
            } else {
                EntryReplies.entry(call, cursor);
            }
            if (needsAck) {
                note(call, key, group, consumer);
            }
            delivered++;
        }
        if (delivered > 0) {
            GroupRepeats.progress(call, key, group);
            call.dirty(1);
        }
        return delivered;
    }

    /** Replies the pending entries that were collected and gives them to the consumer; what was deleted goes. */
    private long claim(Call call, Key key, long group, long consumer) {
        long claimed = 0;
        for (int i = 0; i < oldest.count(); i++) {
            IdTree.find(ConsumerGroup.pending(group), oldest.ms(i), oldest.seq(i), pending);
            call.dirty(1);
            if (!cursor.find(key.root(), oldest.ms(i), oldest.seq(i))) {
                GroupRepeats.forget(call, key, group, pending);
                ConsumerGroup.removePending(group, pending);
                continue;
            }
            long idleMs = ConsumerGroup.isNacked(pending) ? PendingCommand.NACKED
                : call.nowMs() - ConsumerGroup.deliveredMs(pending);
            EntryReplies.claimed(call, cursor, idleMs, ConsumerGroup.deliveries(pending));
            ConsumerGroup.countDelivery(pending);
            ConsumerGroup.give(group, pending, consumer, call.nowMs(), spare);
            Consumer.activeMs(consumer, call.nowMs());
            GroupRepeats.claim(call, key, group, pending);
            claimed++;
        }
        oldest.clear();
        return claimed;
    }

    private void note(Call call, Key key, long group, long consumer) {
        if (!ConsumerGroup.addPending(group, cursor.ms(), cursor.seq(), call.nowMs(), pending)) {
            ConsumerGroup.deliveries(pending, 1);
        }
        ConsumerGroup.give(group, pending, consumer, call.nowMs(), spare);
        Consumer.activeMs(consumer, call.nowMs());
        GroupRepeats.claim(call, key, group, pending);
    }

    /** Replies the entries from {@link #id} on that the consumer did not acknowledge; deleted ones without fields. */
    private void replyHistory(Call call, StreamValue value, long group, long consumer) {
        ReplyBuilder reply = call.reply();
        long ids = Consumer.pending(consumer);
        long start = reply.defer();
        long delivered = 0;
        boolean more = IdTree.ceiling(ids, id.ms(), id.seq(), spare);
        for (; more && (count == 0 || delivered < count); more = IdTree.next(ids, spare)) {
            if (cursor.find(value.root(), spare.high(), spare.low())) {
                EntryReplies.entry(call, cursor);
                IdTree.find(ConsumerGroup.pending(group), spare.high(), spare.low(), pending);
                ConsumerGroup.deliveredMs(group, pending, call.nowMs());
                ConsumerGroup.countDelivery(pending);
            } else {
                reply.array(2);
                EntryReplies.id(call, spare.high(), spare.low());
                reply.nilArray();
            }
            delivered++;
        }
        reply.closeArray(start, delivered);
    }

    // Waiting

    private void await(Call call, boolean inGroup) {
        if (inGroup) {
            waiting.awaitAnyChange(call, ValueType.STREAM, keysAt, keyCount, untilMs);
            if (claims) {
                wakeToClaim(call);
            }
            return;
        }
        if (!call.client().isBlocked()) {
            fixEnds(call);
        }
        waiting.await(call, ValueType.STREAM, keysAt, keyCount, untilMs);
    }

    /** Looks again when the first of the pending entries has been idle for long enough. */
    private void wakeToClaim(Call call) {
        for (int i = 0; i < keyCount; i++) {
            int mark = call.keyMark();
            Key key = call.peek(keysAt + i);
            long group = GroupLookup.find(call, key, groupAt);
            if (group != 0 && isWord(call, keysAt + keyCount + i, NEW) && ConsumerGroup.pendingCount(group) > 0) {
                waiting.wakeAt(call, keysAt + i, Math.max(ConsumerGroup.oldestMs(group), 0) + minIdleMs);
            }
            call.releaseKeys(mark);
        }
    }

    /** What is new is meant as of now: says so with ids in place of dollar signs. */
    private void fixEnds(Call call) {
        long text = call.scratch((long) StreamId.MAX_TEXT_BYTES * keyCount);
        for (int i = 0; i < keyCount; i++) {
            int idAt = keysAt + keyCount + i;
            if (isWord(call, idAt, END)) {
                int mark = call.keyMark();
                streams.open(call.peek(keysAt + i)).last(last);
                call.releaseKeys(mark);
                int length = last.write(text);
                call.args().set(idAt, text, length);
                text += length;
            }
        }
    }
}
