package dev.spinel.engine.port;

import java.io.IOException;

/** A file of all data that a primary is sending. Reactor; ends with {@link #load} or {@link #discard}. */
public interface IncomingFile {
    /** Adds bytes, which are lent for this call. */
    void write(long address, long length) throws IOException;

    /** What becomes of the data there are while a file is loaded. Those that are kept stay when it is broken. */
    enum OldData { DROPPED, KEPT, SERVED }

    /**
     * Replaces all data by what the file holds; when it is broken there is none, or the old. Clients are answered
     * meanwhile, and may read old data that are served.
     *
     * @param lazily whether the old data may be freed in the background
     */
    Snapshotter.Loaded load(OldData old, boolean lazily) throws IOException;

    /** Nobody wants it any more. */
    void discard();
}
