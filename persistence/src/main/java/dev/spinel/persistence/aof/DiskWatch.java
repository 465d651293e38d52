package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;

/** How long the disk holds the reactor up, for LATENCY. No clock is read while nobody asks. Reactor. */
final class DiskWatch {
    private static final long NANOS_PER_MS = 1_000_000;

    private final Engine engine;

    DiskWatch(Engine engine) {
        this.engine = engine;
    }

    /** A call begins: when, for {@link #ended}. */
    long begin() {
        return engine.settings().latencyMonitorThreshold.value() == 0 ? 0 : System.nanoTime();
    }

    /** A call has ended; an event of that name took as long as it. */
    void ended(String event, long begin) {
        if (begin != 0) {
            engine.latencySamples().record(event, engine.keyspace().nowMs() / 1000,
                    (System.nanoTime() - begin) / NANOS_PER_MS);
        }
    }
}
