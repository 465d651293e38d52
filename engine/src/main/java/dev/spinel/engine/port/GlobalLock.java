package dev.spinel.engine.port;

/** The lock over all data, for threads that are not the reactor. Fair; not for holding long. */
public interface GlobalLock {
    /** Announces that other threads may lock from now on. Called on the reactor, before such a thread exists. */
    void share();

    void lock();

    boolean tryLock();

    void unlock();

    /** Whether the calling thread holds the lock. */
    boolean isHeld();
}
