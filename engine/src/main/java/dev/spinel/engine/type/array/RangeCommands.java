package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArrayCursor;

/** Rows and methods that reply what is in a range of indexes: ARGETRANGE with the gaps, ARSCAN without. */
final class RangeCommands {
    /** Most places, gaps among them, that one reply tells of. */
    static final long MAX_PLACES = 1_000_000;
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[] LIMIT_NOT_POSITIVE = Errors.bytes("ERR LIMIT must be positive");
    private static final byte[] TOO_LONG = Errors.bytes("ERR range exceeds maximum of " + MAX_PLACES + " items");

    private final ArrayValue value;
    private final ArrayIndex index = new ArrayIndex();
    private final SparseArrayCursor cursor = new SparseArrayCursor();

    RangeCommands(SliceLimits limits) {
        value = new ArrayValue(limits);
    }

    void register(CommandTable table) {
        table.add("ARGETRANGE", this::getRange);
        table.add("ARSCAN", this::scan);
    }

    /** Replies each place from start to end, backwards when the end is below. Redis: argetrangeCommand. */
    private void getRange(Call call) {
        long start = index.parse(call, 2);
        long end = call.failed() ? 0 : index.parse(call, 3);
        Key key = call.failed() ? null : call.read(1, 0, ValueType.ARRAY);
        boolean isUp = Long.compareUnsigned(start, end) <= 0;
        long places = (isUp ? end - start : start - end) + 1;
        if (Long.compareUnsigned(places, MAX_PLACES) > 0) {
            call.fail(TOO_LONG);
        }
        if (call.failed()) {
            return;
        }
        value.open(call, key);
        ReplyBuilder reply = call.reply();
        reply.array(places);
        for (long i = 0; i < places; i++) {
            value.reply(reply, value.get(isUp ? start + i : start - i));
        }
    }

    /** Replies index and element of what is there from start to end. Redis: arscanCommand. */
    private void scan(Call call) {
        long start = index.parse(call, 2);
        long end = call.failed() ? 0 : index.parse(call, 3);
        long limit = call.failed() ? 0 : scanLimit(call);
        Key key = call.failed() ? null : call.read(1, 0, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        if (!value.open(call, key).exists()) {
            reply.array(0);
            return;
        }
        long at = reply.defer();
        long found = 0;
        cursor.begin(value.array(), start, end);
        while (found < limit && cursor.next()) {
            replyPair(reply);
            found++;
        }
        reply.closeArray(at, found);
    }

    private void replyPair(ReplyBuilder reply) {
        reply.array(2);
        ArrayIndex.reply(reply, cursor.index());
        value.reply(reply, cursor.word());
    }

    private static long scanLimit(Call call) {
        if (call.argCount() == 4) {
            return Long.MAX_VALUE;
        }
        if (call.argCount() != 6) {
            call.fail(Errors.wrongArity(call.row().fullName()));
            return 0;
        }
        if (!call.args().is(4, LIMIT)) {
            call.fail(Errors.SYNTAX);
            return 0;
        }
        return limit(call, 5);
    }

    /** How many a LIMIT allows; latches an error when it is not positive. */
    static long limit(Call call, int index) {
        long limit = call.integer(index);
        if (limit <= 0) {
            call.fail(LIMIT_NOT_POSITIVE);
        }
        return limit;
    }
}
