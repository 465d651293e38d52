package dev.spinel.engine.feature.server;

import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.InfoWriter;
import java.util.Map;
import java.util.TreeMap;

/** How often each kind of error was answered: INFO errorstats. Owned by the reactor. */
public final class ErrorStats implements CallListener {
    private static final int MAX_KINDS = 128;
    /** What counts as a code has its blank within the first bytes. */
    private static final int MAX_CODE_BYTES = 31;
    private static final String NO_CODE = "ERR";
    private static final String OVERFLOW = "ERRORSTATS_DISABLED";

    private final Map<String, Long> counts = new TreeMap<>();
    private long total;
    private boolean full;

    @Override
    public void onError(byte[] error) {
        total++;
        if (full) {
            return;
        }
        String text = Text.string(error);
        int blank = text.indexOf(' ');
        boolean hasCode = blank >= 0 && blank < MAX_CODE_BYTES;
        counts.merge(hasCode ? text.substring(0, blank) : NO_CODE, 1L, Long::sum);
        if (counts.size() > MAX_KINDS) {
            counts.clear();
            counts.put(OVERFLOW, 1L);
            full = true;
        }
    }

    /** {@code total_error_replies}. */
    public long total() {
        return total;
    }

    public void reset() {
        counts.clear();
        total = 0;
        full = false;
    }

    void write(InfoWriter writer) {
        counts.forEach((kind, count) -> writer.field("errorstat_" + InfoWriter.safe(kind), "count=" + count));
    }
}
