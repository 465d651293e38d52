package dev.spinel.engine.struct.packedhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.struct.LiveBytes;
import dev.spinel.engine.struct.RefArray;
import dev.spinel.engine.struct.Texts;
import dev.spinel.engine.struct.table.SipHash;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of integers, with some other members among them, against a HashSet of texts. */
class IntegerSetTest {
    private static final int STEPS = 20_000;

    private final Set<String> model = new HashSet<>();
    private final PackedHashCursor cursor = new PackedHashCursor();
    private final PackedHash set = new PackedHash(new SipHash(1, 2));

    @ParameterizedTest
    @CsvSource({"1, 0, 64", "2, 0, 8", "3, 20, 64", "4, 500, 48", "5, 3, 20"})
    void behavesLikeASetOfTexts(long seed, int otherPerMille, int bits) {
        long usedBefore = LiveBytes.now();
        SplittableRandom random = new SplittableRandom(seed);
        try (Texts texts = new Texts()) {
            set.open(PackedHash.create());
            for (int i = 0; i < STEPS; i++) {
                boolean grows = i < STEPS / 2;
                step(random, texts, text(random, otherPerMille, bits), grows);
            }
            assertEquals(model, walked());
            long copy = set.copy();
            assertSound();
            PackedHash.free(set.root());
            set.open(copy);
            assertEquals(model, walked());
            assertSound();
            for (String member : Set.copyOf(model)) {
                assertTrue(set.remove(texts.at(member), member.length()));
            }
            assertEquals(0, set.count());
            PackedHash.free(set.root());
        }
        assertEquals(usedBefore, LiveBytes.now());
    }

    private void step(SplittableRandom random, Texts texts, String text, boolean grows) {
        long address = texts.at(text);
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                if (grows) {
                    assertEquals(model.add(text), set.addCompactly(address, text.length()));
                } else {
                    assertEquals(model.remove(text), set.remove(address, text.length()));
                }
            }
            case 4 -> assertEquals(model.remove(text), set.remove(address, text.length()));
            case 5 -> assertEquals(model.contains(text), set.contains(address, text.length()));
            case 6 -> {
                if (set.random(cursor, random)) {
                    assertTrue(model.contains(read()));
                }
            }
            default -> {
                if (!grows && set.random(cursor, random)) {
                    model.remove(read());
                    set.removeAt(cursor);
                    set.shrink();
                }
            }
        }
        assertEquals(model.size(), set.count());
    }

    private static String text(SplittableRandom random, int otherPerMille, int bits) {
        if (random.nextInt(1_000) < otherPerMille) {
            return random.nextBoolean() ? "text" + random.nextInt(5_000) : "0" + random.nextInt(5_000);
        }
        long value = random.nextInt(4) == 0 ? random.nextLong() >> random.nextInt(64) : random.nextInt(20_000) - 10_000;
        return Long.toString(bits == 64 ? value : value >> 64 - bits - 1 << 3 ^ random.nextInt(9_000));
    }

    private String read() {
        return cursor.isInteger() ? Long.toString(cursor.integer())
            : Texts.read(cursor.fieldAddress(), cursor.fieldLength());
    }

    private Set<String> walked() {
        Set<String> seen = new HashSet<>();
        set.begin(cursor);
        while (set.next(cursor)) {
            assertTrue(seen.add(read()));
        }
        Set<String> scanned = new HashSet<>();
        long next = 0;
        do {
            next = set.beginScan(cursor, next);
            while (set.next(cursor)) {
                scanned.add(read());
            }
        } while (next != 0);
        assertEquals(seen, scanned);
        return seen;
    }

    private void assertSound() {
        long bytes = 0;
        for (int i = 0; i < set.bucketCount(); i++) {
            long bucket = RefArray.blockAt(set.root(), i);
            bytes += bucket == 0 ? 0 : Arena.blockSize(bucket);
        }
        assertTrue(set.memoryBytes() >= bytes + Arena.blockSize(set.root()));
    }

    @Test
    void anIntegerTakesLittleMoreThanItself() {
        set.open(PackedHash.create());
        try (Texts texts = new Texts()) {
            for (int i = 0; i < 100_000; i++) {
                String text = Long.toString(1_000_000_000_000L + i * 7L);
                set.addCompactly(texts.at(text), text.length());
            }
        }
        assertTrue(set.memoryBytes() < 100_000L * 11, "bytes " + set.memoryBytes());
        PackedHash.free(set.root());
    }
}
