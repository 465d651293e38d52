package dev.spinel.persistence.snapshot;

/** What is done with the data as of a point in time. */
public interface SnapshotWork {
    /** Writes the data somewhere; whether that worked. On the side thread, or on the reactor when nothing may go on. */
    boolean write(SnapshotView data);

    /** It is over. On the reactor. */
    void onEnd(SnapshotResult result);
}
