package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Clock;
import java.util.ArrayDeque;

/**
 * Active defragmentation: while too much of the slabs in use is free, goes through all keys in short slices and moves
 * entries, values, the blocks of collections and what tables chain to their buckets out of sparse slabs. Large
 * collections are put aside and done in several slices. It rests during a snapshot, whose slabs nobody may change the
 * use of. Module values have their own way through the callbacks of their module. Owned by the reactor. Source:
 * activeDefragCycle in defrag.c.
 *
 * <pre>
 *   effort 25 %   | slice 0.5 | others        | slice 0.5 | …      2 ms from one slice to the next
 *   effort 75 %   | slice 0.75    | | slice 0.75    | | …          1 ms
 * </pre>
 */
public final class ActiveDefrag {
    /** How long a slice is at least; then the next one comes later, if it may take less of the time. */
    private static final long SHORTEST_SLICE_NANOS = 500_000;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int BLOCKS_PER_LOOK_AT_THE_CLOCK = 64;
    private static final long REST_MS = 10_000;
    private static final int PERCENT = 100;

    private final Keyspace keyspace;
    private final Clock clock;
    private final Key key;
    private final Relocation relocation = new Relocation();
    private final ArrayDeque<Large> larges = new ArrayDeque<>();
    private boolean isOn;
    private long ignoredBytes;
    private long lowerPercent;
    private long upperPercent;
    private long leastEffort;
    private long mostEffort;
    private long largeFrom;
    private long effort;
    private boolean isReconfigured;
    private long sliceEndsNanos;
    private int database;
    private long cursor;
    private long movedBefore;
    private long restUntilMs;
    private long keyHits;
    private long keyMisses;
    private long totalNanos;
    private long startedNanos;

    /** A large collection that is moved in several slices; where to go on, 0 at its beginning. */
    private record Large(Database database, byte[] name, int type, long cursor, long high, long low) {}

    public ActiveDefrag(Keyspace keyspace, Clock clock) {
        this.keyspace = keyspace;
        this.clock = clock;
        key = keyspace.newKey();
    }

    /** {@code activedefrag}; switched off it stops at once. */
    public void turn(boolean on) {
        isOn = on;
        restUntilMs = 0;
        if (!on) {
            stop();
        }
    }

    /** {@code active-defrag-ignore-bytes}, {@code -threshold-lower}, {@code -threshold-upper}. */
    public void thresholds(long ignored, long lower, long upper) {
        ignoredBytes = ignored;
        lowerPercent = lower;
        upperPercent = upper;
        restUntilMs = 0;
        isReconfigured = true;
    }

    /** {@code active-defrag-cycle-min}, {@code -cycle-max} in percent of the time, {@code -max-scan-fields}. */
    public void effort(long least, long most, long largestAtOnce) {
        leastEffort = least;
        mostEffort = most;
        largeFrom = largestAtOnce;
        isReconfigured = true;
    }

    /** Share of the time spent now, in percent; 0 when there is nothing to do: {@code active_defrag_running}. */
    public long effort() {
        return effort;
    }

    public long hits() {
        return relocation.moved();
    }

    public long misses() {
        return relocation.kept();
    }

    /** Keys of which something moved. */
    public long keyHits() {
        return keyHits;
    }

    public long keyMisses() {
        return keyMisses;
    }

    /** Time between start and end of all runs, the present one included. */
    public long totalMs() {
        return (totalNanos + currentNanos()) / 1_000_000;
    }

    public long currentMs() {
        return currentNanos() / 1_000_000;
    }

    private long currentNanos() {
        return effort == 0 ? 0 : clock.nanos() - startedNanos;
    }

    /** CONFIG RESETSTAT. */
    public void resetStats() {
        relocation.resetStats();
        movedBefore = 0;
        keyHits = 0;
        keyMisses = 0;
        totalNanos = 0;
        startedNanos = clock.nanos();
    }

    /** Looks whether there is something to do, and how urgent it is; from cron. True when a run has begun. */
    public boolean begins() {
        if (!isOn || Snapshot.isActive() || keyspace.isLoading()) {
            return false;
        }
        long free = Arena.activeBytes() - Arena.usedBytes();
        long percent = free * PERCENT / Math.max(Arena.usedBytes(), 1);
        boolean isNeeded = percent >= lowerPercent && free >= ignoredBytes;
        boolean begins = effort == 0 && isNeeded && keyspace.nowMs() >= restUntilMs;
        if (begins) {
            startedNanos = clock.nanos();
            movedBefore = relocation.moved();
        }
        if (begins || effort > 0) {
            long fresh = share(percent);
            effort = isReconfigured ? fresh : Math.max(effort, fresh);
        }
        isReconfigured = false;
        return begins;
    }

    /** The share of the time that fits to so much free room; it only falls during a run when settings change. */
    private long share(long percent) {
        long span = Math.max(upperPercent - lowerPercent, 1);
        long share = leastEffort + (mostEffort - leastEffort) * (percent - lowerPercent) / span;
        // Where the settings contradict each other, the least counts as in Redis.
        return share < leastEffort ? leastEffort : Math.min(share, mostEffort);
    }

    /** One slice; answers after how many milliseconds the next one is due, 0 when the run is over. */
    public long slice() {
        if (effort == 0) {
            return 0;
        }
        long periodMs = periodMs();
        if (!Snapshot.isActive() && !keyspace.isLoading()) {
            sliceEndsNanos = clock.nanos() + periodMs * NANOS_PER_MS * effort / PERCENT;
            boolean hasMore = true;
            while (hasMore && !isSliceOver()) {
                relocation.begin(BLOCKS_PER_LOOK_AT_THE_CLOCK);
                hasMore = step();
            }
            if (!hasMore) {
                stop();
                return 0;
            }
        }
        return periodMs;
    }

    /** From one slice to the next; a slice takes its share of it, less than a millisecond. */
    private long periodMs() {
        long shortest = SHORTEST_SLICE_NANOS * PERCENT;
        return Math.max((shortest + NANOS_PER_MS * effort - 1) / (NANOS_PER_MS * effort), 1);
    }

    private boolean isSliceOver() {
        return clock.nanos() - sliceEndsNanos >= 0;
    }

    private void stop() {
        if (effort > 0 && relocation.moved() == movedBefore) {
            restUntilMs = keyspace.nowMs() + REST_MS;
        }
        totalNanos += currentNanos();
        effort = 0;
        database = 0;
        cursor = 0;
        larges.clear();
    }

    /** Looks at some blocks; false when all keys had their turn. */
    private boolean step() {
        while (!relocation.isOver()) {
            if (!larges.isEmpty()) {
                goOn(larges.poll());
            } else if (database == keyspace.databaseCount()) {
                return false;
            } else {
                Database current = keyspace.database(database);
                current.table().relocate(cursor, relocation);
                cursor = current.table().scan(cursor, slot -> visit(current, slot));
                database += cursor == 0 ? 1 : 0;
            }
        }
        return true;
    }

    private void visit(Database current, long slot) {
        keyspace.bindSlot(key, current, slot);
        long before = relocation.moved();
        key.relocate(relocation);
        if (Entry.isRoot(key.entry())) {
            boolean isLarge = key.valueType().freeEffort(key.entry()) > largeFrom;
            long at = isLarge ? 0 : moveAtOnce();
            if (isLarge || at != 0) {
                larges.add(large(current, key.name(), at));
            }
        }
        count(before);
    }

    /** Moves the blocks of the key's value as long as the slice lasts; answers where to go on, 0 at the end. */
    private long moveAtOnce() {
        long at = 0;
        do {
            relocation.begin(BLOCKS_PER_LOOK_AT_THE_CLOCK);
            at = key.valueType().relocate(key.entry(), at, relocation);
        } while (at != 0 && !isSliceOver());
        return at;
    }

    private Large large(Database owner, byte[] name, long at) {
        return new Large(owner, name, key.type(), at, relocation.high(), relocation.low());
    }

    private void goOn(Large large) {
        long name = Arena.allocate(MemoryTag.SERVER, Math.max(large.name().length, 1));
        Mem.initCopyIn(large.name(), 0, name, large.name().length);
        key.bind(large.database(), name, large.name().length);
        // A place only means something to the type that answered it.
        if (key.exists() && key.type() == large.type() && Entry.isRoot(key.entry())) {
            long before = relocation.moved();
            relocation.place(large.high(), large.low());
            long at = key.valueType().relocate(key.entry(), large.cursor(), relocation);
            if (at != 0) {
                larges.addFirst(large(large.database(), large.name(), at));
            }
            count(before);
        }
        Arena.free(name);
    }

    private void count(long movedEarlier) {
        if (relocation.moved() > movedEarlier) {
            keyHits++;
        } else {
            keyMisses++;
        }
    }
}
