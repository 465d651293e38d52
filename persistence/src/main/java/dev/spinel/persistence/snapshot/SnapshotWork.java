package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Key;

/** What is done with the data as of a point in time. */
public interface SnapshotWork {
    /** Writes the data somewhere; whether that worked. On the side thread, or on the reactor when nothing may go on. */
    boolean write(SnapshotView data);

    /**
     * Says a value without an image in the form of this work, for {@link SnapshotView.KeyForm#keyFromReactor}; null for
     * RDB form. On the reactor.
     */
    default byte[] sayOnReactor(Key key) {
        return null;
    }

    /** Whether it makes the base of an append-only log. */
    default boolean isAof() {
        return false;
    }

    /** Whether it is seen through, rather than given up, when the reactor wants to write the data itself. */
    default boolean isWaitedFor() {
        return isAof();
    }

    /** It is over. On the reactor. */
    void onEnd(SnapshotResult result);
}
