package dev.spinel.persistence.rdb;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.IncomingFile;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.snapshot.FlightLog;
import dev.spinel.persistence.snapshot.SnapshotView;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The file {@code dbfilename}: written under another name first, so that there is always a whole one. Reactor. */
public final class RdbFile {
    private static final String HERE = ".";

    private final Engine engine;
    private final Settings settings;
    private final FileStore store;
    private final OperatorLog log;
    private final FunctionSources functions;

    public RdbFile(Engine engine, FileStore store, OperatorLog log, FunctionSources functions) {
        this.engine = engine;
        this.settings = engine.settings();
        this.store = store;
        this.log = log;
        this.functions = functions;
    }

    /** Writes all of a file to an open one; false when that was given up. From whichever thread the caller is. */
    public interface Body {
        boolean write(StoredFile file) throws IOException;
    }

    /** Writes the data as of a snapshot; false, with the reason in the log, when that failed. The old file stays. */
    boolean save(SnapshotView data) {
        return saveTo(settings.dbfilename.value(), data);
    }

    /** As {@link #save}, to a file of another name. */
    boolean saveTo(String name, SnapshotView data) {
        return replace(temporaryName(), name, file ->
                writeRdb(data, file, false, settings.rdbSaveIncrementalFsync.value()));
    }

    /**
     * Writes the data as of a snapshot to an open file, without making it last; false when that was given up.
     *
     * @param isAofBase whether changes made later stand in an AOF
     */
    public boolean writeRdb(SnapshotView data, StoredFile file, boolean isAofBase, boolean syncsOnTheWay)
            throws IOException {
        FileDrain drain = new FileDrain(file, syncsOnTheWay);
        boolean isWhole = data.writeRdb(drain, isAofBase);
        drain.tell();
        drain.check();
        return isWhole;
    }

    String temporaryName() {
        return "temp-" + ProcessHandle.current().pid() + ".rdb";
    }

    /** Deletes what a save has written so far: nobody will finish it. From any thread. */
    public void removeUnfinished() {
        remove(temporaryName());
    }

    /** Writes a file, makes it last, and gives it its name. From any thread. */
    boolean replace(String temporary, String name, Body body) {
        String stage = "open";
        try {
            try (StoredFile file = store.open(temporary, OpenMode.CREATE)) {
                stage = "write";
                if (!body.write(file)) {
                    store.delete(temporary);
                    return false;
                }
                stage = "fsync";
                FlightLog.sync(file);
                stage = "close";
            }
            stage = "rename";
            store.rename(temporary, name);
            store.syncDirectory(HERE);
            return true;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, stage.equals("open")
                    ? "Failed opening the temp RDB file " + temporary + " (in server root dir " + settings.dir.value()
                            + ") for saving: " + failure.getMessage()
                    : "Write error saving DB on disk(" + stage + "): " + failure.getMessage());
            remove(temporary);
            return false;
        }
    }

    /** Deletes a file nobody needs any more; the log says why when that cannot be done. From any thread. */
    void remove(String name) {
        try {
            store.delete(name);
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Cannot remove " + name + ": " + failure.getMessage());
        }
    }

    /**
     * Opens a file that replicas are to get, and removes its name; null, with the reason in the log, when it cannot.
     */
    SnapshotFile openForReplicas(String name) {
        try {
            return new ReplicaFile(store, name, log);
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Cannot open " + name + " for replicas: " + failure.getMessage());
            remove(name);
            return null;
        }
    }

    /**
     * Begins to take a file from a primary, which becomes {@code dbfilename}.
     *
     * @param loader replaces all data by that file
     * @throws IOException when it cannot be opened
     */
    IncomingFile receive(ReceivedFile.Loader loader) throws IOException {
        return new ReceivedFile(store, "temp-sync-" + ProcessHandle.current().pid() + ".rdb",
                settings.dbfilename.value(), log, loader);
    }

    /** The function libraries files hold. */
    public FunctionSources functions() {
        return functions;
    }

    /** Whether there is a file to load. */
    boolean exists(String name) {
        return store.exists(name);
    }

    long length(String name) throws IOException {
        return store.length(name);
    }

    /**
     * Adds what the file holds to the keyspace.
     *
     * @throws IOException when it cannot be read
     * @throws RdbException when it makes no sense
     */
    void load(String name, RdbLoad how) throws IOException, RdbException {
        try (StoredFile file = store.open(name, OpenMode.READ)) {
            load(file, how);
        }
    }

    /**
     * Adds what an open file holds from its position on, as far as the RDB part reaches; how many bytes that were.
     *
     * @throws IOException when it cannot be read
     * @throws RdbException when it makes no sense
     */
    public long load(StoredFile file, RdbLoad how) throws IOException, RdbException {
        boolean wasLoading = engine.keyspace().isLoading();
        engine.keyspace().loading(true);
        try (RdbReader reader = new RdbReader()) {
            reader.begin(new FileFeed(file));
            new RdbLoader(engine.keyspace(), settings, log, engine.modules(), functions).load(reader, how);
            return reader.position();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } finally {
            engine.keyspace().loading(wasLoading);
        }
    }
}
