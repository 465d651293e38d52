package dev.spinel.engine.port;

import dev.spinel.engine.stats.InfoWriter;
import java.io.IOException;
import java.util.function.Consumer;

/** Keeps the data in a file: what SAVE, BGSAVE and DEBUG RELOAD ask for. Called on the reactor. */
public interface Snapshotter {
    /** A server without a disk. */
    Snapshotter NONE = new Snapshotter() {};

    /** How DEBUG RELOAD goes about it; {@code merges} lets keys of the file replace those that are there. */
    record Reload(boolean saves, boolean empties, boolean merges) {}

    /** Whether a file is being written in the background. */
    default boolean isSaving() {
        return false;
    }

    /** Whether any background work that writes all data runs: a snapshot or the rewrite of an AOF. */
    default boolean isBusy() {
        return isSaving();
    }

    /** Writes the file before it returns; whether that worked. The log says why not. */
    default boolean save() {
        return false;
    }

    /** Starts to write the file in the background; whether it started. */
    default boolean saveInBackground() {
        return false;
    }

    /** Has {@link #saveInBackground} run as soon as nothing is in its way. */
    default void schedule() {}

    /** Whether {@link #schedule} was called and has not come true yet. */
    default boolean isScheduled() {
        return false;
    }

    /** Gives up what runs and what is scheduled. */
    default void cancel() {}

    /** When the data was last written, in seconds since the epoch. */
    default long lastSaveSeconds() {
        return 0;
    }

    /** Whether the last attempt to write in the background failed. */
    default boolean hasFailed() {
        return false;
    }

    /** Writes the file and reads it again; null when done, otherwise the error. */
    default String reload(Reload how) {
        return "ERR this server keeps no data";
    }

    /** What came of loading a file. */
    enum Loaded { DONE, MISSING, BROKEN }

    /** Writes the data to a file of another name before it returns; whether that worked. */
    default boolean saveTo(String path) {
        return false;
    }

    /** Replaces all data by what a file holds; when it is broken, by as much as could be read. */
    default Loaded loadFrom(String path) {
        return Loaded.MISSING;
    }

    /**
     * Starts to write the data of this moment to a file for replicas; false when something is being written. The file,
     * or null if that failed, goes to {@code onEnd} later, which then owns it.
     */
    default boolean saveForReplicas(Consumer<SnapshotFile> onEnd) {
        return false;
    }

    /** Gives up the file for replicas that is being written: nobody wants it any more. Its end is told as usual. */
    default void cancelForReplicas() {}

    /** Where the data of the file that was loaded last stand in a stream of changes; null when it does not tell. */
    default StreamPosition loadedPosition() {
        return null;
    }

    /** Begins to take a file from a primary. */
    default IncomingFile receive() throws IOException {
        throw new IOException("this server keeps no data");
    }

    /** Writes what INFO says about it. */
    default void describe(InfoWriter writer) {}

    /** How long the last point in time took to fix, in microseconds: {@code latest_fork_usec}. */
    default long latestCutMicros() {
        return 0;
    }

    /** Points in time fixed so far: {@code total_forks}. */
    default long cutCount() {
        return 0;
    }

}
