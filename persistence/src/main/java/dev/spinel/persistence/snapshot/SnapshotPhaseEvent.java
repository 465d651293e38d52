package dev.spinel.persistence.snapshot;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a part of a snapshot took, told by {@link FlightLog} when it is over. */
@Name("dev.spinel.SnapshotPhase")
@Label("Snapshot Phase")
@Category("Spinel")
@StackTrace(false)
final class SnapshotPhaseEvent extends Event {
    @Label("Phase")
    final String phase;

    @Label("Spent")
    @Timespan(Timespan.NANOSECONDS)
    final long spentNanos;

    @Label("Keys")
    final long keys;

    @Label("Bytes")
    @DataAmount
    final long bytes;

    SnapshotPhaseEvent(String phase, long spentNanos, long keys, long bytes) {
        this.phase = phase;
        this.spentNanos = spentNanos;
        this.keys = keys;
        this.bytes = bytes;
    }
}
