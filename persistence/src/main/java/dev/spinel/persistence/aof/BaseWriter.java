package dev.spinel.persistence.aof;

import java.util.function.Consumer;

/** Writes all data, as it is when it starts, to a file: the new base of a rewrite. Reactor. */
public interface BaseWriter {
    /**
     * Starts to write. Changes made later are not in the file.
     *
     * @param path file to write, synced when done
     * @param asRdb in RDB form; else as commands
     * @param whenDone hears, on the reactor and not before this method returned, null or what went wrong
     * @return null when it started, otherwise why not
     */
    String start(String path, boolean asRdb, Consumer<String> whenDone);

    /** Writes the file before it returns; null when done, otherwise what went wrong. */
    String writeNow(String path, boolean asRdb);

    /** Gives up what was started; nobody hears of it. The file may be left. */
    void cancel();

    /** Whether other background work keeps a rewrite from starting. */
    boolean isBusy();

    /** Bytes of memory the last one kept for the sake of its point in time. */
    default long lastCopiedBytes() {
        return 0;
    }
}
