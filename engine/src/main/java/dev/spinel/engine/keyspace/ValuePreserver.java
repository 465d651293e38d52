package dev.spinel.engine.keyspace;

/**
 * Hears of values of types without images before they change, while a snapshot wants them as they were: see {@link
 * ValueType#ON_REACTOR}. Called on the reactor.
 */
public interface ValuePreserver {
    /** The value of an entry, which is a root, may be changed or freed now. */
    void beforeChange(long entry);
}
