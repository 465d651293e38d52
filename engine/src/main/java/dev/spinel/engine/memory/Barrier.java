package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * The writer's side of a snapshot: before anything that existed at its start is changed, the old bytes are kept.
 *
 * <p>A unit is <i>held</i> while a snapshot runs and the unit's epoch is older than the snapshot's. A held unit keeps,
 * in its {@link Slab record}, one preserved bit per 512-byte granule and a map from granule to the address of its old
 * copy; a held slab keeps its bitmap as of the start. Order is the whole proof: copy, fence, bit, fence, write; a
 * reader copies, fences, and looks at the bits, so a copy that holds a newer byte also sees the bit.
 *
 * <p>Reactor thread, except where a method says otherwise.
 */
final class Barrier {
    /** Epoch of units that no snapshot reads. */
    static final int EXEMPT = Integer.MAX_VALUE;
    static final int GRANULE_SHIFT = 9;
    static final int GRANULE = 1 << GRANULE_SHIFT;
    static final int GRANULES_PER_UNIT = AddressSpace.UNIT / GRANULE;

    /** Whether a snapshot runs. Plain: only the reactor needs it exact. */
    static boolean on;

    private static int epoch = 1;
    private static int logHead;
    private static int logTail;
    private static long deferredHead;
    private static volatile boolean isBroken;

    private Barrier() {}

    static int epoch() {
        return epoch;
    }

    /** The epoch of a unit that starts to hold blocks of a tag now. */
    static int epochFor(int tag) {
        return MemoryTag.isPreserved(tag) ? epoch : EXEMPT;
    }

    /** Whether a running snapshot may still read the unit. */
    static boolean isHeld(int unit) {
        return on && AddressSpace.epoch(unit) < epoch;
    }

    /** Whether memory ran out for old copies, so that the snapshot is worthless. Any thread. */
    static boolean isBroken() {
        return isBroken;
    }

    static void begin() {
        Invariant.check(!on, "a snapshot is running already");
        reclaim(Integer.MAX_VALUE);
        if (Mem.CHECKS) Checks.emptyQuarantine();
        Bins.holdPreserved();
        epoch++;
        isBroken = false;
        PageLock.lock();
        Spans.holdPreserved();
        PageLock.unlock();
        on = true;
    }

    static void end() {
        on = false;
        PageLock.lock();
        while (deferredHead != 0) {
            freeDeferred();
        }
        Spans.unholdPreserved();
        PageLock.unlock();
        Bins.unholdPreserved();
    }

    private static void freeDeferred() {
        long address = deferredHead;
        boolean isSpan = Slab.kind(Slab.record(AddressSpace.unit(address))) == Slab.KIND_SPAN;
        deferredHead = isSpan ? Spans.freeDeferred(address) : Huge.freeDeferred(address);
    }

    /** Puts a large block on the list of frees that wait for the end; returns the block listed before it. */
    static long defer(long address) {
        long next = deferredHead;
        deferredHead = address;
        return next;
    }

    /** Keeps the old content of {@code [address, address + length)}. Memory outside the arena is let through. */
    static void beforeWrite(long address, long length) {
        long offset = address - AddressSpace.BASE;
        if (Long.compareUnsigned(offset, AddressSpace.SIZE) >= 0 || length <= 0) return;
        int last = (int) (offset + length - 1 >>> AddressSpace.UNIT_SHIFT);
        for (int unit = (int) (offset >>> AddressSpace.UNIT_SHIFT); unit <= last; unit++) {
            if (AddressSpace.epoch(unit) < epoch) preserve(unit, offset, length);
        }
    }

    private static void preserve(int unit, long offset, long length) {
        long start = (long) unit << AddressSpace.UNIT_SHIFT;
        int first = (int) Math.max(0, offset - start >> GRANULE_SHIFT);
        int last = (int) Math.min(GRANULES_PER_UNIT - 1, offset + length - 1 - start >> GRANULE_SHIFT);
        long bits = Slab.record(unit) + Slab.PRESERVED_BITS;
        for (int granule = first; granule <= last && on; granule++) {
            if (!Bits.get(bits, granule)) preserveGranule(unit, granule);
        }
    }

    private static void preserveGranule(int unit, int granule) {
        long map = shadowMap(unit);
        long shadow = map == 0 ? 0 : Arena.allocateRaw(MemoryTag.SNAPSHOT, MemoryTag.SNAPSHOT, GRANULE);
        if (shadow == 0) {
            fail();
            return;
        }
        UnsafeApi.copyMemory(
                AddressSpace.unitAddress(unit) + ((long) granule << GRANULE_SHIFT), shadow, GRANULE);
        UnsafeApi.putLong(map + ((long) granule << 3), shadow);
        UnsafeApi.storeStoreFence();
        Bits.set(Slab.record(unit) + Slab.PRESERVED_BITS, granule);
        UnsafeApi.storeStoreFence();
    }

    private static long shadowMap(int unit) {
        long record = Slab.record(unit);
        long map = UnsafeApi.getLong(record + Slab.SHADOW_MAP);
        if (map != 0) return map;
        map = Arena.allocateRaw(MemoryTag.SNAPSHOT, MemoryTag.SNAPSHOT, (long) GRANULES_PER_UNIT << 3);
        if (map == 0) return 0;
        log(unit);
        UnsafeApi.putLong(record + Slab.SHADOW_MAP, map);
        return map;
    }

    /** Keeps which blocks of a held slab were live; to be called before each free in a slab. */
    static void beforeFree(long slab) {
        if (on && AddressSpace.epoch(Slab.unit(slab)) < epoch) preserveBitmap(slab);
    }

    private static void preserveBitmap(long slab) {
        if (UnsafeApi.getLong(slab + Slab.PRESERVED_BITMAP) != 0) return;
        long bytes = (long) Slab.words(slab) << 3;
        long copy = Arena.allocateRaw(MemoryTag.SNAPSHOT, MemoryTag.SNAPSHOT, bytes);
        if (copy == 0) {
            fail();
            return;
        }
        UnsafeApi.copyMemory(Slab.bitmap(slab), copy, bytes);
        log(Slab.unit(slab));
        UnsafeApi.storeStoreFence();
        UnsafeApi.putLong(slab + Slab.PRESERVED_BITMAP, copy);
        UnsafeApi.storeStoreFence();
    }

    /** A unit is in the log from its first kept copy until that copy is freed. */
    private static void log(int unit) {
        long record = Slab.record(unit);
        boolean isLogged = UnsafeApi.getLong(record + Slab.SHADOW_MAP) != 0
                || UnsafeApi.getLong(record + Slab.PRESERVED_BITMAP) != 0;
        if (isLogged) return;
        append(unit);
    }

    private static void append(int unit) {
        UnsafeApi.putInt(Slab.record(unit) + Slab.LOG_NEXT, 0);
        if (logHead == 0) logHead = unit;
        else UnsafeApi.putInt(Slab.record(logTail) + Slab.LOG_NEXT, unit);
        logTail = unit;
    }

    private static void fail() {
        isBroken = true;
        on = false;
    }

    /**
     * Looks at up to {@code budget} logged units and frees what was kept for those that are held no more. Whether
     * copies of a snapshot that ended are left.
     */
    static boolean reclaim(int budget) {
        int last = logTail;
        for (int i = 0; i < budget && logHead != 0; i++) {
            int unit = logHead;
            logHead = UnsafeApi.getInt(Slab.record(unit) + Slab.LOG_NEXT);
            if (isHeld(unit)) append(unit);
            else forget(Slab.record(unit));
            if (unit == last) break;
        }
        return !on && logHead != 0;
    }

    private static void forget(long record) {
        long map = UnsafeApi.getLong(record + Slab.SHADOW_MAP);
        long bits = record + Slab.PRESERVED_BITS;
        int granule = Bits.nextSet(bits, 0, GRANULES_PER_UNIT);
        while (granule < GRANULES_PER_UNIT) {
            Arena.freeRaw(UnsafeApi.getLong(map + ((long) granule << 3)));
            granule = Bits.nextSet(bits, granule + 1, GRANULES_PER_UNIT);
        }
        UnsafeApi.setMemory(bits, GRANULES_PER_UNIT / 8, (byte) 0);
        if (map != 0) Arena.freeRaw(map);
        UnsafeApi.putLong(record + Slab.SHADOW_MAP, 0);
        long bitmap = UnsafeApi.getLong(record + Slab.PRESERVED_BITMAP);
        if (bitmap == 0) return;
        Arena.freeRaw(bitmap);
        UnsafeApi.putLong(record + Slab.PRESERVED_BITMAP, 0);
        boolean isEmpty = Slab.kind(record) == Slab.KIND_SLAB && Slab.used(record) == 0;
        if (isEmpty && Slab.state(record) == Slab.LISTED) Bins.close(record);
    }
}
