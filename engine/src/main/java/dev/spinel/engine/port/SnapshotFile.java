package dev.spinel.engine.port;

import java.io.IOException;

/** A finished RDB file on its way to replicas. Reactor. */
public interface SnapshotFile {
    /** Bytes of the file. */
    long length();

    /** Reads up to {@code max} bytes from {@code offset} into memory at {@code address}; how many there were. */
    int read(long offset, long address, int max) throws IOException;

    /** Nobody wants it any more. */
    void close();
}
