package dev.spinel.engine.struct.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.LiveBytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LinearTablePropertyTest {
    @Property(tries = 40)
    void behavesLikeAMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5_000) int keys) {
        long usedBefore = LiveBytes.now();
        Random random = new Random(seed);
        LinearTable table = TestEntries.table();
        Map<Long, Boolean> model = new HashMap<>();
        int inserts = 50;
        for (int step = 0; step < 20_000; step++) {
            if (step % 4_000 == 0) {
                inserts = 20 + random.nextInt(60);
            }
            long number = random.nextInt(keys);
            long slot = TestEntries.find(table, number);
            assertEquals(model.containsKey(number), slot != LinearTable.NO_SLOT);
            if (slot == LinearTable.NO_SLOT && random.nextInt(100) < inserts) {
                TestEntries.insert(table, number);
                model.put(number, false);
            } else if (slot != LinearTable.NO_SLOT && random.nextInt(100) >= inserts) {
                TestEntries.remove(table, slot);
                model.remove(number);
            } else if (slot != LinearTable.NO_SLOT) {
                boolean on = random.nextBoolean();
                table.setTtlBit(slot, on, number);
                model.put(number, on);
            }
        }
        assertSame(model, table);
        TestEntries.removeAll(table);
        assertEquals(usedBefore, LiveBytes.now());
    }

    private static void assertSame(Map<Long, Boolean> model, LinearTable table) {
        Map<Long, Boolean> found = new HashMap<>();
        table.forEach(slot -> {
            Boolean before = found.put(TestEntries.number(table.entryAt(slot)), table.ttlBit(slot));
            assertEquals(null, before);
        });
        assertEquals(model, found);
        assertEquals(model.size(), table.count());
        assertEquals(model.values().stream().filter(on -> on).count(), table.ttlCount());
    }

    /** The SCAN guarantee: whatever stays is seen, however much the table grows and shrinks between the calls. */
    @Property(tries = 60)
    void aScanSeesWhatStays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int staying) {
        Random random = new Random(seed);
        LinearTable table = TestEntries.table();
        for (int i = 0; i < staying; i++) {
            TestEntries.insert(table, i);
        }
        Set<Long> seen = new HashSet<>();
        long guests = 0;
        long first = 1_000_000;
        long cursor = 0;
        do {
            cursor = table.scan(cursor, slot -> seen.add(TestEntries.number(table.entryAt(slot))));
            int change = random.nextInt(1_200);
            boolean grows = random.nextBoolean();
            for (int i = 0; i < change; i++) {
                if (grows && guests < 6_000) {
                    TestEntries.insert(table, first + guests++);
                } else if (!grows && guests > 0) {
                    TestEntries.remove(table, TestEntries.find(table, first + --guests));
                }
            }
        } while (cursor != 0);
        for (long i = 0; i < staying; i++) {
            assertTrue(seen.contains(i), "missed " + i);
        }
        TestEntries.removeAll(table);
    }
}
