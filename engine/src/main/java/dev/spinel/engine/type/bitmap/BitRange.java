package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/**
 * The start, end and unit of BITCOUNT and BITPOS: parsed first, laid over a string later. Reused; owned by one room.
 */
final class BitRange {
    private static final byte[] BIT = Text.bytes("bit");
    private static final byte[] BYTE = Text.bytes("byte");

    private long start;
    private long end;
    private boolean inBits;
    private boolean isBackwards;
    private boolean hasEnd;

    /**
     * Reads the arguments from {@code index} on: nothing, or start, end and unit as far as they are there.
     *
     * @param unitBeforeEnd which of the two is complained about first
     */
    void parse(Call call, int index, boolean unitBeforeEnd) {
        int count = call.argCount() - index;
        hasEnd = count > 1;
        if (count > 3) {
            call.fail(Errors.SYNTAX);
        }
        start = count > 0 ? call.integer(index) : 0;
        if (unitBeforeEnd) {
            parseUnit(call, index, count);
        }
        end = hasEnd ? call.integer(index + 1) : -1;
        parseUnit(call, index, count);
        isBackwards = hasEnd && start < 0 && end < 0 && start > end;
    }

    private void parseUnit(Call call, int index, int count) {
        inBits = count > 2 && call.args().is(index + 2, BIT);
        if (count > 2 && !inBits && !call.args().is(index + 2, BYTE)) {
            call.fail(Errors.SYNTAX);
        }
    }

    /** Lays the range over a string of {@code bytes}; false when nothing of it is in the range. */
    boolean apply(long bytes) {
        long units = inBits ? bytes * 8 : bytes;
        start = Math.max(start < 0 ? start + units : start, 0);
        end = Math.min(Math.max(end < 0 ? end + units : end, 0), units - 1);
        if (start > end) {
            return false;
        }
        if (!inBits) {
            start *= 8;
            end = end * 8 + 7;
        }
        return true;
    }

    boolean hasEnd() {
        return hasEnd;
    }

    /** Both counted from the end, in the wrong order. */
    boolean isBackwards() {
        return isBackwards;
    }

    /** First bit, after {@link #apply}. */
    long firstBit() {
        return start;
    }

    /** Last bit, after {@link #apply}. */
    long lastBit() {
        return end;
    }
}
