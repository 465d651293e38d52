package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.spinel.engine.struct.Allocations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final int SPACE = 11;
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private long usedAtStart;

    @BeforeEach
    void remember() {
        Arena.purge();
        usedAtStart = Arena.usedBytes();
    }

    @AfterEach
    void everyByteIsBack() {
        Arena.purge();
        assertEquals(usedAtStart, Arena.usedBytes());
    }

    @Test
    void anUnusedArenaCountsNextToNothing() {
        assertTrue(usedAtStart < 64 * KIB, Long.toString(usedAtStart));
    }

    @Test
    void usedMemoryGrowsByTheBlockAndTheRecordsAboutIt() {
        long recordsAtStart = Arena.usedBytes(MemoryTag.ARENA);
        long address = Arena.allocate(MemoryTag.SERVER, 104);
        assertEquals(104, Arena.blockSize(address));
        long records = Arena.usedBytes(MemoryTag.ARENA) - recordsAtStart;
        assertEquals(Mem.CHECKS, records == 0);
        assertEquals(usedAtStart + 104 + records, Arena.usedBytes());
        Arena.free(address);
    }

    @Test
    void blocksFillASlabInAddressOrderAndFreedOnesComeFirst() {
        assumeFalse(Mem.CHECKS, "red zones and quarantine change addresses");
        long[] blocks = allocateMany(1000, 64);
        for (int i = 1; i < blocks.length; i++) {
            assertEquals(blocks[i - 1] + 64, blocks[i]);
        }
        Arena.free(blocks[5]);
        Arena.free(blocks[3]);
        assertEquals(blocks[3], Arena.allocate(MemoryTag.SERVER, 60));
        assertEquals(blocks[5], Arena.allocate(MemoryTag.SERVER, 60));
        freeAll(blocks);
    }

    @Test
    void theLowestSlabWithRoomServesFirst() {
        assumeFalse(Mem.CHECKS, "quarantine keeps freed blocks");
        long[] blocks = allocateMany(5 * 1024, 64);
        Arena.free(blocks[3 * 1024]);
        Arena.free(blocks[1024]);
        Arena.free(blocks[2 * 1024]);
        long[] rest = allocateMany(1024, 64);
        List<Long> served = new ArrayList<>();
        for (long block : rest) {
            if (block < blocks[blocks.length - 1]) served.add(block);
        }
        assertEquals(List.of(blocks[1024], blocks[2 * 1024], blocks[3 * 1024]), served);
        for (int i = 0; i < blocks.length; i++) {
            if (i != 1024 && i != 2 * 1024 && i != 3 * 1024) Arena.free(blocks[i]);
        }
        freeAll(rest);
    }

    @Test
    void freeingTwiceIsFound() {
        for (int size : new int[] {40, 6000, 40_000, 2 * MIB}) {
            long address = Arena.allocate(MemoryTag.SERVER, size);
            Arena.free(address);
            BrokenInvariant broken = assertThrows(BrokenInvariant.class, () -> Arena.free(address));
            assertTrue(broken.getMessage().contains(Long.toHexString(address)), broken.getMessage());
        }
    }

    @Test
    void freeingTheMiddleOfABlockIsFound() {
        for (int size : new int[] {40, 6000, 40_000, 2 * MIB}) {
            long address = Arena.allocate(MemoryTag.SERVER, size);
            assertThrows(BrokenInvariant.class, () -> Arena.free(address + 8));
            Arena.free(address);
        }
        assertThrows(BrokenInvariant.class, () -> Arena.free(64));
    }

    @Test
    void unknownOwnersAreFound() {
        assertThrows(BrokenInvariant.class, () -> Arena.allocate(-1, 10));
        assertThrows(BrokenInvariant.class, () -> Arena.allocate(MemoryTag.COUNT, 10));
        assertThrows(BrokenInvariant.class, () -> Arena.allocateEntry(1 << 16, 10));
    }

    @Test
    void impossibleSizesGetNothing() {
        assertEquals(0, Arena.allocate(MemoryTag.SERVER, -1));
        assertEquals(0, Arena.allocate(MemoryTag.SERVER, Long.MAX_VALUE));
        assertEquals(0, Arena.allocate(MemoryTag.SERVER, Arena.reservedBytes()));
        long address = Arena.allocate(MemoryTag.SERVER, 100);
        assertEquals(0, Arena.reallocate(address, Long.MAX_VALUE));
        Arena.free(address);
    }

    @Test
    void aHugeBlockGrowsInPlaceAndThenMovesItsPages() {
        assumeFalse(Mem.CHECKS, "every growth moves in check mode");
        long address = Arena.allocate(MemoryTag.VALUE, 3 * MIB);
        Mem.initFill(address, 3 * MIB, (byte) 7);
        for (int size = 3; size <= 6; size++) {
            assertEquals(address, Arena.reallocate(address, size * MIB));
            assertEquals(size * MIB, Arena.usedBytes(MemoryTag.VALUE));
        }
        long neighbour = Arena.allocate(MemoryTag.VALUE, 3 * MIB);
        long moved = Arena.reallocate(address, 64 * MIB);
        assertNotEquals(address, moved);
        assertTrue(isFilled(moved, 3 * MIB, (byte) 7));
        assertTrue(isFilled(moved + 3 * MIB, 61 * MIB, (byte) 0));
        assertEquals(moved, Arena.reallocate(moved, 2 * MIB));
        assertEquals(moved, Arena.reallocate(moved, 8 * MIB));
        assertTrue(isFilled(moved, 2 * MIB, (byte) 7));
        Arena.free(moved);
        Arena.free(neighbour);
    }

    private static boolean isFilled(long address, long length, byte value) {
        for (long i = 0; i < length; i += 509) {
            if (Mem.getByte(address + i) != value) return false;
        }
        return true;
    }

    @Test
    void aSpanGrowsAndShrinksInPlaceWhileThereIsRoom() {
        assumeFalse(Mem.CHECKS, "every growth moves in check mode");
        long address = Arena.allocate(MemoryTag.VALUE, 40 * KIB);
        assertEquals(address, Arena.reallocate(address, 900 * KIB));
        assertEquals(900 * KIB, Arena.blockSize(address));
        assertEquals(address, Arena.reallocate(address, 50 * KIB));
        long next = Arena.allocate(MemoryTag.VALUE, 64 * KIB);
        assertEquals(0, next % (64 * KIB));
        Arena.free(address);
        Arena.free(next);
    }

    @Test
    void zeroedBlocksAreZeroWhateverWasThere() {
        for (int size : new int[] {100, 10_000, 500_000, 5 * MIB}) {
            long first = Arena.allocate(MemoryTag.SERVER, size);
            Mem.fill(first, size, (byte) 1);
            Arena.free(first);
            long again = Arena.allocateZeroed(MemoryTag.SERVER, size);
            for (int i = 0; i < size; i++) {
                assertEquals(0, Mem.getByte(again + i));
            }
            Arena.free(again);
        }
    }

    @Test
    void entriesOfASpaceAreWalkedInAddressOrderAndDroppedAtOnce() {
        long other = Arena.allocateEntry(SPACE + 1, 64);
        long count = 0;
        for (int i = 0; i < 20_000; i++) {
            int size = i % 1000 == 0 ? 100_000 : i % 5000 == 1 ? 2 * MIB : 16 + i % 500;
            assertTrue(Arena.allocateEntry(SPACE, size) != 0);
        }
        long previous = 0;
        for (long entry = Arena.nextEntry(SPACE, 0); entry != 0; entry = Arena.nextEntry(SPACE, entry)) {
            assertTrue(entry > previous);
            previous = entry;
            count++;
        }
        assertEquals(20_000, count);
        assertSlabsCover(count - 24);
        Arena.releaseSpace(SPACE);
        assertEquals(0, Arena.nextEntry(SPACE, 0));
        assertEquals(0, Arena.nextEntrySlab(SPACE, 0));
        assertEquals(other, Arena.nextEntry(SPACE + 1, 0));
        assertEquals(1, Arena.blockCount(MemoryTag.ENTRY));
        Arena.free(other);
    }

    private static void assertSlabsCover(long expected) {
        long inSlabs = 0;
        for (long slab = Arena.nextEntrySlab(SPACE, 0); slab != 0; slab = Arena.nextEntrySlab(SPACE, slab)) {
            assertTrue(Arena.slabUsed(slab) <= Arena.slabCapacity(slab));
            inSlabs += Arena.slabUsed(slab);
        }
        assertEquals(expected, inSlabs);
    }

    @Test
    void freedChunksGiveTheirMemoryBackAfterTenSeconds() {
        Arena.decay(1_000_000);
        long residentAtStart = Arena.residentBytes();
        long[] blocks = allocateMany(40, MIB / 2);
        assertTrue(Arena.residentBytes() >= residentAtStart + 18 * MIB);
        freeAll(blocks);
        if (Mem.CHECKS) Checks.emptyQuarantine();
        assertTrue(Arena.idleBytes() >= 18 * MIB);
        Arena.decay(1_009_000);
        assertTrue(Arena.idleBytes() >= 18 * MIB);
        long returned = 0;
        while (Arena.idleBytes() > 0) {
            returned += Arena.decay(1_010_000);
        }
        assertTrue(returned >= 18 * MIB);
        assertTrue(Arena.residentBytes() <= residentAtStart);
    }

    @Test
    void aRegisteredTagHasItsOwnCountersAndLeavesNothing() {
        int tag = MemoryTag.register("module-x", false);
        assertEquals("module-x", MemoryTag.name(tag));
        long kept = Arena.allocate(tag, 1000);
        Arena.free(Arena.allocate(tag, 100_000));
        Arena.allocate(tag, 3 * MIB);
        assertEquals(2, Arena.blockCount(tag));
        assertEquals(Arena.blockSize(kept) + 3 * MIB, Arena.usedBytes(tag));
        assertTrue(Arena.peakBytes(tag) >= Arena.usedBytes(tag));
        assertThrows(BrokenInvariant.class, () -> MemoryTag.unregister(tag));
        Arena.Leak leak = Arena.releaseTag(tag);
        assertEquals(2, leak.blocks());
        assertEquals(1024 + 3 * MIB, leak.bytes());
        assertEquals(0, Arena.usedBytes(tag));
        MemoryTag.unregister(tag);
        assertThrows(BrokenInvariant.class, () -> MemoryTag.unregister(tag));
        assertEquals(tag, MemoryTag.register("module-y", true));
        MemoryTag.unregister(tag);
    }

    @Test
    void thePeakStaysUntilReset() {
        Arena.resetPeak(MemoryTag.SERVER);
        long address = Arena.allocate(MemoryTag.SERVER, 10_000);
        long peak = Arena.usedBytes(MemoryTag.SERVER);
        Arena.free(address);
        assertTrue(Arena.peakBytes(MemoryTag.SERVER) >= peak);
        Arena.resetPeak(MemoryTag.SERVER);
        assertEquals(Arena.usedBytes(MemoryTag.SERVER), Arena.peakBytes(MemoryTag.SERVER));
    }

    @Test
    void theReportNamesTagsAndClasses() {
        long address = Arena.allocate(MemoryTag.PUBSUB, 48);
        String report = Arena.report();
        assertTrue(report.contains("pubsub") && report.contains("\n48 ") || Mem.CHECKS, report);
        assertFalse(report.contains("none"), report);
        Arena.free(address);
    }

    @Test
    void allocatingAndFreeingCreatesNoJavaObject() {
        long[] blocks = new long[100];
        Allocations.assertNone(() -> {
            for (int i = 0; i < 100; i++) {
                churn(blocks);
            }
        });
    }

    private static void churn(long[] blocks) {
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Arena.allocate(MemoryTag.SERVER, i * 600L);
            blocks[i] = Arena.reallocate(blocks[i], i * 700L);
        }
        for (int i = 0; i < blocks.length; i++) {
            Arena.free(blocks[i]);
        }
    }

    private static long[] allocateMany(int count, int size) {
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = Arena.allocate(MemoryTag.SERVER, size);
        }
        return blocks;
    }

    private static void freeAll(long[] blocks) {
        for (int i = 0; i < blocks.length; i++) {
            Arena.free(blocks[i]);
        }
    }
}
