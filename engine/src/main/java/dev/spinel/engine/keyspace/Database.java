package dev.spinel.engine.keyspace;

import dev.spinel.engine.struct.table.LinearTable;

/** The keys of one SELECT number: a table and the space its entries are allocated in. Owned by the reactor. */
public final class Database {
    private final int index;
    private LinearTable table;
    private int space;

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
        return table.ttlCount();
    }

    void swap(Database other) {
        LinearTable swappedTable = table;
        int swappedSpace = space;
        table = other.table;
        space = other.space;
        other.table = swappedTable;
        other.space = swappedSpace;
    }

    /** Frees every key. */
    void clear() {
        table.forEach(slot -> Key.free(table.entryAt(slot)));
        table.clear();
    }

    /** Bytes of the table itself. */
    public long tableBytes() {
        return table.memoryBytes();
    }
}
