package dev.spinel.engine.rdb;

/** Where an {@link RdbReader} gets bytes that are not in memory yet. */
public interface ByteFeed {
    /** Bytes that are still to come; at most this many can be read. */
    long remaining();

    /** Reads up to {@code capacity} bytes, which is more than 0, to an address; how many, 0 or less at the end. */
    long read(long address, long capacity);
}
