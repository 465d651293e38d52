package dev.spinel.module.api;

/**
 * A walk of a module over part of a sorted set, by ranks, so that it survives changes on the way. Lives in its key.
 *
 * @param first rank of the first member
 * @param end rank behind the last member
 * @param current rank of the member the walk stands at
 * @param isOver whether the walk tried to leave the part, or the part is empty
 */
record ZsetRange(long first, long end, long current, boolean isOver) {
    /** A walk over nothing. */
    static final ZsetRange NONE = new ZsetRange(0, 0, 0, true);

    static ZsetRange of(long first, long end, boolean fromTheEnd) {
        return first >= end ? NONE : new ZsetRange(first, end, fromTheEnd ? end - 1 : first, false);
    }

    boolean hasCurrent() {
        return first < end;
    }

    /** One step on, or the same place, over. */
    ZsetRange step(int by) {
        long next = current + by;
        return hasCurrent() && next >= first && next < end ? new ZsetRange(first, end, next, false)
                : new ZsetRange(first, end, current, true);
    }
}
