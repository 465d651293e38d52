package dev.spinel.persistence.aof;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;

/** When a rewrite is due: somebody wished for one, or the log has grown; less often after failures. Reactor. */
final class RewriteSchedule {
    private final Settings settings;
    private final AofSize size;
    private final OperatorLog log;
    private final RewriteLimit limit;
    private boolean scheduled;
    private long failedInARow;

    RewriteSchedule(Settings settings, AofSize size, OperatorLog log) {
        this.settings = settings;
        this.size = size;
        this.log = log;
        limit = new RewriteLimit(log);
    }

    /** Whether a rewrite waits for its time. */
    boolean isScheduled() {
        return scheduled;
    }

    /** A rewrite is to start when possible. */
    void schedule() {
        scheduled = true;
    }

    /** An operator wants a rewrite: former failures do not delay it. */
    void scheduleAnew() {
        scheduled = true;
        failedInARow = 0;
    }

    /** None is wished for any more. */
    void clear() {
        scheduled = false;
    }

    /** A rewrite ended. */
    void ended(boolean isGood) {
        failedInARow = isGood ? 0 : failedInARow + 1;
    }

    long failedInARow() {
        return failedInARow;
    }

    /**
     * Whether one is to start now.
     *
     * @param isOn whether the growth of the log counts
     */
    boolean isDue(boolean isOn, long nowSeconds) {
        if (scheduled && !limit.isReached(failedInARow, nowSeconds)) {
            return true;
        }
        if (!isOn || !hasGrown() || limit.isReached(failedInARow, nowSeconds)) {
            return false;
        }
        log.log(OperatorLog.NOTICE, "Starting automatic rewriting of AOF on " + size.growthPercent() + "% growth");
        return true;
    }

    private boolean hasGrown() {
        long percentage = settings.autoAofRewritePercentage.value();
        return percentage > 0 && size.currentBytes() > settings.autoAofRewriteMinSize.value()
                && size.growthPercent() >= percentage;
    }
}
