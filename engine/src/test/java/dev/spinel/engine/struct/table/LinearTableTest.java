package dev.spinel.engine.struct.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Allocations;
import dev.spinel.engine.struct.LiveBytes;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinearTableTest {
    private final LinearTable table = TestEntries.table();
    private long usedBefore;

    @BeforeEach
    void remember() {
        usedBefore = LiveBytes.now();
    }

    @AfterEach
    void givesEverythingBack() {
        TestEntries.removeAll(table);
        assertEquals(0, table.count());
        assertEquals(0, table.memoryBytes());
        assertEquals(usedBefore, LiveBytes.now());
    }

    @Test
    void findsWhatWasInsertedAndNothingElse() {
        for (int i = 0; i < 50_000; i++) {
            TestEntries.insert(table, i);
        }
        for (int i = 0; i < 50_000; i++) {
            long slot = TestEntries.find(table, i);
            assertNotEquals(LinearTable.NO_SLOT, slot);
            assertEquals(i, TestEntries.number(table.entryAt(slot)));
            assertEquals(LinearTable.NO_SLOT, TestEntries.find(table, i + 50_000L));
        }
    }

    @Test
    void anEmptyTableOwnsNothing() {
        assertEquals(LinearTable.NO_SLOT, TestEntries.find(table, 1));
        assertEquals(LinearTable.NO_SLOT, table.random(new Random(1)));
        assertEquals(0, table.scan(0, slot -> { }));
        assertEquals(0, table.memoryBytes());
    }

    @Test
    void aMovedEntryIsFoundAtItsNewPlace() {
        long slot = TestEntries.insert(table, 7);
        table.setTtlBit(slot, true, 99);
        long old = table.entryAt(slot);
        long moved = TestEntries.allocate(TestEntries.key(7));
        table.replaceAt(slot, moved);
        Arena.free(old);
        assertEquals(moved, table.entryAt(TestEntries.find(table, 7)));
        assertTrue(table.ttlBit(slot));
    }

    @Test
    void costsAboutNineBytesPerKey() {
        for (int size : new int[] {100, 1_000, 10_000, 30_000, 100_000, 200_000}) {
            for (long i = table.count(); i < size; i++) {
                TestEntries.insert(table, i);
            }
            double perKey = (double) table.memoryBytes() / size;
            assertTrue(perKey > 7.5 && perKey < (size < 1_000 ? 12 : 10), size + " keys: " + perKey + " B/key");
        }
    }

    @Test
    void memoryFollowsTheCountDown() {
        for (int i = 0; i < 100_000; i++) {
            TestEntries.insert(table, i);
        }
        for (int i = 100; i < 100_000; i++) {
            TestEntries.remove(table, TestEntries.find(table, i));
        }
        assertTrue(table.memoryBytes() < 100 * 25, "bytes: " + table.memoryBytes());
        for (int i = 0; i < 100; i++) {
            assertNotEquals(LinearTable.NO_SLOT, TestEntries.find(table, i));
        }
    }

    @Test
    void aReservedTableKeepsItsRoomWhileItIsFilled() {
        table.reserve(20_000);
        long reserved = table.memoryBytes();
        int buckets = table.bucketCount();
        for (int i = 0; i < 20_000; i++) {
            TestEntries.insert(table, i);
        }
        assertEquals(buckets, table.bucketCount());
        assertTrue(table.memoryBytes() < reserved * 3 / 2, "bytes: " + table.memoryBytes());
        for (int i = 0; i < 20_000; i++) {
            assertNotEquals(LinearTable.NO_SLOT, TestEntries.find(table, i));
        }
        table.unreserve();
    }

    @Test
    void aTableReservedForTooManyShrinksWhenLetGo() {
        TestEntries.insert(table, -1);
        table.reserve(100_000);
        for (int i = 0; i < 3_000; i++) {
            TestEntries.insert(table, i);
        }
        table.unreserve();
        for (int i = 3_000; i < 20_000; i++) {
            TestEntries.insert(table, i);
        }
        assertTrue(table.bucketCount() < 6_000, "buckets: " + table.bucketCount());
        assertNotEquals(LinearTable.NO_SLOT, TestEntries.find(table, -1));
    }

    @Test
    void aReservedTableThatStaysEmptyOwnsNothing() {
        table.reserve(5_000);
        table.unreserve();
        assertEquals(0, table.memoryBytes());
    }

    @Test
    void removingTheVisitedEntryDuringAScanIsSafe() {
        for (int i = 0; i < 20_000; i++) {
            TestEntries.insert(table, i);
        }
        Set<Long> seen = new HashSet<>();
        long cursor = 0;
        do {
            cursor = table.scan(cursor, slot -> {
                seen.add(TestEntries.number(table.entryAt(slot)));
                TestEntries.remove(table, slot);
            });
        } while (cursor != 0);
        assertEquals(20_000, seen.size());
        assertEquals(0, table.count());
    }

    @Test
    void insertingDuringAVisitIsSafe() {
        for (int i = 0; i < 1_000; i++) {
            TestEntries.insert(table, i);
        }
        long[] next = {1_000};
        table.forEach(slot -> {
            if (next[0] < 4_000) {
                TestEntries.insert(table, next[0]++);
            }
        });
        assertEquals(next[0], table.count());
        for (int i = 0; i < next[0]; i++) {
            assertNotEquals(LinearTable.NO_SLOT, TestEntries.find(table, i));
        }
        for (int i = 0; i < 4_000; i++) {
            TestEntries.insert(table, 10_000 + i);
        }
        assertTrue(table.count() <= 9 * table.statistics().buckets(), "growth caught up");
    }

    @Test
    void randomDrawsAllEntriesAlike() {
        int entries = 3_000;
        int draws = 600_000;
        for (int i = 0; i < entries; i++) {
            TestEntries.insert(table, i);
        }
        int[] drawn = new int[entries];
        Random random = new Random(42);
        for (int i = 0; i < draws; i++) {
            drawn[(int) TestEntries.number(table.entryAt(table.random(random)))]++;
        }
        double expected = (double) draws / entries;
        double chiSquare = 0;
        for (int count : drawn) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        double deviations = (chiSquare - entries) / Math.sqrt(2.0 * entries);
        assertTrue(Math.abs(deviations) < 5, "chi square off by " + deviations + " sigma");
    }

    @Test
    void sampleGivesDistinctEntries() {
        for (int i = 0; i < 100; i++) {
            TestEntries.insert(table, i);
        }
        long[] slots = new long[32];
        int found = table.sample(new Random(3), slots, 32);
        Set<Long> distinct = new HashSet<>();
        for (int i = 0; i < found; i++) {
            distinct.add(TestEntries.number(table.entryAt(slots[i])));
        }
        assertEquals(32, found);
        assertEquals(32, distinct.size());
    }

    @Test
    void aSweepVisitsDueGroupsOnlyAndRaisesTheirBound() {
        for (int i = 0; i < 20_000; i++) {
            long slot = TestEntries.insert(table, i);
            if (i % 100 == 0) {
                table.setTtlBit(slot, true, 1_000_000 + i);
            }
        }
        assertEquals(200, table.ttlCount());
        assertEquals(-1, table.nextDueGroup(0, 999_999));
        int removed = 0;
        long nowMs = 1_009_950;
        for (int group = table.nextDueGroup(0, nowMs); group >= 0; group = table.nextDueGroup(group + 1, nowMs)) {
            removed += sweep(group, nowMs);
        }
        assertEquals(100, removed);
        assertEquals(100, table.ttlCount());
        assertEquals(-1, table.nextDueGroup(0, nowMs));
        assertTrue(table.nextDueGroup(0, 1_020_000) >= 0);
    }

    private int sweep(int group, long nowMs) {
        int removed = 0;
        table.beginSweep(group);
        for (long slot = table.nextSwept(); slot != LinearTable.NO_SLOT; slot = table.nextSwept()) {
            long whenMs = 1_000_000 + TestEntries.number(table.entryAt(slot));
            if (whenMs <= nowMs) {
                TestEntries.remove(table, slot);
                removed++;
            } else {
                table.keepSwept(whenMs);
            }
        }
        table.endSweep();
        return removed;
    }

    @Test
    void aSweepCutShortKeepsTheOldBound() {
        for (int i = 0; i < 50; i++) {
            table.setTtlBit(TestEntries.insert(table, i), true, 500);
        }
        table.beginSweep(0);
        table.nextSwept();
        table.endSweep();
        assertEquals(500, table.groupMin(0));
    }

    @Test
    void boundsFollowEntriesThroughSplitsAndMerges() {
        for (int i = 0; i < 60_000; i++) {
            long slot = TestEntries.insert(table, i);
            if (i % 50 == 0) {
                table.setTtlBit(slot, true, i + 1);
            }
        }
        assertBoundsHold(60_000);
        for (int i = 0; i < 55_000; i++) {
            TestEntries.remove(table, TestEntries.find(table, i));
        }
        assertBoundsHold(60_000);
        assertEquals(100, table.ttlCount());
    }

    private void assertBoundsHold(long nowMs) {
        Set<Long> swept = new HashSet<>();
        for (int group = table.nextDueGroup(0, nowMs); group >= 0; group = table.nextDueGroup(group + 1, nowMs)) {
            long bound = table.groupMin(group);
            table.beginSweep(group);
            for (long slot = table.nextSwept(); slot != LinearTable.NO_SLOT; slot = table.nextSwept()) {
                long number = TestEntries.number(table.entryAt(slot));
                assertTrue(bound <= number + 1);
                swept.add(number);
                table.keepSwept(number + 1);
            }
            table.endSweep();
        }
        assertEquals(table.ttlCount(), swept.size());
    }

    @Test
    void statisticsAddUp() {
        for (int i = 0; i < 5_000; i++) {
            TestEntries.insert(table, i);
        }
        TableStatistics statistics = table.statistics();
        long buckets = 0;
        for (long length : statistics.chainLengths()) {
            buckets += length;
        }
        assertEquals(5_000, statistics.entries());
        assertEquals(statistics.buckets(), buckets);
        assertEquals(table.memoryBytes(), statistics.memoryBytes());
        assertTrue(statistics.longestChain() >= 8);
    }

    @Test
    void clearFreesTheTableAndLeavesTheEntries() {
        long[] entries = new long[3_000];
        for (int i = 0; i < entries.length; i++) {
            long slot = TestEntries.insert(table, i);
            entries[i] = table.entryAt(slot);
            table.setTtlBit(slot, true, 5);
        }
        table.clear();
        assertEquals(0, table.memoryBytes());
        assertEquals(0, table.ttlCount());
        assertFalse(table.nextDueGroup(0, 10) >= 0);
        for (long entry : entries) {
            Arena.free(entry);
        }
    }

    @Test
    void allocatesNothingOnTheJavaHeap() {
        long key = Arena.allocate(MemoryTag.SERVER, 8);
        long[] entries = new long[12_000];
        SlotVisitor nothing = slot -> { };
        Random random = new Random(1);
        Allocations.assertNone(() -> {
            for (int i = 0; i < entries.length; i++) {
                entries[i] = Arena.allocateEntry(0, 9);
                Mem.initByte(entries[i], (byte) 8);
                Mem.initLong(entries[i] + 1, i);
                long slot = table.insert(table.hash(entries[i] + 1, 8), entries[i]);
                table.setTtlBit(slot, (i & 1) == 0, i);
            }
            for (long cursor = table.scan(0, nothing); cursor != 0; cursor = table.scan(cursor, nothing)) {
                table.random(random);
            }
            for (int i = 0; i < entries.length; i++) {
                Mem.putLong(key, i);
                table.removeAt(table.find(table.hash(key, 8), key, 8));
                Arena.free(entries[i]);
            }
        });
        Arena.free(key);
    }
}
