package dev.spinel.engine.memory;

import java.util.concurrent.locks.LockSupport;
import org.agrona.UnsafeApi;

/**
 * All off-heap memory of the process: allocation, ownership and exact accounting.
 *
 * <pre>
 * request         lives in                                              record
 * ..32 KiB        slab: 64 KiB (256 KiB above 4 KiB) of equal blocks    {@link Slab}, one bit per block
 * ..1 MiB         span: run of 4 KiB pages                              {@link Spans}
 * above           huge: run of 2 MiB chunks, grows in place             {@link Huge}
 * </pre>
 * A request that is a multiple of a power of two up to 64 KiB is served at an address that is one too. Blocks are not
 * zeroed. No method here creates a Java object, except reports. Reactor thread; blocks of shared tags
 * ({@link MemoryTag#register}) any thread.
 */
public final class Arena {
    /** Spaces entries can be in. */
    public static final int SPACES = Bins.SPACE_COUNT;

    private static final int PURGE_CHUNKS_PER_TICK = 8;
    /** Blocks of a slab that is fuller are not worth moving. */
    private static final int SPARSE_PERCENT = 90;

    private static long idleClosedAtMs;

    private Arena() {}

    /** What {@link #releaseTag} found still alive. */
    public record Leak(long bytes, long blocks) {}

    /** A block of at least {@code size} bytes, 8-aligned, not zeroed; 0 when memory ran out. */
    public static long allocate(int tag, long size) {
        if ((tag & -MemoryTag.COUNT) != 0) throw Invariant.broken("no such memory tag: " + tag);
        return Mem.CHECKS ? Checks.allocate(tag, size) : allocateRaw(tag, tag, size);
    }

    /** As {@link #allocate}, with every byte zero. */
    public static long allocateZeroed(int tag, long size) {
        if (!Mem.CHECKS && size > Spans.MAX_BYTES) return allocateLarge(tag, size, true);
        long address = allocate(tag, size);
        if (address != 0) UnsafeApi.setMemory(address, size, (byte) 0);
        return address;
    }

    /** A block for the entry of a key in the given database space, which is below {@link #SPACES}. */
    public static long allocateEntry(int space, long size) {
        if ((space & -Bins.SPACE_COUNT) != 0) throw Invariant.broken("no such database space: " + space);
        int owner = Bins.ENTRY_OWNERS + space;
        return Mem.CHECKS ? Checks.allocate(owner, size) : allocateRaw(owner, MemoryTag.ENTRY, size);
    }

    static long allocateRaw(int owner, int tag, long size) {
        boolean isPlain = size >= 0 & size <= SizeClass.MAX_BYTES && !TagCounters.isShared(tag);
        return isPlain ? Bins.allocate(owner, tag, SizeClass.of(size)) : allocateLarge(owner, size, false);
    }

    private static long allocateLarge(int owner, long size, boolean zeroed) {
        if (size < 0) return 0;
        PageLock.lock();
        try {
            if (size <= SizeClass.MAX_BYTES) return Bins.allocate(owner, Bins.tag(owner), SizeClass.of(size));
            return size <= Spans.MAX_BYTES ? Spans.allocate(owner, size) : Huge.allocate(owner, size, zeroed);
        } finally {
            PageLock.unlock();
        }
    }

    /** Gives a block back. Freeing what is not a live block breaks an invariant. */
    public static void free(long address) {
        if (Mem.CHECKS) Checks.free(address);
        else freeRaw(address);
    }

    static void freeRaw(long address) {
        Blocks.requireInside(address);
        if (Slab.kind(Slab.record(AddressSpace.unit(address))) != Slab.KIND_SLAB) {
            freeLarge(address);
            return;
        }
        long slab = Slab.containing(address);
        if (TagCounters.isShared(Slab.tag(slab))) freeShared(slab, address);
        else Bins.free(slab, Blocks.liveIndex(slab, address));
    }

    private static void freeShared(long slab, long address) {
        PageLock.lock();
        try {
            Bins.free(slab, Blocks.liveIndex(slab, address));
        } finally {
            PageLock.unlock();
        }
    }

    private static void freeLarge(long address) {
        PageLock.lock();
        try {
            switch (Slab.kind(Slab.record(AddressSpace.unit(address)))) {
                case Slab.KIND_SPAN -> Spans.free(address);
                case Slab.KIND_HUGE -> Huge.free(address);
                default -> throw Blocks.notLive(address);
            }
        } finally {
            PageLock.unlock();
        }
    }

    /**
     * Grows or shrinks a block, keeping its tag and content; the block may move: keep the returned address. 0 when
     * memory ran out, the old block being untouched.
     */
    public static long reallocate(long address, long size) {
        return Mem.CHECKS ? Checks.reallocate(address, size) : reallocateRaw(address, size);
    }

    static long reallocateRaw(long address, long size) {
        Blocks.requireInside(address);
        if (resize(address, size)) return address;
        int owner = Blocks.owner(address);
        long moved = allocateRaw(owner, Bins.tag(owner), size);
        if (moved == 0) return 0;
        long kept = Math.min(size, Blocks.size(address));
        boolean isMoved = kept > Spans.MAX_BYTES && movePages(address, moved);
        if (!isMoved) UnsafeApi.copyMemory(address, moved, kept);
        freeRaw(address);
        return moved;
    }

    private static boolean resize(long address, long size) {
        if (size < 0) return false;
        int kind = Slab.kind(Slab.record(AddressSpace.unit(address)));
        if (kind == Slab.KIND_SLAB) {
            return size <= SizeClass.MAX_BYTES
                    && SizeClass.of(size) == Slab.sizeClass(Slab.containing(address));
        }
        if (size <= SizeClass.MAX_BYTES) return false;
        PageLock.lock();
        try {
            if (size > Spans.MAX_BYTES) return kind == Slab.KIND_HUGE && Huge.resize(address, size);
            return kind == Slab.KIND_SPAN && Spans.resize(address, size);
        } finally {
            PageLock.unlock();
        }
    }

    private static boolean movePages(long source, long destination) {
        PageLock.lock();
        try {
            return Huge.movePages(source, destination);
        } finally {
            PageLock.unlock();
        }
    }

    /**
     * Moves a small block out of a sparse slab into the lowest slab of its kind with room; answers the new address, or
     * 0 when the block stays. Never during a snapshot, and never a block of a shared tag.
     */
    static long relocate(long address) {
        Blocks.requireInside(address);
        if (Slab.kind(Slab.record(AddressSpace.unit(address))) != Slab.KIND_SLAB || Barrier.on) return 0;
        long slab = Slab.containing(address);
        int owner = Slab.owner(slab);
        boolean isSparse = Slab.used(slab) * 100L < Slab.capacity(slab) * SPARSE_PERCENT;
        if (!isSparse || TagCounters.isShared(Slab.tag(slab))) return 0;
        Bins.serveLowest(owner, Slab.sizeClass(slab));
        if (Slab.state(slab) != Slab.LISTED) return 0;
        long size = blockSize(address);
        long target = Mem.CHECKS ? Checks.allocate(owner, size) : allocateRaw(owner, Slab.tag(slab), size);
        if (target == 0) return 0;
        if (target > address) {
            free(target);
            return 0;
        }
        Mem.initCopy(address, target, size);
        free(address);
        return target;
    }

    /** Usable bytes of a block: what it counts in {@code used_memory}. All of them may be used from now on. */
    public static long blockSize(long address) {
        return Mem.CHECKS ? Checks.claim(address) : Blocks.size(address);
    }

    /** Owner of a live block. */
    public static int tag(long address) {
        return Bins.tag(Blocks.owner(address));
    }

    /** The database space of an entry. */
    public static int space(long entry) {
        return Blocks.owner(entry) - Bins.ENTRY_OWNERS;
    }

    /** Bytes in live blocks over all tags, records about them included: {@code used_memory}. Any thread. */
    public static long usedBytes() {
        long sum = 0;
        int limit = MemoryTag.limit();
        for (int tag = 0; tag < limit; tag++) {
            sum += TagCounters.used(tag);
        }
        return sum;
    }

    /** Bytes in live blocks of a tag. Any thread. */
    public static long usedBytes(int tag) {
        return TagCounters.used(tag);
    }

    /** Live blocks of a tag; of the two arena tags, its records in use. Any thread. */
    public static long blockCount(int tag) {
        return TagCounters.blocks(tag);
    }

    /** The most bytes a tag had in live blocks since it exists or since {@link #resetPeak}. Any thread. */
    public static long peakBytes(int tag) {
        return TagCounters.peak(tag);
    }

    /** Lets the peak of a tag start again from now. */
    public static void resetPeak(int tag) {
        TagCounters.resetPeak(tag);
    }

    /** Bytes of slabs, spans and huge blocks that belong to an owner, free room in them included. Any thread. */
    public static long activeBytes() {
        return Chunks.activeBytes();
    }

    /** Bytes of address space that have memory behind them, as far as the arena knows. Any thread. */
    public static long residentBytes() {
        return Chunks.committedBytes();
    }

    /** Bytes of free chunks that wait for {@link #decay}. Any thread. */
    public static long idleBytes() {
        return Chunks.dirtyBytes();
    }

    /** Bytes of address space reserved at start. */
    public static long reservedBytes() {
        return AddressSpace.SIZE;
    }

    /** Whether an address lies in the arena. Any thread. */
    public static boolean contains(long address) {
        return AddressSpace.contains(address);
    }

    /** Whether a mapping of the process, from {@code start} to {@code end}, is the arena's or that of its records. */
    public static boolean isPartOf(long start, long end) {
        return AddressSpace.isPartOf(start, end);
    }

    /** The 40-bit reference of a block: offset from the base in units of 8 bytes, never 0. */
    public static long ref(long address) {
        return address - AddressSpace.BASE >>> 3;
    }

    /** The address a 40-bit reference stands for. */
    public static long address(long ref) {
        return AddressSpace.BASE + (ref << 3);
    }

    /** Returns the memory of chunks that have been free for 10 s, a bounded number per call; how many bytes. */
    public static long decay(long nowMs) {
        if (nowMs - idleClosedAtMs >= Chunks.DECAY_MS) {
            idleClosedAtMs = nowMs;
            Bins.closeIdle();
        }
        return purge(nowMs, nowMs - Chunks.DECAY_MS, PURGE_CHUNKS_PER_TICK);
    }

    /**
     * Keeps memory ready ahead of its use, so that the reactor need not wait for the kernel: the life of a side thread,
     * until it is interrupted.
     */
    public static void keepWarm() {
        WarmPool.keeper(Thread.currentThread());
        while (!Thread.currentThread().isInterrupted()) {
            if (!WarmPool.warmOne()) LockSupport.park(WarmPool.class);
        }
        WarmPool.keeper(null);
    }

    /** Returns all memory that is not in use, now; how many bytes. */
    public static long purge() {
        if (Mem.CHECKS) Checks.emptyQuarantine();
        Bins.closeIdle();
        return purge(Chunks.nowMs(), Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static long purge(long nowMs, long freedAtMs, int budget) {
        PageLock.lock();
        try {
            Chunks.now(nowMs);
            return Chunks.purge(freedAtMs, budget);
        } finally {
            PageLock.unlock();
        }
    }

    /** Frees every entry of a database space at once, in time proportional to its slabs. */
    public static void releaseSpace(int space) {
        release(Bins.ENTRY_OWNERS + space);
    }

    /** Frees every block of a tag and says what was still alive. */
    public static Leak releaseTag(int tag) {
        Leak leak = new Leak(TagCounters.used(tag), TagCounters.blocks(tag));
        release(tag);
        return leak;
    }

    private static void release(int owner) {
        if (Mem.CHECKS) Checks.beforeRelease(owner);
        PageLock.lock();
        try {
            Bins.releaseOwner(owner);
            Walk.releaseLarge(owner);
        } finally {
            PageLock.unlock();
        }
    }

    /**
     * The lowest live entry of a space above {@code after} (0 to start); 0 at the end. Entries allocated or freed on
     * the way are seen or not.
     */
    public static long nextEntry(int space, long after) {
        return Walk.nextBlock(Bins.ENTRY_OWNERS + space, after);
    }

    /** The lowest slab of entries of a space above {@code after} (0 to start), as its first block; 0 at the end. */
    public static long nextEntrySlab(int space, long after) {
        return Walk.nextSlab(Bins.ENTRY_OWNERS + space, after);
    }

    /** Live blocks in the slab around an address. */
    public static int slabUsed(long address) {
        return Slab.used(Slab.containing(address));
    }

    /** Blocks the slab around an address has room for. */
    public static int slabCapacity(long address) {
        return Slab.capacity(Slab.containing(address));
    }

    /** A readable report: totals, bytes per tag, utilisation per size class. */
    public static String report() {
        return ArenaReport.build();
    }
}
