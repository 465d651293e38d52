package dev.spinel.tools.server;

import dev.spinel.engine.port.Clock;
import java.time.Instant;

/** The machine's clocks. */
public final class SystemClock implements Clock {
    @Override
    public long wallMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
