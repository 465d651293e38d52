package dev.spinel.engine.command;

import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;

/** MATCH, COUNT and NOVALUES of a scan through one collection. Source: scanGenericCommand in db.c. */
public final class ScanOptions {
    private static final byte[] MATCH = Text.bytes("match");
    private static final byte[] COUNT = Text.bytes("count");
    private static final byte[] NOVALUES = Text.bytes("novalues");
    private static final byte[] NO_PAIRS = Errors.bytes("ERR NOVALUES option can only be used in HSCAN");
    private static final int DEFAULT_COUNT = 10;

    private byte[] pattern;
    private long count = DEFAULT_COUNT;
    private boolean hasValues = true;

    /** Parses the arguments from {@code from} on; latches what is wrong with them. */
    public void parse(Call call, int from) {
        for (int i = from; i < call.argCount() && !call.failed(); i += 2) {
            checkNoPairs(call, i);
            parsePair(call, i);
        }
    }

    /** Latches an error when the option at {@code index} is one that only a scan of fields and values has. */
    public static void checkNoPairs(Call call, int index) {
        if (call.args().is(index, NOVALUES)) {
            call.fail(NO_PAIRS);
        }
    }

    /** Parses as {@link #parse}, where NOVALUES may stand too. */
    public void parseForPairs(Call call, int from) {
        int i = from;
        while (i < call.argCount() && !call.failed()) {
            if (call.args().is(i, NOVALUES)) {
                hasValues = false;
                i++;
            } else {
                parsePair(call, i);
                i += 2;
            }
        }
    }

    private void parsePair(Call call, int index) {
        Args args = call.args();
        if (index + 1 < args.count() && args.is(index, COUNT)) {
            count = call.integer(index + 1);
            if (!call.failed() && count < 1) {
                call.fail(Errors.SYNTAX);
            }
        } else if (index + 1 < args.count() && args.is(index, MATCH)) {
            byte[] text = args.bytes(index + 1);
            pattern = Glob.isAll(text) ? null : text;
        } else {
            call.fail(Errors.SYNTAX);
        }
    }

    /** Whether values are wanted beside the fields. */
    public boolean hasValues() {
        return hasValues;
    }

    /** Elements to look at before the scan may rest. */
    public long count() {
        return count;
    }

    public boolean matches(long address, long length) {
        return pattern == null || Glob.matches(pattern, address, length, false);
    }
}
