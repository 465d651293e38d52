package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.DataFileListener.Source;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.LoadDelay;
import dev.spinel.persistence.rdb.LoadProgress;
import dev.spinel.persistence.rdb.RdbException;
import dev.spinel.persistence.rdb.RdbFile;
import dev.spinel.persistence.rdb.RdbLoad;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Loads the files of a manifest in order: what is in RDB form through {@link RdbFile}, commands by executing them.
 * A tail that was cut off is removed when {@code aof-load-truncated} says so, from the last file only. Reactor.
 */
final class AofLoader {
    /** How loading ended. */
    enum Result {
        LOADED,
        /** There is no AOF. */
        MISSING,
        /** All files are empty. */
        EMPTY,
        /** The server cannot start with it; the log says why. */
        FAILED,
        /** Loaded but for a tail that was cut off. */
        TRUNCATED
    }

    private static final byte[] RDB_MAGIC = {'R', 'E', 'D', 'I', 'S'};
    private static final int PROGRESS_COMMANDS = 1024;

    private final Engine engine;
    private final AofDirectory directory;
    private final OperatorLog log;
    private final RdbFile rdb;
    private final LoadProgress progress;
    private final LoadDelay delay;
    private RdbLoad load;
    private long passedBytes;

    AofLoader(Engine engine, AofDirectory directory, OperatorLog log, RdbFile rdb, LoadProgress progress) {
        this.engine = engine;
        this.directory = directory;
        this.log = log;
        this.rdb = rdb;
        this.progress = progress;
        delay = new LoadDelay(engine.settings().keyLoadDelay);
    }

    private void warn(String text) {
        log.log(OperatorLog.WARNING, text);
    }

    /** Loads all files; the keyspace knows that it is loading. */
    Result load(AofManifest manifest) {
        if (manifest.files().isEmpty()) {
            return Result.MISSING;
        }
        long total = directory.totalBytes(manifest);
        if (total <= 0) {
            return total < 0 ? Result.FAILED : Result.EMPTY;
        }
        load = new RdbLoad(true, false, bytes -> progress.onProgress(passedBytes + bytes));
        progress.begin(total, load, Source.AOF);
        engine.keyspace().loading(true);
        Result result = Result.FAILED;
        try {
            result = loadFiles(manifest);
            return result;
        } finally {
            engine.keyspace().loading(false);
            progress.end(result != Result.FAILED);
        }
    }

    private Result loadFiles(AofManifest manifest) {
        Result result = Result.EMPTY;
        passedBytes = 0;
        for (AofFile file : manifest.files()) {
            boolean isLast = file == manifest.files().getLast();
            long start = engine.clock().nanos();
            result = loadFile(file.name());
            passedBytes += Math.max(directory.bytes(file.name()), 0);
            boolean isGood = result == Result.LOADED || result == Result.TRUNCATED && isLast;
            if (isGood) {
                double seconds = (engine.clock().nanos() - start) / 1e9;
                log.log(OperatorLog.NOTICE, String.format(Locale.ROOT, "DB loaded from %s file %s: %.3f seconds",
                        file.kind() == AofFile.Kind.BASE ? "base" : "incr", file.name(), seconds));
            }
            if (result == Result.TRUNCATED && !isLast) {
                warn("Fatal error: the truncated file is not the last file");
                return Result.FAILED;
            }
            if (result == Result.FAILED) {
                return result;
            }
        }
        return result == Result.TRUNCATED ? result : Result.LOADED;
    }

    private Result loadFile(String name) {
        try (StoredFile file = directory.files().open(directory.path(name), OpenMode.READ)) {
            if (file.length() == 0) {
                return Result.EMPTY;
            }
            if (startsAsRdb(file) && !loadPreamble(name, file)) {
                return Result.FAILED;
            }
            return loadCommands(name, file);
        } catch (IOException failure) {
            warn("Fatal error: can't open the append log file " + name + " for reading: " + failure.getMessage());
            return Result.FAILED;
        }
    }

    private static boolean startsAsRdb(StoredFile file) throws IOException {
        byte[] start = new byte[RDB_MAGIC.length];
        file.read(ByteBuffer.wrap(start));
        file.position(0);
        return Arrays.equals(start, RDB_MAGIC);
    }

    private boolean loadPreamble(String name, StoredFile file) throws IOException {
        boolean isOld = name.equals(directory.filename());
        log.log(OperatorLog.NOTICE, isOld ? "Reading RDB preamble from AOF file..."
                : "Reading RDB base file on AOF loading...");
        if (!loadRdb(file)) {
            warn(isOld
                    ? "Error reading the RDB preamble of the AOF file " + name + ", AOF loading aborted"
                    : "Error reading the RDB base file " + name + ", AOF loading aborted");
            return false;
        }
        if (isOld) {
            log.log(OperatorLog.NOTICE, "Reading the remaining AOF tail...");
        }
        return true;
    }

    private boolean loadRdb(StoredFile file) throws IOException {
        try {
            file.position(rdb.load(file, load));
            return true;
        } catch (RdbException broken) {
            warn("Internal error in RDB reading offset " + broken.offset() + " -> " + broken.getMessage());
            return false;
        }
    }

    private Result loadCommands(String name, StoredFile file) throws IOException {
        try (AofReader reader = new AofReader(file); AofReplay replay = new AofReplay(engine, rdb.functions())) {
            long validUpTo = reader.end();
            long validBeforeMulti = validUpTo;
            int untilProgress = PROGRESS_COMMANDS;
            AofReader.Item item = reader.next();
            while (item == AofReader.Item.COMMAND || item == AofReader.Item.ANNOTATION) {
                if (item == AofReader.Item.COMMAND) {
                    if (AofReplay.isMulti(reader.args())) {
                        validBeforeMulti = validUpTo;
                    }
                    if (!replay.run(reader.args())) {
                        warn("Unknown command '" + reader.args().text(0) + "' reading the append only file " + name
                                + " at offset " + reader.start());
                        return Result.FAILED;
                    }
                    validUpTo = reader.end();
                    delay.afterKey();
                }
                if (--untilProgress == 0) {
                    untilProgress = PROGRESS_COMMANDS;
                    if (!progress.onCommands(passedBytes + reader.end())) {
                        warn("Received shutdown signal during loading, exiting now.");
                        return Result.FAILED;
                    }
                }
                item = reader.next();
            }
            if (item == AofReader.Item.MALFORMED) {
                warn("Bad file format reading the append only file " + name + " at offset " + reader.problemOffset()
                        + " (" + reader.problem() + "): make a backup of your AOF file, then use ./redis-check-aof --fix"
                        + " <filename.manifest>");
                return Result.FAILED;
            }
            if (replay.isInsideTransaction()) {
                warn("Revert incomplete MULTI/EXEC transaction in AOF file " + name);
                return cut(name, validBeforeMulti);
            }
            return item == AofReader.Item.END ? Result.LOADED : cut(name, validUpTo);
        }
    }

    /** The file ends too early: what lies behind {@code validUpTo} goes, if it may. */
    private Result cut(String name, long validUpTo) {
        if (engine.settings().aofLoadTruncated.value()) {
            warn("!!! Warning: short read while loading the AOF file " + name + "!!!");
            warn("!!! Truncating the AOF " + name + " at offset " + validUpTo + " !!!");
            try (StoredFile file = directory.files().open(directory.path(name), OpenMode.UPDATE)) {
                file.truncate(validUpTo);
                file.sync();
                warn("AOF " + name + " loaded anyway because aof-load-truncated is enabled");
                return Result.TRUNCATED;
            } catch (IOException failure) {
                warn("Error truncating the AOF file " + name + ": " + failure.getMessage());
            }
        }
        warn("Unexpected end of file reading the append only file " + name + ". You can: "
                + "1) Make a backup of your AOF file, then use ./redis-check-aof --fix <filename.manifest>. "
                + "2) Alternatively you can set the 'aof-load-truncated' configuration option to yes and restart the "
                + "server.");
        return Result.FAILED;
    }
}
