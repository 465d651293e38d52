package dev.spinel.persistence.rdb;

import dev.spinel.engine.memory.NativeView;
import dev.spinel.engine.rdb.ByteFeed;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads a file from its position to its end. For one thread. */
public final class FileFeed implements ByteFeed {
    private static final int PIECE_BYTES = 1 << 30;

    private final StoredFile file;
    private long remaining;

    /** @throws IOException when the file does not tell its length */
    public FileFeed(StoredFile file) throws IOException {
        this.file = file;
        remaining = file.length() - file.position();
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public long read(long address, long capacity) {
        try {
            int got = file.read(NativeView.of(address, (int) Math.min(capacity, PIECE_BYTES)));
            remaining -= Math.max(got, 0);
            return got;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
