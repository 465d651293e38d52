package dev.spinel.engine.struct;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;

/** A {@link RefArray} as it was when the running snapshot began. Owned by the thread that reads it. */
public final class RefArrayImage {
    private final SnapshotImage image;
    private int count;
    private boolean hasOneLevel;
    private long top;
    private int pageIndex;
    private long page;

    public RefArrayImage(SnapshotImage image) {
        this.image = image;
    }

    /** Begins to read an array, whose header lies in a copy of somebody's root block. */
    public RefArrayImage open(long header) {
        count = RefArray.count(header);
        hasOneLevel = RefArray.hasOneLevel(header);
        pageIndex = -1;
        if (count > 0) {
            long address = Arena.address(Mem.getRef(header));
            int refs = hasOneLevel ? count : (count - 1 >>> RefArray.PAGE_SHIFT) + 1;
            top = image.copy(Place.TOP, address, (long) refs * RefArray.REF_BYTES);
        }
        return this;
    }

    public int count() {
        return count;
    }

    /** Where the block a reference stands for was, or 0. Reading in order, up or down, is quick. */
    public long blockAt(int index) {
        long at = hasOneLevel ? top + (long) index * RefArray.REF_BYTES
            : page(index >>> RefArray.PAGE_SHIFT) + (long) (index & RefArray.PAGE_REFS - 1) * RefArray.REF_BYTES;
        long ref = Mem.getRef(at);
        return ref == 0 ? 0 : Arena.address(ref);
    }

    private long page(int wanted) {
        if (wanted != pageIndex) {
            pageIndex = wanted;
            int refs = Math.min(count - (wanted << RefArray.PAGE_SHIFT), RefArray.PAGE_REFS);
            long address = Arena.address(Mem.getRef(top + (long) wanted * RefArray.REF_BYTES));
            page = image.copy(Place.PAGE, address, (long) refs * RefArray.REF_BYTES);
        }
        return page;
    }
}
