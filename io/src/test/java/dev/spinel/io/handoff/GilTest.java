package dev.spinel.io.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GilTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private final Gil gil = new Gil(nanos::get);
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void whoAsksAgainAfterItsTurnStandsBehindThoseInLine() throws InterruptedException {
        gil.lock();
        Thread reactor = Thread.ofPlatform().start(() -> {
            gil.lockInLine();
            order.add("reactor");
            gil.unlock();
        });
        awaitWaiting(reactor);
        gil.lock();                 // seen to keep others waiting: the turn begins
        nanos.addAndGet(Gil.TURN_NANOS);
        gil.unlock();
        gil.unlock();
        gil.lock();
        order.add("module");
        gil.unlock();
        reactor.join();
        assertEquals(List.of("reactor", "module"), order);
    }

    @Test
    void whoGivesItBackForGoodLeavesItToThoseInLine() throws InterruptedException {
        gil.lock();
        Thread module = Thread.ofPlatform().start(() -> {
            gil.lock();
            order.add("module");
            gil.unlock();
        });
        awaitWaiting(module);
        assertTrue(gil.isHeld());
        gil.unlock();
        module.join();
        assertEquals(List.of("module"), order);
        assertFalse(gil.isHeld());
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
