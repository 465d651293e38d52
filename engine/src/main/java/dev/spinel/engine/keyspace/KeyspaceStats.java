package dev.spinel.engine.keyspace;

/** Counters of INFO stats that the keyspace keeps. Written by the reactor only. */
public final class KeyspaceStats {
    long hits;
    long misses;
    long expired;
    long expiredFields;
    long evicted;

    public long hits() {
        return hits;
    }

    public long misses() {
        return misses;
    }

    public long expired() {
        return expired;
    }

    /** Fields of hashes that time removed. */
    public long expiredFields() {
        return expiredFields;
    }

    public long evicted() {
        return evicted;
    }

    /** CONFIG RESETSTAT. */
    public void reset() {
        hits = 0;
        misses = 0;
        expired = 0;
        expiredFields = 0;
        evicted = 0;
    }
}
