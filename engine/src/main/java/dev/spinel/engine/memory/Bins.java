package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * Small blocks: for each owner and size class, the slab that serves next and the heaps of slabs with room.
 *
 * <p>An owner is a tag, or {@code ENTRY_OWNERS + space} for the entries of a database space. Bin, 16 B:
 * <pre>
 *   0                8        12
 *   | current slab   | heap   | held heap |   record address; units, 0 = empty
 * </pre>
 * Owner, 32 B:
 * <pre>
 *   0            4    8                                  32
 *   | first slab | -  | a bit per class that had a slab |
 * </pre>
 * During a snapshot the slabs that existed at its start wait in the held heap, so that no block is handed out in them
 * and their free bits change in one direction only. Private owners: reactor. Shared owners: under {@link PageLock}.
 */
final class Bins {
    static final int ENTRY_OWNERS = TagCounters.TAG_COUNT;
    static final int SPACE_COUNT = 1 << 16;
    static final int OWNER_COUNT = ENTRY_OWNERS + SPACE_COUNT;
    static final long TABLE_BYTES = OWNER_COUNT * (long) SizeClass.COUNT * 16;

    private static final int CURRENT = 0;
    private static final int HEAP = CURRENT + Long.BYTES;
    private static final int HELD = HEAP + Integer.BYTES;
    private static final int BIN_SHIFT = 4;
    private static final int OWNER_SHIFT = 5;
    private static final int OWNER_CLASSES = Long.BYTES;
    static final long OWNERS_BYTES = (long) OWNER_COUNT << OWNER_SHIFT;

    /** Entry spaces in use are below. */
    private static int spaceLimit;

    private Bins() {}

    static int tag(int owner) {
        return owner < ENTRY_OWNERS ? owner : MemoryTag.ENTRY;
    }

    static int spaceLimit() {
        return spaceLimit;
    }

    /** A block of the class; 0 when memory ran out. */
    static long allocate(int owner, int tag, int sizeClass) {
        long bin = bin(owner, sizeClass);
        long slab = UnsafeApi.getLong(bin + CURRENT);
        long block = slab == 0 ? 0 : Slab.take(slab);
        if (block == 0) {
            slab = refill(bin, owner, tag, sizeClass);
            if (slab == 0) return 0;
            block = Slab.take(slab);
        }
        TagCounters.add(tag, Slab.blockSize(slab));
        if (Slab.used(slab) == 1) TagCounters.addRecords(tag, Slab.recordBytes(slab));
        return block;
    }

    /** Makes a slab with room the current one of its bin, a new one if need be; 0 when memory ran out. */
    private static long refill(long bin, int owner, int tag, int sizeClass) {
        long full = UnsafeApi.getLong(bin + CURRENT);
        if (full != 0) Slab.state(full, Slab.FULL);
        int root = UnsafeApi.getInt(bin + HEAP);
        long slab;
        if (root != 0) {
            slab = Slab.record(root);
            UnsafeApi.putInt(bin + HEAP, SlabHeap.removeRoot(root));
        } else {
            slab = openSlab(owner, tag, sizeClass);
        }
        if (slab != 0) Slab.state(slab, Slab.CURRENT);
        UnsafeApi.putLong(bin + CURRENT, slab);
        return slab;
    }

    /** Lets the lowest slab with room be the one its bin serves from. */
    static void serveLowest(int owner, int sizeClass) {
        long bin = bin(owner, sizeClass);
        long current = UnsafeApi.getLong(bin + CURRENT);
        int root = UnsafeApi.getInt(bin + HEAP);
        if (root == 0 || current != 0 && Slab.unit(current) < root) return;
        UnsafeApi.putInt(bin + HEAP, SlabHeap.removeRoot(root));
        if (current != 0) retire(current);
        Slab.state(Slab.record(root), Slab.CURRENT);
        UnsafeApi.putLong(bin + CURRENT, Slab.record(root));
    }

    private static void retire(long slab) {
        if (Slab.used(slab) == 0) close(slab);
        else if (Slab.used(slab) == Slab.capacity(slab)) Slab.state(slab, Slab.FULL);
        else list(slab);
    }

    private static long openSlab(int owner, int tag, int sizeClass) {
        PageLock.lock();
        int unit = Chunks.takeUnits(Slab.units(sizeClass));
        PageLock.unlock();
        if (unit == 0) return 0;
        noteOwner(owner);
        Bits.set(ownerClasses(owner), sizeClass);
        long slab = Slab.open(unit, owner, tag, sizeClass);
        Slab.linkOwner(slab, ownerHead(owner));
        return slab;
    }

    /** Keeps the limits that bound scans over all owners. */
    static void noteOwner(int owner) {
        if (owner < ENTRY_OWNERS) MemoryTag.note(owner);
        else spaceLimit = Math.max(spaceLimit, owner - ENTRY_OWNERS + 1);
    }

    /** Gives the block with this number back. */
    static void free(long slab, int index) {
        Barrier.beforeFree(slab);
        int tag = Slab.tag(slab);
        int used = Slab.give(slab, index);
        TagCounters.subtract(tag, Slab.blockSize(slab));
        if (used == 0 | Slab.state(slab) == Slab.FULL) afterFree(slab, used);
    }

    private static void afterFree(long slab, int used) {
        if (used == 0) TagCounters.subtractRecords(Slab.tag(slab), Slab.recordBytes(slab));
        if (Slab.state(slab) == Slab.CURRENT) return;
        if (used == 0 && !Barrier.isHeld(Slab.unit(slab))) close(slab);
        else if (Slab.state(slab) == Slab.FULL) list(slab);
    }

    private static void list(long slab) {
        long bin = bin(slab);
        long heap = bin + (Barrier.isHeld(Slab.unit(slab)) ? HELD : HEAP);
        UnsafeApi.putInt(heap, SlabHeap.insert(UnsafeApi.getInt(heap), Slab.unit(slab)));
        Slab.state(slab, Slab.LISTED);
    }

    /** Returns an empty slab to its chunk. */
    static void close(long slab) {
        long bin = bin(slab);
        if (Slab.state(slab) == Slab.LISTED) unlist(bin, Slab.unit(slab));
        else if (Slab.state(slab) == Slab.CURRENT) UnsafeApi.putLong(bin + CURRENT, 0);
        Slab.state(slab, Slab.FULL);
        Slab.unlinkOwner(slab, ownerHead(Slab.owner(slab)));
        int units = Slab.units(Slab.sizeClass(slab));
        Slab.label(Slab.unit(slab), units, Slab.KIND_FREE, Barrier.EXEMPT);
        PageLock.lock();
        Chunks.releaseUnits(Slab.unit(slab), units);
        PageLock.unlock();
    }

    private static void unlist(long bin, int unit) {
        if (UnsafeApi.getInt(bin + HEAP) == unit) {
            UnsafeApi.putInt(bin + HEAP, SlabHeap.removeRoot(unit));
        } else if (UnsafeApi.getInt(bin + HELD) == unit) {
            UnsafeApi.putInt(bin + HELD, SlabHeap.removeRoot(unit));
        } else {
            SlabHeap.removeInner(unit);
        }
    }

    /** Frees every small block of an owner; counts go down accordingly. */
    static void releaseOwner(int owner) {
        int unit = UnsafeApi.getInt(ownerHead(owner));
        while (unit != 0) {
            long slab = Slab.record(unit);
            unit = Slab.ownerNext(slab);
            empty(slab);
        }
    }

    private static void empty(long slab) {
        int used = Slab.used(slab);
        if (used > 0) {
            Barrier.beforeFree(slab);
            TagCounters.add(Slab.tag(slab), -(long) used * Slab.blockSize(slab), -used);
            TagCounters.subtractRecords(Slab.tag(slab), Slab.recordBytes(slab));
            Slab.clearBitmap(slab);
        }
        if (!Barrier.isHeld(Slab.unit(slab))) close(slab);
        else if (Slab.state(slab) == Slab.FULL) list(slab);
    }

    /** Returns the empty slabs that bins keep at hand. */
    static void closeIdle() {
        for (int tag = 0; tag < MemoryTag.limit(); tag++) {
            closeIdle(tag);
        }
        for (int space = 0; space < spaceLimit; space++) {
            closeIdle(ENTRY_OWNERS + space);
        }
    }

    private static void closeIdle(int owner) {
        boolean isShared = TagCounters.isShared(tag(owner));
        if (isShared) PageLock.lock();
        for (int sizeClass = nextClass(owner, 0); sizeClass < SizeClass.COUNT; sizeClass = nextClass(owner, sizeClass + 1)) {
            long slab = UnsafeApi.getLong(bin(owner, sizeClass) + CURRENT);
            if (slab != 0 && Slab.used(slab) == 0 && !Barrier.isHeld(Slab.unit(slab))) close(slab);
        }
        if (isShared) PageLock.unlock();
    }

    /** Sets aside every slab that a starting snapshot may read, and returns those without blocks. */
    static void holdPreserved() {
        hold(MemoryTag.VALUE);
        hold(MemoryTag.ENTRY);
        for (int space = 0; space < spaceLimit; space++) {
            hold(ENTRY_OWNERS + space);
        }
    }

    private static void hold(int owner) {
        for (int sizeClass = nextClass(owner, 0); sizeClass < SizeClass.COUNT; sizeClass = nextClass(owner, sizeClass + 1)) {
            long bin = bin(owner, sizeClass);
            int held = UnsafeApi.getInt(bin + HEAP);
            long slab = UnsafeApi.getLong(bin + CURRENT);
            if (slab != 0 && Slab.used(slab) == 0) {
                close(slab);
            } else if (slab != 0 && Slab.used(slab) == Slab.capacity(slab)) {
                Slab.state(slab, Slab.FULL);
            } else if (slab != 0) {
                Slab.state(slab, Slab.LISTED);
                held = SlabHeap.insert(held, Slab.unit(slab));
            }
            UnsafeApi.putLong(bin + CURRENT, 0);
            UnsafeApi.putInt(bin + HEAP, 0);
            UnsafeApi.putInt(bin + HELD, held);
        }
    }

    /** Takes back what {@link #holdPreserved} set aside. */
    static void unholdPreserved() {
        unhold(MemoryTag.VALUE);
        unhold(MemoryTag.ENTRY);
        for (int space = 0; space < spaceLimit; space++) {
            unhold(ENTRY_OWNERS + space);
        }
    }

    private static void unhold(int owner) {
        for (int sizeClass = nextClass(owner, 0); sizeClass < SizeClass.COUNT; sizeClass = nextClass(owner, sizeClass + 1)) {
            long bin = bin(owner, sizeClass);
            int heap = SlabHeap.meld(UnsafeApi.getInt(bin + HEAP), UnsafeApi.getInt(bin + HELD));
            UnsafeApi.putInt(bin + HEAP, heap);
            UnsafeApi.putInt(bin + HELD, 0);
        }
    }

    private static long bin(long slab) {
        return bin(Slab.owner(slab), Slab.sizeClass(slab));
    }

    private static long bin(int owner, int sizeClass) {
        return AddressSpace.BINS + (owner * (long) SizeClass.COUNT + sizeClass << BIN_SHIFT);
    }

    private static long ownerHead(int owner) {
        return AddressSpace.OWNERS + ((long) owner << OWNER_SHIFT);
    }

    private static long ownerClasses(int owner) {
        return ownerHead(owner) + OWNER_CLASSES;
    }

    /** First class from {@code from} on that the owner ever had a slab of; {@code SizeClass.COUNT} for none. */
    private static int nextClass(int owner, int from) {
        return Bits.nextSet(ownerClasses(owner), from, SizeClass.COUNT);
    }
}
