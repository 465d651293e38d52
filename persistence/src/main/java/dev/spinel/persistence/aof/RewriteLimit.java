package dev.spinel.persistence.aof;

import dev.spinel.engine.port.OperatorLog;

/**
 * Keeps automatic rewrites apart that fail again and again: after three failures in a row the next one waits 1, 2, 4 …
 * up to 60 minutes, or the directory fills with small files. Source: aofRewriteLimited in aof.c.
 */
final class RewriteLimit {
    private static final int FREE_FAILURES = 3;
    private static final int LONGEST_MINUTES = 60;

    private final OperatorLog log;
    private int delayMinutes;
    private long notBeforeSeconds;

    RewriteLimit(OperatorLog log) {
        this.log = log;
    }

    /** Whether an automatic rewrite must wait. */
    boolean isReached(long failuresInARow, long nowSeconds) {
        if (failuresInARow < FREE_FAILURES) {
            delayMinutes = 0;
            notBeforeSeconds = 0;
            return false;
        }
        if (notBeforeSeconds != 0) {
            boolean waits = nowSeconds < notBeforeSeconds;
            notBeforeSeconds = waits ? notBeforeSeconds : 0;
            return waits;
        }
        delayMinutes = Math.min(delayMinutes == 0 ? 1 : delayMinutes * 2, LONGEST_MINUTES);
        notBeforeSeconds = nowSeconds + delayMinutes * 60L;
        log.log(OperatorLog.WARNING, "Background AOF rewrite has repeatedly failed and triggered the limit, will retry in "
                + delayMinutes + " minutes");
        return true;
    }
}
