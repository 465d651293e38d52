package dev.spinel.module.spi;

import java.util.List;

/** What happened to the server, or is about to; {@link ModuleContext#onServerEvent} listens to one kind of it. */
public sealed interface ServerEvent {
    /**
     * The server is a primary or a replica from now on.
     *
     * @param primaryHost where the primary is; empty when this is one
     * @param offset      how far the stream named {@code id} has come
     */
    record RoleChange(boolean isPrimary, String primaryHost, int primaryPort, String id, String secondId, long offset,
            long secondOffset) implements ServerEvent {}

    /** A file is written. */
    record Persistence(Step step) implements ServerEvent {
        /** What has begun, in the background or in front, or how it ended. */
        public enum Step { RDB, AOF, RDB_IN_FRONT, DONE, FAILED, AOF_IN_FRONT }
    }

    /**
     * Data is about to go, or is gone.
     *
     * @param database -1 for all
     * @param isAsync  whether memory is freed in the background
     */
    record Flush(boolean isOver, int database, boolean isAsync) implements ServerEvent {}

    /** Data is loaded. */
    record Loading(Step step) implements ServerEvent {
        /** From where, or how it ended. */
        public enum Step { RDB, AOF, PRIMARY, DONE, FAILED }
    }

    /** A client came or went. */
    record ClientChange(boolean isConnected, long id, String address, int port, int database)
            implements ServerEvent {}

    /** The server is about to end. */
    record Shutdown() implements ServerEvent {}

    /** A replica is in step, or is not any more. */
    record ReplicaChange(boolean isOnline) implements ServerEvent {}

    /** The link to the primary is up or down. */
    record PrimaryLink(boolean isUp) implements ServerEvent {}

    /** {@code hz} times a second. */
    record Cron(int hz) implements ServerEvent {}

    /** Another module was loaded or unloaded. */
    record ModuleChange(boolean isLoaded, String name, int version) implements ServerEvent {}

    /**
     * How far loading has come, now and then.
     *
     * @param part of 1024
     */
    record LoadingProgress(boolean isAof, int hz, int part) implements ServerEvent {}

    /** Two databases changed places. */
    record SwapDatabases(int first, int second) implements ServerEvent {}

    /** The server waits for its clients next, or has done so. */
    record Turn(boolean isBeforeWait) implements ServerEvent {}

    /** Settings were changed, by their names. */
    record SettingsChange(List<String> names) implements ServerEvent {}

    /**
     * The value of a key is about to go.
     *
     * @param key open to read until the listener returns
     */
    record KeyRemoval(Reason reason, Key key) implements ServerEvent {
        /** Why it goes. */
        public enum Reason { DELETED, EXPIRED, EVICTED, OVERWRITTEN }
    }

    /** Is told of a kind of event, on the thread that holds all data. */
    @FunctionalInterface
    interface Listener<E extends ServerEvent> {
        void onEvent(ModuleContext context, E event) throws Exception;
    }
}
