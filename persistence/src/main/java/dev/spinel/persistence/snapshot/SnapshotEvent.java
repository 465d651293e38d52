package dev.spinel.persistence.snapshot;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A snapshot, from its point in time to its end. */
@Name("dev.spinel.Snapshot")
@Label("Snapshot")
@Category("Spinel")
@StackTrace(false)
final class SnapshotEvent extends Event {
    @Label("Cut Microseconds")
    long cutMicros;

    @Label("Keys")
    long keys;

    @Label("Most Bytes Kept")
    long keptBytes;

    @Label("Done")
    boolean isDone;
}
