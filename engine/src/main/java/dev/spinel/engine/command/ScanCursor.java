package dev.spinel.engine.command;

import dev.spinel.engine.resp.Errors;

/** The cursor of SCAN and its kin: an unsigned number the client hands back. */
public final class ScanCursor {
    private ScanCursor() {}

    /** The cursor in an argument, read as C's strtoul does; latches an error when it is none. */
    public static long parse(Call call, int index) {
        String text = call.args().text(index);
        boolean isNegative = text.startsWith("-");
        String digits = isNegative || text.startsWith("+") ? text.substring(1) : text;
        if (text.isEmpty()) {
            return 0;
        }
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
