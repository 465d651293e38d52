package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * Blocks of 32 KiB to 1 MiB: runs of 4 KiB pages in chunks of their own, first fit, aligned to the largest power of
 * two that divides the size, at most 64 KiB. Every method needs {@link PageLock}.
 *
 * <p>The records of a span chunk lie in the block bitmaps of its 32 units, which slabs would use:
 * <pre>
 *   0                  64                  128
 *   | pages taken, 512 | span starts, 512  | per page: | page count u16 | deferred u8 | owner u32 | deferred next |
 *                                                        0                2             4           8         16
 * </pre>
 * Three pools keep apart what a snapshot reads, what the reactor owns and what any thread may touch.
 */
final class Spans {
    static final int MAX_BYTES = 1 << 20;

    private static final int POOL_PRESERVED = 0;
    private static final int POOL_PRIVATE = 1;
    private static final int POOL_SHARED = 2;
    private static final int FIRST_SET = 4;

    private static final int PAGES = AddressSpace.CHUNK / VirtualMemory.PAGE;
    private static final int PAGE_SHIFT = 12;
    private static final int MAX_ALIGNMENT_PAGES = 16;
    private static final int STARTS = PAGES / 8;
    private static final int PAGE_RECORDS = 2 * STARTS;
    private static final int PAGE_RECORD_SHIFT = 4;
    private static final int COUNT = 0;
    private static final int DEFERRED = COUNT + Short.BYTES;
    private static final int OWNER = DEFERRED + Short.BYTES;
    private static final int NEXT = OWNER + Integer.BYTES;
    private static final long RECORD_BYTES = 1 << PAGE_RECORD_SHIFT;

    private Spans() {}

    private static int pool(int tag) {
        if (MemoryTag.isPreserved(tag)) return POOL_PRESERVED;
        return TagCounters.isShared(tag) ? POOL_SHARED : POOL_PRIVATE;
    }

    /** A block of at least {@code size} bytes; 0 when memory ran out. */
    static long allocate(int owner, long size) {
        int tag = Bins.tag(owner);
        int pool = pool(tag);
        int pages = pages(size);
        int alignment = Math.min(MAX_ALIGNMENT_PAGES, Integer.lowestOneBit(pages));
        long chunkAndPage = find(pool, pages, alignment);
        if (chunkAndPage < 0) return 0;
        int chunk = (int) (chunkAndPage >>> 32);
        int page = (int) chunkAndPage;
        Bits.setRange(table(chunk), page, page + pages);
        Bits.set(table(chunk) + STARTS, page);
        changeUsed(chunk, pages);
        if (usedPages(chunk) == PAGES) Bits.clear(Chunks.set(FIRST_SET + pool), chunk);
        long record = record(chunk, page);
        UnsafeApi.putShort(record + COUNT, (short) pages);
        UnsafeApi.putByte(record + DEFERRED, (byte) 0);
        UnsafeApi.putInt(record + OWNER, owner);
        Bins.noteOwner(owner);
        TagCounters.add(tag, (long) pages << PAGE_SHIFT);
        TagCounters.addRecords(tag, RECORD_BYTES);
        return address(chunk, page);
    }

    private static long find(int pool, int pages, int alignment) {
        long partial = Chunks.set(FIRST_SET + pool);
        int end = Chunks.end();
        int chunk = Bits.nextSet(partial, 0, end);
        while (chunk < end) {
            if (maxRun(chunk) >= pages) {
                int page = fit(table(chunk), pages, alignment);
                if (page >= 0) return (long) chunk << 32 | page;
                if (alignment == 1 || fit(table(chunk), pages, 1) < 0) maxRun(chunk, pages - 1);
            }
            chunk = Bits.nextSet(partial, chunk + 1, end);
        }
        chunk = openChunk(pool, partial);
        return chunk < 0 ? -1 : (long) chunk << 32;
    }

    private static int fit(long taken, int pages, int alignment) {
        int start = Bits.nextClear(taken, 0, PAGES);
        while (start + pages <= PAGES) {
            int aligned = start + alignment - 1 & -alignment;
            int end = Bits.nextSet(taken, start, Math.min(PAGES, aligned + pages));
            if (end >= aligned + pages) return aligned;
            start = Bits.nextClear(taken, end, PAGES);
        }
        return -1;
    }

    private static int openChunk(int pool, long partial) {
        int chunk = Chunks.take(Chunks.KIND_SPANS);
        if (chunk < 0) return -1;
        UnsafeApi.setMemory(table(chunk), PAGE_RECORDS, (byte) 0);
        UnsafeApi.putInt(Chunks.record(chunk) + Chunks.USED_PAGES, 0);
        Chunks.pool(chunk, pool);
        maxRun(chunk, PAGES);
        int epoch = pool == POOL_PRESERVED ? Barrier.epoch() : Barrier.EXEMPT;
        int unit = chunk * AddressSpace.UNITS_PER_CHUNK;
        Slab.label(unit, AddressSpace.UNITS_PER_CHUNK, Slab.KIND_SPAN, epoch);
        Bits.set(partial, chunk);
        return chunk;
    }

    /** Gives a span back; while a snapshot wants it, later. */
    static void free(long address) {
        long record = start(address);
        int tag = Bins.tag(owner(record));
        long bytes = bytes(record);
        TagCounters.subtract(tag, bytes);
        TagCounters.subtractRecords(tag, RECORD_BYTES);
        if (Barrier.isHeld(AddressSpace.unit(address))) {
            TagCounters.add(MemoryTag.SNAPSHOT, bytes);
            UnsafeApi.putByte(record + DEFERRED, (byte) 1);
            UnsafeApi.putLong(record + NEXT, Barrier.defer(address));
        } else {
            release(address, record);
        }
    }

    /** Finishes a deferred free and returns the next deferred address. */
    static long freeDeferred(long address) {
        long record = record(AddressSpace.chunk(address), page(address));
        long next = UnsafeApi.getLong(record + NEXT);
        TagCounters.subtract(MemoryTag.SNAPSHOT, bytes(record));
        release(address, record);
        return next;
    }

    private static void release(long address, long record) {
        int chunk = AddressSpace.chunk(address);
        int page = page(address);
        int pages = UnsafeApi.getShort(record + COUNT);
        Bits.clear(table(chunk) + STARTS, page);
        releasePages(chunk, page, pages);
    }

    private static void releasePages(int chunk, int page, int pages) {
        Bits.clearRange(table(chunk), page, page + pages);
        maxRun(chunk, PAGES);
        changeUsed(chunk, -pages);
        int unit = chunk * AddressSpace.UNITS_PER_CHUNK;
        if (Barrier.isHeld(unit)) return;
        long partial = Chunks.set(FIRST_SET + Chunks.pool(chunk));
        Bits.set(partial, chunk);
        if (usedPages(chunk) == 0) {
            Bits.clear(partial, chunk);
            Slab.label(unit, AddressSpace.UNITS_PER_CHUNK, Slab.KIND_FREE, Barrier.EXEMPT);
            Chunks.release(chunk);
        }
    }

    /** Resizes without moving where the pages around allow it. Needs a size that stays a span. */
    static boolean resize(long address, long size) {
        long record = start(address);
        int chunk = AddressSpace.chunk(address);
        int page = page(address);
        int had = UnsafeApi.getShort(record + COUNT);
        int wanted = pages(size);
        if (wanted == had) return true;
        if (Barrier.isHeld(AddressSpace.unit(address))) return false;
        if (wanted > had) {
            int end = page + wanted;
            if (end > PAGES || Bits.nextSet(table(chunk), page + had, end) < end) return false;
            Bits.setRange(table(chunk), page + had, end);
            changeUsed(chunk, wanted - had);
        } else {
            releasePages(chunk, page + wanted, had - wanted);
        }
        UnsafeApi.putShort(record + COUNT, (short) wanted);
        TagCounters.add(Bins.tag(UnsafeApi.getInt(record + OWNER)), (long) wanted - had << PAGE_SHIFT, 0);
        return true;
    }

    static long bytes(long record) {
        return (long) UnsafeApi.getShort(record + COUNT) << PAGE_SHIFT;
    }

    static int owner(long record) {
        return UnsafeApi.getInt(record + OWNER);
    }

    /** The record of the live span that starts at {@code address}; anything else breaks an invariant. */
    static long start(long address) {
        int chunk = AddressSpace.chunk(address);
        int page = page(address);
        long record = record(chunk, page);
        boolean isStart = (address & VirtualMemory.PAGE - 1) == 0
                && Bits.get(table(chunk) + STARTS, page)
                && UnsafeApi.getByte(record + DEFERRED) == 0;
        if (!isStart) throw Blocks.notLive(address);
        return record;
    }

    /** First byte of the live span around an address; 0 when there is none. */
    static long around(long address) {
        int chunk = AddressSpace.chunk(address);
        int page = Bits.previousSet(table(chunk) + STARTS, page(address));
        if (page < 0) return 0;
        long record = record(chunk, page);
        boolean isInside = page + UnsafeApi.getShort(record + COUNT) > page(address);
        return isInside && UnsafeApi.getByte(record + DEFERRED) == 0 ? address(chunk, page) : 0;
    }

    /**
     * The first span of an owner at or after page {@code page} of a span chunk, as an address; 0 when there is none.
     * Spans whose free is deferred count only on demand.
     */
    static long next(int chunk, int page, int owner, boolean withDeferred) {
        int start = Bits.nextSet(table(chunk) + STARTS, page, PAGES);
        while (start < PAGES) {
            long record = record(chunk, start);
            boolean isLive = withDeferred || UnsafeApi.getByte(record + DEFERRED) == 0;
            if (isLive && UnsafeApi.getInt(record + OWNER) == owner) return address(chunk, start);
            start = Bits.nextSet(table(chunk) + STARTS, start + 1, PAGES);
        }
        return 0;
    }

    /** Moves the preserved pool's chunks out of reach of new spans. */
    static void holdPreserved() {
        UnsafeApi.setMemory(Chunks.set(FIRST_SET + POOL_PRESERVED), AddressSpace.chunkSetBytes(), (byte) 0);
    }

    /** Puts every chunk of the preserved pool back in reach, or returns it when empty. */
    static void unholdPreserved() {
        for (int chunk = Chunks.nextTaken(0); chunk < AddressSpace.CHUNKS; chunk = Chunks.nextTaken(chunk + 1)) {
            if (Chunks.kind(chunk) == Chunks.KIND_SPANS && Chunks.pool(chunk) == POOL_PRESERVED) {
                releasePages(chunk, 0, 0);
            }
        }
    }

    static int page(long address) {
        return (int) (address - AddressSpace.BASE >>> PAGE_SHIFT) & PAGES - 1;
    }

    private static int pages(long size) {
        return (int) (size + VirtualMemory.PAGE - 1 >>> PAGE_SHIFT);
    }

    private static long address(int chunk, int page) {
        return AddressSpace.chunkAddress(chunk) + ((long) page << PAGE_SHIFT);
    }

    private static long table(int chunk) {
        return AddressSpace.BITMAPS + ((long) chunk * AddressSpace.UNITS_PER_CHUNK << AddressSpace.BITMAP_SHIFT);
    }

    private static long record(int chunk, int page) {
        return table(chunk) + PAGE_RECORDS + ((long) page << PAGE_RECORD_SHIFT);
    }

    private static int usedPages(int chunk) {
        return UnsafeApi.getInt(Chunks.record(chunk) + Chunks.USED_PAGES);
    }

    private static void changeUsed(int chunk, int pages) {
        UnsafeApi.putInt(Chunks.record(chunk) + Chunks.USED_PAGES, usedPages(chunk) + pages);
        Chunks.addActive((long) pages << PAGE_SHIFT);
    }

    private static int maxRun(int chunk) {
        return UnsafeApi.getInt(Chunks.record(chunk) + Chunks.MAX_RUN);
    }

    private static void maxRun(int chunk, int pages) {
        UnsafeApi.putInt(Chunks.record(chunk) + Chunks.MAX_RUN, pages);
    }
}
