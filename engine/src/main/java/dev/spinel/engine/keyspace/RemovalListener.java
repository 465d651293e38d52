package dev.spinel.engine.keyspace;

/** Hears of values before they go, while they can still be read. Called on the reactor. */
public interface RemovalListener {
    /** Why a value goes. */
    enum Removal { DELETED, EXPIRED, EVICTED, OVERWRITTEN }

    /**
     * The value of a key is about to go. It may be looked up, not removed or changed, but
     * may move; being due does not remove it meanwhile.
     */
    void onRemoval(Key key, Removal why);
}
