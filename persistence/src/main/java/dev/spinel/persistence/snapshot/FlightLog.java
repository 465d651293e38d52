package dev.spinel.persistence.snapshot;

import dev.spinel.persistence.file.StoredFile;
import java.io.IOException;

/**
 * Tells JFR what the parts of a snapshot took, once they are over: they need not lie in one piece. The first event of a
 * process takes half a second, recorded or not; so all is silent until a side thread has had that one.
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

    private static volatile boolean isAwake;

    private FlightLog() {}

    /** Lets the others speak. Not on the reactor. */
    static void wake() {
        if (!isAwake) {
            new SnapshotEvent().begin();
            new SnapshotPhaseEvent("", 0, 0, 0).begin();
            isAwake = true;
        }
    }

    /** Whether an event costs next to nothing by now. */
    public static boolean isAwake() {
        return isAwake;
    }

    /** A part is over; how many keys or bytes it was about, 0 where that says nothing. */
    static void tell(String phase, long spentNanos, long keys, long bytes) {
        if (isAwake) {
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
