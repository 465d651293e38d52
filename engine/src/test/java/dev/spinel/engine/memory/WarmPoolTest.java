package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Warm chunks are idle memory that waits for its use, is used first, and goes when everything idle goes. */
final class WarmPoolTest {
    private static final int MOST_CHUNKS = 64;
    private static final long BLOCK_BYTES = 512 << 10;

    private static void warmAll() {
        Assumptions.assumeTrue(WarmPool.warmOne(), "the kernel cannot populate memory");
        int warm = 1;
        while (warm < MOST_CHUNKS && WarmPool.warmOne()) {
            warm++;
        }
    }

    @Test
    void warmChunksCountAsIdleUntilTheyAreTaken() {
        Arena.purge();
        long idleBefore = Arena.idleBytes();
        warmAll();
        assertFalse(WarmPool.warmOne());
        assertTrue(Arena.idleBytes() > idleBefore);
        long residentWarm = Arena.residentBytes();
        long block = Arena.allocate(MemoryTag.SERVER, BLOCK_BYTES);
        Mem.initFill(block, BLOCK_BYTES, (byte) 1);
        assertEquals(residentWarm, Arena.residentBytes(), "taken from what is warm");
        Arena.free(block);
        Arena.purge();
        assertEquals(0, Arena.idleBytes());
    }

    @Test
    void timeDoesNotTakeWarmChunks() {
        Arena.purge();
        warmAll();
        long idle = Arena.idleBytes();
        Arena.decay(System.currentTimeMillis() + 10 * Chunks.DECAY_MS);
        assertEquals(idle, Arena.idleBytes());
        Arena.purge();
    }
}
