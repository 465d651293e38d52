package dev.spinel.persistence.rdb;

import dev.spinel.engine.port.StreamPosition;

/** One loading of one file: how it is done, and what came of it. Reactor. */
public final class RdbLoad {
    static final int LOGGED_EMPTY = 10;

    final boolean isPreamble;
    final boolean merges;
    final LoadObserver observer;
    long keyCount;
    long expiredCount;
    long emptyCount;
    long usedMemory;
    long loadedBytes;
    String streamId;
    long streamOffset = -1;
    int streamDatabase;

    /**
     * @param isPreamble of an AOF: expired keys stay, their deletion follows
     * @param merges keys of the file replace those that are there, which is an error otherwise
     */
    public RdbLoad(boolean isPreamble, boolean merges, LoadObserver observer) {
        this.isPreamble = isPreamble;
        this.merges = merges;
        this.observer = observer;
    }

    /** Keys that are in the keyspace now. */
    public long keyCount() {
        return keyCount;
    }

    /** Where the data stand in a stream of changes; null when the file does not tell. */
    StreamPosition position() {
        return streamId == null || streamOffset < 0 ? null : new StreamPosition(streamId, streamOffset, streamDatabase);
    }

    /** Keys that were dropped because their time had come. */
    public long expiredCount() {
        return expiredCount;
    }
}
