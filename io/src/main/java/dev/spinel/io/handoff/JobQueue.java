package dev.spinel.io.handoff;

import dev.spinel.engine.port.Handoff;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/** Jobs from any thread for the reactor, which is woken once per batch. */
public final class JobQueue implements Handoff {
    private static final int CHUNK = 128;

    private final MpscUnboundedAtomicArrayQueue<Runnable> jobs = new MpscUnboundedAtomicArrayQueue<>(CHUNK);
    private final AtomicBoolean awake = new AtomicBoolean();
    private final Runnable wakeUp;

    /** @param wakeUp ends the reactor's poll; called from any thread */
    public JobQueue(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    @Override
    public void post(Runnable job) {
        jobs.offer(job);
        if (!awake.getAndSet(true)) {
            wakeUp.run();
        }
    }

    /**
     * Runs everything posted so far, on the reactor. What a job posts has to wait for the next time: clients come
     * first.
     */
    public void run() {
        if (awake.get()) {
            awake.set(false);
            for (int left = jobs.size(); left > 0; left--) {
                jobs.poll().run();
            }
        }
    }
}
