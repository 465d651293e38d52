package dev.spinel.engine.port;

/** Brings work from any thread to the reactor. */
public interface Handoff {
    /** Runs {@code job} on the reactor, with the lock held, soon. From any thread; never blocks. */
    void post(Runnable job);
}
