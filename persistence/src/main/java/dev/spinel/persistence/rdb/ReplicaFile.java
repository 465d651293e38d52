package dev.spinel.persistence.rdb;

import dev.spinel.engine.memory.NativeView;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;

/** A file of all data that exists only while it is being sent: its name is gone once it is open. Reactor. */
final class ReplicaFile implements SnapshotFile {
    private final StoredFile file;
    private final long length;
    private final OperatorLog log;

    /** @throws IOException when it cannot be opened; its name is left then */
    ReplicaFile(FileStore store, String name, OperatorLog log) throws IOException {
        this.log = log;
        file = store.open(name, OpenMode.READ);
        length = file.length();
        store.delete(name);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long offset, long address, int max) throws IOException {
        file.position(offset);
        return Math.max(file.read(NativeView.of(address, max)), 0);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Cannot close the file sent to replicas: " + failure.getMessage());
        }
    }
}
