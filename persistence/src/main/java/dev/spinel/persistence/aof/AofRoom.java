package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.feature.persistence.AppendOnlyCommands;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.rdb.RdbSnapshotter;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Plugs the append-only log into a server, with its side thread. Reactor; one per server. */
public final class AofRoom implements AutoCloseable {
    private static final long LAST_JOBS_SECONDS = 10;

    private final AppendOnly appendOnly;
    private final ExecutorService side;

    private AofRoom(AppendOnly appendOnly, ExecutorService side) {
        this.appendOnly = appendOnly;
        this.side = side;
    }

    /**
     * Adds commands, settings, cron.
     *
     * @param die ends the process with code 1 at once
     */
    public static AofRoom register(Engine engine, FileStore files, OperatorLog log, RdbSnapshotter snapshotter,
            Handoff handoff, Runnable die) {
        ExecutorService side = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("aof-sync").daemon().factory());
        BaseWriter bases = new SnapshotBaseWriter(engine, files, snapshotter.file(), snapshotter.snapshots());
        Runnable wake = () -> handoff.post(() -> { });
        AppendOnly appendOnly = new AppendOnly(engine, files, log, bases, snapshotter.file(), snapshotter.progress(), side,
                wake, die);
        AppendOnlyCommands.register(engine, appendOnly);
        engine.settings().appendonly.onApply(appendOnly::follow);
        engine.settings().aofDisableAutoGc.onApply(appendOnly::followAutoGc);
        engine.addCron(appendOnly::cron);
        return new AofRoom(appendOnly, side);
    }

    public AppendOnly appendOnly() {
        return appendOnly;
    }

    @Override
    public void close() {
        appendOnly.close();
        side.shutdown();
        try {
            side.awaitTermination(LAST_JOBS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
