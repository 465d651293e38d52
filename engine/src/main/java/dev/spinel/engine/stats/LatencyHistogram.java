package dev.spinel.engine.stats;

import org.HdrHistogram.Histogram;

/** Durations of one command, from a nanosecond to a second at two significant digits. */
public final class LatencyHistogram implements CommandStats.LatencyRecorder {
    private static final long MAX_NANOS = 1_000_000_000L;

    private final Histogram histogram = new Histogram(1, MAX_NANOS, 2);

    @Override
    public void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 1, MAX_NANOS));
    }

    @Override
    public void reset() {
        histogram.reset();
    }

    /** Adds what another one has recorded. */
    public void add(LatencyHistogram other) {
        histogram.add(other.histogram);
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** The duration that {@code percentile} percent of the calls did not exceed, in microseconds. */
    public double micros(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Calls that took at most {@code nanos}. */
    public long countUpTo(long nanos) {
        return histogram.getCountBetweenValues(0, Math.min(nanos, MAX_NANOS));
    }

    public long maxNanos() {
        return histogram.getMaxValue();
    }
}
