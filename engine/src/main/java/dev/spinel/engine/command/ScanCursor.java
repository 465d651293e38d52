package dev.spinel.engine.command;

import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;

/** The cursor of SCAN and its kin: an unsigned number the client hands back. */
public final class ScanCursor {
    private ScanCursor() {}

    /**
     * The cursor in an argument; latches an error when it is none. A plain number must not be negative; what is written
     * in another way is read as C's strtoull does. Source: string2ull in util.c.
     */
    public static long parse(Call call, int index) {
        Args args = call.args();
        if (Numbers.isLong(args.address(index), args.length(index))) {
            long cursor = Numbers.parseLong(args.address(index), args.length(index));
            if (cursor < 0) {
                call.fail(Errors.INVALID_CURSOR);
            }
            return cursor;
        }
        return parseLenient(call, args.text(index).stripLeading());
    }

    private static long parseLenient(Call call, String text) {
        boolean isNegative = text.startsWith("-");
        String digits = isNegative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            call.fail(Errors.INVALID_CURSOR);
            return 0;
        }
        try {
            long cursor = Long.parseUnsignedLong(digits);
            return isNegative ? -cursor : cursor;
        } catch (NumberFormatException tooLarge) {
            call.fail(Errors.INVALID_CURSOR);
            return 0;
        }
    }
}
