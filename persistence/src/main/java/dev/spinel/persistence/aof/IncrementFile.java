package dev.spinel.persistence.aof;

import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The increment being written, and how much of it is on disk. Reactor. */
final class IncrementFile {
    private final StoredFile file;
    private long length;
    private long syncedLength;
    private IOException failure;

    IncrementFile(StoredFile file) throws IOException {
        this.file = file;
        length = file.length();
        syncedLength = length;
    }

    StoredFile file() {
        return file;
    }

    long length() {
        return length;
    }

    boolean hasUnsynced() {
        return syncedLength != length;
    }

    /** A sync of what is written now has begun, or was done. */
    void synced() {
        syncedLength = length;
    }

    /** Why the last {@link #write} stopped early; null when it did not. */
    IOException failure() {
        return failure;
    }

    /** Writes as much as the disk takes; how many bytes. */
    int write(ByteBuffer bytes) {
        int wanted = bytes.remaining();
        failure = null;
        try {
            file.writeFully(bytes);
        } catch (IOException failed) {
            failure = failed;
        }
        int written = wanted - bytes.remaining();
        length += written;
        return written;
    }

    /** Takes the last bytes back: half a command must not stay. Null when done, else why not. */
    String takeBack(int bytes) {
        try {
            file.truncate(length - bytes);
            length -= bytes;
            return null;
        } catch (IOException failed) {
            return failed.getMessage();
        }
    }

    /** Closes the file as it is; a failure is only logged. */
    void close(OperatorLog log) {
        try {
            file.close();
        } catch (IOException failed) {
            log.log(OperatorLog.WARNING, "Closing an AOF file failed: " + failed.getMessage());
        }
    }
}
