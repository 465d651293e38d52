package dev.spinel.engine.struct.packedhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Allocations;
import dev.spinel.engine.struct.LiveBytes;
import dev.spinel.engine.struct.table.SipHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PackedHashTest {
    private long usedBefore;

    @BeforeEach
    void remember() {
        usedBefore = LiveBytes.now();
    }

    @AfterEach
    void givesEverythingBack() {
        assertEquals(usedBefore, LiveBytes.now());
    }

    @Test
    void anEmptyHashHasNoElements() {
        try (TestPackedHash hash = new TestPackedHash()) {
            assertNull(hash.get("f"));
            assertFalse(hash.remove("f"));
            assertTrue(hash.all().isEmpty());
            assertFalse(hash.hash.random(hash.cursor, new Random(1)));
            assertEquals(0, hash.hash.beginScan(hash.cursor, 0));
            assertFalse(hash.hash.next(hash.cursor));
            assertFalse(hash.cursor.isOnElement());
        }
    }

    @Test
    void valuesOfAnySizeReplaceOneAnother() {
        try (TestPackedHash hash = new TestPackedHash()) {
            hash.put("before", "1");
            hash.put("field", "");
            hash.put("behind", "2");
            for (int length : new int[] {1, 239, 240, 9, 10, 5_000, 5_001, 0, 70_000, 3}) {
                assertFalse(hash.put("field", "x".repeat(length)));
                assertEquals("x".repeat(length), hash.get("field"));
                assertEquals("1", hash.get("before"));
                assertEquals("2", hash.get("behind"));
            }
        }
    }

    @Test
    void aCrowdedBucketPutsElementsOutside() {
        try (TestPackedHash hash = new TestPackedHash()) {
            Map<String, String> model = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                String field = i + "f".repeat(230);
                hash.put(field, "v".repeat(239));
                model.put(field, "v".repeat(239));
            }
            assertEquals(model, hash.all());
            for (String field : model.keySet()) {
                assertTrue(hash.find(field));
                hash.hash.setExpiry(hash.cursor, 5);
            }
            assertEquals(20_000, hash.hash.expiringCount());
            assertEquals(model, hash.all());
        }
    }

    @Test
    void costsWhatTheBlueprintSays() {
        assertTrue(bytesPerElement(16, 8, false) < 30.5, "16/8: " + bytesPerElement(16, 8, false));
        assertTrue(bytesPerElement(16, 32, false) < 55, "16/32: " + bytesPerElement(16, 32, false));
        assertTrue(bytesPerElement(16, 8, true) < 38.7, "16/8 with expiry: " + bytesPerElement(16, 8, true));
        assertTrue(bytesPerElement(16, 0, false) < 22, "members of 16: " + bytesPerElement(16, 0, false));
    }

    private static double bytesPerElement(int fieldLength, int valueLength, boolean withExpiry) {
        int elements = 100_000;
        long block = Arena.allocate(MemoryTag.SERVER, 64);
        try (TestPackedHash hash = new TestPackedHash()) {
            Mem.initFill(block, 64, (byte) 'x');
            for (int i = 0; i < elements; i++) {
                Mem.putLong(block, i);
                hash.hash.put(block, fieldLength, block, valueLength);
                if (withExpiry) {
                    hash.hash.find(hash.cursor, block, fieldLength);
                    hash.hash.setExpiry(hash.cursor, i);
                }
            }
            return (double) hash.hash.memoryBytes() / elements;
        } finally {
            Arena.free(block);
        }
    }

    @Test
    void memoryFollowsTheCountDown() {
        try (TestPackedHash hash = new TestPackedHash()) {
            for (int i = 0; i < 30_000; i++) {
                hash.put("field:" + i, "value");
            }
            for (int i = 10; i < 30_000; i++) {
                hash.remove("field:" + i);
            }
            assertEquals(10, hash.all().size());
            assertTrue(hash.hash.memoryBytes() < 600, "bytes: " + hash.hash.memoryBytes());
        }
    }

    @Test
    void removingDuringAWalkLosesNothing() {
        try (TestPackedHash hash = new TestPackedHash()) {
            for (int i = 0; i < 5_000; i++) {
                hash.put("field:" + i, Integer.toString(i & 1));
            }
            int walked = 0;
            hash.hash.begin(hash.cursor);
            while (hash.hash.next(hash.cursor)) {
                walked++;
                if (hash.value().equals("1")) {
                    hash.hash.removeAt(hash.cursor);
                }
            }
            hash.hash.shrink();
            assertEquals(5_000, walked);
            assertEquals(2_500, hash.all().size());
            assertFalse(hash.all().containsValue("1"));
        }
    }

    @Test
    void randomDrawsAllElementsAlike() {
        int elements = 2_000;
        int draws = 400_000;
        try (TestPackedHash hash = new TestPackedHash()) {
            for (int i = 0; i < elements; i++) {
                hash.put(Integer.toString(i), "");
            }
            int[] drawn = new int[elements];
            Random random = new Random(7);
            for (int i = 0; i < draws; i++) {
                hash.hash.random(hash.cursor, random);
                drawn[Integer.parseInt(hash.field())]++;
            }
            double expected = (double) draws / elements;
            double chiSquare = 0;
            for (int count : drawn) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            double deviations = (chiSquare - elements) / Math.sqrt(2.0 * elements);
            assertTrue(Math.abs(deviations) < 5, "chi square off by " + deviations + " sigma");
        }
    }

    @Test
    void expiryStaysWithTheFieldWhenTheValueChanges() {
        try (TestPackedHash hash = new TestPackedHash()) {
            hash.put("a", "1");
            hash.put("b", "2");
            hash.find("a");
            hash.hash.setExpiry(hash.cursor, 77);
            hash.put("a", "longer");
            assertEquals("longer", hash.get("a"));
            assertEquals(77, hash.cursor.expiry());
            assertEquals(77, hash.hash.earliestExpiry());
            hash.find("b");
            assertEquals(-1, hash.cursor.expiry());
            hash.remove("a");
            assertEquals(0, hash.hash.expiringCount());
        }
    }

    @Test
    void allocatesNothingOnTheJavaHeap() {
        long block = Arena.allocate(MemoryTag.SERVER, 64);
        Mem.initFill(block, 64, (byte) 'x');
        PackedHash hash = new PackedHash(new SipHash(1, 2));
        PackedHashCursor cursor = new PackedHashCursor();
        Random random = new Random(1);
        Allocations.assertNone(() -> {
            hash.open(PackedHash.create());
            for (int i = 0; i < 10_000; i++) {
                Mem.putLong(block, i);
                hash.put(block, 12, block, 8 + (i & 15));
                hash.random(cursor, random);
            }
            hash.begin(cursor);
            while (hash.next(cursor)) {
                hash.setExpiry(cursor, 9);
            }
            for (int i = 0; i < 10_000; i++) {
                Mem.putLong(block, i);
                hash.remove(block, 12);
            }
            PackedHash.free(hash.root());
        });
        Arena.free(block);
    }
}
