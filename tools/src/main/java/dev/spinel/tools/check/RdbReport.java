package dev.spinel.tools.check;

import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.persistence.file.DiskStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.FileFeed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * {@code spinel-rdb [--keys] <file>}: what a dump holds, per database and type, and its largest keys. With {@code
 * --keys} one line per key instead: database, type, form, elements, bytes, expiry, name. Progress goes to the terminal.
 */
public final class RdbReport implements RdbWalk.Visitor {
    private static final int LARGEST = 20;
    private static final int BAR = 40;
    private static final String LINE = "%-4s %-8s %-30s %12s %14s %16s%n";

    private final PrintStream out;
    private final PrintStream progress;
    private final boolean listsKeys;
    private final long totalBytes;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final PriorityQueue<Large> largest = new PriorityQueue<>(Comparator.comparingLong(Large::bytes));
    private long database;
    private int shown = -1;

    private static final class Sum {
        private long keys;
        private long elements;
        private long bytes;
        private long expiries;
    }

    private record Large(long database, String name, int rdbType, long elements, long bytes) {}

    /** @param progress where the bar goes; null for none */
    RdbReport(PrintStream out, PrintStream progress, boolean listsKeys, long totalBytes) {
        this.out = out;
        this.progress = progress;
        this.listsKeys = listsKeys;
        this.totalBytes = totalBytes;
    }

    public static void main(String[] args) {
        boolean listsKeys = args.length == 2 && args[0].equals("--keys");
        if (args.length != (listsKeys ? 2 : 1)) {
            System.err.println("Usage: spinel-rdb [--keys] <rdb-file-name>");
            System.exit(1);
        }
        System.exit(run(args[args.length - 1], listsKeys) ? 0 : 1);
    }

    private static boolean run(String path, boolean listsKeys) {
        PrintStream bar = System.console() != null && System.console().isTerminal() ? System.err : null;
        try (StoredFile file = new DiskStore(Path::toAbsolutePath).open(path, OpenMode.READ);
                RdbReader reader = new RdbReader()) {
            RdbReport report = new RdbReport(System.out, bar, listsKeys, file.length());
            reader.begin(new FileFeed(file));
            return report.walk(reader);
        } catch (IOException failure) {
            System.err.println("Cannot read " + path + ": " + failure.getMessage());
            return false;
        }
    }

    /** Reports on a file; whether all of it could be read. */
    boolean walk(RdbReader reader) {
        boolean isGood = true;
        try {
            new RdbWalk(reader, this).run();
        } catch (RdbWalk.Malformed malformed) {
            System.err.println("[offset " + reader.position() + "] " + malformed.getMessage());
            isGood = false;
        }
        endProgress();
        if (!listsKeys) {
            print();
        }
        return isGood;
    }

    @Override
    public void onHeader(int version) {
        out.println("# RDB version " + version);
    }

    @Override
    public void onAux(long offset, String name, String value) {
        out.println("# " + name + " = " + value);
    }

    @Override
    public void onDatabase(long offset, long index) {
        database = index;
    }

    @Override
    public void onKey(long offset, String name, int rdbType, long expireAtMs, long elements, long bytes) {
        if (listsKeys) {
            out.println(database + "\t" + RdbTypes.kind(rdbType) + "\t" + RdbTypes.name(rdbType) + "\t" + elements + "\t"
                    + bytes + "\t" + expireAtMs + "\t" + name);
            return;
        }
        Sum sum = sums.computeIfAbsent(database + "\t" + RdbTypes.kind(rdbType) + "\t" + RdbTypes.name(rdbType),
                key -> new Sum());
        sum.keys++;
        sum.elements += elements;
        sum.bytes += bytes;
        sum.expiries += expireAtMs >= 0 ? 1 : 0;
        if (largest.size() < LARGEST || bytes > largest.peek().bytes()) {
            largest.add(new Large(database, name, rdbType, elements, bytes));
            if (largest.size() > LARGEST) {
                largest.poll();
            }
        }
    }

    @Override
    public void onProgress(long offset) {
        int done = (int) (offset * BAR / Math.max(totalBytes, 1));
        if (progress != null && done != shown) {
            shown = done;
            progress.print("\r[" + "#".repeat(done) + "-".repeat(BAR - done) + "] " + offset * 100 / totalBytes + " %");
            progress.flush();
        }
    }

    private void endProgress() {
        if (progress != null && shown >= 0) {
            progress.print("\r" + " ".repeat(BAR + 10) + "\r");
        }
    }

    private void print() {
        out.printf(LINE, "db", "type", "form", "keys", "elements", "bytes in file");
        for (Map.Entry<String, Sum> entry : sums.entrySet()) {
            String[] words = entry.getKey().split("\t");
            Sum sum = entry.getValue();
            out.printf(LINE, words[0], words[1], words[2], sum.keys, sum.elements, sum.bytes);
        }
        out.printf(LINE, "", "", "all", sum(0), sum(1), sum(2));
        out.println("keys with an expiry: " + sum(3));
        out.println();
        out.println("largest keys");
        List<Large> sorted = new ArrayList<>(largest);
        sorted.sort(Comparator.comparingLong(Large::bytes).reversed());
        for (Large large : sorted) {
            out.printf(LINE, large.database(), RdbTypes.kind(large.rdbType()), large.name(), "", large.elements(),
                    large.bytes());
        }
    }

    private long sum(int column) {
        return sums.values().stream().mapToLong(sum -> switch (column) {
            case 0 -> sum.keys;
            case 1 -> sum.elements;
            case 2 -> sum.bytes;
            default -> sum.expiries;
        }).sum();
    }
}
