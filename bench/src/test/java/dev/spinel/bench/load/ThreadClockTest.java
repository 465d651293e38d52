package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clock of a thread of this very process. */
final class ThreadClockTest {
    @Test
    void theFirstNumberIsWhatTheThreadRan() {
        assertEquals(1500, ThreadClock.parseRanNs("1500 20 3\n"));
    }

    @Test
    void aThreadIsFoundByItsName() throws Exception {
        Thread worker = new Thread(() -> awaitInterrupt(), "clocked");
        worker.start();
        try (ThreadClock clock = ThreadClock.of(ProcessHandle.current().pid(), List.of("other", "clocked"))) {
            assertTrue(clock.ranNs() >= 0);
        } finally {
            worker.interrupt();
            worker.join();
        }
    }

    @Test
    void aNameNobodyHasIsRefused() {
        assertThrows(IOException.class, () -> ThreadClock.of(ProcessHandle.current().pid(), List.of("nobody")));
    }

    private static void awaitInterrupt() {
        Object monitor = new Object();
        synchronized (monitor) {
            try {
                monitor.wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
