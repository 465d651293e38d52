package dev.spinel.engine.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.port.Clock;
import org.junit.jupiter.api.Test;

/** Slices end by the clock or by their steps, and go on by themselves until the work is done. */
final class SlicedWorkTest {
    private final TimerQueue timers = new TimerQueue();
    private long nanos;
    private long stepNanos;
    private int left;

    private final SlicedWork work = new SlicedWork(timers, new Clock() {
        @Override
        public long wallMicros() {
            return nanos / 1000;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }, this::step, 10);

    private boolean step() {
        nanos += stepNanos;
        left--;
        return left > 0;
    }

    private void pass(long ms) {
        nanos += ms * 1_000_000;
        timers.run(nanos / 1_000_000);
    }

    @Test
    void aSliceEndsAfterItsSteps() {
        left = 25;
        work.run();
        assertEquals(15, left);
        pass(1);
        assertEquals(15, left);
        pass(1);
        assertEquals(5, left);
        pass(2);
        assertEquals(0, left);
        assertEquals(Long.MAX_VALUE, timers.nextDueMs());
    }

    @Test
    void slowStepsEndASliceEarly() {
        stepNanos = 200_000;
        left = 25;
        work.run();
        assertEquals(22, left);
    }

    @Test
    void whoeverAsksMeanwhileAddsNoSecondTimer() {
        left = 100;
        work.run();
        work.run();
        assertEquals(80, left);
        pass(3);
        assertEquals(70, left);
    }
}
