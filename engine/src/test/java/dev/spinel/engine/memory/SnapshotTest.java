package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a snapshot one by one, with reader and writer on one thread. */
class SnapshotTest {
    private static final int SPACE = 21;
    private static final int SIZE = 96;
    private static final int MIB = 1 << 20;

    private long buffer;
    private long usedAtStart;

    @BeforeEach
    void begin() {
        Arena.purge();
        usedAtStart = Arena.usedBytes();
        buffer = Arena.allocate(MemoryTag.SERVER, MIB);
    }

    @AfterEach
    void end() {
        if (Snapshot.isActive()) Snapshot.end();
        reclaim();
        Arena.free(buffer);
        Arena.purge();
        assertEquals(usedAtStart, Arena.usedBytes());
    }

    private static void reclaim() {
        boolean isMore = true;
        while (isMore) {
            isMore = Snapshot.reclaim();
        }
        assertEquals(0, Snapshot.keptBytes());
    }

    private static long filled(int tag, int size) {
        long address = Arena.allocate(tag, size);
        Mem.initFill(address, size, (byte) 'a');
        return address;
    }

    private byte[] asOfStart(long address, int length) {
        Snapshot.copyOut(address, length, buffer);
        return Mem.toBytes(buffer, length);
    }

    private static byte[] letters(int length) {
        byte[] letters = new byte[length];
        Arrays.fill(letters, (byte) 'a');
        return letters;
    }

    @Test
    void theOldBytesAreReadAfterAWrite() {
        long value = filled(MemoryTag.VALUE, SIZE);
        Snapshot.begin();
        Mem.fill(value, SIZE, (byte) 'b');
        assertArrayEquals(letters(SIZE), asOfStart(value, SIZE));
        assertEquals('b', Mem.getByte(value));
        Arena.free(value);
        assertArrayEquals(letters(SIZE), asOfStart(value, SIZE));
    }

    @Test
    void aSecondWriteToAGranuleKeepsNothingMore() {
        long value = filled(MemoryTag.VALUE, SIZE);
        Snapshot.begin();
        Mem.putLong(value, 1);
        long kept = Snapshot.keptBytes();
        assertTrue(kept >= Barrier.GRANULE);
        Mem.putLong(value, 2);
        assertEquals(kept, Snapshot.keptBytes());
        Snapshot.end();
        Arena.free(value);
    }

    @Test
    void newBlocksTablesAndHintsKeepNothing() {
        long table = filled(MemoryTag.TABLE, SIZE);
        long entry = Arena.allocateEntry(SPACE, SIZE);
        Snapshot.begin();
        Mem.putLong(table, 1);
        Mem.putHint24(entry, 0x123456);
        long fresh = filled(MemoryTag.VALUE, SIZE);
        Mem.putLong(fresh, 1);
        assertEquals(0, Snapshot.keptBytes());
        assertThrows(BrokenInvariant.class, () -> asOfStart(fresh, SIZE));
        Snapshot.end();
        Arena.free(table);
        Arena.free(entry);
        Arena.free(fresh);
    }

    /** The slab that serves next may have no room left when the snapshot starts, wherever in a slab that happens. */
    @Test
    void blocksAreFoundAfterASnapshotThatMetAFullSlab() {
        int count = 2 * AddressSpace.UNIT / SIZE;
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = filled(MemoryTag.VALUE, SIZE);
            assertNotEquals(0, values[i]);
            Snapshot.begin();
            Snapshot.end();
        }
        for (long value : values) {
            Arena.free(value);
        }
    }

    @Test
    void aFreedBlockIsNotHandedOutWhileTheSnapshotWantsIt() {
        long value = filled(MemoryTag.VALUE, SIZE);
        Snapshot.begin();
        Arena.free(value);
        long other = Arena.allocate(MemoryTag.VALUE, SIZE);
        assertNotEquals(AddressSpace.unit(value), AddressSpace.unit(other));
        Snapshot.end();
        Arena.free(other);
    }

    @Test
    void aLargeBlockFreedMeanwhileCountsAsKept() {
        for (int size : new int[] {100 << 10, 3 * MIB}) {
            long value = filled(MemoryTag.VALUE, size);
            long counted = Arena.blockSize(value);
            Snapshot.begin();
            Arena.free(value);
            if (Mem.CHECKS) Checks.emptyQuarantine();
            assertEquals(0, Arena.usedBytes(MemoryTag.VALUE));
            assertTrue(Snapshot.keptBytes() >= counted);
            assertArrayEquals(letters(1000), asOfStart(value + size - 1000, 1000));
            assertThrows(BrokenInvariant.class, () -> Arena.free(value));
            Snapshot.end();
            reclaim();
        }
    }

    @Test
    void savedSlabsCostTheWriterNothing() {
        long entry = Arena.allocateEntry(SPACE, SIZE);
        Snapshot.begin();
        long slab = Snapshot.nextSlab(SPACE, 0);
        assertEquals(entry, slab);
        Mem.putLong(entry, 1);
        assertTrue(Snapshot.keptBytes() > 0);
        Snapshot.saved(slab);
        assertEquals(0, Snapshot.nextSlab(SPACE, 0));
        Snapshot.reclaim();
        assertEquals(0, Snapshot.keptBytes());
        Mem.putLong(entry, 2);
        assertEquals(0, Snapshot.keptBytes());
        Snapshot.end();
        Arena.free(entry);
    }

    @Test
    void aFlushedSpaceIsStillThereForTheReader() {
        for (int i = 0; i < 100; i++) {
            Mem.initLong(Arena.allocateEntry(SPACE, SIZE), i);
        }
        Snapshot.begin();
        Arena.releaseSpace(SPACE);
        assertEquals(0, Arena.blockCount(MemoryTag.ENTRY));
        long slab = Snapshot.nextSlab(SPACE, 0);
        Snapshot.liveBlocks(slab, buffer);
        int live = 0;
        for (int i = 0; i < Snapshot.capacity(slab); i++) {
            if (Bits.get(buffer, i)) live++;
        }
        assertEquals(100, live);
        assertFalse(Snapshot.isBroken());
    }

    @Test
    void onlyOneRunsAtATime() {
        Snapshot.begin();
        assertThrows(BrokenInvariant.class, Snapshot::begin);
    }
}
