package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Snapshot;

/**
 * The entries of one space as of the cut, in the order of their addresses: a slab at a time is copied, and its live
 * blocks are walked. Owned by the thread that reads the snapshot.
 */
final class EntryScan implements AutoCloseable {
    private static final int BITMAP_BYTES = 512;
    private static final int SLAB_BYTES = 256 << 10;
    /** Enough of an entry to know its length. */
    private static final int HEAD_BYTES = 32;

    private final int tag;
    private final long bitmap;
    private final long slabCopy;
    private long largeCopy;
    private long largeBytes;
    private int space;
    private long slab;
    private long large;
    private int next;
    private int capacity;
    private int blockSize;

    EntryScan(int tag) {
        this.tag = tag;
        bitmap = Arena.allocate(tag, BITMAP_BYTES);
        slabCopy = Arena.allocate(tag, SLAB_BYTES);
    }

    void begin(int wantedSpace) {
        space = wantedSpace;
        slab = 0;
        large = 0;
    }

    /** Goes to the next slab; false when there is none: then come the large entries. */
    boolean nextSlab() {
        slab = Snapshot.nextSlab(space, slab);
        if (slab == 0) {
            return false;
        }
        Snapshot.copyOut(slab, Snapshot.slabBytes(slab), slabCopy);
        Snapshot.liveBlocks(slab, bitmap);
        blockSize = Snapshot.blockSize(slab);
        capacity = Snapshot.capacity(slab);
        next = 0;
        return true;
    }

    /** A copy of the next entry of the slab, good until the next slab; 0 at the end. */
    long nextEntry() {
        while (next < capacity) {
            long word = Mem.getLong(bitmap + (next >>> 6 << 3)) >>> next;
            if (word == 0) {
                next = (next | 63) + 1;
            } else {
                next += Long.numberOfTrailingZeros(word);
                if (next < capacity) {
                    return slabCopy + (long) next++ * blockSize;
                }
            }
        }
        return 0;
    }

    /** Says that everything of the slab was read. */
    void leaveSlab() {
        Snapshot.saved(slab);
    }

    /** A copy of the next entry that is too large for a slab: its value is never inside. 0 at the end. */
    long nextLarge() {
        large = Snapshot.nextLargeBlock(space, large);
        if (large == 0) {
            return 0;
        }
        Snapshot.copyOut(large, HEAD_BYTES, slabCopy);
        long bytes = Entry.bytesWithoutValue(slabCopy);
        if (bytes > largeBytes) {
            free();
            largeCopy = Arena.allocate(tag, bytes);
            largeBytes = bytes;
        }
        Snapshot.copyOut(large, bytes, largeCopy);
        return largeCopy;
    }

    private void free() {
        if (largeCopy != 0) {
            Arena.free(largeCopy);
        }
    }

    @Override
    public void close() {
        Arena.free(bitmap);
        Arena.free(slabCopy);
        free();
    }
}
