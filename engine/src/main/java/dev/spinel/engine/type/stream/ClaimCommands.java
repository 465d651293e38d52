package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;
import java.util.Arrays;

/** Rows and methods that give pending entries to another consumer: XCLAIM, XAUTOCLAIM. */
final class ClaimCommands {
    private static final byte[] FORCE = Text.bytes("force");
    private static final byte[] JUSTID = Text.bytes("justid");
    private static final byte[] IDLE = Text.bytes("idle");
    private static final byte[] TIME = Text.bytes("time");
    private static final byte[] RETRYCOUNT = Text.bytes("retrycount");
    private static final byte[] LASTID = Text.bytes("lastid");
    private static final byte[] COUNT = Text.bytes("count");

    private static final byte[] MIN_IDLE_XCLAIM = Errors.bytes("ERR Invalid min-idle-time argument for XCLAIM");
    private static final byte[] MIN_IDLE_XAUTOCLAIM =
        Errors.bytes("ERR Invalid min-idle-time argument for XAUTOCLAIM");
    private static final byte[] IDLE_INVALID = Errors.bytes("ERR Invalid IDLE option argument for XCLAIM");
    private static final byte[] TIME_INVALID = Errors.bytes("ERR Invalid TIME option argument for XCLAIM");
    private static final byte[] RETRYCOUNT_INVALID = Errors.bytes("ERR Invalid RETRYCOUNT option argument for XCLAIM");
    private static final byte[] COUNT_NOT_POSITIVE = Errors.bytes("ERR COUNT must be > 0");

    private static final int FIRST_ID = 5;
    private static final long NOT_GIVEN = -1;
    private static final long DEFAULT_COUNT = 100;
    private static final long LOOKED_AT_PER_CLAIMED = 10;
    private static final long MAX_COUNT = Long.MAX_VALUE / 16;

    private final StreamCursor cursor = new StreamCursor();
    private final IdCursor pending = new IdCursor();
    private final IdCursor spare = new IdCursor();
    private final StreamId id = new StreamId();
    private final StreamId lastId = new StreamId();
    /** What the arguments of the running command say. */
    private boolean isForced;
    private boolean wantsIds;
    private long minIdleMs;
    private long deliveredMs;
    private long deliveries;
    private long count;
    /** Pairs of ms and seq. */
    private long[] gone = new long[64];
    private int goneCount;

    void register(CommandTable table) {
        table.add("XCLAIM", this::claim);
        table.add("XAUTOCLAIM", this::autoClaim);
    }

    private void clearOptions() {
        isForced = false;
        wantsIds = false;
        deliveredMs = NOT_GIVEN;
        deliveries = NOT_GIVEN;
        count = DEFAULT_COUNT;
        lastId.set(0, 0);
    }

    /** Replies the entries that were claimed, or their ids. Redis: xclaimCommand. */
    private void claim(Call call) {
        clearOptions();
        Key key = call.read(1, 0, ValueType.STREAM);
        long group = GroupLookup.require(call, key, 2, "");
        minIdleMs = call.failed() ? 0 : Math.max(call.integer(4, MIN_IDLE_XCLAIM), 0);
        if (call.failed()) {
            return;
        }
        int end = FIRST_ID;
        while (end < call.argCount() && isId(call, end)) {
            end++;
        }
        parseOptions(call, end);
        if (call.failed()) {
            return;
        }
        call.propagation(Propagator.NOTHING);
        boolean isAhead = lastId.compareTo(ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group)) > 0;
        if (isAhead) {
            ConsumerGroup.last(group, lastId.ms(), lastId.seq());
        }
        long changesBefore = claimAll(call, key, group, end);
        if (isAhead && call.dirty() == changesBefore) {
            GroupRepeats.progress(call, key, group);
            call.dirty(1);
        }
    }

    private boolean isId(Call call, int index) {
        Args args = call.args();
        return id.parse(args.address(index), args.length(index), 0, false) && id.hasSeq();
    }

    private void parseOptions(Call call, int first) {
        Args args = call.args();
        for (int i = first; i < args.count() && !call.failed(); i++) {
            boolean hasOperand = i + 1 < args.count();
            if (args.is(i, FORCE)) {
                isForced = true;
            } else if (args.is(i, JUSTID)) {
                wantsIds = true;
            } else if (hasOperand && args.is(i, IDLE)) {
                deliveredMs = call.nowMs() - call.integer(++i, IDLE_INVALID);
            } else if (hasOperand && args.is(i, TIME)) {
                deliveredMs = call.integer(++i, TIME_INVALID);
            } else if (hasOperand && args.is(i, RETRYCOUNT)) {
                deliveries = call.integer(++i, RETRYCOUNT_INVALID);
            } else if (hasOperand && args.is(i, LASTID)) {
                lastId.parseStrict(call, ++i, 0);
            } else {
                call.fail(Errors.oneLine("ERR Unrecognized XCLAIM option '" + args.text(i) + "'"));
            }
        }
        if (deliveredMs < 0 || deliveredMs > call.nowMs()) {
            deliveredMs = call.nowMs();
        }
    }

    /** Claims the ids before {@code end}; answers how many changes were counted before the first of them. */
    private long claimAll(Call call, Key key, long group, int end) {
        long consumer = GroupLookup.seeConsumer(call, key, group, 3);
        long changes = call.dirty();
        ReplyBuilder reply = call.reply();
        long start = reply.defer();
        long claimed = 0;
        for (int i = FIRST_ID; i < end; i++) {
            id.parseStrict(call, i, 0);
            claimed += claimOne(call, key, group, consumer) ? 1 : 0;
        }
        reply.closeArray(start, claimed);
        return changes;
    }

    /** Claims {@link #id} if it is there, pending (or made so by force) and idle for long enough. */
    private boolean claimOne(Call call, Key key, long group, long consumer) {
        boolean isPending = IdTree.find(ConsumerGroup.pending(group), id.ms(), id.seq(), pending);
        if (!cursor.find(key.root(), id.ms(), id.seq())) {
            if (isPending) {
                forget(call, key, group);
            }
            return false;
        }
        if (!isPending && !isForced || isPending && isTooYoung(call)) {
            return false;
        }
        if (!isPending) {
            ConsumerGroup.addPending(group, id.ms(), id.seq(), call.nowMs(), pending);
        }
        take(call, key, group, consumer);
        return true;
    }

    private boolean isTooYoung(Call call) {
        return minIdleMs != 0 && !ConsumerGroup.isNacked(pending)
                && call.nowMs() - ConsumerGroup.deliveredMs(pending) < minIdleMs;
    }

    /** Removes a pending entry that is no more in the stream. */
    private void forget(Call call, Key key, long group) {
        GroupRepeats.forget(call, key, group, pending);
        ConsumerGroup.removePending(group, pending);
        call.dirty(1);
    }

    /** Gives the pending entry to the consumer, and replies the entry the stream cursor is on. */
    private void take(Call call, Key key, long group, long consumer) {
        if (deliveries >= 0) {
            ConsumerGroup.deliveries(pending, deliveries);
        } else if (!wantsIds) {
            ConsumerGroup.countDelivery(pending);
        }
        ConsumerGroup.give(group, pending, consumer, deliveredMs, spare);
        if (wantsIds) {
            EntryReplies.id(call, cursor.ms(), cursor.seq());
        } else {
            EntryReplies.entry(call, cursor);
        }
        Consumer.activeMs(consumer, call.nowMs());
        GroupRepeats.claim(call, key, group, pending);
        call.dirty(1);
    }

    /** Replies where to go on, the entries that were claimed, and ids that are no more. Redis: xautoclaimCommand. */
    private void autoClaim(Call call) {
        clearOptions();
        minIdleMs = Math.max(call.integer(4, MIN_IDLE_XAUTOCLAIM), 0);
        id.parseStart(call, 5);
        parseAutoOptions(call);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.STREAM);
        long group = GroupLookup.require(call, key, 2, "");
        if (call.failed()) {
            return;
        }
        call.propagation(Propagator.NOTHING);
        deliveredMs = call.nowMs();
        long consumer = GroupLookup.seeConsumer(call, key, group, 3);
        claimFrom(call, key, group, consumer);
    }

    private void parseAutoOptions(Call call) {
        Args args = call.args();
        for (int i = 6; i < args.count() && !call.failed(); i++) {
            if (args.is(i, COUNT) && i + 1 < args.count()) {
                count = call.integer(++i, COUNT_NOT_POSITIVE);
                if (count < 1 || count > MAX_COUNT) {
                    call.fail(COUNT_NOT_POSITIVE);
                }
            } else if (args.is(i, JUSTID)) {
                wantsIds = true;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    /**
     * Claims pending entries from {@link #id} on. Where to go on is replied first but known last; so are the ids of
     * entries that are gone, which are collected.
     */
    private void claimFrom(Call call, Key key, long group, long consumer) {
        ReplyBuilder reply = call.reply();
        reply.array(3);
        long start = reply.defer();
        long pendingOfGroup = ConsumerGroup.pending(group);
        long left = count;
        long claimed = 0;
        goneCount = 0;
        boolean hasMore = true;
        for (long tries = count * LOOKED_AT_PER_CLAIMED; left > 0 && tries > 0 && hasMore; tries--) {
            hasMore = IdTree.ceiling(pendingOfGroup, id.ms(), id.seq(), pending);
            if (hasMore) {
                id.set(pending.high(), pending.low());
                boolean isThere = cursor.find(key.root(), id.ms(), id.seq());
                if (!isThere) {
                    addGone();
                    forget(call, key, group);
                    left--;
                } else if (!isTooYoung(call)) {
                    take(call, key, group, consumer);
                    claimed++;
                    left--;
                }
                hasMore = id.increment();
            }
        }
        reply.closeArray(start, claimed);
        if (!hasMore || !IdTree.ceiling(pendingOfGroup, id.ms(), id.seq(), pending)) {
            id.set(0, 0);
        } else {
            id.set(pending.high(), pending.low());
        }
        long text = call.scratch(StreamId.MAX_TEXT_BYTES);
        reply.closeBulk(start, text, id.write(text));
        replyGone(call);
    }

    private void addGone() {
        if (2 * goneCount == gone.length) {
            gone = Arrays.copyOf(gone, 2 * gone.length);
        }
        gone[2 * goneCount] = id.ms();
        gone[2 * goneCount + 1] = id.seq();
        goneCount++;
    }

    private void replyGone(Call call) {
        call.reply().array(goneCount);
        for (int i = 0; i < goneCount; i++) {
            EntryReplies.id(call, gone[2 * i], gone[2 * i + 1]);
        }
    }
}
