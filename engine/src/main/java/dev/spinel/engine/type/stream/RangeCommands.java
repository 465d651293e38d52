package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Rows and methods that read a stream by ids: XRANGE, XREVRANGE, XLEN. */
final class RangeCommands {
    private static final byte[] COUNT = Text.bytes("count");
    private static final long ALL = -1;

    private final StreamValue streams;
    private final StreamCursor cursor = new StreamCursor();
    private final StreamId start = new StreamId();
    private final StreamId end = new StreamId();

    RangeCommands(StreamLimits limits) {
        streams = new StreamValue(limits);
    }

    void register(CommandTable table) {
        table.add("XRANGE", call -> range(call, false));
        table.add("XREVRANGE", call -> range(call, true));
        table.add("XLEN", this::length);
    }

    private void length(Call call) {
        Key key = call.read(1, 0, ValueType.STREAM);
        if (!call.failed()) {
            call.reply().integer(streams.open(key).length());
        }
    }

    /** Replies the entries between two ids. Redis: xrangeGenericCommand. */
    private void range(Call call, boolean reverse) {
        start.parseStart(call, reverse ? 3 : 2);
        end.parseEnd(call, reverse ? 2 : 3);
        long count = count(call);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.STREAM);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            call.reply().array(0);
        } else if (count == 0) {
            call.reply().nilArray();
        } else {
            cursor.range(streams.open(key), start, end, reverse);
            EntryReplies.entries(call, cursor, Math.max(count, 0));
        }
    }

    private static long count(Call call) {
        long count = ALL;
        for (int i = 4; i < call.argCount() && !call.failed(); i += 2) {
            if (!call.args().is(i, COUNT) || i + 1 == call.argCount()) {
                call.fail(Errors.SYNTAX);
            } else {
                count = Math.max(call.integer(i + 1), 0);
            }
        }
        return count;
    }
}
