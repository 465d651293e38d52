package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.struct.table.LinearTable;

/** The keys of one SELECT number: a table and the space its entries are allocated in. Owned by the reactor. */
public final class Database {
    private final int index;
    private LinearTable table;
    private int space;
    private long expiryCount;

    Database(int index, LinearTable table) {
        this.index = index;
        this.table = table;
        this.space = index;
    }

    /** The number SELECT takes. */
    public int index() {
        return index;
    }

    public LinearTable table() {
        return table;
    }

    /** Space of the arena that holds the entries. */
    public int space() {
        return space;
    }

    /** Keys in the table, including those that have expired but were not removed yet. */
    public long count() {
        return table.count();
    }

    /** Keys that have an expiry. */
    public long expiryCount() {
        return expiryCount;
    }

    void expiryAdded(int keys) {
        expiryCount += keys;
    }

    void swap(Database other) {
        LinearTable swappedTable = table;
        int swappedSpace = space;
        long swappedCount = expiryCount;
        table = other.table;
        space = other.space;
        expiryCount = other.expiryCount;
        other.table = swappedTable;
        other.space = swappedSpace;
        other.expiryCount = swappedCount;
    }

    /** Frees every key. */
    void clear() {
        FreeingCursor cursor = new FreeingCursor();
        table.forEach(cursor);
        table.clear();
        expiryCount = 0;
    }

    /** Bytes of the table itself. */
    public long tableBytes() {
        return table.memoryBytes();
    }
}
