package dev.spinel.engine.struct.packedhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.LiveBytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PackedHashPropertyTest {
    @Property(tries = 80)
    void behavesLikeAMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int fields) {
        long usedBefore = LiveBytes.now();
        long valuesBefore = Arena.usedBytes(MemoryTag.VALUE);
        Random random = new Random(seed);
        Map<String, String> model = new HashMap<>();
        Map<String, Long> expiries = new HashMap<>();
        try (TestPackedHash hash = new TestPackedHash()) {
            int puts = 50;
            for (int step = 0; step < 6_000; step++) {
                if (step % 1_500 == 0) {
                    puts = 20 + random.nextInt(60);
                }
                String field = field(random, fields);
                if (random.nextInt(100) < puts) {
                    String value = value(random);
                    assertEquals(model.put(field, value) == null, hash.put(field, value));
                } else if (random.nextInt(3) > 0) {
                    assertEquals(model.remove(field) != null, hash.remove(field));
                    expiries.remove(field);
                } else {
                    changeExpiry(random, hash, field, expiries);
                }
                assertEquals(model.get(field), hash.get(field));
            }
            assertEquals(model, hash.all());
            assertEquals(expiries, hash.expiries());
            assertEquals(Arena.usedBytes(MemoryTag.VALUE) - valuesBefore, hash.hash.memoryBytes());
            assertCopyIsEqual(hash, model, expiries);
        }
        assertEquals(usedBefore, LiveBytes.now());
    }

    private static void changeExpiry(Random random, TestPackedHash hash, String field, Map<String, Long> expiries) {
        if (!hash.find(field)) {
            return;
        }
        if (random.nextInt(4) > 0) {
            long whenMs = random.nextInt(1_000_000);
            hash.hash.setExpiry(hash.cursor, whenMs);
            expiries.put(field, whenMs);
            assertTrue(hash.hash.earliestExpiry() <= whenMs);
        } else {
            hash.hash.clearExpiry(hash.cursor);
            expiries.remove(field);
        }
        assertEquals(expiries.getOrDefault(field, -1L), hash.cursor.expiry());
    }

    private static void assertCopyIsEqual(TestPackedHash hash, Map<String, String> model, Map<String, Long> expiries) {
        long original = hash.hash.root();
        long before = Arena.usedBytes(MemoryTag.VALUE);
        long copy = hash.hash.copy();
        hash.hash.open(copy);
        assertEquals(Arena.usedBytes(MemoryTag.VALUE) - before, hash.hash.memoryBytes());
        PackedHash.free(original);
        assertEquals(model, hash.all());
        assertEquals(expiries, hash.expiries());
    }

    @Property(tries = 60)
    void aScanSeesWhatStays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int staying) {
        Random random = new Random(seed);
        try (TestPackedHash hash = new TestPackedHash()) {
            for (int i = 0; i < staying; i++) {
                hash.put("stay" + i, "");
            }
            Set<String> seen = new HashSet<>();
            int guests = 0;
            long cursor = 0;
            do {
                cursor = hash.hash.beginScan(hash.cursor, cursor);
                while (hash.hash.next(hash.cursor)) {
                    seen.add(hash.field());
                }
                boolean grows = random.nextBoolean();
                for (int i = random.nextInt(400); i > 0; i--) {
                    if (grows && guests < 3_000) {
                        hash.put("guest" + guests++, "");
                    } else if (!grows && guests > 0) {
                        hash.remove("guest" + --guests);
                    }
                }
            } while (cursor != 0);
            for (int i = 0; i < staying; i++) {
                assertTrue(seen.contains("stay" + i), "missed " + i);
            }
        }
    }

    private static String field(Random random, int fields) {
        int number = random.nextInt(fields);
        return number % 50 == 0 ? "long field " + "f".repeat(230 + number % 97) + number : "field:" + number;
    }

    private static String value(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> "v".repeat(random.nextInt(260));
            case 2 -> random.nextInt(10) == 0 ? "w".repeat(random.nextInt(20_000)) : "w";
            default -> Integer.toString(random.nextInt());
        };
    }
}
