package dev.spinel.tools.check;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.RdbException;
import dev.spinel.persistence.rdb.RdbFile;
import dev.spinel.persistence.rdb.RdbLoad;
import dev.spinel.persistence.rdb.RdbSnapshotter;
import dev.spinel.tools.server.SystemClock;
import dev.spinel.tools.server.SystemEntropy;
import java.io.IOException;

/** Finds where the RDB form ends that a file starts with, by loading it into an engine of its own. */
final class PreambleCheck {
    private static final OperatorLog SILENT = new OperatorLog() {
        @Override
        public boolean isEnabled(int level) {
            return false;
        }

        @Override
        public void log(int level, String text) {}
    };

    private final FileStore files;

    PreambleCheck(FileStore files) {
        this.files = files;
    }

    /** Leaves the position behind it; null when it makes sense, otherwise what does not. */
    String skip(StoredFile file) throws IOException {
        try (Engine engine = new Engine(new Settings(), new SystemClock(), new SystemEntropy());
                RdbSnapshotter snapshotter = RdbSnapshotter.register(engine, files, Runnable::run, SILENT, () -> true)) {
            RdbFile rdb = snapshotter.file();
            file.position(rdb.load(file, new RdbLoad(true, false, bytes -> true)));
            return null;
        } catch (RdbException broken) {
            return "--- RDB ERROR DETECTED ---\n[offset " + broken.offset() + "] " + broken.getMessage();
        }
    }
}
