package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.AppendOnlyFile;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.rdb.LoadProgress;
import dev.spinel.persistence.rdb.RdbFile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * The append-only log of a server: what others start, ask and end of it. Owned by the reactor. Source: aof.c.
 *
 * <pre>
 *   AofStart ───► CurrentManifest ◄─── AofRewrite ◄─── AofSwitch      files
 *                                          │              │
 *   Propagator ─► AofJournal ─► JournalWriter ◄───────────┘           changes
 * </pre>
 */
public final class AppendOnly implements AppendOnlyFile, AutoCloseable {
    private final Engine engine;
    private final OperatorLog log;
    private final BaseWriter bases;
    private final AofLoader loader;
    private final BackgroundSync background;
    private final CurrentManifest manifest;
    private final AofSize size = new AofSize();
    private final AofState state = new AofState();
    private final JournalWriter writer;
    private final AofJournal journal;
    private final RewriteSchedule schedule;
    private final AofRewrite rewrite;
    private final AofStart start;
    private final AofSwitch onOff;

    /**
     * A log that is not loaded and not written yet.
     *
     * @param side runs background work in order, on a thread of its own
     * @param die ends the process with code 1 at once
     */
    public AppendOnly(Engine engine, FileStore files, OperatorLog log, BaseWriter bases, RdbFile rdb,
            LoadProgress progress, Executor side, Runnable onSynced, Runnable die) {
        Settings settings = engine.settings();
        this.engine = engine;
        this.log = log;
        this.bases = bases;
        AofDirectory directory = new AofDirectory(files, log, path(settings.appenddirname.value()),
                path(settings.appendfilename.value()));
        loader = new AofLoader(engine, directory, log, rdb, progress);
        background = new BackgroundSync(side, log, onSynced);
        manifest = new CurrentManifest(directory, background, settings, log);
        DiskWatch watch = new DiskWatch(engine);
        writer = new JournalWriter(settings, log, background, die, new JournalWriter.WriteObserver() {
            @Override
            public void onWrite(long bytes) {
                size.grow(bytes);
            }

            @Override
            public boolean isBusy() {
                return state.isRewriting() || bases.isBusy();
            }
        }, watch);
        journal = new AofJournal(engine.keyspace(), settings, state, writer);
        schedule = new RewriteSchedule(settings, size, log);
        rewrite = new AofRewrite(engine, log, manifest, bases, state, journal, size, schedule, watch);
        start = new AofStart(engine, log, manifest, loader, bases, size);
        onOff = new AofSwitch(engine, log, state, journal, rewrite, schedule);
    }

    private static String path(String setting) {
        return new String(setting.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private long nowMs() {
        return engine.keyspace().nowMs();
    }

    private void warn(String text) {
        log.log(OperatorLog.WARNING, text);
    }

    /** Whether the data came from here. */
    public boolean isLoaded() {
        return start.isLoaded();
    }

    /** Reads the manifest, and with {@code appendonly yes} loads the data; false when the server cannot start. */
    public boolean load() {
        return start.load();
    }

    /** Starts to write where loading ended, with {@code appendonly yes}; false when the server cannot start. */
    public boolean open() {
        if (start.isLoaded() && engine.settings().appendonly.value()) {
            IncrementFile increment = start.openLastIncrement();
            if (increment == null) {
                return false;
            }
            onOff.startWith(increment);
        }
        manifest.deleteHistory();
        return follow() == null;
    }

    /** Follows {@code appendonly}, unless data is being loaded; null when done, otherwise why not. */
    public String follow() {
        return onOff.follow();
    }

    /** Follows {@code aof-disable-auto-gc}: history goes as soon as it may; null, for that cannot be refused. */
    public String followAutoGc() {
        manifest.deleteHistory();
        return null;
    }

    /** Starts what was scheduled, and what the growth of the log asks for; from cron. */
    public void cron() {
        if (!state.isRewriting() && !bases.isBusy() && schedule.isDue(state.isOn(), nowMs() / 1000)) {
            rewrite.start();
        }
    }

    /**
     * Writes and syncs what is left, for a server that ends. False, and the log says why, while the first base is being
     * written, unless it is forced.
     */
    public boolean finish(boolean force) {
        if (state.isRewriting() && state.isWaiting()) {
            warn(force ? "Writing initial AOF. Exit anyway." : "Writing initial AOF, can't exit.");
            if (!force) {
                return false;
            }
        }
        if (state.isRewriting()) {
            warn("There is a child rewriting the AOF. Killing it!");
            rewrite.cancel();
        }
        if (writer.isOpen()) {
            log.log(OperatorLog.NOTICE, "Calling fsync() on the AOF file.");
            writer.syncForExit(nowMs());
        }
        return true;
    }

    @Override
    public Rewrite rewrite(boolean later) {
        if (state.isRewriting()) {
            return Rewrite.RUNNING;
        }
        if (later || bases.isBusy()) {
            schedule.scheduleAnew();
            return Rewrite.SCHEDULED;
        }
        return rewrite.start() ? Rewrite.STARTED : Rewrite.FAILED;
    }

    @Override
    public boolean isOn() {
        return !state.isOff();
    }

    @Override
    public boolean isRewriting() {
        return state.isRewriting();
    }

    @Override
    public String failure() {
        return state.isOff() ? null : writer.failure();
    }

    /** How far the log reaches. */
    long position() {
        return writer.position();
    }

    @Override
    public long syncedPosition() {
        return state.isOn() ? writer.syncedPosition() : 0;
    }

    @Override
    public void writeDelayMicros(long micros) {
        writer.delayMicros(micros);
    }

    @Override
    public void resetStats() {
        rewrite.resetStats();
        writer.resetStats();
    }

    @Override
    public Status status() {
        return new Status(isOn(), isRewriting(), schedule.isScheduled(), rewrite.lastSeconds(),
                rewrite.currentSeconds(), rewrite.isLastGood(), rewrite.count(), schedule.failedInARow(),
                writer.failure() == null, bases.lastCopiedBytes(), size.currentBytes(), size.baseBytes(),
                writer.buffer().length(), background.pendingSyncs(), writer.delayedSyncs());
    }

    @Override
    public boolean reload() {
        journal.flush(true);
        engine.keyspace().flushAll();
        if (!manifest.load()) {
            return false;
        }
        manifest.deleteHistory();
        onOff.detach();
        try {
            return loader.load(manifest.value()) != AofLoader.Result.FAILED;
        } finally {
            onOff.resume();
        }
    }

    @Override
    public void suspend() {
        onOff.suspend();
    }

    @Override
    public void resume() {
        String complaint = follow();
        if (complaint != null) {
            warn(complaint);
        }
    }

    /** Gives memory back; the file stays as it is. {@link #finish} comes first in a server that ends in order. */
    @Override
    public void close() {
        if (!state.isOff()) {
            onOff.detach();
        }
        if (writer.isOpen()) {
            writer.file().close(log);
        }
        writer.buffer().close();
    }
}
