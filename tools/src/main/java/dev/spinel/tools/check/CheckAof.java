package dev.spinel.tools.check;

import dev.spinel.engine.stats.ServerVersion;
import dev.spinel.persistence.aof.AofFile;
import dev.spinel.persistence.aof.AofManifest;
import dev.spinel.persistence.aof.AofManifestException;
import dev.spinel.persistence.file.DiskStore;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks an append-only log: a manifest with all its files, or a single file. With {@code --fix} cuts off what does not
 * make sense at the end of the last file, with {@code --truncate-to-timestamp} what is younger. Exit code 1 when the
 * log is not good. Source: redis-check-aof.c.
 */
public final class CheckAof {
    private static final byte[] RDB_MAGIC = {'R', 'E', 'D', 'I', 'S'};
    private static final int MAX_MANIFEST_BYTES = 1 << 20;

    private final FileStore files = new DiskStore(path -> Path.of("").toAbsolutePath().resolve(path));
    private final PreambleCheck preambles = new PreambleCheck(files);
    private final BufferedReader in;
    private final PrintStream out;
    private boolean fixes;
    private long untilSeconds;

    CheckAof(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        this.out = out;
    }

    /** Checks what the arguments name and exits. */
    public static void main(String[] args) {
        System.exit(new CheckAof(System.in, System.out).run(List.of(args)));
    }

    /** Answers the exit code. */
    int run(List<String> args) {
        if (args.equals(List.of("-v")) || args.equals(List.of("--version"))) {
            out.println("spinel-check-aof " + ServerVersion.SPINEL);
            return 0;
        }
        boolean isTimed = args.size() == 3 && args.get(0).equals("--truncate-to-timestamp");
        fixes = args.size() == 2 && args.get(0).equals("--fix");
        if (args.size() != 1 && !fixes && !isTimed) {
            out.println("Usage: spinel-check-aof [--fix|--truncate-to-timestamp $timestamp] <file.manifest|file.aof>");
            return 1;
        }
        if (isTimed && !args.get(1).matches("[0-9]{1,18}")) {
            out.println("Invalid timestamp, aborting...");
            return 1;
        }
        untilSeconds = isTimed ? Long.parseLong(args.get(1)) : 0;
        String path = args.getLast();
        try {
            return check(path) ? 0 : 1;
        } catch (IOException failure) {
            out.println("Cannot open file " + path + ": " + failure.getMessage() + ", aborting...");
            return 1;
        }
    }

    private boolean check(String path) throws IOException {
        String manifest = manifestText(path);
        if (manifest != null) {
            return checkParts(path, manifest);
        }
        out.println("Start checking Old-Style AOF");
        return checkFile("AOF", path, path, true);
    }

    /** The text of a manifest; null when the file is none: its first line that is no comment starts with a file. */
    private String manifestText(String path) throws IOException {
        if (files.length(path) > MAX_MANIFEST_BYTES) {
            return null;
        }
        try (StoredFile file = files.open(path, OpenMode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                continue;
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            boolean isManifest = text.lines().filter(line -> !line.startsWith("#")).findFirst()
                    .filter(line -> line.startsWith("file")).isPresent();
            return isManifest ? text : null;
        }
    }

    private boolean checkParts(String path, String text) throws IOException {
        out.println("Start checking Multi Part AOF");
        AofManifest manifest;
        try {
            manifest = AofManifest.parse(text);
        } catch (AofManifestException broken) {
            out.println("\n*** FATAL AOF MANIFEST FILE ERROR ***\n");
            if (broken.line() != null) {
                out.println("Reading the manifest file, at line " + broken.lineNumber() + "\n>>> '" + broken.line() + "'");
            }
            out.println(broken.getMessage());
            return false;
        }
        Path directory = Path.of(path).toAbsolutePath().getParent();
        List<AofFile> parts = manifest.files();
        for (AofFile part : parts) {
            boolean isBase = part.kind() == AofFile.Kind.BASE;
            String partPath = directory.resolve(part.name()).toString();
            if (isBase) {
                out.println("Start to check BASE AOF (" + (isRdb(partPath) ? "RDB" : "RESP") + " format).");
            } else if (part == manifest.increments().getFirst()) {
                out.println("Start to check INCR files.");
            }
            if (!checkFile(isBase ? "BASE AOF" : "INCR AOF", part.name(), partPath, part == parts.getLast())) {
                return false;
            }
        }
        out.println("All AOF files and manifest are valid");
        return true;
    }

    private boolean isRdb(String path) throws IOException {
        try (StoredFile file = files.open(path, OpenMode.READ)) {
            return isRdb(file);
        }
    }

    private static boolean isRdb(StoredFile file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(RDB_MAGIC.length);
        file.read(start);
        file.position(0);
        return start.flip().equals(ByteBuffer.wrap(RDB_MAGIC));
    }

    private boolean checkFile(String kind, String name, String path, boolean isLast) throws IOException {
        OpenMode mode = fixes || untilSeconds > 0 ? OpenMode.UPDATE : OpenMode.READ;
        try (StoredFile file = files.open(path, mode)) {
            if (isRdb(file) && !checkPreamble(file)) {
                return false;
            }
            AofCheck check = new AofCheck(name, path, isLast, untilSeconds, out);
            AofCheck.Outcome outcome = check.run(file);
            switch (outcome) {
                case GOOD -> out.println(kind + " " + name + " is valid");
                case EMPTY -> out.println(kind + " " + name + " is empty");
                case CUT_AT_TIME -> out.println("Successfully truncated AOF " + name + " to timestamp " + untilSeconds);
                case BROKEN -> {
                    return fix(file, name, check.goodUpTo(), isLast);
                }
                case HOPELESS -> {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean checkPreamble(StoredFile file) throws IOException {
        String problem = preambles.skip(file);
        if (problem != null) {
            out.println(problem);
            out.println("RDB preamble of AOF file is not sane, aborting.");
            return false;
        }
        out.println("RDB preamble is OK, proceeding with AOF tail...");
        return true;
    }

    /** Cuts a file where it stops making sense, when that is wanted and somebody agrees. */
    private boolean fix(StoredFile file, String name, long goodUpTo, boolean isLast) throws IOException {
        if (!fixes) {
            out.println("AOF " + name + " is not valid. Use the --fix option to try fixing it.");
            return false;
        }
        if (!isLast) {
            out.println("Failed to truncate AOF " + name + " because it is not the last file");
            return false;
        }
        long size = file.length();
        out.println("This will shrink the AOF " + name + " from " + size + " bytes, with " + (size - goodUpTo) + " bytes, to "
                + goodUpTo + " bytes");
        out.print("Continue? [y/N]: ");
        out.flush();
        String answer = in.readLine();
        if (answer == null || !answer.regionMatches(true, 0, "y", 0, 1)) {
            out.println("Aborting...");
            return false;
        }
        file.truncate(goodUpTo);
        file.sync();
        out.println("Successfully truncated AOF " + name);
        return true;
    }
}
