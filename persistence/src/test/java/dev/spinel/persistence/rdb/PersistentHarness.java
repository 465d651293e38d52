package dev.spinel.persistence.rdb;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An engine that saves to a simulated disk; the test is its reactor. */
public final class PersistentHarness implements AutoCloseable {
    private final EngineHarness engine = new EngineHarness();
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final List<String> logged = new ArrayList<>();
    private final RdbSnapshotter snapshotter;

    private final class ListLog implements OperatorLog {
        @Override
        public boolean isEnabled(int level) {
            return true;
        }

        @Override
        public void log(int level, String text) {
            synchronized (logged) {
                logged.add(text);
            }
        }
    }

    public PersistentHarness() {
        this(null);
    }

    /** @param other a disk to use instead of the simulated one; null for that */
    public PersistentHarness(FileStore other) {
        Handoff handoff = jobs::add;
        FileStore store = other == null ? disk : other;
        snapshotter = RdbSnapshotter.register(engine.engine(), store, handoff, new ListLog(), () -> true);
    }

    public EngineHarness engine() {
        return engine;
    }

    public SimulatedDisk disk() {
        return disk;
    }

    public RdbSnapshotter snapshotter() {
        return snapshotter;
    }

    /** Lines of the log so far. */
    public List<String> logged() {
        synchronized (logged) {
            return List.copyOf(logged);
        }
    }

    /** Lines of the log since the last time. */
    public List<String> takeLogged() {
        synchronized (logged) {
            List<String> taken = List.copyOf(logged);
            logged.clear();
            return taken;
        }
    }

    public String run(String... words) {
        return engine.run(words);
    }

    /** The digest of all data. */
    public String digest() {
        return run("DEBUG", "DIGEST");
    }

    /** Does what other threads have asked for. */
    public void runJobs() {
        for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
            job.run();
        }
    }

    /** Does what other threads ask for until nothing is saved any more. */
    public void awaitSave() {
        while (snapshotter.isBusy()) {
            runJobs();
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        snapshotter.close();
        engine.close();
    }
}
