package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArrayCursor;

/** ARGREP: which elements of a range look like something. */
final class GrepCommand {
    private final ArrayValue value;
    private final ArrayIndex index = new ArrayIndex();
    private final SparseArrayCursor cursor = new SparseArrayCursor();

    GrepCommand(SliceLimits limits) {
        value = new ArrayValue(limits);
    }

    void register(CommandTable table) {
        table.add("ARGREP", this::grep);
    }

    /** Replies the indexes, and the elements if asked for. Errors: index, syntax, expression. Redis: argrepCommand. */
    private void grep(Call call) {
        long start = bound(call, 2);
        long end = call.failed() ? 0 : bound(call, 3);
        GrepPlan plan = call.failed() ? null : new GrepPlan(call, 4);
        Key key = call.failed() ? null : call.read(1, 0, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        if (!value.open(call, key).exists()) {
            call.reply().array(0);
            return;
        }
        long last = value.length() - 1;
        reply(call, plan, is(call, 2, '+') ? last : start, is(call, 3, '+') ? last : end);
    }

    private void reply(Call call, GrepPlan plan, long start, long end) {
        ReplyBuilder reply = call.reply();
        long at = reply.defer();
        long found = 0;
        cursor.begin(value.array(), start, end);
        while (found < plan.limit() && cursor.next()) {
            long word = cursor.word();
            if (plan.accepts(value.text(word))) {
                if (plan.withValues()) {
                    reply.array(2);
                }
                ArrayIndex.reply(reply, cursor.index());
                if (plan.withValues()) {
                    value.reply(reply, word);
                }
                found++;
            }
        }
        reply.closeArray(at, found);
    }

    /** An index; a dash and a plus stand for the ends of the array, and read as 0. */
    private long bound(Call call, int argument) {
        return is(call, argument, '-') || is(call, argument, '+') ? 0 : index.parse(call, argument);
    }

    private static boolean is(Call call, int argument, char sign) {
        return call.args().length(argument) == 1 && Mem.getByte(call.args().address(argument)) == sign;
    }
}
