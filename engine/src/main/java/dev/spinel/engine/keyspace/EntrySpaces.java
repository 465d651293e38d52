package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import java.util.BitSet;

/**
 * Which spaces of the arena hold entries. A database whose entries are to be freed in slices moves to a fresh space, so
 * that they lie apart from those it gets: a snapshot reads spaces. Reactor.
 *
 * <pre>
 *   SELECT 0 ──► space 0            FLUSHDB ASYNC:   SELECT 0 ──► space 16
 *   …                                                being freed: space 0, lent again when that is done
 *   SELECT 15 ─► space 15
 * </pre>
 */
final class EntrySpaces {
    private final BitSet taken = new BitSet();

    /** Whether there is a free one. */
    boolean hasSpare() {
        return taken.cardinality() < Arena.SPACES;
    }

    /** The lowest free one. */
    int take() {
        int space = taken.nextClearBit(0);
        taken.set(space);
        return space;
    }

    /** No entry is left in it. */
    void giveBack(int space) {
        taken.clear(space);
    }
}
