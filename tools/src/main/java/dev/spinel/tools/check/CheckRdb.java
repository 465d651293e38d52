package dev.spinel.tools.check;

import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.persistence.file.DiskStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.FileFeed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** {@code spinel-check-rdb <file>}: tells whether a file is good, as redis-check-rdb does. Exit code 1 when not. */
public final class CheckRdb implements RdbWalk.Visitor {
    private final PrintStream out;
    private final long nowMs = System.currentTimeMillis();
    private long keys;
    private long expiries;
    private long expired;

    CheckRdb(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("Usage: spinel-check-rdb <rdb-file-name>");
            System.exit(1);
        }
        System.exit(new CheckRdb(System.out).run(args[0]) ? 0 : 1);
    }

    /** Checks one file; whether it is good. */
    boolean run(String path) {
        out.println("[offset 0] Checking RDB file " + path);
        try (StoredFile file = new DiskStore(Path::toAbsolutePath).open(path, OpenMode.READ)) {
            return check(file);
        } catch (IOException failure) {
            out.println("Cannot open " + path + ": " + failure.getMessage());
            return false;
        }
    }

    /** Checks an open file from its position; it stands behind the RDB part then. */
    boolean check(StoredFile file) throws IOException {
        long start = file.position();
        try (RdbReader reader = new RdbReader()) {
            reader.begin(new FileFeed(file));
            RdbWalk walk = new RdbWalk(reader, this);
            try {
                walk.run();
                file.position(start + reader.position());
                out.println("[offset " + reader.position() + "] \\o/ RDB looks OK! \\o/");
                totals();
                return true;
            } catch (RdbWalk.Malformed malformed) {
                out.println("--- RDB ERROR DETECTED ---");
                out.println("[offset " + reader.position() + "] " + malformed.getMessage());
                out.println("[additional info] While doing: " + walk.step());
                if (!walk.keyName().isEmpty()) {
                    out.println("[additional info] Reading key '" + walk.keyName() + "'");
                }
                if (walk.type() >= 0) {
                    out.println("[additional info] Reading type " + walk.type() + " (" + RdbTypes.name(walk.type()) + ")");
                }
                totals();
                return false;
            }
        }
    }

    private void totals() {
        out.println("[info] " + keys + " keys read");
        out.println("[info] " + expiries + " expires");
        out.println("[info] " + expired + " already expired");
    }

    @Override
    public void onAux(long offset, String name, String value) {
        out.println("[offset " + offset + "] AUX FIELD " + name + " = '" + value + "'");
    }

    @Override
    public void onDatabase(long offset, long index) {
        out.println("[offset " + offset + "] Selecting DB ID " + index);
    }

    @Override
    public void onKey(long offset, String name, int rdbType, long expireAtMs, long elements, long bytes) {
        keys++;
        expiries += expireAtMs >= 0 ? 1 : 0;
        expired += expireAtMs >= 0 && expireAtMs < nowMs ? 1 : 0;
    }

    @Override
    public void onChecksum(long offset, long stored, long computed) {
        if (stored == 0) {
            out.println("[offset " + offset + "] RDB file was saved with checksum disabled: no check performed.");
        } else if (stored == computed) {
            out.println("[offset " + offset + "] Checksum OK");
        }
    }
}
