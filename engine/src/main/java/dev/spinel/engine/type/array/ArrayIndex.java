package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.resp.UnsignedText;

/** Indexes, unsigned numbers of 64 bits, in arguments and replies. */
final class ArrayIndex {
    /** Greater than every index. */
    static final long BEYOND = -1;

    private static final byte[] INVALID = Errors.bytes("ERR invalid array index");

    private final UnsignedText number = new UnsignedText();

    /** The index in an argument; latches an error when it is none. */
    long parse(Call call, int index) {
        long parsed = parseAny(call, index);
        if (parsed == BEYOND) {
            call.fail(INVALID);
        }
        return parsed;
    }

    /** As {@link #parse}, but {@link #BEYOND} will do. */
    long parseAny(Call call, int index) {
        if (!number.parse(call.args().address(index), call.args().length(index))) {
            call.fail(INVALID);
        }
        return number.value();
    }

    /** Replies an index or a count as an integer, also when it is larger than other integers are. */
    static void reply(ReplyBuilder reply, long number) {
        if (number >= 0) {
            reply.integer(number);
        } else {
            reply.raw(Text.bytes(':' + Long.toUnsignedString(number) + "\r\n"));
        }
    }
}
