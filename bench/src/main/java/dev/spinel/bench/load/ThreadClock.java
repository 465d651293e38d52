package dev.spinel.bench.load;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long one thread of another process ran so far. The kernel brings the figure up to date when the thread stops and
 * at each tick of its clock, every few milliseconds. Linux only: keeps a file of /proc open.
 */
final class ThreadClock implements AutoCloseable {
    private static final int LINE_BYTES = 128;

    private final RandomAccessFile file;
    private final byte[] line = new byte[LINE_BYTES];

    private ThreadClock(Path file) throws IOException {
        this.file = new RandomAccessFile(file.toFile(), "r");
    }

    /** The clock of the first thread of a process with one of these names. */
    static ThreadClock of(long pid, List<String> names) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                if (names.contains(readName(thread))) return new ThreadClock(thread.resolve("schedstat"));
            }
        }
        throw new IOException("process " + pid + " has no thread named as one of " + names);
    }

    private static String readName(Path thread) throws IOException {
        return Files.readString(thread.resolve("comm")).strip();
    }

    long ranNs() throws IOException {
        file.seek(0);
        return parseRanNs(new String(line, 0, file.read(line), StandardCharsets.US_ASCII));
    }

    /** The first of three numbers; the others are the time it waited for a processor and how often it got one. */
    static long parseRanNs(String schedstat) {
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
