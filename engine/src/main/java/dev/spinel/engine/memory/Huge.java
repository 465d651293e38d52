package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * Blocks above 1 MiB: a run of chunks of their own with twice the address space asked for, so that most growth
 * happens in place; only touched pages have memory. Every method needs {@link PageLock}.
 *
 * <p>The record of the run's first chunk holds size and owner; the others tell their distance from it.
 */
final class Huge {
    private static final long RECORD_BYTES = 1 << AddressSpace.CHUNK_RECORD_SHIFT;
    private static final int GROWTH_ROOM = 2;

    private Huge() {}

    /** A block of at least {@code size} bytes, zeroed on request; 0 when memory ran out. */
    static long allocate(int owner, long size, boolean zeroed) {
        if (size > AddressSpace.LARGEST_BLOCK) return 0;
        long bytes = roundToPage(size);
        int wanted = chunks(bytes * GROWTH_ROOM);
        int chunk = Chunks.takeRun(wanted);
        if (chunk < 0) {
            wanted = chunks(bytes);
            chunk = Chunks.takeRun(wanted);
            if (chunk < 0) return 0;
        }
        int tag = Bins.tag(owner);
        int units = wanted * AddressSpace.UNITS_PER_CHUNK;
        label(chunk, units, tag);
        UnsafeApi.putInt(Chunks.record(chunk) + Chunks.RUN_CHUNKS, wanted);
        putSize(chunk, bytes);
        UnsafeApi.putInt(Chunks.record(chunk) + Chunks.HUGE_OWNER, owner);
        UnsafeApi.putInt(Chunks.record(chunk) + Chunks.HUGE_DEFERRED, 0);
        if (zeroed) clear(chunk, chunks(bytes));
        Chunks.commit(chunk, chunks(bytes));
        Chunks.addActive(bytes);
        Bins.noteOwner(owner);
        TagCounters.add(tag, bytes);
        TagCounters.addRecords(tag, RECORD_BYTES * wanted);
        return AddressSpace.chunkAddress(chunk);
    }

    /** Only the first unit is of kind huge, so no other address passes for a block's start; all carry the epoch. */
    private static void label(int chunk, int units, int tag) {
        int unit = chunk * AddressSpace.UNITS_PER_CHUNK;
        int epoch = Barrier.epochFor(tag);
        for (int i = 1; i < units; i++) {
            AddressSpace.epoch(unit + i, epoch);
        }
        Slab.label(unit, 1, Slab.KIND_HUGE, epoch);
    }

    private static void clear(int chunk, int count) {
        for (int i = chunk; i < chunk + count; i++) {
            if (Chunks.isCommitted(i)) UnsafeApi.setMemory(AddressSpace.chunkAddress(i), AddressSpace.CHUNK, (byte) 0);
        }
    }

    /** Gives a huge block back; while a snapshot wants it, later. */
    static void free(long address) {
        int chunk = start(address);
        long bytes = bytes(chunk);
        int tag = Bins.tag(owner(chunk));
        TagCounters.subtract(tag, bytes);
        TagCounters.subtractRecords(tag, RECORD_BYTES * runChunks(chunk));
        if (Barrier.isHeld(AddressSpace.unit(address))) {
            TagCounters.add(MemoryTag.SNAPSHOT, bytes);
            UnsafeApi.putInt(Chunks.record(chunk) + Chunks.HUGE_DEFERRED, 1);
            UnsafeApi.putLong(Chunks.record(chunk) + Chunks.DEFERRED_NEXT, Barrier.defer(address));
        } else {
            release(chunk);
        }
    }

    /** Finishes a deferred free and returns the next deferred address. */
    static long freeDeferred(long address) {
        int chunk = AddressSpace.chunk(address);
        TagCounters.subtract(MemoryTag.SNAPSHOT, bytes(chunk));
        release(chunk);
        return UnsafeApi.getLong(Chunks.record(chunk) + Chunks.DEFERRED_NEXT);
    }

    private static void release(int chunk) {
        int count = runChunks(chunk);
        Chunks.addActive(-bytes(chunk));
        int unit = chunk * AddressSpace.UNITS_PER_CHUNK;
        Slab.label(unit, 1, Slab.KIND_FREE, Barrier.EXEMPT);
        for (int i = 1; i < count * AddressSpace.UNITS_PER_CHUNK; i++) {
            AddressSpace.epoch(unit + i, Barrier.EXEMPT);
        }
        Chunks.releaseRun(chunk, count);
    }

    /** Resizes in place within the run's address space. Needs a size that stays huge. */
    static boolean resize(long address, long size) {
        int chunk = start(address);
        if (size > Math.min((long) runChunks(chunk) << AddressSpace.CHUNK_SHIFT, AddressSpace.LARGEST_BLOCK)) return false;
        long had = bytes(chunk);
        long bytes = roundToPage(size);
        if (bytes < had) {
            if (Barrier.isHeld(AddressSpace.unit(address))) return false;
            trim(chunk, chunks(bytes), chunks(had));
        }
        Chunks.commit(chunk, chunks(bytes));
        putSize(chunk, bytes);
        Chunks.addActive(bytes - had);
        TagCounters.add(Bins.tag(owner(chunk)), bytes - had, 0);
        return true;
    }

    private static void trim(int chunk, int kept, int had) {
        if (kept == had) return;
        VirtualMemory.discard(
                AddressSpace.chunkAddress(chunk + kept), (long) (had - kept) << AddressSpace.CHUNK_SHIFT);
        Chunks.uncommit(chunk + kept, had - kept);
    }

    /**
     * Hands the pages of one huge block to another of at least its size instead of copying. False when the old block
     * must stay readable for a snapshot or the kernel refuses.
     */
    static boolean movePages(long source, long destination) {
        if (Barrier.isHeld(AddressSpace.unit(source))) return false;
        int chunk = start(source);
        int count = chunks(bytes(chunk));
        if (!VirtualMemory.move(source, destination, (long) count << AddressSpace.CHUNK_SHIFT)) return false;
        Chunks.uncommit(chunk, count);
        return true;
    }

    /** The chunk of the live huge block that starts at {@code address}; anything else breaks an invariant. */
    static int start(long address) {
        int chunk = AddressSpace.chunk(address);
        if (address != AddressSpace.chunkAddress(chunk) || isDeferred(chunk)) throw Blocks.notLive(address);
        return chunk;
    }

    /** First byte of the live huge block around an address in a chunk of kind huge; 0 when there is none. */
    static long around(long address) {
        int chunk = AddressSpace.chunk(address);
        int head = isHead(chunk) ? chunk : chunk - runChunks(chunk);
        long start = AddressSpace.chunkAddress(head);
        return !isDeferred(head) && address - start < bytes(head) ? start : 0;
    }

    static boolean isHead(int chunk) {
        return Slab.kind(Slab.record(chunk * AddressSpace.UNITS_PER_CHUNK)) == Slab.KIND_HUGE;
    }

    static boolean isDeferred(int chunk) {
        return UnsafeApi.getInt(Chunks.record(chunk) + Chunks.HUGE_DEFERRED) != 0;
    }

    static long bytes(int chunk) {
        return UnsafeApi.getLong(Chunks.record(chunk) + Chunks.HUGE_SIZE);
    }

    static int owner(int chunk) {
        return UnsafeApi.getInt(Chunks.record(chunk) + Chunks.HUGE_OWNER);
    }

    /** Of the first chunk: chunks in the run. Of another: distance from the first. */
    static int runChunks(int chunk) {
        return UnsafeApi.getInt(Chunks.record(chunk) + Chunks.RUN_CHUNKS);
    }

    private static void putSize(int chunk, long bytes) {
        UnsafeApi.putLong(Chunks.record(chunk) + Chunks.HUGE_SIZE, bytes);
    }

    private static long roundToPage(long size) {
        return size + VirtualMemory.PAGE - 1 & -VirtualMemory.PAGE;
    }

    private static int chunks(long bytes) {
        return (int) (bytes + AddressSpace.CHUNK - 1 >>> AddressSpace.CHUNK_SHIFT);
    }
}
