package dev.spinel.engine.keyspace;

/** A collection under construction, without a key yet; it is either stored or discarded. */
public interface FreeValue {
    /** Number of elements. */
    long count();

    /** Makes it the value of a key, whatever is there; not for an empty one. */
    void storeAt(Key key);

    /** Frees it. */
    void discard();
}
