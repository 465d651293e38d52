package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * A view of entry and value memory as it was when {@link #begin} ran, read by one other thread while the reactor goes
 * on changing it. Nothing waits; the price is a copy of each 512-byte granule the reactor touches first
 * ({@link Barrier}).
 *
 * <pre>
 * reactor          begin ... reclaim ... reclaim ... end ... reclaim
 * snapshot thread        nextSlab, copyOut, liveBlocks, saved ... copyOut ... done ┘
 * </pre>
 * The reactor must order {@link #begin} before the reader starts and the reader's last call before {@link #end}, as
 * handing the work over through any queue does. One snapshot at a time.
 */
public final class Snapshot {
    private static final int RECLAIM_UNITS_PER_TICK = 256;

    private static int chunkEnd;

    private Snapshot() {}

    /** Fixes the point in time. Reactor, between commands; cost grows with size classes and spaces, not with data. */
    public static void begin() {
        Barrier.begin();
        chunkEnd = Chunks.end();
    }

    /** Gives the view up; {@link #reclaim} frees what was kept for it. Reactor; the reader must have stopped. */
    public static void end() {
        Barrier.end();
    }

    /** Whether a snapshot runs. Reactor. */
    public static boolean isActive() {
        return Barrier.on;
    }

    /** Whether memory ran out for old copies: what the reader has is worthless. Any thread. */
    public static boolean isBroken() {
        return Barrier.isBroken();
    }

    /**
     * Frees some of what was kept for slabs that are {@link #saved} and for a snapshot that ended. Whether to call
     * again soon: copies of one that ended are left. Reactor, from cron.
     */
    public static boolean reclaim() {
        return Barrier.reclaim(RECLAIM_UNITS_PER_TICK);
    }

    /** Bytes kept alive for the snapshot: old granules, bitmaps, large blocks freed meanwhile. Any thread. */
    public static long keptBytes() {
        return TagCounters.used(MemoryTag.SNAPSHOT);
    }

    /**
     * The first slab of a space's entries above {@code after} (0 to start) that existed at the start and is not saved;
     * 0 at the end. A slab is named by the address of its first block. Reader.
     */
    public static long nextSlab(int space, long after) {
        int unit = after == 0 ? 1 : AddressSpace.unit(after) + 1;
        int end = chunkEnd * AddressSpace.UNITS_PER_CHUNK;
        while (unit < end) {
            int chunk = unit / AddressSpace.UNITS_PER_CHUNK;
            if (Chunks.kind(chunk) != Chunks.KIND_SLABS) {
                unit = (chunk + 1) * AddressSpace.UNITS_PER_CHUNK;
            } else if (isOldSlab(unit, Bins.ENTRY_OWNERS + space)) {
                return AddressSpace.unitAddress(unit);
            } else {
                unit++;
            }
        }
        return 0;
    }

    private static boolean isOldSlab(int unit, int owner) {
        long slab = Slab.record(unit);
        if (Slab.kind(slab) != Slab.KIND_SLAB) return false;
        UnsafeApi.loadLoadFence();
        return isOld(unit) && Slab.containing(AddressSpace.unitAddress(unit)) == slab && Slab.owner(slab) == owner;
    }

    private static boolean isOld(int unit) {
        return AddressSpace.epoch(unit) < Barrier.epoch();
    }

    /** The first entry block above 32 KiB of a space above {@code after} (0 to start); 0 at the end. Reader. */
    public static long nextLargeBlock(int space, long after) {
        int owner = Bins.ENTRY_OWNERS + space;
        int chunk = after == 0 ? 0 : AddressSpace.chunk(after);
        int page = after == 0 ? 0 : Spans.page(after) + 1;
        for (; chunk < chunkEnd; chunk++) {
            if (isOld(chunk * AddressSpace.UNITS_PER_CHUNK)) {
                long block = Walk.largeBlock(chunk, page, owner, true);
                UnsafeApi.loadLoadFence();
                // The chunk may have been free before, and be taken since: whoever sees its block sees its new epoch.
                if (block != 0 && isOld(AddressSpace.unit(block))) return block;
            }
            page = 0;
        }
        return 0;
    }

    /** Whether the running snapshot may still read memory around an address. Reactor. */
    public static boolean isHeld(long address) {
        return Barrier.isHeld(AddressSpace.unit(address));
    }

    /** Bytes to copy for a whole slab. */
    public static int slabBytes(long slab) {
        return Slab.units(Slab.sizeClass(record(slab))) << AddressSpace.UNIT_SHIFT;
    }

    public static int blockSize(long slab) {
        return Slab.blockSize(record(slab));
    }

    /** Number of blocks a slab has room for. */
    public static int capacity(long slab) {
        return Slab.capacity(record(slab));
    }

    /**
     * Copies the slab's bitmap as of the start to {@code destination} (512 bytes of room): bit {@code i} tells whether
     * block {@code i} was live; bits past the capacity have no meaning. Reader.
     */
    public static void liveBlocks(long slab, long destination) {
        long record = record(slab);
        long bytes = (long) Slab.words(record) << 3;
        UnsafeApi.copyMemory(Slab.bitmap(record), destination, bytes);
        UnsafeApi.loadLoadFence();
        long preserved = UnsafeApi.getLong(record + Slab.PRESERVED_BITMAP);
        UnsafeApi.loadLoadFence();
        if (preserved != 0) UnsafeApi.copyMemory(preserved, destination, bytes);
    }

    /**
     * Copies memory as of the start to {@code destination}, anywhere off heap. The range must have been live then
     * and lie in slabs that are not saved. Reader.
     */
    public static void copyOut(long address, long length, long destination) {
        UnsafeApi.copyMemory(address, destination, length);
        UnsafeApi.loadLoadFence();
        long offset = address - AddressSpace.BASE;
        long end = offset + length;
        int last = (int) (end - 1 >>> AddressSpace.UNIT_SHIFT);
        for (int unit = (int) (offset >>> AddressSpace.UNIT_SHIFT); unit <= last; unit++) {
            Invariant.check(isOld(unit), "snapshot read of memory that is newer or already saved");
            overlay(unit, offset, end, destination);
        }
    }

    /** Puts the old granules of one unit over a fresh copy of {@code [offset, end)}. */
    private static void overlay(int unit, long offset, long end, long destination) {
        long bits = Slab.record(unit) + Slab.PRESERVED_BITS;
        long unitOffset = (long) unit << AddressSpace.UNIT_SHIFT;
        int first = (int) (Math.max(0, offset - unitOffset) >> Barrier.GRANULE_SHIFT);
        int limit = (int) Math.min(
                Barrier.GRANULES_PER_UNIT, end - unitOffset + Barrier.GRANULE - 1 >> Barrier.GRANULE_SHIFT);
        int granule = Bits.nextSet(bits, first, limit);
        if (granule == limit) return;
        UnsafeApi.loadLoadFence();
        long map = UnsafeApi.getLong(Slab.record(unit) + Slab.SHADOW_MAP);
        while (granule < limit) {
            long granuleOffset = unitOffset + ((long) granule << Barrier.GRANULE_SHIFT);
            long from = Math.max(offset, granuleOffset);
            long to = Math.min(end, granuleOffset + Barrier.GRANULE);
            UnsafeApi.loadLoadFence();
            long shadow = UnsafeApi.getLong(map + ((long) granule << 3));
            UnsafeApi.copyMemory(shadow + from - granuleOffset, destination + from - offset, to - from);
            granule = Bits.nextSet(bits, granule + 1, limit);
        }
    }

    /** Says that the view of a slab is needed no more: its writers pay nothing from now on. Reader. */
    public static void saved(long slab) {
        int unit = AddressSpace.unit(slab);
        UnsafeApi.fullFence();
        for (int i = 0; i < Slab.units(Slab.sizeClass(record(slab))); i++) {
            AddressSpace.epoch(unit + i, Barrier.epoch());
        }
    }

    private static long record(long slab) {
        return Slab.record(AddressSpace.unit(slab));
    }
}
