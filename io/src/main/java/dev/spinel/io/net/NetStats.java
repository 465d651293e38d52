package dev.spinel.io.net;

/** Counters of INFO that the transport keeps. Written by the reactor. */
public final class NetStats {
    long accepted;
    long rejected;
    long bytesIn;
    long bytesOut;
    long reads;
    long writes;
    long queryLimitDisconnects;
    long replyLimitDisconnects;
    long turns;
    long busyNanos;
    long cronNanos;
    long longestTurnNanos;
    long mostCommandsPerTurn;

    /** {@code total_connections_received}. */
    public long accepted() {
        return accepted;
    }

    /** {@code rejected_connections}. */
    public long rejected() {
        return rejected;
    }

    public long bytesIn() {
        return bytesIn;
    }

    public long bytesOut() {
        return bytesOut;
    }

    /** {@code total_reads_processed}. */
    public long reads() {
        return reads;
    }

    /** {@code total_writes_processed}. */
    public long writes() {
        return writes;
    }

    /** {@code client_query_buffer_limit_disconnections}. */
    public long queryLimitDisconnects() {
        return queryLimitDisconnects;
    }

    /** {@code client_output_buffer_limit_disconnections}. */
    public long replyLimitDisconnects() {
        return replyLimitDisconnects;
    }

    /** Turns of the loop. */
    public long turns() {
        return turns;
    }

    /** Time spent outside the poll. */
    public long busyNanos() {
        return busyNanos;
    }

    /** Time spent in cron. */
    public long cronNanos() {
        return cronNanos;
    }

    /** The longest time between two polls. */
    public long longestTurnNanos() {
        return longestTurnNanos;
    }

    /** The most commands executed between two polls. */
    public long mostCommandsPerTurn() {
        return mostCommandsPerTurn;
    }

    /** Notes a turn of the loop that was busy for {@code nanos} and executed {@code commands}. */
    public void turned(long nanos, long commands) {
        turns++;
        busyNanos += nanos;
        longestTurnNanos = Math.max(longestTurnNanos, nanos);
        mostCommandsPerTurn = Math.max(mostCommandsPerTurn, commands);
    }

    /** Notes what one cron took. */
    public void cronRan(long nanos) {
        cronNanos += nanos;
    }

    public void reset() {
        accepted = 0;
        rejected = 0;
        bytesIn = 0;
        bytesOut = 0;
        reads = 0;
        writes = 0;
        queryLimitDisconnects = 0;
        replyLimitDisconnects = 0;
        turns = 0;
        busyNanos = 0;
        cronNanos = 0;
        longestTurnNanos = 0;
        mostCommandsPerTurn = 0;
    }
}
