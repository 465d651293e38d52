package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * Who uses which 2 MiB chunk, and which 64 KiB units of a slab chunk are free. Every method needs {@link PageLock}.
 *
 * <pre>
 * chunk record, 64 B
 *   0           4      5      6       8          16          20         24          32    36       40
 *   | free mask | kind | pool | comm. | freed at | run size  | max run  | huge size | owner | pages | deferred ... 64
 * </pre>
 * Small chunks are taken from the bottom, runs for huge blocks from the top. A freed chunk keeps its memory for
 * {@link #DECAY_MS}.
 */
final class Chunks {
    static final int KIND_NONE = 0;
    static final int KIND_SLABS = 1;
    static final int KIND_SPANS = 2;
    static final int KIND_HUGE = 3;

    static final long DECAY_MS = 10_000;

    private static final int FREE_MASK = 0;
    private static final int KIND = FREE_MASK + Integer.BYTES;
    private static final int POOL = KIND + Byte.BYTES;
    private static final int COMMITTED = POOL + Byte.BYTES;
    private static final int FREED_AT = COMMITTED + 2 * Byte.BYTES;
    static final int RUN_CHUNKS = FREED_AT + Long.BYTES;
    static final int MAX_RUN = RUN_CHUNKS + Integer.BYTES;
    static final int HUGE_SIZE = MAX_RUN + Integer.BYTES;
    static final int HUGE_OWNER = HUGE_SIZE + Long.BYTES;
    static final int USED_PAGES = HUGE_OWNER + Integer.BYTES;
    static final int DEFERRED_NEXT = USED_PAGES + Integer.BYTES;
    static final int HUGE_DEFERRED = DEFERRED_NEXT + Long.BYTES;

    private static final int QUAD_HEADS = 0x1111_1111;

    /** Chunks in use. */
    private static final long TAKEN = set(0);
    /** Free chunks that still have memory. */
    private static final long DIRTY = set(1);
    /** Slab chunks with a free unit. */
    private static final long WITH_UNIT = set(2);
    /** Slab chunks with four free units in a row, aligned. */
    private static final long WITH_GROUP = set(3);

    private static long nowMs;
    /** No chunk below is free. */
    private static int lowestFree;
    /** No slab chunk below has a free unit. */
    private static int lowestWithUnit;
    /** No slab chunk below has a free group. */
    private static int lowestWithGroup;
    /** Chunks from here to the huge floor were never taken. */
    private static int bottomEnd = 1;
    /** First chunk that was ever part of a huge run. */
    private static int hugeFloor = AddressSpace.CHUNKS;
    private static int dirtyCount;
    private static int committedCount;
    private static long activeBytes;

    static {
        Bits.set(TAKEN, 0);
        kind(0, KIND_SLABS);
        commit(0, 1);
        freeMask(0, ~1);
    }

    private Chunks() {}

    static long set(int number) {
        return AddressSpace.CHUNK_SETS + number * AddressSpace.chunkSetBytes();
    }

    static long record(int chunk) {
        return AddressSpace.CHUNK_RECORDS + ((long) chunk << AddressSpace.CHUNK_RECORD_SHIFT);
    }

    static int kind(int chunk) {
        return UnsafeApi.getByte(record(chunk) + KIND);
    }

    static int pool(int chunk) {
        return UnsafeApi.getByte(record(chunk) + POOL);
    }

    static void pool(int chunk, int pool) {
        UnsafeApi.putByte(record(chunk) + POOL, (byte) pool);
    }

    /** One past the highest chunk that may hold slabs or spans. */
    static int end() {
        return hugeFloor == AddressSpace.CHUNKS ? bottomEnd : AddressSpace.CHUNKS;
    }

    /** First chunk at or after {@code chunk} that is in use; the number of chunks when there is none. */
    static int nextTaken(int chunk) {
        return Bits.nextSet(TAKEN, chunk, AddressSpace.CHUNKS);
    }

    /** Takes 1 or {@link Slab#GROUP_UNITS} units and returns the first; 0 when memory ran out. */
    static int takeUnits(int count) {
        return count == 1 ? takeUnit() : takeGroup();
    }

    private static int takeUnit() {
        int chunk = Bits.nextSet(WITH_UNIT, lowestWithUnit, end());
        if (chunk == end()) {
            chunk = takeSlabChunk();
            if (chunk < 0) return 0;
        }
        lowestWithUnit = chunk;
        int mask = freeMask(chunk);
        return claim(chunk, mask, Integer.lowestOneBit(mask));
    }

    private static int takeGroup() {
        int chunk = Bits.nextSet(WITH_GROUP, lowestWithGroup, end());
        if (chunk == end()) {
            chunk = takeSlabChunk();
            if (chunk < 0) return 0;
        }
        lowestWithGroup = chunk;
        int mask = freeMask(chunk);
        return claim(chunk, mask, Integer.lowestOneBit(groups(mask)) * 0xF);
    }

    private static int claim(int chunk, int mask, int units) {
        freeMask(chunk, mask & ~units);
        activeBytes += (long) Integer.bitCount(units) << AddressSpace.UNIT_SHIFT;
        return chunk * AddressSpace.UNITS_PER_CHUNK + Integer.numberOfTrailingZeros(units);
    }

    /** Gives units of a slab chunk back. */
    static void releaseUnits(int unit, int count) {
        int chunk = unit / AddressSpace.UNITS_PER_CHUNK;
        int units = (1 << count) - 1 << unit % AddressSpace.UNITS_PER_CHUNK;
        int mask = freeMask(chunk) | units;
        activeBytes -= (long) count << AddressSpace.UNIT_SHIFT;
        freeMask(chunk, mask);
        if (mask == -1) {
            freeMask(chunk, 0);
            release(chunk);
        }
    }

    private static int takeSlabChunk() {
        int chunk = take(KIND_SLABS);
        if (chunk >= 0) freeMask(chunk, -1);
        return chunk;
    }

    /** Takes the lowest free chunk; -1 when memory ran out. */
    static int take(int kind) {
        int chunk = Bits.nextClear(TAKEN, lowestFree, AddressSpace.CHUNKS);
        lowestFree = chunk;
        if (chunk == AddressSpace.CHUNKS) return -1;
        if (chunk < hugeFloor) bottomEnd = Math.max(bottomEnd, chunk + 1);
        claimRun(chunk, 1, kind);
        commit(chunk, 1);
        WarmPool.onTaken();
        return chunk;
    }

    /** The lowest chunk without memory among the {@code count} free ones that are taken next; -1 when all have it. */
    static int coldAhead(int count) {
        int chunk = lowestFree;
        for (int i = 0; i < count; i++, chunk++) {
            chunk = Bits.nextClear(TAKEN, chunk, AddressSpace.CHUNKS);
            if (chunk == AddressSpace.CHUNKS) return -1;
            if (!isCommitted(chunk)) return chunk;
        }
        return -1;
    }

    /** Notes that a chunk was given memory ahead of its use; it keeps that, however long it waits. */
    static void warmed(int chunk) {
        if (Bits.get(TAKEN, chunk) || isCommitted(chunk)) return;
        commit(chunk, 1);
        Bits.set(DIRTY, chunk);
        dirtyCount++;
        UnsafeApi.putLong(record(chunk) + FREED_AT, Long.MAX_VALUE);
    }

    /** Takes {@code count} adjacent chunks, uncommitted, for a huge block; -1 when there is no such run. */
    static int takeRun(int count) {
        int run = findRun(count);
        if (run < 0) {
            run = lowerHugeFloor(count);
            if (run < 0) return -1;
            hugeFloor = run;
        }
        claimRun(run, count, KIND_HUGE);
        return run;
    }

    private static int findRun(int count) {
        int start = Bits.nextClear(TAKEN, hugeFloor, AddressSpace.CHUNKS);
        while (start + count <= AddressSpace.CHUNKS) {
            int end = Bits.nextSet(TAKEN, start, start + count);
            if (end == start + count) return start;
            start = Bits.nextClear(TAKEN, end, AddressSpace.CHUNKS);
        }
        return -1;
    }

    /** A run that starts below the floor and may use free chunks directly above it. */
    private static int lowerHugeFloor(int count) {
        int end = Bits.nextSet(TAKEN, hugeFloor, AddressSpace.CHUNKS);
        int start = end - count;
        return start <= Bits.previousSet(TAKEN, hugeFloor - 1) ? -1 : start;
    }

    private static void claimRun(int chunk, int count, int kind) {
        for (int i = chunk; i < chunk + count; i++) {
            Bits.set(TAKEN, i);
            kind(i, kind);
            UnsafeApi.putInt(record(i) + RUN_CHUNKS, i - chunk);
            if (Bits.get(DIRTY, i)) {
                Bits.clear(DIRTY, i);
                dirtyCount--;
            }
        }
    }

    static void release(int chunk) {
        releaseRun(chunk, 1);
    }

    static void releaseRun(int chunk, int count) {
        for (int i = chunk; i < chunk + count; i++) {
            Bits.clear(TAKEN, i);
            kind(i, KIND_NONE);
            if (isCommitted(i)) {
                Bits.set(DIRTY, i);
                dirtyCount++;
                UnsafeApi.putLong(record(i) + FREED_AT, nowMs);
            }
        }
        lowestFree = Math.min(lowestFree, chunk);
        if (chunk == hugeFloor) hugeFloor = Bits.nextSet(TAKEN, hugeFloor, AddressSpace.CHUNKS);
    }

    /** Notes that chunks have memory behind them from now on. */
    static void commit(int chunk, int count) {
        for (int i = chunk; i < chunk + count; i++) {
            if (!isCommitted(i)) {
                UnsafeApi.putByte(record(i) + COMMITTED, (byte) 1);
                committedCount++;
            }
        }
    }

    /** Notes that chunks lost their memory. */
    static void uncommit(int chunk, int count) {
        for (int i = chunk; i < chunk + count; i++) {
            if (isCommitted(i)) {
                UnsafeApi.putByte(record(i) + COMMITTED, (byte) 0);
                committedCount--;
            }
        }
    }

    static boolean isCommitted(int chunk) {
        return UnsafeApi.getByte(record(chunk) + COMMITTED) != 0;
    }

    /** Bytes in units, spans and huge blocks that belong to someone. */
    static long activeBytes() {
        return activeBytes;
    }

    static void addActive(long bytes) {
        activeBytes += bytes;
    }

    /** Bytes of chunks with memory behind them, in use or not. */
    static long committedBytes() {
        return (long) committedCount << AddressSpace.CHUNK_SHIFT;
    }

    /** Bytes of free chunks that still have memory. */
    static long dirtyBytes() {
        return (long) dirtyCount << AddressSpace.CHUNK_SHIFT;
    }

    static long nowMs() {
        return nowMs;
    }

    static void now(long ms) {
        nowMs = ms;
    }

    /** Returns the memory of up to {@code budget} chunks freed at or before {@code freedAtMs}; how many bytes. */
    static long purge(long freedAtMs, int budget) {
        int purged = 0;
        int chunk = 0;
        while (dirtyCount > 0 && purged < budget) {
            chunk = Bits.nextSet(DIRTY, chunk, AddressSpace.CHUNKS);
            if (chunk == AddressSpace.CHUNKS) break;
            int end = chunk;
            while (end < AddressSpace.CHUNKS && purged < budget && isDue(end, freedAtMs)) {
                Bits.clear(DIRTY, end++);
                dirtyCount--;
                purged++;
            }
            if (end > chunk) {
                VirtualMemory.discard(
                        AddressSpace.chunkAddress(chunk), (long) (end - chunk) << AddressSpace.CHUNK_SHIFT);
                uncommit(chunk, end - chunk);
            }
            chunk = end + 1;
        }
        return (long) purged << AddressSpace.CHUNK_SHIFT;
    }

    private static boolean isDue(int chunk, long freedAtMs) {
        return Bits.get(DIRTY, chunk) && UnsafeApi.getLong(record(chunk) + FREED_AT) <= freedAtMs;
    }

    private static void kind(int chunk, int kind) {
        UnsafeApi.putByte(record(chunk) + KIND, (byte) kind);
    }

    private static int freeMask(int chunk) {
        return UnsafeApi.getInt(record(chunk) + FREE_MASK);
    }

    private static void freeMask(int chunk, int mask) {
        UnsafeApi.putInt(record(chunk) + FREE_MASK, mask);
        Bits.put(WITH_UNIT, chunk, mask != 0);
        Bits.put(WITH_GROUP, chunk, groups(mask) != 0);
        if (mask != 0) lowestWithUnit = Math.min(lowestWithUnit, chunk);
        if (groups(mask) != 0) lowestWithGroup = Math.min(lowestWithGroup, chunk);
    }

    /** The lowest unit of each aligned group of four that is free as a whole. */
    private static int groups(int mask) {
        int pairs = mask & mask >>> 1;
        return pairs & pairs >>> 2 & QUAD_HEADS;
    }
}
