package dev.spinel.engine.keyspace;

/** Which deletions may be put off, as the {@code lazyfree-*} settings say. Owned by the reactor. */
public final class LazyFree {
    private boolean onExpiry;
    private boolean onEviction;
    private boolean onServerDelete;

    /** {@code lazyfree-lazy-expire}: an expired key is repeated as UNLINK. */
    public boolean onExpiry() {
        return onExpiry;
    }

    public void onExpiry(boolean lazy) {
        onExpiry = lazy;
    }

    /** {@code lazyfree-lazy-eviction}: an evicted key is repeated as UNLINK. */
    public boolean onEviction() {
        return onEviction;
    }

    public void onEviction(boolean lazy) {
        onEviction = lazy;
    }

    /** {@code lazyfree-lazy-server-del}: a key that a command empties at once is repeated as UNLINK. */
    public boolean onServerDelete() {
        return onServerDelete;
    }

    public void onServerDelete(boolean lazy) {
        onServerDelete = lazy;
    }
}
