package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFuzzTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theReaderSeesMemoryAsOfTheStart(long seed) throws InterruptedException {
        Arena.purge();
        long usedAtStart = Arena.usedBytes();
        SnapshotFuzz fuzz = new SnapshotFuzz(seed, true);
        assertEquals(0, fuzz.run(6), "blocks read wrong, seed " + seed);
        assertTrue(fuzz.writes() > 0);
        assertFalse(Snapshot.isActive() || Snapshot.isBroken());
        assertEquals(0, Snapshot.keptBytes());
        Arena.purge();
        assertEquals(usedAtStart, Arena.usedBytes(), "seed " + seed);
    }

    /** The alarm works: without the barrier the same run reads wrong blocks. */
    @Test
    void withoutTheBarrierTheReaderSeesNewBytes() throws InterruptedException {
        assertTrue(new SnapshotFuzz(1, false).run(1) > 0);
    }
}
