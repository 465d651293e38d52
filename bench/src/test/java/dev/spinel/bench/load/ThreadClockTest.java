package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The clock of a thread of this very process. */
final class ThreadClockTest {
    @Test
    void theFirstNumberIsWhatTheThreadRan() {
        assertEquals(1500, ThreadClock.parseRanNs("1500 20 3\n"));
    }

    @Test
    void aThreadIsFoundByItsName() throws Exception {
        CountDownLatch named = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        Thread worker = new Thread(() -> {
            named.countDown();      // a running thread has its name
            await(read);
        }, "clocked");
        worker.start();
        named.await();
        try (ThreadClock clock = ThreadClock.of(ProcessHandle.current().pid(), List.of("other", "clocked"))) {
            assertTrue(clock.ranNs() >= 0);
        } finally {
            read.countDown();
            worker.join();
        }
    }

    @Test
    void aNameNobodyHasIsRefused() {
        assertThrows(IOException.class, () -> ThreadClock.of(ProcessHandle.current().pid(), List.of("nobody")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
