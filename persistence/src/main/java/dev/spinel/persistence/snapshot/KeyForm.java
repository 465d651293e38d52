package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueType;

/** How the keys of a snapshot are written: as RDB, or as commands. Side thread. */
public interface KeyForm {
    /** Those that follow are of this database, which has so many, and so many that expire. */
    void beginDatabase(int index, long keys, long expiries);

    /** A key; its value is said by {@code type} as {@code rdbType}, from the image. */
    void key(EntryImage value, ValueType type, int rdbType);

    /**
     * A key whose value the reactor said: in RDB form, unless the work says it itself ({@link
     * SnapshotWork#sayOnReactor}).
     */
    void keyFromReactor(long entry, int rdbType, long address, long length);

    /** Makes sure that what was written is not only in memory: before a pause. */
    void flush();

    /** Whether going on makes no sense. */
    boolean hasFailed();
}
