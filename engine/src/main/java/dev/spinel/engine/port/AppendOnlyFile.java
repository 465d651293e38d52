package dev.spinel.engine.port;

/** The log of changes on disk: what BGREWRITEAOF, WAITAOF, DEBUG LOADAOF and INFO ask for. Called on the reactor. */
public interface AppendOnlyFile {
    /** A server without a disk. */
    AppendOnlyFile NONE = new AppendOnlyFile() {};

    /** What came of the wish for a rewrite. */
    enum Rewrite { STARTED, SCHEDULED, RUNNING, FAILED }

    /** What INFO tells: times in seconds, -1 for none; sizes in bytes. */
    record Status(boolean isOn, boolean isRewriting, boolean isScheduled, long lastRewriteSeconds,
            long currentRewriteSeconds, boolean isLastRewriteGood, long rewriteCount, long failedInARow,
            boolean isLastWriteGood, long lastCopiedBytes, long currentBytes, long baseBytes, long bufferBytes,
            long pendingSyncs, long delayedSyncs) {
        /** Of a server that never wrote a log. */
        static final Status OFF =
                new Status(false, false, false, -1, -1, true, 0, 0, true, 0, 0, 0, 0, 0, 0);
    }

    default Status status() {
        return Status.OFF;
    }

    /** Whether changes are logged, or will be as soon as a first rewrite is done. */
    default boolean isOn() {
        return false;
    }

    /** Whether a rewrite runs. */
    default boolean isRewriting() {
        return false;
    }

    /**
     * Writes the log anew, from the data as it is now.
     *
     * @param later only schedules it, as inside a transaction
     */
    default Rewrite rewrite(boolean later) {
        return Rewrite.FAILED;
    }

    /** What the operating system said when the log could not be written; null while it can. */
    default String failure() {
        return null;
    }

    /** How far the log is known to be on disk; compares with {@link Journal#position}. */
    default long syncedPosition() {
        return 0;
    }

    /** Writes what waits, empties the keyspace and loads it from the log; whether that worked. */
    default boolean reload() {
        return false;
    }

    /** Ends the log, because all data is about to be replaced by other means than commands; {@link #resume} follows. */
    default void suspend() {}

    /** Begins a new log with the data as it is now, if one is wanted. */
    default void resume() {}

    /** Holds every write up for that long: DEBUG AOF-FLUSH-SLEEP. */
    default void writeDelayMicros(long micros) {}

    /** CONFIG RESETSTAT. */
    default void resetStats() {}
}
