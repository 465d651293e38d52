package dev.spinel.persistence.rdb;

import dev.spinel.engine.port.IncomingFile;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.Snapshotter.Loaded;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;

/** A file that a primary sends, under a name of its own until it is whole. Reactor. */
final class ReceivedFile implements IncomingFile {
    private final FileStore store;
    private final String temporary;
    private final String name;
    private final OperatorLog log;
    private final Loader loader;
    private final StoredFile file;
    private final FileDrain drain;

    /** Replaces all data by those of the file, which has its name now. */
    interface Loader {
        Loaded load(OldData old, boolean lazily);
    }

    ReceivedFile(FileStore store, String temporary, String name, OperatorLog log, Loader loader)
            throws IOException {
        this.store = store;
        this.temporary = temporary;
        this.name = name;
        this.log = log;
        this.loader = loader;
        file = store.open(temporary, OpenMode.CREATE);
        drain = new FileDrain(file, true);
    }

    @Override
    public void write(long address, long length) throws IOException {
        drain.write(address, length);
        drain.check();
    }

    @Override
    public Loaded load(OldData old, boolean lazily) throws IOException {
        file.sync();
        file.close();
        store.rename(temporary, name);
        return loader.load(old, lazily);
    }

    @Override
    public void discard() {
        try {
            file.close();
            store.delete(temporary);
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Cannot remove " + temporary + ": " + failure.getMessage());
        }
    }
}
