package dev.spinel.persistence.aof;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.snapshot.FlightLog;
import java.io.IOException;

/** Writes commands to a file, as an AOF has them. The first failure latches; what follows is dropped. */
final class CommandWriter implements CommandSink, AutoCloseable {
    private static final int FULL_BYTES = 256 * 1024;
    private static final long SYNC_BYTES = 4L << 20;

    private final StoredFile file;
    private final boolean syncsOnTheWay;
    private final JournalBuffer buffer;
    private long unsynced;
    private long written;
    private long spentNanos;
    private IOException failure;

    /** @param tag memory that the thread of the caller may allocate */
    CommandWriter(StoredFile file, boolean syncsOnTheWay, int tag) {
        buffer = new JournalBuffer(tag);
        this.file = file;
        this.syncsOnTheWay = syncsOnTheWay;
    }

    @Override
    public CommandSink command(byte[] name, long words) {
        if (buffer.length() >= FULL_BYTES) {
            flush();
        }
        buffer.header('*', words);
        buffer.bulk(name);
        return this;
    }

    @Override
    public CommandSink word(byte[] text) {
        buffer.bulk(text);
        return this;
    }

    @Override
    public CommandSink bytes(long address, long length) {
        buffer.bulk(address, length);
        return this;
    }

    @Override
    public CommandSink integer(long value) {
        buffer.bulkInteger(value);
        return this;
    }

    /** Bytes that are no command: an annotation. */
    void raw(byte[] bytes) {
        buffer.append(bytes);
    }

    /** Commands somebody else wrote. */
    void raw(long address, long length) {
        if (buffer.length() >= FULL_BYTES) {
            flush();
        }
        buffer.append(address, length);
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Writes what waits. */
    void flush() {
        if (failure == null && !buffer.isEmpty()) {
            try {
                long start = System.nanoTime();
                file.writeFully(buffer.view());
                spentNanos += System.nanoTime() - start;
                written += buffer.length();
                unsynced += buffer.length();
                if (syncsOnTheWay && unsynced >= SYNC_BYTES) {
                    unsynced = 0;
                    file.sync();
                }
            } catch (IOException failed) {
                failure = failed;
            }
        }
        buffer.clear();
    }

    /** Writes what is left; throws when any write failed. */
    void finish() throws IOException {
        if (!buffer.isEmpty()) {
            flush();
        }
        FlightLog.tellWrite(spentNanos, written);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        buffer.close();
    }
}
