package dev.spinel.tools.check;

import dev.spinel.engine.resp.Args;
import dev.spinel.persistence.aof.AofReader;
import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** Goes through one file of an AOF and finds out how far it is good. For one file. */
final class AofCheck {
    /** How a file turned out. */
    enum Outcome { GOOD, EMPTY, CUT_AT_TIME, BROKEN, HOPELESS }

    private static final byte[] MULTI = {'m', 'u', 'l', 't', 'i'};
    private static final byte[] EXEC = {'e', 'x', 'e', 'c'};
    private static final String TIMESTAMP = "TS:";

    private final String name;
    private final String path;
    private final boolean isLast;
    private final long untilSeconds;
    private final PrintStream out;
    private long goodUpTo;
    private long line = 1;
    private boolean isInside;
    private String problem;

    /** @param untilSeconds cut where the log is past that time; 0 to check only */
    AofCheck(String name, String path, boolean isLast, long untilSeconds, PrintStream out) {
        this.name = name;
        this.path = path;
        this.isLast = isLast;
        this.untilSeconds = untilSeconds;
        this.out = out;
    }

    /** Offset behind the last byte that may stay. */
    long goodUpTo() {
        return goodUpTo;
    }

    /** Reads from the position of the file to its end; may cut it at a time. */
    Outcome run(StoredFile file) throws IOException {
        if (file.length() == 0) {
            return Outcome.EMPTY;
        }
        try (AofReader reader = new AofReader(file)) {
            goodUpTo = reader.end();
            AofReader.Item item = reader.next();
            while (problem == null && (item == AofReader.Item.COMMAND || item == AofReader.Item.ANNOTATION)) {
                if (item == AofReader.Item.COMMAND) {
                    command(reader);
                } else if (isPastTime(reader.annotation())) {
                    return cutAtTime(file, reader.start());
                }
                if (!isInside && problem == null) {
                    goodUpTo = reader.end();
                }
                item = reader.next();
            }
            return judge(file, reader, item);
        }
    }

    private void command(AofReader reader) {
        Args args = reader.args();
        if (args.is(0, MULTI)) {
            if (isInside) {
                problem = at(reader.start(), "Unexpected MULTI in AOF " + path);
            }
            isInside = true;
        } else if (args.is(0, EXEC)) {
            if (!isInside) {
                problem = at(reader.start(), "Unexpected EXEC in AOF " + path);
            }
            isInside = false;
        }
        line += problem == null ? 1 + 2L * args.count() : 0;
    }

    private static String at(long offset, String what) {
        return String.format(Locale.ROOT, "0x%16x: %s", offset, what);
    }

    private boolean isPastTime(String annotation) {
        if (untilSeconds == 0 || !annotation.startsWith(TIMESTAMP)) {
            return false;
        }
        String digits = annotation.substring(TIMESTAMP.length());
        if (!digits.matches("[0-9]{1,18}")) {
            problem = "Invalid timestamp annotation";
            return false;
        }
        return Long.parseLong(digits) > untilSeconds;
    }

    private Outcome cutAtTime(StoredFile file, long offset) throws IOException {
        if (offset == 0) {
            out.println("AOF " + path + " has nothing before timestamp " + untilSeconds + ", aborting...");
            return Outcome.HOPELESS;
        }
        if (!isLast) {
            out.println("Failed to truncate AOF " + path + " to timestamp " + untilSeconds + " to offset " + offset
                    + " because it is not the last file.");
            out.println("If you insist, please delete all files after this file according to the manifest file and delete "
                    + "the corresponding records in manifest file manually. Then re-run redis-check-aof.");
            return Outcome.HOPELESS;
        }
        file.truncate(offset);
        file.sync();
        return Outcome.CUT_AT_TIME;
    }

    private Outcome judge(StoredFile file, AofReader reader, AofReader.Item last) throws IOException {
        if (problem == null && last != AofReader.Item.END) {
            problem = last == AofReader.Item.MALFORMED && reader.problemOffset() == reader.start()
                    ? "AOF " + name + " format error\n" + at(reader.problemOffset(), reader.problem())
                    : at(reader.problemOffset(), reader.problem());
        } else if (problem == null && isInside) {
            problem = at(reader.end(), "Reached EOF before reading EXEC for MULTI");
        }
        if (problem != null) {
            out.println(problem);
        }
        long size = file.length();
        long rest = size - goodUpTo;
        if (rest == 0 && untilSeconds > 0) {
            out.println("Truncate nothing in AOF " + name + " to timestamp " + untilSeconds);
            return Outcome.GOOD;
        }
        out.println("AOF analyzed: filename=" + name + ", size=" + size + ", ok_up_to=" + goodUpTo + ", ok_up_to_line=" + line
                + ", diff=" + rest);
        return rest == 0 ? Outcome.GOOD : Outcome.BROKEN;
    }
}
