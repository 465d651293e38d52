package dev.spinel.io.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs in their order, and never so many that nobody else gets a turn. */
final class JobQueueTest {
    private final List<String> done = new ArrayList<>();
    private int wakeUps;
    private final JobQueue jobs = new JobQueue(() -> wakeUps++);

    @Test
    void jobsRunInOrderAfterOneWakeUp() {
        jobs.post(() -> done.add("first"));
        jobs.post(() -> done.add("second"));
        jobs.run();
        assertEquals(List.of("first", "second"), done);
        assertEquals(1, wakeUps);
    }

    @Test
    void aJobThatPostsItselfAgainWaitsForTheNextTurn() {
        jobs.post(this::slice);
        jobs.run();
        assertEquals(List.of("slice"), done);
        assertEquals(2, wakeUps, "the reactor must not sleep over it");
        jobs.run();
        assertEquals(List.of("slice", "slice"), done);
    }

    private void slice() {
        done.add("slice");
        jobs.post(this::slice);
    }
}
