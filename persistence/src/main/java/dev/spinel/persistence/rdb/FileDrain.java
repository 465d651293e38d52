package dev.spinel.persistence.rdb;

import dev.spinel.engine.memory.NativeView;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.snapshot.FlightLog;
import dev.spinel.persistence.snapshot.SnapshotView;
import java.io.IOException;

/** Writes to a file. The first failure latches; what comes after it is dropped. For one thread. */
public final class FileDrain implements SnapshotView.Drain {
    private static final int PIECE_BYTES = 1 << 30;
    /** Bytes after which the disk is asked to catch up, so that the last sync finds little to do. */
    private static final long SYNC_BYTES = 4L << 20;

    private final StoredFile file;
    private final boolean syncsOnTheWay;
    private long unsynced;
    private IOException failure;
    private long written;
    private long spentNanos;

    /** @param syncsOnTheWay {@code rdb-save-incremental-fsync} */
    public FileDrain(StoredFile file, boolean syncsOnTheWay) {
        this.file = file;
        this.syncsOnTheWay = syncsOnTheWay;
    }

    @Override
    public void write(long address, long length) {
        long start = System.nanoTime();
        for (long done = 0; done < length && failure == null; done += PIECE_BYTES) {
            writePiece(address + done, (int) Math.min(length - done, PIECE_BYTES));
        }
        written += length;
        spentNanos += System.nanoTime() - start;
    }

    private void writePiece(long address, int length) {
        try {
            file.writeFully(NativeView.of(address, length));
            unsynced += length;
            if (syncsOnTheWay && unsynced >= SYNC_BYTES) {
                unsynced = 0;
                file.sync();
            }
        } catch (IOException failed) {
            failure = failed;
        }
    }

    @Override
    public boolean hasFailed() {
        return failure != null;
    }

    /** Tells JFR what writing took. */
    void tell() {
        FlightLog.tellWrite(spentNanos, written);
    }

    /** Throws the failure that was met, if there was one. */
    public void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
