package dev.spinel.engine.type.hash;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Arguments the commands on expiring fields share: {@code FIELDS count field …} and times. All static. */
final class FieldArguments {
    static final byte[] FIELDS = Text.bytes("FIELDS");
    static final byte[] NOT_POSITIVE = Errors.bytes("ERR Number of fields must be a positive integer");

    private static final byte[] FIELDS_WORD = Text.bytes("fields");
    private static final byte[] MISSING =
        Errors.bytes("ERR Mandatory argument FIELDS is missing or not at the right position");
    private static final byte[] OTHER_COUNT =
        Errors.bytes("ERR The `numfields` parameter must match the number of arguments");
    private static final byte[] NEGATIVE_TIME = Errors.bytes("ERR invalid expire time, must be >= 0");
    /** Largest expiry a field can have: 46 bits. */
    private static final long MAX_EXPIRY_MS = (1L << 46) - 1;

    private FieldArguments() {}

    static boolean isFields(Args args, int index) {
        return args.is(index, FIELDS_WORD);
    }

    /** Index of the first field behind the word FIELDS at {@code index} and the count; latches what is wrong. */
    static int first(Call call, int index, byte[] notPositive) {
        if (index + 1 >= call.argCount() || !isFields(call.args(), index)) {
            call.fail(MISSING);
            return 0;
        }
        long fields = call.atLeastOne(index + 1, notPositive);
        if (!call.failed() && fields != call.argCount() - index - 2) {
            call.fail(OTHER_COUNT);
        }
        return index + 2;
    }

    /** The time in an argument as ms since the epoch; latches what is wrong with it. */
    static long expireAt(Call call, int index, long baseMs, long unitMs) {
        long time = call.integer(index);
        if (time < 0) {
            call.fail(NEGATIVE_TIME);
        } else if (time > MAX_EXPIRY_MS / unitMs || time * unitMs > MAX_EXPIRY_MS - baseMs) {
            call.fail(Errors.invalidExpire(call.row().fullName()));
        }
        return call.failed() ? 0 : time * unitMs + baseMs;
    }
}
