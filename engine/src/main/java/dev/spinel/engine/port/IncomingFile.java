package dev.spinel.engine.port;

import java.io.IOException;

/** A file of all data that a primary is sending. Reactor; ends with {@link #load} or {@link #discard}. */
public interface IncomingFile {
    /** Adds bytes, which are lent for this call. */
    void write(long address, long length) throws IOException;

    /**
     * Replaces all data by what the file holds; when it is broken there is none. Clients are answered meanwhile.
     *
     * @param lazily whether the old data may be freed in the background
     */
    Snapshotter.Loaded load(boolean lazily) throws IOException;

    /** Nobody wants it any more. */
    void discard();
}
