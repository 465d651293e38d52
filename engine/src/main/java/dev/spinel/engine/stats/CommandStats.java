package dev.spinel.engine.stats;

/** What INFO commandstats and the latency histograms know about one command. Written by the reactor. */
public final class CommandStats {
    private long calls;
    private long nanos;
    private long rejected;
    private long failed;
    private LatencyRecorder latency;

    /** Receives the duration of each call; engine.stats keeps a histogram behind it. */
    public interface LatencyRecorder {
        void record(long nanos);

        /** Forgets every duration. */
        void reset();
    }

    /** Notes a call that is over. What waited is over when it was answered; until then nothing is known of it. */
    public void called(long durationNanos, boolean failedToo) {
        calls++;
        nanos += durationNanos;
        if (failedToo) {
            failed++;
        }
        if (latency != null) {
            latency.record(durationNanos);
        }
    }

    /** Notes a call that was refused. */
    public void reject() {
        rejected++;
    }

    public long calls() {
        return calls;
    }

    /** Time spent inside the command, in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    /** Calls refused before they started. */
    public long rejected() {
        return rejected;
    }

    /** Calls that answered an error. */
    public long failed() {
        return failed;
    }

    public LatencyRecorder latency() {
        return latency;
    }

    public void latency(LatencyRecorder recorder) {
        latency = recorder;
    }

    public void reset() {
        calls = 0;
        nanos = 0;
        rejected = 0;
        failed = 0;
        if (latency != null) {
            latency.reset();
        }
    }
}
