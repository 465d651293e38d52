package dev.spinel.engine.feature.server;

import dev.spinel.engine.memory.Arena;

/** The most memory ever used, and what was used before the first client came. Owned by the reactor. */
public final class MemoryPeak {
    private long peak;
    private long startup;

    /** Takes the present use as what an empty server needs. */
    public void markStartup() {
        startup = Arena.usedBytes();
    }

    void note(long used) {
        peak = Math.max(peak, used);
    }

    /** Looks at the arena; from cron. */
    void sample() {
        note(Arena.usedBytes());
    }

    long bytes() {
        return peak;
    }

    long startupBytes() {
        return startup;
    }
}
