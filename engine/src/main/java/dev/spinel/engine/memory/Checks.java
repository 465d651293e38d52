package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * What {@code -Dspinel.check=true} adds: every access must stay inside the requested bytes of one live block, red
 * zones behind each block, poison in freed ones and a quarantine that keeps them from being handed out again.
 *
 * <p>Each block gets a cell, found from its address; blocks are at least 16 bytes long, so no two share one:
 * <pre>
 *   0                                        8
 *   | limit: bytes that may be accessed;     | usable: bytes counted; the red zone follows |
 *   | -1 once freed                          |                                             |
 * </pre>
 * The limit starts as the requested size and becomes the usable size when somebody asks for it. Counters and usable
 * sizes are those of a run without checks, except that the arena's own records count nothing: the quarantine would
 * show in them.
 */
final class Checks {
    private static final byte FRESH = (byte) 0xFA;
    private static final byte RED = (byte) 0xFD;
    private static final byte POISON = (byte) 0xDB;
    private static final int MIN_RED_BYTES = 8;
    private static final int MAX_RED_BYTES = 64;
    private static final long MAX_ALIGNMENT = 64 << 10;
    private static final long FREED = -1;
    private static final long QUARANTINE_BYTES = 1 << 20;
    private static final int QUARANTINE_SLOTS = 1 << 13;

    private static final long[] QUARANTINE = new long[QUARANTINE_SLOTS];
    private static int oldest;
    private static int quarantined;
    private static long quarantinedBytes;

    private Checks() {}

    static long allocate(int owner, long size) {
        if (size < 0 || size > AddressSpace.SIZE) return 0;
        PageLock.lock();
        try {
            int tag = Bins.tag(owner);
            long usable = usable(size);
            long address = Arena.allocateRaw(owner, tag, usable + redBytes(usable));
            if (address == 0) return 0;
            TagCounters.add(tag, usable - Blocks.size(address), 0);
            put(address, size, usable);
            UnsafeApi.setMemory(address, usable, FRESH);
            paintRed(address, size, usable);
            return address;
        } finally {
            PageLock.unlock();
        }
    }

    static void free(long address) {
        PageLock.lock();
        try {
            long usable = requireLive(address);
            requireRedZone(address);
            int tag = Arena.tag(address);
            UnsafeApi.putLong(cell(address), FREED);
            TagCounters.add(tag, -usable, -1);
            if (usable > Spans.MAX_BYTES) {
                release(address);
                return;
            }
            if (Barrier.on) Barrier.beforeWrite(address, usable);
            UnsafeApi.setMemory(address, usable, POISON);
            quarantine(address, usable);
        } finally {
            PageLock.unlock();
        }
    }

    static long reallocate(long address, long size) {
        PageLock.lock();
        try {
            long usable = requireLive(address);
            requireRedZone(address);
            if (size < 0) return 0;
            if (usable(size) == usable) {
                put(address, size, usable);
                paintRed(address, size, usable);
                return address;
            }
            long moved = allocate(Blocks.owner(address), size);
            if (moved == 0) return 0;
            UnsafeApi.copyMemory(address, moved, Math.min(size, usable));
            paintRed(moved, size, usable(size));
            free(address);
            return moved;
        } finally {
            PageLock.unlock();
        }
    }

    /** Usable bytes of a block, which its holder may use from now on. */
    static long claim(long address) {
        long usable = requireLive(address);
        UnsafeApi.putLong(cell(address), usable);
        return usable;
    }

    /** Breaks an invariant unless {@code length} bytes at {@code address} lie within one live block. */
    static void access(long address, long length) {
        if (length == 0) return;
        if (!AddressSpace.contains(address)) throw bad(address, length, "outside the arena");
        long start = Blocks.around(address);
        if (start == 0) throw bad(address, length, "in no live block");
        long limit = UnsafeApi.getLong(cell(start));
        if (limit == FREED) throw bad(address, length, "in a freed block");
        if (length < 0 || address - start + length > limit) throw bad(address, length, "across the end of a block");
    }

    /** As {@link #access}, for a write that skips the barrier: a running snapshot must not want the slab. */
    static void initialise(long address, long length) {
        access(address, length);
        if (length == 0 || !Barrier.on) return;
        int last = AddressSpace.unit(address + length - 1);
        for (int unit = AddressSpace.unit(address); unit <= last; unit++) {
            boolean isSlab = Slab.kind(Slab.record(unit)) == Slab.KIND_SLAB;
            if (isSlab && Barrier.isHeld(unit)) throw bad(address, length, "older than the snapshot, without barrier");
        }
    }

    /** Before all blocks of an owner go without {@link #free}: their red zones are still looked at. */
    static void beforeRelease(int owner) {
        emptyQuarantine();
        PageLock.lock();
        try {
            long block = Walk.nextBlock(owner, 0);
            while (block != 0) {
                requireRedZone(block);
                TagCounters.add(Bins.tag(owner), Blocks.size(block) - UnsafeApi.getLong(cell(block) + Long.BYTES), 0);
                UnsafeApi.putLong(cell(block), FREED);
                block = Walk.nextBlock(owner, block);
            }
        } finally {
            PageLock.unlock();
        }
    }

    static void emptyQuarantine() {
        PageLock.lock();
        try {
            while (quarantined > 0) {
                releaseOldest();
            }
        } finally {
            PageLock.unlock();
        }
    }

    private static void quarantine(long address, long usable) {
        while (quarantined == QUARANTINE_SLOTS || quarantined > 0 && quarantinedBytes + usable > QUARANTINE_BYTES) {
            releaseOldest();
        }
        QUARANTINE[oldest + quarantined & QUARANTINE_SLOTS - 1] = address;
        quarantined++;
        quarantinedBytes += usable;
    }

    private static void releaseOldest() {
        long address = QUARANTINE[oldest];
        oldest = oldest + 1 & QUARANTINE_SLOTS - 1;
        quarantined--;
        long usable = UnsafeApi.getLong(cell(address) + Long.BYTES);
        quarantinedBytes -= usable;
        for (long at = address; at < address + usable; at++) {
            if (UnsafeApi.getByte(at) != POISON) throw bad(at, 1, "written after free");
        }
        release(address);
    }

    /** Frees a block whose counters went down before. */
    private static void release(long address) {
        TagCounters.add(Bins.tag(Blocks.owner(address)), Blocks.size(address), 1);
        Arena.freeRaw(address);
    }

    /** The bytes a block of this size counts in a run without checks. */
    private static long usable(long size) {
        if (size <= SizeClass.MAX_BYTES) return SizeClass.bytes(SizeClass.of(size));
        return size + VirtualMemory.PAGE - 1 & -VirtualMemory.PAGE;
    }

    /** Room behind a block that keeps the sum a multiple of the same power of two. */
    private static long redBytes(long usable) {
        return Math.clamp(Long.lowestOneBit(usable), MIN_RED_BYTES, MAX_ALIGNMENT);
    }

    private static long redEnd(long address, long usable) {
        return Math.min(Blocks.size(address), usable + MAX_RED_BYTES);
    }

    private static void paintRed(long address, long limit, long usable) {
        if (Barrier.on) Barrier.beforeWrite(address + limit, redEnd(address, usable) - limit);
        UnsafeApi.setMemory(address + limit, redEnd(address, usable) - limit, RED);
    }

    private static void requireRedZone(long address) {
        long limit = UnsafeApi.getLong(cell(address));
        long end = redEnd(address, UnsafeApi.getLong(cell(address) + Long.BYTES));
        for (long at = address + limit; at < address + end; at++) {
            if (UnsafeApi.getByte(at) != RED) throw bad(at, 1, "red zone overwritten");
        }
    }

    /** Usable bytes of a block that must be live. */
    private static long requireLive(long address) {
        Blocks.size(address);
        if (UnsafeApi.getLong(cell(address)) == FREED) throw bad(address, 0, "freed twice or used after free");
        return UnsafeApi.getLong(cell(address) + Long.BYTES);
    }

    private static void put(long address, long limit, long usable) {
        UnsafeApi.putLong(cell(address), limit);
        UnsafeApi.putLong(cell(address) + Long.BYTES, usable);
    }

    private static long cell(long address) {
        return AddressSpace.CHECKS + (address - AddressSpace.BASE & -16L);
    }

    private static BrokenInvariant bad(long address, long length, String what) {
        return Invariant.broken("access of " + length + " bytes " + what + ": " + Blocks.describe(address));
    }
}
