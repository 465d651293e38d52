package dev.spinel.persistence.rdb;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.SaveSetting.SavePoint;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.persistence.SnapshotCommands;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.stats.InfoWriter;
import dev.spinel.persistence.file.FileStore;
import java.io.IOException;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Saves the data to {@code dbfilename} when asked and when due, and loads it at start. Reactor; one per server. Source:
 * rdb.c and serverCron in server.c.
 */
public final class RdbSnapshotter implements Snapshotter {
    /** Pause before a save point is tried again after a failure. */
    private static final long RETRY_MS = 5_000;

    private final Engine engine;
    private final Settings settings;
    private final OperatorLog log;
    private final FunctionSources functions = new FunctionSources();
    private final RdbFile file;
    private final LoadProgress progress;
    private long lastSaveMs;
    private long lastTryMs;
    private long lastDurationSeconds = -1;
    private long saveCount;
    private long expiredAtLoad;
    private long loadedKeys;
    private boolean hasFailed;
    private boolean isScheduled;

    private RdbSnapshotter(Engine engine, FileStore store, OperatorLog log, BooleanSupplier serveClients) {
        this.engine = engine;
        this.log = log;
        settings = engine.settings();
        file = new RdbFile(engine, store, log, functions);
        progress = new LoadProgress(engine, serveClients);
        lastSaveMs = engine.keyspace().nowMs();
    }

    /**
     * Plugs saving into an engine.
     *
     * @param serveClients answers clients for a moment; false when the server is to end
     */
    public static RdbSnapshotter register(Engine engine, FileStore store, OperatorLog log,
            BooleanSupplier serveClients) {
        RdbSnapshotter snapshotter = new RdbSnapshotter(engine, store, log, serveClients);
        SnapshotCommands.register(engine, snapshotter);
        engine.addCron(snapshotter::cron);
        return snapshotter;
    }

    /** The file and what loading it takes, for an AOF whose base is one. */
    public RdbFile file() {
        return file;
    }

    /** How far loading is, for whoever loads something else. */
    public LoadProgress progress() {
        return progress;
    }

    /** Loads the file at start, if there is one; false, with the reason in the log, when the server must not start. */
    public boolean loadAtStart() {
        if (!file.exists()) {
            return true;
        }
        long start = System.nanoTime();
        String error = load(false);
        if (error == null) {
            log.log(OperatorLog.NOTICE, String.format(Locale.ROOT, "DB loaded from disk: %.3f seconds",
                    (System.nanoTime() - start) / 1e9));
        }
        return error == null;
    }

    /** Null when loaded; otherwise why not. */
    private String load(boolean merges) {
        RdbLoad load = new RdbLoad(false, merges, progress);
        try {
            progress.begin(file.length(), load);
            file.load(load);
            log.log(OperatorLog.NOTICE, "Done loading RDB, keys loaded: " + load.keyCount() + ", keys expired: "
                    + load.expiredCount() + (load.emptyCount == 0 ? "." : ", empty keys skipped: " + load.emptyCount + "."));
            return null;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Fatal error: can't open the RDB file " + settings.dbfilename.value()
                    + " for reading: " + failure.getMessage());
            return "ERR Error trying to load the RDB dump, check server logs";
        } catch (RdbException broken) {
            log.log(OperatorLog.WARNING, "Internal error in RDB reading offset " + broken.offset() + " -> "
                    + broken.getMessage());
            log.log(OperatorLog.WARNING, "Terminating server after rdb file reading failure.");
            return "ERR Error trying to load the RDB dump, check server logs";
        } finally {
            progress.end();
            loadedKeys = load.keyCount();
            expiredAtLoad = load.expiredCount();
        }
    }

    @Override
    public boolean save() {
        saveCount++;
        boolean isSaved = file.save();
        if (isSaved) {
            log.log(OperatorLog.NOTICE, "DB saved on disk");
            engine.executor().dirty(0);
            lastSaveMs = engine.keyspace().nowMs();
            hasFailed = false;
        }
        return isSaved;
    }

    @Override
    public boolean saveInBackground() {
        isScheduled = false;
        lastTryMs = engine.keyspace().nowMs();
        hasFailed = !save();
        lastDurationSeconds = 0;
        return !hasFailed;
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
        if (how.saves() && !file.save()) {
            return "ERR Error trying to save the DB, check server logs";
        }
        if (how.empties()) {
            engine.keyspace().flushAll();
            functions.clear();
        }
        String error = load(how.merges());
        if (error == null) {
            log.log(OperatorLog.WARNING, "DB reloaded by DEBUG RELOAD");
        }
        return error;
    }

    private void cron() {
        if (isBusy() || engine.keyspace().isLoading()) {
            return;
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
        writer.field("current_cow_peak", 0)
                .field("current_cow_size", 0)
                .field("current_cow_size_age", 0)
                .field("current_fork_perc", "0.00")
                .field("current_save_keys_processed", 0)
                .field("current_save_keys_total", 0)
                .field("rdb_changes_since_last_save", engine.executor().dirty())
                .field("rdb_bgsave_in_progress", isSaving())
                .field("rdb_last_save_time", lastSaveSeconds())
                .field("rdb_last_bgsave_status", hasFailed ? "err" : "ok")
                .field("rdb_last_bgsave_time_sec", lastDurationSeconds)
                .field("rdb_current_bgsave_time_sec", -1)
                .field("rdb_saves", saveCount)
                .field("rdb_last_cow_size", 0)
                .field("rdb_last_load_keys_expired", expiredAtLoad)
                .field("rdb_last_load_keys_loaded", loadedKeys);
    }
}
