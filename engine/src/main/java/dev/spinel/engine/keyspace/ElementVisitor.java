package dev.spinel.engine.keyspace;

/** Receives elements of a collection one by one. */
@FunctionalInterface
public interface ElementVisitor {
    /** One element's bytes, borrowed during the call. */
    void onElement(long address, long length);
}
