package dev.spinel.persistence.aof;

import dev.spinel.engine.config.Choice.AppendFsync;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.OperatorLog;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings the journal to the disk before replies leave, as {@code appendfsync} wants it. Under {@code always} a failure
 * ends the server, for what clients were promised cannot be kept; under the other policies the bytes wait and are tried
 * again, and {@link #failure} refuses writes meanwhile. Reactor. Source: flushAppendOnlyFile in aof.c.
 */
final class JournalWriter {
    private static final long LOG_SECONDS = 30;
    private static final long POSTPONE_MS = 2_000;
    private static final long SYNC_MS = 1_000;

    private final Settings settings;
    private final OperatorLog log;
    private final BackgroundSync background;
    private final Runnable die;
    private final WriteObserver observer;
    private final DiskWatch watch;
    private final JournalBuffer buffer = new JournalBuffer(MemoryTag.JOURNAL);
    private IncrementFile file;
    private long position;
    private long syncedNow;
    private long postponedSinceMs;
    private long lastSyncMs;
    private long lastLogSeconds = -LOG_SECONDS - 1;
    private long delayedSyncs;
    private long delayMicros;
    private String writeFailure;

    /** Hears of writes that reached the file, and what they met. */
    interface WriteObserver {
        void onWrite(long bytes);

        /** Whether other work keeps the disk busy. */
        boolean isBusy();
    }

    JournalWriter(Settings settings, OperatorLog log, BackgroundSync background, Runnable die, WriteObserver observer,
            DiskWatch watch) {
        this.settings = settings;
        this.log = log;
        this.background = background;
        this.die = die;
        this.observer = observer;
        this.watch = watch;
    }

    JournalBuffer buffer() {
        return buffer;
    }

    IncrementFile file() {
        return file;
    }

    boolean isOpen() {
        return file != null;
    }

    /** Bytes were put into the buffer. */
    void appended(long bytes) {
        position += bytes;
    }

    /** How far the journal reaches. */
    long position() {
        return position;
    }

    /** How far it is on disk. */
    long syncedPosition() {
        return Math.max(syncedNow, background.syncedPosition());
    }

    long delayedSyncs() {
        return delayedSyncs;
    }

    void resetStats() {
        delayedSyncs = 0;
    }

    void delayMicros(long micros) {
        delayMicros = micros;
    }

    /** Why writes are refused; null when they are not. */
    String failure() {
        return writeFailure != null ? writeFailure : background.failure();
    }

    /** Goes on with another file; what was written to the former one is synced and closed in the background. */
    void switchTo(IncrementFile next, long nowMs) {
        if (file != null) {
            background.syncAndClose(file.file(), position);
            lastSyncMs = nowMs;
        }
        file = next;
    }

    /** Old failures are nobody's business any more: the log starts anew. */
    void forgetFailures(long nowMs) {
        lastSyncMs = nowMs;
        if (background.failure() != null) {
            log.log(OperatorLog.WARNING, "AOF reopen, just ignore the AOF fsync error in bio job");
            background.forgetFailure();
        }
        if (writeFailure != null) {
            log.log(OperatorLog.WARNING, "AOF reopen, just ignore the last error.");
            writeFailure = null;
        }
    }

    /** Writes and syncs everything, and closes the file. */
    void close(long nowMs) {
        flush(true, nowMs);
        try {
            file.file().sync();
            syncedNow = position;
            file.file().close();
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Fail to fsync the AOF file: " + failure.getMessage());
        }
        file = null;
        buffer.close();
    }

    /** What a server does before it ends. */
    void syncForExit(long nowMs) {
        flush(true, nowMs);
        try {
            file.file().sync();
            syncedNow = position;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Fail to fsync the AOF file: " + failure.getMessage());
        }
    }

    /**
     * Writes the buffer and syncs as the policy wants.
     *
     * @param force writes even while a sync in the background would hold the write up
     */
    void flush(boolean force, long nowMs) {
        AppendFsync policy = settings.appendfsync.value();
        boolean isEverySecond = policy == AppendFsync.EVERYSEC;
        if (buffer.isEmpty()) {
            boolean isDue = policy == AppendFsync.ALWAYS
                    || isEverySecond && nowMs - lastSyncMs >= SYNC_MS && !background.isSyncing();
            if (!file.hasUnsynced() || !isDue) {
                return;
            }
        } else {
            boolean isSyncing = isEverySecond && background.isSyncing();
            if (isSyncing && !force && postpone(nowMs) || !write(policy, nowMs)) {
                return;
            }
        }
        if (!settings.noAppendfsyncOnRewrite.value() || !observer.isBusy()) {
            sync(policy, nowMs);
        }
    }

    /**
     * Waits up to two seconds for a sync in the background, which would hold the write up; then writes all the same.
     */
    private boolean postpone(long nowMs) {
        if (postponedSinceMs == 0) {
            postponedSinceMs = nowMs;
            return true;
        }
        if (nowMs - postponedSinceMs < POSTPONE_MS) {
            return true;
        }
        delayedSyncs++;
        log.log(OperatorLog.NOTICE, "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer "
                + "without waiting for fsync to complete, this may slow down Redis.");
        return false;
    }

    private boolean write(AppendFsync policy, long nowMs) {
        if (delayMicros > 0) {
            LockSupport.parkNanos(delayMicros * 1000);
        }
        int wanted = buffer.length();
        long begin = watch.begin();
        int written = file.write(buffer.view());
        watch.ended(slowWrite(policy), begin);
        watch.ended("aof-write", begin);
        postponedSinceMs = 0;
        if (written < wanted) {
            failedSlow(policy, wanted, written, nowMs);
            return false;
        }
        if (writeFailure != null) {
            log.log(OperatorLog.NOTICE, "AOF write error looks solved, Redis can write again.");
            writeFailure = null;
        }
        observer.onWrite(written);
        buffer.clear();
        return true;
    }

    /** The event a slow write is besides {@code aof-write}: what else the disk had to do. */
    private String slowWrite(AppendFsync policy) {
        if (policy == AppendFsync.EVERYSEC && background.isSyncing()) {
            return "aof-write-pending-fsync";
        }
        return observer.isBusy() ? "aof-write-active-child" : "aof-write-alone";
    }

    private void failedSlow(AppendFsync policy, int wanted, int written, long nowMs) {
        boolean logs = nowMs / 1000 - lastLogSeconds > LOG_SECONDS;
        lastLogSeconds = logs ? nowMs / 1000 : lastLogSeconds;
        int stays = written;
        String reason = file.failure().getMessage();
        if (logs) {
            log.log(OperatorLog.WARNING, written == 0
                    ? "Error writing to the AOF file: " + reason
                    : "Short write while writing to the AOF file: (nwritten=" + written + ", expected=" + wanted + ")");
        }
        if (written > 0) {
            String complaint = file.takeBack(written);
            stays = complaint == null ? 0 : written;
            if (complaint != null && logs) {
                log.log(OperatorLog.WARNING, "Could not remove short write from the append-only file.  Redis may refuse "
                        + "to load the AOF the next time it starts.  ftruncate: " + complaint);
            }
        }
        if (policy == AppendFsync.ALWAYS) {
            log.log(OperatorLog.WARNING, "Can't recover from AOF write error when the AOF fsync policy is 'always'. "
                    + "Exiting...");
            die.run();
        }
        writeFailure = reason;
        if (stays > 0) {
            observer.onWrite(stays);
            buffer.drop(stays);
        }
    }

    private void sync(AppendFsync policy, long nowMs) {
        if (policy == AppendFsync.ALWAYS) {
            long begin = watch.begin();
            try {
                file.file().sync();
            } catch (IOException failure) {
                log.log(OperatorLog.WARNING, "Can't persist AOF for fsync error when the AOF fsync policy is 'always': "
                        + failure.getMessage() + ". Exiting...");
                die.run();
            }
            watch.ended("aof-fsync-always", begin);
            file.synced();
            syncedNow = position;
            lastSyncMs = nowMs;
        } else if (policy == AppendFsync.EVERYSEC && nowMs - lastSyncMs >= SYNC_MS) {
            if (!background.isSyncing()) {
                background.sync(file.file(), position);
                file.synced();
            }
            lastSyncMs = nowMs;
        }
    }
}
