package dev.spinel.bench.load;

/** A column of the comparison: what is measured, how it is headed and printed. */
enum Figure {
    THROUGHPUT("kops/s", "%.1f"),
    CPU("CPU us/op", "%.2f"),
    /** Without compilers, collectors and other side threads: what is left once those have done their work. */
    REACTOR("reactor us/op", "%.2f"),
    BUSY("busy %", "%.0f"),
    P50("p50 us", "%.0f"),
    P99("p99 us", "%.0f"),
    P999("p99.9 us", "%.0f"),
    MAX("max us", "%.0f");

    private final String title;
    private final String format;

    Figure(String title, String format) {
        this.title = title;
        this.format = format;
    }

    String title() {
        return title;
    }

    String print(double value) {
        return String.format(format, value);
    }

    /** This figure in one run that cost the server {@code cpuNs} of CPU time, {@code reactorNs} of it its reactor. */
    double of(LoadResult result, long cpuNs, long reactorNs) {
        return switch (this) {
            case THROUGHPUT -> result.operationsPerSecond() / 1e3;
            case CPU -> cpuNs / 1e3 / result.operations();
            case REACTOR -> reactorNs / 1e3 / result.operations();
            case BUSY -> 100.0 * cpuNs / result.elapsedNs();
            case P50 -> result.latencyNs().getValueAtPercentile(50) / 1e3;
            case P99 -> result.latencyNs().getValueAtPercentile(99) / 1e3;
            case P999 -> result.latencyNs().getValueAtPercentile(99.9) / 1e3;
            case MAX -> result.latencyNs().getMaxValue() / 1e3;
        };
    }
}
