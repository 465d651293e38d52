package dev.spinel.engine.keyspace;

import dev.spinel.engine.struct.table.LinearTable;

/** The keys of one SELECT number: a table and the space its entries are allocated in. Owned by the reactor. */
public final class Database {
    private final int index;
    private LinearTable table;
    private int space;
    private SizeHistogram sizes = new SizeHistogram();
    private long expiryCount;
    private long fieldExpiryCount;

    Database(int index, LinearTable table, int space) {
        this.index = index;
        this.table = table;
        this.space = space;
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

    /** Keys of which a part has an expiry: hashes with fields that have one. */
    public long fieldExpiryCount() {
        return fieldExpiryCount;
    }

    /** Whether time removes anything here. */
    public boolean hasExpiries() {
        return expiryCount + fieldExpiryCount > 0;
    }

    /** Notes that keys, or parts of keys, with an expiry were added or, when negative, removed. */
    void countExpiries(int keys, int keysWithFields) {
        expiryCount += keys;
        fieldExpiryCount += keysWithFields;
    }

    /** How large the values are: INFO keysizes. */
    public SizeHistogram sizes() {
        return sizes;
    }

    void swap(Database other) {
        SizeHistogram swappedSizes = sizes;
        sizes = other.sizes;
        other.sizes = swappedSizes;
        LinearTable swappedTable = table;
        int swappedSpace = space;
        long swappedExpiries = expiryCount;
        long swappedFieldExpiries = fieldExpiryCount;
        table = other.table;
        space = other.space;
        expiryCount = other.expiryCount;
        fieldExpiryCount = other.fieldExpiryCount;
        other.table = swappedTable;
        other.space = swappedSpace;
        other.expiryCount = swappedExpiries;
        other.fieldExpiryCount = swappedFieldExpiries;
    }

    /** Starts with an empty table and a space; the old table, with its entries, is the caller's. */
    LinearTable empty(LinearTable fresh, int freshSpace) {
        LinearTable old = table;
        table = fresh;
        space = freshSpace;
        expiryCount = 0;
        fieldExpiryCount = 0;
        sizes.clear();
        return old;
    }

    /** Bytes of the table itself. */
    public long tableBytes() {
        return table.memoryBytes();
    }
}
