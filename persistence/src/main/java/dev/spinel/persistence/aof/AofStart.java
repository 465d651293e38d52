package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import java.io.IOException;
import java.util.Locale;

/**
 * The start of a server with a log: loads what is there, moves the single file of an old version into the directory,
 * and opens the increment that changes go to. Reactor. Source: loadAppendOnlyFiles, aofOpenIfNeededOnServerStart in
 * aof.c.
 */
final class AofStart {
    private final Engine engine;
    private final Settings settings;
    private final OperatorLog log;
    private final CurrentManifest manifest;
    private final AofDirectory directory;
    private final FileStore files;
    private final AofLoader loader;
    private final BaseWriter bases;
    private final AofSize size;
    private boolean isLoaded;

    AofStart(Engine engine, OperatorLog log, CurrentManifest manifest, AofLoader loader, BaseWriter bases,
            AofSize size) {
        this.engine = engine;
        this.settings = engine.settings();
        this.log = log;
        this.manifest = manifest;
        this.directory = manifest.directory();
        this.files = directory.files();
        this.loader = loader;
        this.bases = bases;
        this.size = size;
    }

    private void notice(String text) {
        log.log(OperatorLog.NOTICE, text);
    }

    private void warn(String text) {
        log.log(OperatorLog.WARNING, text);
    }

    /** Whether the data came from the log. */
    boolean isLoaded() {
        return isLoaded;
    }

    /** Reads the manifest, and with {@code appendonly yes} loads the data; false when the server cannot start. */
    boolean load() {
        if (!manifest.load()) {
            return false;
        }
        if (!settings.appendonly.value()) {
            return true;
        }
        isLoaded = true;
        if (files.exists(directory.filename()) && isUpgrade() && !upgrade()) {
            return false;
        }
        long start = engine.clock().nanos();
        AofLoader.Result result = loader.load(manifest.value());
        if (result == AofLoader.Result.FAILED) {
            return false;
        }
        if (result != AofLoader.Result.MISSING) {
            notice(String.format(Locale.ROOT, "DB loaded from append only file: %.3f seconds",
                    (engine.clock().nanos() - start) / 1e9));
            size.measure(directory, manifest.value());
        }
        return true;
    }

    /** Whether the single file of an old version is the newest there is. */
    private boolean isUpgrade() {
        AofManifest found = manifest.value();
        boolean isEmpty = found.files().isEmpty();
        boolean wasInterrupted = found.base() != null && found.increments().isEmpty()
                && found.base().name().equals(directory.filename()) && !directory.hasFile(directory.filename());
        return !directory.exists() || isEmpty || wasInterrupted;
    }

    /** Makes the single file of an old version the base. Every step may be repeated after a crash. */
    private boolean upgrade() {
        String old = directory.filename();
        if (!directory.make() || !manifest.isReplaced(manifest.value().withOldFile(old))) {
            return false;
        }
        try {
            files.rename(old, directory.path(old));
            files.syncDirectory(directory.directory());
        } catch (IOException failure) {
            warn("Error trying to move the old AOF file " + old + " into dir " + directory.directory() + ": "
                    + failure.getMessage());
            return false;
        }
        notice("Successfully migrated an old-style AOF file (" + old + ") into the AOF directory ("
                + directory.directory() + ").");
        return true;
    }

    /** Opens the increment that continues what was loaded, making a first base if there is none; null on failure. */
    IncrementFile openLastIncrement() {
        if (!directory.make() || !hasBase()) {
            return null;
        }
        AofManifest found = manifest.value();
        boolean exists = found.lastIncrement() != null;
        AofManifest opened = exists ? found : found.withNewIncrement(directory.filename());
        String name = opened.lastIncrement().name();
        IncrementFile increment = manifest.openIncrement(name, OpenMode.APPEND);
        if (increment == null || !exists && !manifest.isReplaced(opened)) {
            return null;
        }
        notice((exists ? "Opening" : "Creating") + " AOF incr file " + name + " on server start");
        return increment;
    }

    private boolean hasBase() {
        if (!manifest.value().files().isEmpty()) {
            return true;
        }
        boolean asRdb = settings.aofUseRdbPreamble.value();
        AofManifest first = manifest.value().withNewBase(directory.filename(), asRdb);
        String temporary = directory.temporaryFirstBase();
        String complaint = bases.writeNow(temporary, asRdb);
        if (complaint == null) {
            try {
                files.rename(temporary, directory.path(first.base().name()));
            } catch (IOException failure) {
                complaint = failure.getMessage();
            }
        }
        if (complaint != null) {
            warn("Write error writing append only file on disk: " + complaint);
            return false;
        }
        manifest.adopt(first);
        notice("Creating AOF base file " + first.base().name() + " on server start");
        return true;
    }
}
