package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;

/** MATCH and COUNT of a scan through one collection. Source: scanGenericCommand in db.c. */
public final class ScanOptions {
    private static final byte[] MATCH = Text.bytes("match");
    private static final byte[] COUNT = Text.bytes("count");
    private static final int DEFAULT_COUNT = 10;

    private byte[] pattern;
    private long count = DEFAULT_COUNT;

    /** Parses the arguments from {@code from} on; latches what is wrong with them. */
    public void parse(Call call, int from) {
        Args args = call.args();
        for (int i = from; i < args.count() && !call.failed(); i += 2) {
            if (i + 1 < args.count() && args.is(i, COUNT)) {
                count = call.integer(i + 1);
                if (!call.failed() && count < 1) {
                    call.fail(Errors.SYNTAX);
                }
            } else if (i + 1 < args.count() && args.is(i, MATCH)) {
                byte[] text = args.bytes(i + 1);
                pattern = Glob.isAll(text) ? null : text;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    /** Elements to look at before the scan may rest. */
    public long count() {
        return count;
    }

    public boolean matches(long address, long length) {
        return pattern == null || Glob.matches(pattern, address, length, false);
    }
}
