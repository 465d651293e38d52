package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** XPENDING: what was delivered and not acknowledged, as a summary or entry by entry. */
final class PendingCommand {
    private static final byte[] IDLE = Text.bytes("idle");
    /** Idle time of what nobody has. */
    static final int NACKED = -1;
    private static final int SUMMARY_WORDS = 3;
    private static final int LEAST_WORDS = 6;
    private static final int MOST_WORDS = 9;

    private final StreamId start = new StreamId();
    private final StreamId end = new StreamId();
    private final IdCursor cursor = new IdCursor();
    private final IdCursor entry = new IdCursor();
    private long minIdleMs;
    private long count;
    private int consumerAt;

    void register(CommandTable table) {
        table.add("XPENDING", this::pending);
    }

    /** Redis: xpendingCommand. */
    private void pending(Call call) {
        int words = call.argCount();
        if (words != SUMMARY_WORDS && (words < LEAST_WORDS || words > MOST_WORDS)) {
            call.fail(Errors.SYNTAX);
            return;
        }
        if (words != SUMMARY_WORDS) {
            parse(call);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.STREAM);
        long group = GroupLookup.require(call, key, 2, "");
        if (call.failed()) {
            return;
        }
        if (words == SUMMARY_WORDS) {
            summary(call, group);
        } else {
            entries(call, group);
        }
    }

    private void parse(Call call) {
        minIdleMs = 0;
        int at = 3;
        if (call.args().is(at, IDLE)) {
            minIdleMs = call.integer(4);
            if (call.argCount() < LEAST_WORDS + 2) {
                call.fail(Errors.SYNTAX);
                return;
            }
            at += 2;
        }
        count = Math.max(call.integer(at + 2), 0);
        start.parseStart(call, at);
        end.parseEnd(call, at + 1);
        consumerAt = at + 3 < call.argCount() ? at + 3 : 0;
    }

    private void summary(Call call, long group) {
        ReplyBuilder reply = call.reply();
        long pending = ConsumerGroup.pending(group);
        reply.array(4);
        reply.integer(IdTree.count(pending));
        if (!IdTree.first(pending, cursor)) {
            reply.nil();
            reply.nil();
            reply.nilArray();
            return;
        }
        EntryReplies.id(call, cursor.high(), cursor.low());
        IdTree.last(pending, cursor);
        EntryReplies.id(call, cursor.high(), cursor.low());
        long at = reply.defer();
        long busy = 0;
        for (int i = 0; i < ConsumerGroup.consumerCount(group); i++) {
            long consumer = ConsumerGroup.consumerAt(group, i);
            if (Consumer.pendingCount(consumer) > 0) {
                reply.array(2);
                reply.bulk(Consumer.name(consumer), Consumer.nameLength(consumer));
                reply.bulkInteger(Consumer.pendingCount(consumer));
                busy++;
            }
        }
        reply.closeArray(at, busy);
    }

    private void entries(Call call, long group) {
        long consumer = consumerAt == 0 ? 0 : GroupLookup.findConsumer(call, group, consumerAt);
        if (consumerAt != 0 && consumer == 0) {
            call.reply().array(0);
            return;
        }
        long ids = consumer == 0 ? ConsumerGroup.pending(group) : Consumer.pending(consumer);
        long at = call.reply().defer();
        long found = 0;
        boolean more = IdTree.ceiling(ids, start.ms(), start.seq(), cursor);
        while (more && found < count && end.compareTo(cursor.high(), cursor.low()) >= 0) {
            IdTree.find(ConsumerGroup.pending(group), cursor.high(), cursor.low(), entry);
            long idleMs = call.nowMs() - ConsumerGroup.deliveredMs(entry);
            if (minIdleMs == 0 || idleMs >= minIdleMs) {
                entry(call, idleMs);
                found++;
            }
            more = IdTree.next(ids, cursor);
        }
        call.reply().closeArray(at, found);
    }

    private void entry(Call call, long idleMs) {
        ReplyBuilder reply = call.reply();
        long owner = ConsumerGroup.owner(entry);
        reply.array(4);
        EntryReplies.id(call, entry.high(), entry.low());
        EntryReplies.consumer(reply, owner);
        reply.integer(owner == 0 ? NACKED : Math.max(idleMs, 0));
        reply.integer(ConsumerGroup.deliveries(entry));
    }
}
