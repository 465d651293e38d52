package dev.spinel.bench.load;

import org.HdrHistogram.Histogram;

/** What the generator saw in one run. The histogram holds nanoseconds, one value per reply. */
record LoadResult(long operations, long elapsedNs, Histogram latencyNs) {
    double operationsPerSecond() {
        return operations * 1e9 / elapsedNs;
    }
}
