package dev.spinel.persistence.rdb;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Replacement;
import dev.spinel.engine.port.ExpiredKey;
import dev.spinel.engine.port.StreamPosition;
import java.util.ArrayList;
import java.util.List;

/** One loading of one file: how it is done, and what came of it. Reactor. */
public final class RdbLoad {
    static final int LOGGED_EMPTY = 10;

    final boolean isPreamble;
    final boolean merges;
    final LoadObserver observer;
    /** Where the keys go; null for the databases everybody sees. */
    Replacement target;
    long keyCount;
    long expiredCount;
    /** The keys that were dropped; null when nobody asked for them, or they are too many. */
    private List<ExpiredKey> expired;
    private long roomForExpired;
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

    /** Has the keys that are dropped remembered, as long as their names have no more bytes together. */
    void rememberExpired(long bytes) {
        expired = new ArrayList<>();
        roomForExpired = bytes;
    }

    /** The keys that were dropped; null when not all of them were remembered. */
    List<ExpiredKey> expired() {
        return expired;
    }

    /** A key is dropped. */
    void addExpired(Key key) {
        expiredCount++;
        roomForExpired -= key.length();
        if (roomForExpired < 0) {
            expired = null;
        }
        if (expired != null) {
            expired.add(new ExpiredKey(key.database().index(), key.name()));
        }
    }
}
