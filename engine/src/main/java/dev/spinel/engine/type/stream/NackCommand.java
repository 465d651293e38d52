package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/** XNACK: pending entries go back to their group, for whoever claims them next. */
final class NackCommand {
    private static final byte[] SILENT = Text.bytes("silent");
    private static final byte[] FAIL = Text.bytes("fail");
    private static final byte[] FATAL = Text.bytes("fatal");
    private static final byte[] IDS = Text.bytes("ids");
    private static final byte[] RETRYCOUNT = Text.bytes("retrycount");
    private static final byte[] FORCE = Text.bytes("force");
    private static final byte[] RETRYCOUNT_INVALID =
        Errors.bytes("ERR Invalid RETRYCOUNT option argument for XNACK");
    private static final int MODE_AT = 3;
    private static final int IDS_AT = 6;
    private static final long NOT_GIVEN = -1;

    private final WaitingCommands waiting;
    private final StreamCursor cursor = new StreamCursor();
    private final IdCursor pending = new IdCursor();
    private final StreamId id = new StreamId();
    /** What the arguments of the running command say. */
    private long deliveries;
    private boolean isForced;

    NackCommand(WaitingCommands waiting) {
        this.waiting = waiting;
    }

    void register(CommandTable table) {
        table.add("XNACK", this::giveBack);
    }

    /** Replies how many entries were given back. Errors: syntax, ids, NOGROUP. Redis: xnackCommand. */
    private void giveBack(Call call) {
        int end = parse(call);
        Key key = call.failed() ? null : call.writeTyped(1, ValueType.STREAM);
        long group = GroupLookup.require(call, key, 2, "");
        if (call.failed()) {
            return;
        }
        int nacked = 0;
        for (int i = IDS_AT; i < end; i++) {
            id.parseStrict(call, i, 0);
            nacked += giveBack(call, key, group) ? 1 : 0;
        }
        if (nacked > 0) {
            call.dirty(nacked);
            waiting.signal(key);
        }
        call.reply().integer(nacked);
    }

    /** Reads all arguments; answers the first one behind the ids. */
    private int parse(Call call) {
        Args args = call.args();
        boolean hasMode = args.is(MODE_AT, SILENT) || args.is(MODE_AT, FAIL) || args.is(MODE_AT, FATAL);
        if (!hasMode || !args.is(MODE_AT + 1, IDS)) {
            call.fail(Errors.SYNTAX);
            return 0;
        }
        int end = ReferenceCommands.lastId(call, MODE_AT + 2, id) + 1;
        deliveries = NOT_GIVEN;
        isForced = false;
        for (int i = end; i < args.count() && !call.failed(); i++) {
            if (args.is(i, FORCE)) {
                isForced = true;
            } else if (args.is(i, RETRYCOUNT) && i + 1 < args.count()) {
                i++;
                deliveries = call.integer(i, RETRYCOUNT_INVALID);
                if (deliveries < 0) {
                    call.fail(RETRYCOUNT_INVALID);
                }
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        return end;
    }

    /** Gives {@link #id} back if it is pending, or may be made so. */
    private boolean giveBack(Call call, Key key, long group) {
        if (!IdTree.find(ConsumerGroup.pending(group), id.ms(), id.seq(), pending)) {
            if (!isForced || !cursor.find(key.root(), id.ms(), id.seq())) {
                return false;
            }
            ConsumerGroup.addPending(group, id.ms(), id.seq(), call.nowMs(), pending);
            ConsumerGroup.deliveries(pending, 0);
        }
        ConsumerGroup.deliveries(pending, deliveriesAfter(call.args(), ConsumerGroup.deliveries(pending)));
        ConsumerGroup.nack(group, pending);
        return true;
    }

    private long deliveriesAfter(Args args, long before) {
        if (deliveries != NOT_GIVEN) {
            return deliveries;
        }
        if (args.is(MODE_AT, FATAL)) {
            return Long.MAX_VALUE;
        }
        return args.is(MODE_AT, SILENT) ? Math.max(before - 1, 0) : before;
    }
}
