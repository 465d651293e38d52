package dev.spinel.persistence.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. One thread at a time, except {@link #sync}, which may run beside writes. */
public interface StoredFile extends AutoCloseable {
    /** Reads at the position, which moves on. Answers how many bytes, -1 at the end. */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes at the position, which moves on; at the end when opened with {@link OpenMode#APPEND}. Answers how many
     * bytes it took, which may be fewer than there are: a full disk takes what fits and throws at the next call.
     */
    int write(ByteBuffer source) throws IOException;

    long position() throws IOException;

    void position(long offset) throws IOException;

    long length() throws IOException;

    /** Cuts everything behind {@code length}. */
    void truncate(long length) throws IOException;

    /** Returns when the bytes written so far, and the length, survive a crash of the machine. From any thread. */
    void sync() throws IOException;

    @Override
    void close() throws IOException;

    /** Writes all of {@code source}. When it throws, part of it may be written. */
    default void writeFully(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            if (write(source) == 0) {
                throw new IOException("No space left on device");
            }
        }
    }
}
