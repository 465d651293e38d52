package dev.spinel.engine.memory;

/**
 * A slice of active defragmentation: moves blocks out of sparse slabs into the lowest slab with room, so that the
 * sparse ones run empty, and counts. Whoever refers to a block that moved is told by {@link #move} where it is now. Not
 * while a snapshot reads the arena. Reactor thread.
 */
public final class Relocation {
    private int left;
    private long high;
    private long low;
    private long moved;
    private long kept;

    /** Starts a slice that looks at about so many blocks. */
    public void begin(int blocks) {
        left = blocks;
    }

    /** Whether the slice has looked at enough blocks. */
    public boolean isOver() {
        return left <= 0;
    }

    /** Counts a step of work without a block. */
    public void pass() {
        left--;
    }

    /** Moves a live block to a better place; answers its new address, or 0 when it stays. */
    public long move(long address) {
        left--;
        long target = Arena.relocate(address);
        if (target == 0) {
            kept++;
        } else {
            moved++;
        }
        return target;
    }

    /** Where to go on, for values that need 128 bits for that: the first half. */
    public long high() {
        return high;
    }

    /** The second half of where to go on. */
    public long low() {
        return low;
    }

    /** Notes where to go on, beside the place that is answered. */
    public void place(long highHalf, long lowHalf) {
        high = highHalf;
        low = lowHalf;
    }

    /** Blocks moved so far. */
    public long moved() {
        return moved;
    }

    /** Blocks looked at that stayed where they are. */
    public long kept() {
        return kept;
    }

    /** CONFIG RESETSTAT. */
    public void resetStats() {
        moved = 0;
        kept = 0;
    }
}
