package dev.spinel.io.handoff;

import dev.spinel.engine.port.GlobalLock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock over all data. The reactor holds it except while it polls; a thread of a module takes it to call the server.
 * Until the first such thread shows up nobody competes and the reactor keeps it even while polling.
 */
public final class Gil implements GlobalLock {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final AtomicInteger sharers = new AtomicInteger();

    @Override
    public void share() {
        sharers.incrementAndGet();
    }

    @Override
    public void lock() {
        lock.lock();
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
