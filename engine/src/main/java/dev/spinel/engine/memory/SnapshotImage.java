package dev.spinel.engine.memory;

/**
 * Blocks as they were when the running {@link Snapshot} began, copied into buffers: how its reader follows references
 * from block to block. There is one buffer per {@link Place}, so that a walk may hold a block of each kind at once.
 * Owned by the thread that reads the snapshot.
 */
public final class SnapshotImage implements AutoCloseable {
    /** What a buffer holds: a copy is good until the next copy to the same place. */
    public enum Place { ENTRY, ROOT, TOP, PAGE, NODE, FIELD, VALUE }

    private static final int PLACES = Place.values().length;

    private final int tag;
    private final long[] buffer = new long[PLACES];
    private final long[] capacity = new long[PLACES];

    /** @param tag of the buffers; a shared one */
    public SnapshotImage(int tag) {
        this.tag = tag;
    }

    /** Tag of what its thread allocates. */
    public int tag() {
        return tag;
    }

    /** Copies a range that was live at the start; answers where the copy is. */
    public long copy(Place place, long address, long bytes) {
        boolean isSane = bytes >= 0 && AddressSpace.contains(address) && AddressSpace.contains(address + bytes);
        Invariant.check(isSane, "a snapshot is read outside the arena");
        long copy = room(place, bytes);
        if (bytes > 0) Snapshot.copyOut(address, bytes, copy);
        return copy;
    }

    /** Copies a whole block of at most 32 KiB; answers where the copy is. */
    public long copyBlock(Place place, long address) {
        Invariant.check(AddressSpace.contains(address), "a snapshot is read outside the arena");
        Invariant.check(Slab.kind(Slab.record(AddressSpace.unit(address))) == Slab.KIND_SLAB,
                "a snapshot is read where there is no slab");
        return copy(place, address, Slab.blockSize(Slab.containing(address)));
    }

    private long room(Place place, long bytes) {
        int index = place.ordinal();
        if (bytes > capacity[index] || buffer[index] == 0) {
            release(index);
            buffer[index] = Arena.allocate(tag, Math.max(bytes, Long.BYTES));
            if (buffer[index] == 0) throw new OutOfMemoryError("no memory to read a snapshot with");
            capacity[index] = Arena.blockSize(buffer[index]);
        }
        return buffer[index];
    }

    private void release(int index) {
        if (buffer[index] != 0) Arena.free(buffer[index]);
        buffer[index] = 0;
        capacity[index] = 0;
    }

    @Override
    public void close() {
        for (int i = 0; i < PLACES; i++) {
            release(i);
        }
    }
}
