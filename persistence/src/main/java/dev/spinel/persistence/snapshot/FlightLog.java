package dev.spinel.persistence.snapshot;

import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;
import jdk.jfr.FlightRecorder;

/**
 * Tells JFR what the parts of a snapshot took, once they are over: they need not lie in one piece. Without JFR nothing
 * is said: the first event of a process starts JFR, which takes a second of a core (JDK 25).
 *
 * <pre>
 *   cut ──► scan, which contains write ──► fsync ──► finish      preserved: what was kept as it was before a change
 * </pre>
 */
public final class FlightLog {
    /** Fixing the point in time, for which everybody waits. */
    static final String CUT = "cut";
    /** Reading and writing the keys. */
    static final String SCAN = "scan";
    /** Memory kept as it was, and values only the reactor can write that it wrote before a change. */
    static final String PRESERVED = "preserved";
    /** Handing bytes to the file. */
    private static final String WRITE = "write";
    /** Waiting for the disk in the end. */
    private static final String FSYNC = "fsync";
    /** Putting what was written in its place, and letting go of what was kept. */
    static final String FINISH = "finish";

    private FlightLog() {}

    /** Whether JFR runs, or ran, in this process. */
    public static boolean isOn() {
        return FlightRecorder.isInitialized();
    }

    /** A part is over; how many keys or bytes it was about, 0 where that says nothing. */
    static void tell(String phase, long spentNanos, long keys, long bytes) {
        if (isOn()) {
            new SnapshotPhaseEvent(phase, spentNanos, keys, bytes).commit();
        }
    }

    /** So many bytes were written to a file. */
    public static void tellWrite(long spentNanos, long bytes) {
        tell(WRITE, spentNanos, 0, bytes);
    }

    /** Makes a file last, and tells what that took. */
    public static void sync(StoredFile file) throws IOException {
        long start = System.nanoTime();
        file.sync();
        tell(FSYNC, System.nanoTime() - start, 0, 0);
    }
}
