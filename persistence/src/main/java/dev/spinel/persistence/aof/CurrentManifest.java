package dev.spinel.persistence.aof;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.OpenMode;
import java.io.IOException;

/** The manifest in force, and the care of the files it names. What goes wrong is logged. Reactor. */
final class CurrentManifest {
    private final AofDirectory directory;
    private final BackgroundSync background;
    private final Settings settings;
    private final OperatorLog log;
    private AofManifest manifest = AofManifest.EMPTY;

    CurrentManifest(AofDirectory directory, BackgroundSync background, Settings settings, OperatorLog log) {
        this.directory = directory;
        this.background = background;
        this.settings = settings;
        this.log = log;
    }

    AofManifest value() {
        return manifest;
    }

    AofDirectory directory() {
        return directory;
    }

    /** Reads the manifest on disk; false when it cannot be used. */
    boolean load() {
        AofManifest loaded = directory.loadManifest();
        manifest = loaded == null ? manifest : loaded;
        return loaded != null;
    }

    /** Goes on with a manifest that reaches the disk with the next one. */
    void adopt(AofManifest next) {
        manifest = next;
    }

    /** Puts a manifest into force, on disk and here. */
    AofDirectory.Outcome replace(AofManifest next) {
        AofDirectory.Outcome outcome = directory.replace(manifest, next);
        if (outcome == AofDirectory.Outcome.DONE) {
            manifest = next;
        }
        return outcome;
    }

    boolean isReplaced(AofManifest next) {
        return replace(next) == AofDirectory.Outcome.DONE;
    }

    /** Opens an increment to write to; null when that cannot be done. */
    IncrementFile openIncrement(String name, OpenMode mode) {
        try {
            return new IncrementFile(directory.files().open(directory.path(name), mode));
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Can't open the append-only file " + name + ": " + failure.getMessage());
            return null;
        }
    }

    /** Deletes a file of the directory in the background. */
    void delete(String name) {
        deletePath(directory.path(name));
    }

    /** Deletes a file that is not in the directory yet in the background. */
    void deletePath(String path) {
        background.delete(directory.files(), path);
    }

    /** Files nobody needs any more go in the background; that they stay after a failure does no harm. */
    void deleteHistory() {
        if (settings.aofDisableAutoGc.value() || manifest.history().isEmpty()) {
            return;
        }
        for (AofFile file : manifest.history()) {
            log.log(OperatorLog.NOTICE, "Removing the history file " + file.name() + " in the background");
            delete(file.name());
        }
        replace(manifest.withoutHistory());
    }
}
