package dev.spinel.persistence.rdb;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.SaveSetting.SavePoint;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.persistence.SnapshotCommands;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.DataFileListener.Source;
import dev.spinel.engine.port.ExpiredKey;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.IncomingFile;
import dev.spinel.engine.port.IncomingFile.OldData;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.port.StreamPosition;
import dev.spinel.engine.rdb.LoadFailure;
import dev.spinel.engine.stats.InfoWriter;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.snapshot.SnapshotResult;
import dev.spinel.persistence.snapshot.SnapshotView;
import dev.spinel.persistence.snapshot.SnapshotWork;
import dev.spinel.persistence.snapshot.Snapshots;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Saves the data to {@code dbfilename} when asked and when due, and loads it at start. Reactor; one per server. Source:
 * rdb.c and serverCron in server.c.
 */
public final class RdbSnapshotter implements Snapshotter, AutoCloseable {
    /** Pause before a save point is tried again after a failure. */
    private static final long RETRY_MS = 5_000;
    /** What it takes until the interpreter leaves the cut to compiled code. */
    private static final int REHEARSALS = 300;
    private static final int REHEARSALS_PER_TICK = 10;

    private final Engine engine;
    private final Settings settings;
    private final OperatorLog log;
    private final FunctionSources functions = new FunctionSources();
    private final RdbFile file;
    private final LoadProgress progress;
    private final Snapshots snapshots;
    private long lastSaveMs;
    private long lastTryMs;
    private long lastDurationSeconds = -1;
    private long saveCount;
    private long expiredAtLoad;
    private long loadedKeys;
    private long lastKeptBytes;
    private StreamPosition loadedPosition;
    private List<ExpiredKey> expired = List.of();
    private boolean hasFailed;
    private boolean isScheduled;
    private boolean isSavingForReplicas;
    private int rehearsals;
    /** The file being written beside the reactor; null when there is none. */
    private Save background;

    private RdbSnapshotter(Engine engine, FileStore store, Handoff handoff, OperatorLog log,
            BooleanSupplier serveClients) {
        this.engine = engine;
        this.log = log;
        settings = engine.settings();
        file = new RdbFile(engine, store, log, functions);
        progress = new LoadProgress(engine, serveClients);
        snapshots = new Snapshots(engine, handoff, log, functions::all);
        lastSaveMs = engine.keyspace().nowMs();
    }

    /**
     * Plugs saving into an engine.
     *
     * @param serveClients answers clients for a moment; false when the server is to end
     */
    public static RdbSnapshotter register(Engine engine, FileStore store, Handoff handoff, OperatorLog log,
            BooleanSupplier serveClients) {
        RdbSnapshotter snapshotter = new RdbSnapshotter(engine, store, handoff, log, serveClients);
        SnapshotCommands.register(engine, snapshotter);
        engine.addCron(snapshotter::cron);
        engine.keyspace().addListener(snapshotter.new Flushes());
        return snapshotter;
    }

    /** The file and what loading it takes, for an AOF whose base is one. */
    public RdbFile file() {
        return file;
    }

    /** What writes data in the background, for whoever else wants to. */
    public Snapshots snapshots() {
        return snapshots;
    }

    /** How far loading is, for whoever loads something else. */
    public LoadProgress progress() {
        return progress;
    }

    /** Loads the file at start, if there is one; false, with the reason in the log, when the server must not start. */
    public boolean loadAtStart() {
        if (!file.exists(settings.dbfilename.value())) {
            return true;
        }
        long start = System.nanoTime();
        RdbLoad load = new RdbLoad(false, false, progress);
        load.rememberExpired(settings.replBacklogSize.value());
        String error = load(settings.dbfilename.value(), load, Source.RDB);
        expired = load.expired();
        if (error == null) {
            log.log(OperatorLog.NOTICE, String.format(Locale.ROOT, "DB loaded from disk: %.3f seconds",
                    (System.nanoTime() - start) / 1e9));
        }
        return error == null;
    }

    private String load(String name, boolean merges, Source source) {
        return load(name, new RdbLoad(false, merges, progress), source);
    }

    /** Null when loaded; otherwise why not. */
    private String load(String name, RdbLoad load, Source source) {
        boolean isGood = false;
        try {
            progress.begin(file.length(name), load, source);
            file.load(name, load);
            isGood = true;
            log.log(OperatorLog.NOTICE, "Done loading RDB, keys loaded: " + load.keyCount() + ", keys expired: "
                    + load.expiredCount() + (load.emptyCount == 0 ? "." : ", empty keys skipped: " + load.emptyCount + "."));
            return null;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Fatal error: can't open the RDB file " + name
                    + " for reading: " + failure.getMessage());
            return "ERR Error trying to load the RDB dump, check server logs";
        } catch (RdbException broken) {
            log.log(OperatorLog.WARNING, LoadFailure.line(broken.offset(), broken.getMessage()));
            log.log(OperatorLog.WARNING, "Terminating server after rdb file reading failure.");
            return "ERR Error trying to load the RDB dump, check server logs";
        } finally {
            progress.end(isGood);
            loadedKeys = load.keyCount();
            loadedPosition = load.position();
            expiredAtLoad = load.expiredCount();
        }
    }

    @Override
    public boolean save() {
        saveCount++;
        return saveNow();
    }

    private boolean saveNow() {
        Save save = new Save(false);
        snapshots.runNow(save);
        return save.isSaved;
    }

    @Override
    public boolean isSaving() {
        return background != null;
    }

    @Override
    public boolean isBusy() {
        return snapshots.isRunning();
    }

    @Override
    public boolean saveInBackground() {
        isScheduled = false;
        lastTryMs = engine.keyspace().nowMs();
        saveCount++;
        background = new Save(true);
        log.log(OperatorLog.NOTICE, "Background saving started by pid " + ProcessHandle.current().pid());
        snapshots.start(background);
        return true;
    }

    /** One writing of the file. */
    private final class Save implements SnapshotWork {
        private final boolean isBackground;
        private final long dirtyBefore = engine.executor().dirty();
        private final long startMs = engine.keyspace().nowMs();
        private boolean isSaved;

        Save(boolean isBackground) {
            this.isBackground = isBackground;
        }

        @Override
        public boolean write(SnapshotView data) {
            return file.save(data);
        }

        @Override
        public void onEnd(SnapshotResult result) {
            isSaved = result.isDone();
            long now = engine.keyspace().nowMs();
            if (isSaved) {
                log.log(OperatorLog.NOTICE, "DB saved on disk");
                forgetChanges();
                lastSaveMs = now;
                hasFailed = false;
            }
            if (isBackground) {
                background = null;
                lastKeptBytes = result.keptBytes();
                lastDurationSeconds = (now - startMs) / 1000;
                report(result);
            }
        }

        private void forgetChanges() {
            if (isBackground) {
                engine.executor().dirty(engine.executor().dirty() - dirtyBefore);
            } else {
                engine.executor().saved();
            }
        }

        private void report(SnapshotResult result) {
            if (result.isDone()) {
                log.log(OperatorLog.NOTICE, "Snapshot kept at most " + (result.keptBytes() >> 20) + " MB of old data");
                log.log(OperatorLog.NOTICE, "Background saving terminated with success");
            } else if (result.isCancelled()) {
                log.log(OperatorLog.WARNING, "Background saving terminated by signal 10");
            } else {
                log.log(OperatorLog.WARNING, "Background saving error");
                hasFailed = true;
            }
        }
    }

    /** One writing of a file that is not the server's own. */
    private final class Copy implements SnapshotWork {
        private final String path;
        private boolean isSaved;

        Copy(String path) {
            this.path = path;
        }

        @Override
        public boolean write(SnapshotView data) {
            return file.saveTo(path, data);
        }

        @Override
        public void onEnd(SnapshotResult result) {
            isSaved = result.isDone();
        }
    }

    /** One writing of a file for replicas. */
    private final class ReplicaSave implements SnapshotWork {
        private final String name = "temp-repl-" + ProcessHandle.current().pid() + ".rdb";
        private final Consumer<SnapshotFile> onEnd;

        ReplicaSave(Consumer<SnapshotFile> onEnd) {
            this.onEnd = onEnd;
        }

        @Override
        public boolean write(SnapshotView data) {
            return file.saveTo(name, data);
        }

        @Override
        public boolean isWaitedFor() {
            return true;
        }

        @Override
        public void onEnd(SnapshotResult result) {
            isSavingForReplicas = false;
            onEnd.accept(result.isDone() ? file.openForReplicas(name) : null);
        }
    }

    @Override
    public boolean saveForReplicas(Consumer<SnapshotFile> onEnd) {
        if (isBusy()) {
            return false;
        }
        isSavingForReplicas = true;
        snapshots.start(new ReplicaSave(onEnd));
        return true;
    }

    @Override
    public void cancelForReplicas() {
        if (isSavingForReplicas) {
            snapshots.cancel();
        }
    }

    /** FLUSHALL makes what is being written, and the file, worthless. Source: flushAllDataAndResetRDB in db.c. */
    private final class Flushes implements KeyspaceListener {
        @Override
        public void onFlush(Database database) {
            if (isCommand(database) && isSaving()) {
                snapshots.cancel();
            }
        }

        @Override
        public void onFlushed(Database database) {
            if (isCommand(database) && !settings.save.points().isEmpty()) {
                saveNow();
            }
        }

        private boolean isCommand(Database database) {
            return database == null && engine.executor().isInside("flushall");
        }
    }

    @Override
    public void schedule() {
        isScheduled = true;
    }

    @Override
    public boolean isScheduled() {
        return isScheduled;
    }

    @Override
    public void cancel() {
        if (isSaving()) {
            snapshots.cancel();
        }
        isScheduled = false;
    }

    @Override
    public long lastSaveSeconds() {
        return lastSaveMs / 1000;
    }

    @Override
    public boolean hasFailed() {
        return hasFailed;
    }

    @Override
    public String reload(Reload how) {
        if (how.saves() && !saveNow()) {
            return "ERR Error trying to save the DB, check server logs";
        }
        if (how.empties()) {
            engine.keyspace().flushAll();
            functions.clear();
        }
        String error = load(settings.dbfilename.value(), how.merges(), Source.RDB);
        if (error == null) {
            log.log(OperatorLog.WARNING, "DB reloaded by DEBUG RELOAD");
        }
        return error;
    }

    @Override
    public long latestCutMicros() {
        return snapshots.cutMicros();
    }

    @Override
    public long cutCount() {
        return snapshots.cutCount();
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        snapshots.close();
    }

    @Override
    public boolean saveTo(String path) {
        Copy copy = new Copy(path);
        snapshots.runNow(copy);
        return copy.isSaved;
    }

    @Override
    public Loaded loadFrom(String path) {
        return file.exists(path) ? replaceData(path, false, Source.RDB) : Loaded.MISSING;
    }

    /** What is being written, logged or streamed is of the old data, and a file comes to none of them. */
    private void leaveOldData() {
        engine.replaceData();
        engine.appendOnly().suspend();
        cancel();
    }

    /** Replaces all data by what a file holds. */
    private Loaded replaceData(String path, boolean lazily, Source source) {
        leaveOldData();
        engine.keyspace().flushAll(lazily);
        functions.clear();
        boolean isGood = load(path, false, source) == null;
        engine.appendOnly().resume();
        return isGood ? Loaded.DONE : Loaded.BROKEN;
    }

    /** As {@link #replaceData}, but the old data stay until the new are whole. */
    private Loaded replaceAtOnce(String path, boolean lazily, boolean isServed) {
        leaveOldData();
        List<byte[]> oldFunctions = functions.all();
        functions.clear();
        RdbLoad load = new RdbLoad(false, false, progress);
        load.target = engine.keyspace().newReplacement();
        engine.keyspace().servesWhileLoading(isServed);
        boolean isGood = load(path, load, isServed ? Source.PRIMARY_ASIDE : Source.PRIMARY) == null;
        engine.keyspace().servesWhileLoading(false);
        if (isGood) {
            log.log(OperatorLog.NOTICE, "MASTER <-> REPLICA sync: Swapping active DB with loaded DB");
            load.target.install(lazily);
        } else {
            log.log(OperatorLog.NOTICE, "MASTER <-> REPLICA sync: Discarding temporary DB in background");
            load.target.discard(true);
            functions.restore(oldFunctions);
        }
        engine.appendOnly().resume();
        return isGood ? Loaded.DONE : Loaded.BROKEN;
    }

    /** Keys of the file loaded at start that were due; null when they were too many for the backlog. Once. */
    public List<ExpiredKey> takeExpired() {
        List<ExpiredKey> taken = expired;
        expired = List.of();
        return taken;
    }

    @Override
    public StreamPosition loadedPosition() {
        return loadedPosition;
    }

    @Override
    public IncomingFile receive() throws IOException {
        return file.receive(this::loadReceived);
    }

    /** The file of a primary is now ours. Half of its data are of no use to anybody. */
    private Loaded loadReceived(OldData old, boolean lazily) {
        String name = settings.dbfilename.value();
        Loaded loaded = old == OldData.DROPPED ? replaceData(name, lazily, Source.PRIMARY)
                : replaceAtOnce(name, lazily, old == OldData.SERVED);
        if (loaded == Loaded.BROKEN && old == OldData.DROPPED) {
            engine.keyspace().flushAll(lazily);
        }
        if (settings.rdbDelSyncFiles.value() && settings.save.points().isEmpty() && !engine.appendOnly().isOn()) {
            log.log(OperatorLog.NOTICE,
                    "Removing the RDB file obtained from the master. This replica has persistence disabled");
            file.remove(name);
        }
        return loaded;
    }

    private void cron() {
        if (isBusy() || engine.keyspace().isLoading()) {
            return;
        }
        for (int i = 0; i < REHEARSALS_PER_TICK && rehearsals < REHEARSALS; i++) {
            snapshots.rehearse();
            rehearsals++;
        }
        long now = engine.keyspace().nowMs();
        boolean mayTry = !hasFailed || now - lastTryMs > RETRY_MS;
        if (mayTry && (isScheduled || isDue(now))) {
            saveInBackground();
        }
    }

    private boolean isDue(long now) {
        for (SavePoint point : settings.save.points()) {
            boolean isDue = engine.executor().dirty() >= point.changes() && now - lastSaveMs > point.seconds() * 1000;
            if (isDue) {
                log.log(OperatorLog.NOTICE, point.changes() + " changes in " + point.seconds() + " seconds. Saving...");
                return true;
            }
        }
        return false;
    }

    @Override
    public void describe(InfoWriter writer) {
        progress.describe(writer);
        long total = snapshots.totalKeys();
        long saved = snapshots.savedKeys();
        boolean isRunning = snapshots.isRunning();
        writer.field("current_cow_peak", isRunning ? Arena.peakBytes(MemoryTag.SNAPSHOT) : 0)
                .field("current_cow_size", isRunning ? Snapshot.keptBytes() : 0)
                .field("current_cow_size_age", 0)
                .ratio("current_fork_perc", total == 0 ? 0 : 100.0 * saved / total)
                .field("current_save_keys_processed", saved)
                .field("current_save_keys_total", total)
                .field("rdb_changes_since_last_save", engine.executor().dirty())
                .field("rdb_bgsave_in_progress", isSaving() || isSavingForReplicas)
                .field("rdb_last_save_time", lastSaveSeconds())
                .field("rdb_last_bgsave_status", hasFailed ? "err" : "ok")
                .field("rdb_last_bgsave_time_sec", lastDurationSeconds)
                .field("rdb_current_bgsave_time_sec",
                        isSaving() ? (engine.keyspace().nowMs() - background.startMs) / 1000 : -1)
                .field("rdb_saves", saveCount)
                .field("rdb_last_cow_size", lastKeptBytes)
                .field("rdb_last_load_keys_expired", expiredAtLoad)
                .field("rdb_last_load_keys_loaded", loadedKeys);
    }
}
