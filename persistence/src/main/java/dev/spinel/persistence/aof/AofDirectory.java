package dev.spinel.persistence.aof;

import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The directory of an AOF and the names in it. What goes wrong is logged in Redis' words and answered as false. Owned
 * by the reactor.
 */
final class AofDirectory {
    /** What came of changing the manifest on disk. */
    enum Outcome { DONE, UNDONE, UNSURE }

    private final FileStore files;
    private final OperatorLog log;
    private final String directory;
    private final String filename;

    /** @param filename {@code appendfilename}, which all names start with */
    AofDirectory(FileStore files, OperatorLog log, String directory, String filename) {
        this.files = files;
        this.log = log;
        this.directory = directory;
        this.filename = filename;
    }

    FileStore files() {
        return files;
    }

    String filename() {
        return filename;
    }

    String directory() {
        return directory;
    }

    String path(String name) {
        return directory + "/" + name;
    }

    /** Where the changes of a rewrite that turns the AOF on go until it is done. */
    String temporaryIncrement() {
        return "temp-" + filename + ".incr";
    }

    /** Where the base of a rewrite is written, beside the directory. */
    String temporaryBase() {
        return "temp-rewriteaof-bg-" + ProcessHandle.current().pid() + ".aof";
    }

    /** Where the base of a server's first start is written, beside the directory. */
    String temporaryFirstBase() {
        return "temp-rewriteaof-" + ProcessHandle.current().pid() + ".aof";
    }

    private String manifestName() {
        return filename + ".manifest";
    }

    boolean exists() {
        return files.isDirectory(directory);
    }

    boolean hasFile(String name) {
        return files.exists(path(name));
    }

    boolean make() {
        try {
            files.makeDirectory(directory);
            return true;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Can't open or create append-only dir " + directory + ": "
                    + failure.getMessage());
            return false;
        }
    }

    /** The manifest on disk, an empty one when there is none; null when it cannot be used. */
    AofManifest loadManifest() {
        if (!exists() || !hasFile(manifestName())) {
            return AofManifest.EMPTY;
        }
        String path = path(manifestName());
        try {
            return AofManifest.parse(readText(path));
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Fatal error: can't open the AOF manifest file " + path + " for reading: "
                    + failure.getMessage());
        } catch (AofManifestException broken) {
            log.log(OperatorLog.WARNING, "\n*** FATAL AOF MANIFEST FILE ERROR ***\n");
            if (broken.line() != null) {
                log.log(OperatorLog.WARNING, "Reading the manifest file, at line " + broken.lineNumber() + "\n");
                log.log(OperatorLog.WARNING, ">>> '" + broken.line() + "'\n");
            }
            log.log(OperatorLog.WARNING, broken.getMessage() + "\n");
        }
        return null;
    }

    private String readText(String path) throws IOException {
        try (StoredFile file = files.open(path, OpenMode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.length()));
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                continue;
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Puts a manifest in the place of {@code former}, in one step that survives a crash. When that cannot be told for
     * sure the former one is put back; a crash may bring either then, so that no file of either may go.
     */
    Outcome replace(AofManifest former, AofManifest next) {
        String temporary = "temp-" + manifestName();
        String step = "Can't open the AOF manifest file " + temporary + ": ";
        boolean isRenamed = false;
        try {
            try (StoredFile file = files.open(path(temporary), OpenMode.CREATE)) {
                step = "Error trying to write the temporary AOF manifest file " + temporary + ": ";
                file.writeFully(ByteBuffer.wrap(next.text().getBytes(StandardCharsets.ISO_8859_1)));
                step = "Fail to fsync the temp AOF file " + temporary + ": ";
                file.sync();
            }
            step = "Error trying to rename the temporary AOF manifest file " + temporary + " into " + manifestName()
                    + ": ";
            files.rename(path(temporary), path(manifestName()));
            isRenamed = true;
            step = "Fail to fsync AOF directory " + path(manifestName()) + ": ";
            files.syncDirectory(directory);
            return Outcome.DONE;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, step + failure.getMessage());
        }
        boolean isUndone = !isRenamed || former != null && replace(null, former) == Outcome.DONE;
        return isUndone ? Outcome.UNDONE : Outcome.UNSURE;
    }

    /** Bytes of base and increments; -1, and a line in the log, when one of them is not there. */
    long totalBytes(AofManifest manifest) {
        long total = 0;
        for (AofFile file : manifest.files()) {
            long bytes = bytes(file.name());
            if (bytes < 0) {
                return -1;
            }
            total += bytes;
        }
        return total;
    }

    /** Bytes of a file; -1, and a line in the log, when it is not there. */
    long bytes(String name) {
        try {
            return files.length(path(name));
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Unable to obtain the AOF file " + name + " length. stat: "
                    + failure.getMessage());
            return -1;
        }
    }
}
