package dev.spinel.engine.timer;

import dev.spinel.engine.port.Clock;
import java.util.function.BooleanSupplier;

/**
 * Work that is done a slice at a time, so that no client waits long for it: a slice ends by the clock or after a number
 * of steps, and when there is more to do the next one comes after a breath, even if nobody sends anything. Reactor.
 *
 * <pre>
 *   | step step step | breath, others run | step step step | …
 *   `--- 0.5 ms ----'
 * </pre>
 */
public final class SlicedWork {
    private static final long SLICE_NANOS = 500_000;
    private static final long BREATH_MS = 2;

    private final TimerQueue timers;
    private final Clock clock;
    private final BooleanSupplier step;
    private final Runnable continuation = this::goOn;
    private final int maxSteps;
    private boolean isAwaited;

    /**
     * @param step does a little, some microseconds, and answers whether there is more
     * @param maxSteps steps of a slice at most, however fast they are
     */
    public SlicedWork(TimerQueue timers, Clock clock, BooleanSupplier step, int maxSteps) {
        this.timers = timers;
        this.clock = clock;
        this.step = step;
        this.maxSteps = maxSteps;
    }

    /** Does a slice. */
    public void run() {
        long start = clock.nanos();
        boolean hasMore = step.getAsBoolean();
        for (int steps = 1; hasMore && steps < maxSteps && clock.nanos() - start < SLICE_NANOS; steps++) {
            hasMore = step.getAsBoolean();
        }
        if (hasMore && !isAwaited) {
            isAwaited = true;
            timers.at(clock.wallMicros() / 1000 + BREATH_MS, continuation);
        }
    }

    private void goOn() {
        isAwaited = false;
        run();
    }
}
