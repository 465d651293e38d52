package dev.spinel.persistence.aof;

import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the reactor does not wait for: syncing, closing and deleting files, one after the other on one side thread. The
 * counters are read by the reactor.
 */
final class BackgroundSync {
    private final Executor thread;
    private final OperatorLog log;
    private final Runnable onSynced;
    private final AtomicInteger pendingSyncs = new AtomicInteger();
    private volatile String failure;
    private volatile long syncedPosition;

    /**
     * @param thread runs jobs in order
     * @param onSynced called on the side thread when a sync ended
     */
    BackgroundSync(Executor thread, OperatorLog log, Runnable onSynced) {
        this.thread = thread;
        this.log = log;
        this.onSynced = onSynced;
    }

    /** Syncs of the file being written that have not ended. */
    int pendingSyncs() {
        return pendingSyncs.get();
    }

    boolean isSyncing() {
        return pendingSyncs.get() > 0;
    }

    /** Why the last sync failed; null when it did not. */
    String failure() {
        return failure;
    }

    void forgetFailure() {
        failure = null;
    }

    /** The furthest position of the journal known to be on disk. */
    long syncedPosition() {
        return syncedPosition;
    }

    /** Syncs a file whose bytes reach up to {@code position} of the journal. */
    void sync(StoredFile file, long position) {
        pendingSyncs.incrementAndGet();
        thread.execute(() -> {
            syncNow(file, position);
            pendingSyncs.decrementAndGet();
            onSynced.run();
        });
    }

    void syncAndClose(StoredFile file, long position) {
        thread.execute(() -> {
            syncNow(file, position);
            close(file);
            onSynced.run();
        });
    }

    private void syncNow(StoredFile file, long position) {
        try {
            file.sync();
            syncedPosition = position;
            failure = null;
        } catch (IOException failed) {
            if (failure == null) {
                log.log(OperatorLog.WARNING, "Fail to fsync the AOF file: " + failed.getMessage());
            }
            failure = failed.getMessage();
        }
    }

    private void close(StoredFile file) {
        try {
            file.close();
        } catch (IOException failed) {
            log.log(OperatorLog.WARNING, "Closing an AOF file failed: " + failed.getMessage());
        }
    }

    /** Deletes a file; one that stays is no harm and only logged. */
    void delete(FileStore files, String path) {
        thread.execute(() -> {
            try {
                files.delete(path);
            } catch (IOException failed) {
                log.log(OperatorLog.WARNING, "Can't remove " + path + ": " + failed.getMessage());
            }
        });
    }
}
