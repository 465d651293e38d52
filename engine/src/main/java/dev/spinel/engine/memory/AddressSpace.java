package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * The two reservations of the process: the arena itself and the records about it, both without memory behind them
 * until touched and never unmapped.
 *
 * <pre>
 * arena     | chunk 0: 2 MiB = 32 units of 64 KiB | chunk 1 | ...
 * records   | unit records 128 B | block bitmaps 512 B | epochs 4 B | chunk records 64 B | chunk sets | bins | tags |
 *             one per unit         one per unit          one per unit one per chunk
 * </pre>
 * Unit 0 is never handed out, so offset 0 and unit number 0 mean "none".
 */
final class AddressSpace {
    static final int UNIT_SHIFT = 16;
    static final int UNIT = 1 << UNIT_SHIFT;
    static final int CHUNK_SHIFT = 21;
    static final int CHUNK = 1 << CHUNK_SHIFT;
    static final int UNITS_PER_CHUNK = CHUNK / UNIT;

    static final int UNIT_RECORD_SHIFT = 7;
    static final int BITMAP_SHIFT = 9;
    static final int CHUNK_RECORD_SHIFT = 6;

    /** First byte of the arena, aligned to a chunk. */
    static final long BASE;
    /** Bytes of the arena. */
    static final long SIZE;
    static final int CHUNKS;
    /** Largest single block: the machine's memory, unless {@code -Dspinel.overcommit=true} lets it promise more. */
    static final long LARGEST_BLOCK;

    static final long UNIT_RECORDS;
    static final long BITMAPS;
    static final long EPOCHS;
    static final long CHUNK_RECORDS;
    /** Start of {@link #CHUNK_SETS_COUNT} bitmaps with a bit per chunk. */
    static final long CHUNK_SETS;
    static final int CHUNK_SETS_COUNT = 8;
    static final long BINS;
    static final long OWNERS;
    static final long TAGS;
    /** In check mode 16 bytes per 16 bytes of arena; otherwise 0. */
    static final long CHECKS;

    private static final long RECORDS_END;
    private static final long MAX_SIZE = 1L << 43;
    private static final long MIN_SIZE = 64L << 20;

    static {
        long ram = VirtualMemory.ramBytes();
        long size = Math.min(MAX_SIZE, Long.highestOneBit(ram) * 8);
        long start = 0;
        while (start == 0) {
            Invariant.check(size >= MIN_SIZE, "no address space for the arena");
            start = VirtualMemory.reserve(size + CHUNK);
            if (start == 0) size >>>= 1;
        }
        BASE = start + CHUNK - 1 & -CHUNK;
        SIZE = size;
        LARGEST_BLOCK = Boolean.getBoolean("spinel.overcommit") ? size : Math.min(size, ram);
        CHUNKS = (int) (size >>> CHUNK_SHIFT);
        if (VirtualMemory.hasHugePages()) VirtualMemory.preferHugePages(BASE, SIZE);

        long units = size >>> UNIT_SHIFT;
        long bitmaps = units << UNIT_RECORD_SHIFT;
        long epochs = bitmaps + (units << BITMAP_SHIFT);
        long chunkRecords = epochs + units * Integer.BYTES;
        long chunkSets = chunkRecords + ((long) CHUNKS << CHUNK_RECORD_SHIFT);
        long bins = chunkSets + CHUNK_SETS_COUNT * chunkSetBytes();
        long owners = bins + Bins.TABLE_BYTES;
        long tags = owners + Bins.OWNERS_BYTES;
        long end = tags + TagCounters.TABLE_BYTES;
        long records = VirtualMemory.reserve(end);
        Invariant.check(records != 0, "no address space for the arena's records");
        UNIT_RECORDS = records;
        RECORDS_END = records + end;
        BITMAPS = records + bitmaps;
        EPOCHS = records + epochs;
        CHUNK_RECORDS = records + chunkRecords;
        CHUNK_SETS = records + chunkSets;
        BINS = records + bins;
        OWNERS = records + owners;
        TAGS = records + tags;
        CHECKS = Mem.CHECKS ? VirtualMemory.reserve(size) : 0;
    }

    private AddressSpace() {}

    static long chunkSetBytes() {
        return (CHUNKS + 63 >>> 6) * (long) Long.BYTES + Long.BYTES;
    }

    static boolean contains(long address) {
        return Long.compareUnsigned(address - BASE, SIZE) < 0;
    }

    /** Whether a range of addresses has some of the space, of its records, or of what checks note. */
    static boolean isPartOf(long start, long end) {
        return overlaps(start, end, BASE, BASE + SIZE) || overlaps(start, end, UNIT_RECORDS, RECORDS_END)
                || CHECKS != 0 && overlaps(start, end, CHECKS, CHECKS + SIZE);
    }

    private static boolean overlaps(long start, long end, long otherStart, long otherEnd) {
        return start < otherEnd && otherStart < end;
    }

    static int unit(long address) {
        return (int) (address - BASE >>> UNIT_SHIFT);
    }

    static int chunk(long address) {
        return (int) (address - BASE >>> CHUNK_SHIFT);
    }

    static long unitAddress(int unit) {
        return BASE + ((long) unit << UNIT_SHIFT);
    }

    static long chunkAddress(int chunk) {
        return BASE + ((long) chunk << CHUNK_SHIFT);
    }

    /** Snapshot epoch of a unit; see {@link Barrier}. */
    static int epoch(int unit) {
        return UnsafeApi.getInt(EPOCHS + ((long) unit << 2));
    }

    static void epoch(int unit, int epoch) {
        UnsafeApi.putInt(EPOCHS + ((long) unit << 2), epoch);
    }
}
