package dev.spinel.tools.compat;

import java.util.List;
import java.util.Locale;

/** How long the steps of a soak took: counts in 16 cells per power of two, 6 % wide. Used by one thread at a time. */
final class StepTimes {
    private static final int CELLS_SHIFT = 4;
    private static final double NANOS_PER_MS = 1e6;

    private final long[] counts = new long[Long.SIZE << CELLS_SHIFT];
    private long count;
    private long max;

    void add(long nanos) {
        counts[cell(nanos)]++;
        count++;
        max = Math.max(max, nanos);
    }

    private static int cell(long nanos) {
        long value = Math.max(nanos, 1L << CELLS_SHIFT);
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        return (power << CELLS_SHIFT) + (int) (value >>> power - CELLS_SHIFT) - (1 << CELLS_SHIFT);
    }

    /** The least time of the cell in which this share of all steps was done. */
    private long quantile(double share) {
        long left = (long) (share * count);
        int cell = 0;
        while (left >= counts[cell]) left -= counts[cell++];
        int power = cell >>> CELLS_SHIFT;
        return (long) ((cell & (1 << CELLS_SHIFT) - 1) + (1 << CELLS_SHIFT)) << power - CELLS_SHIFT;
    }

    /** All of them in one line of milliseconds. */
    static String sum(List<StepTimes> all) {
        StepTimes sum = new StepTimes();
        for (StepTimes times : all) {
            for (int i = 0; i < sum.counts.length; i++) sum.counts[i] += times.counts[i];
            sum.count += times.count;
            sum.max = Math.max(sum.max, times.max);
        }
        return sum.count == 0 ? "no steps" : String.format(Locale.ROOT, "%d steps, ms: p50 %.2f, p99 %.2f, p99.9 %.2f, max %.1f",
                sum.count, sum.quantile(0.5) / NANOS_PER_MS, sum.quantile(0.99) / NANOS_PER_MS,
                sum.quantile(0.999) / NANOS_PER_MS, sum.max / NANOS_PER_MS);
    }
}
