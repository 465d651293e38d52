package dev.spinel.io.handoff;

import dev.spinel.engine.port.GlobalLock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The lock over all data. The reactor holds it except while it polls; a thread of a module takes it to call the server.
 * Until the first such thread shows up nobody competes and the reactor keeps it even while polling.
 *
 * <p>Whoever waits is served in order of arrival. Threads of modules that work long give the lock back every few
 * microseconds and ask again at once: they go on before those in line until a turn of a millisecond is over, because to
 * change the thread so often costs more than the work.
 */
public final class Gil implements GlobalLock {
    static final long TURN_NANOS = 1_000_000;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final LongSupplier clock;
    /** When the running turn was first seen to keep others waiting; 0 when it has not been. */
    private volatile long turnNanos;
    private final AtomicInteger sharers = new AtomicInteger();

    public Gil() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    Gil(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public void share() {
        sharers.incrementAndGet();
    }

    @Override
    public void lock() {
        if (!mayGoAhead() || !lock.tryLock()) {
            lockInLine();
        }
    }

    /** As {@link #lock}, always behind those who wait: for the reactor, which would never let go otherwise. */
    public void lockInLine() {
        lock.lock();
        turnNanos = 0;
    }

    private boolean mayGoAhead() {
        if (!lock.hasQueuedThreads()) {
            return true;
        }
        long now = clock.getAsLong();
        if (turnNanos == 0) {
            turnNanos = now | 1;
        }
        return now - turnNanos < TURN_NANOS;
    }

    @Override
    public boolean tryLock() {
        return lock.tryLock();
    }

    @Override
    public void unlock() {
        lock.unlock();
    }

    @Override
    public boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }

    /** Whether anybody but the reactor may want the lock. */
    public boolean isShared() {
        return sharers.get() > 0;
    }
}
