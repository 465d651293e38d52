package dev.spinel.engine.struct.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.LiveBytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IdTreePropertyTest {
    private static final int STEPS = 12_000;

    private final IdCursor cursor = new IdCursor();

    @Property(tries = 40)
    void behavesLikeATreeMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6_000) int ids,
                             @ForAll @IntRange(min = 8, max = 40) int payload) {
        long before = LiveBytes.now();
        Random random = new Random(seed);
        NavigableModel model = new NavigableModel();
        long tree = Blocks.allocate(MemoryTag.VALUE, 2L * IdTree.HEADER_BYTES);
        IdTree.init(tree, payload);
        long copy = tree + IdTree.HEADER_BYTES;
        IdTree.init(copy, payload);
        int inserts = 70;
        long blocks = Arena.usedBytes(MemoryTag.VALUE);
        for (int step = 0; step < STEPS; step++) {
            if (step % 3_000 == 0) {
                inserts = 20 + random.nextInt(75);
            }
            change(random, inserts, id(random, ids), step, tree, model);
            if (step % 4_000 == 3_999) {
                assertEquals(model.forward(), forward(tree));
                assertEquals(model.forward().reversed(), backward(tree));
                assertEquals(Arena.usedBytes(MemoryTag.VALUE) - blocks, IdTree.memoryBytes(tree));
            }
            agreesAround(id(random, ids), tree, model);
        }
        IdTree.copy(tree, copy);
        assertEquals(model.forward(), forward(copy));
        IdTree.free(tree);
        assertEquals(0, IdTree.count(tree));
        assertEquals(model.forward(), forward(copy));
        IdTree.free(copy);
        Arena.free(tree);
        assertEquals(before, LiveBytes.now());
    }

    @Property(tries = 20)
    void growingIdsFillTheNodes(@ForAll @IntRange(min = 1, max = 20_000) int count) {
        long tree = Blocks.allocate(MemoryTag.VALUE, IdTree.HEADER_BYTES);
        IdTree.init(tree, 0);
        for (int i = 0; i < count; i++) {
            assertTrue(IdTree.insert(tree, i / 7, i % 7, cursor));
        }
        assertTrue(IdTree.memoryBytes(tree) <= count * 17L + 4_096, "bytes " + IdTree.memoryBytes(tree));
        for (int i = 0; i < count; i++) {
            assertTrue(IdTree.remove(tree, i / 7, i % 7));
        }
        assertFalse(IdTree.first(tree, cursor));
        assertEquals(0, IdTree.memoryBytes(tree));
        Arena.free(tree);
    }

    /** Ids by their value, with what they carry. */
    private static final class NavigableModel {
        private final TreeMap<BigInteger, Long> values = new TreeMap<>();

        List<String> forward() {
            List<String> all = new ArrayList<>();
            values.forEach((id, value) -> all.add(id + "=" + value));
            return all;
        }
    }

    private record Id(long high, long low) {
        BigInteger value() {
            return unsigned(high).shiftLeft(64).or(unsigned(low));
        }

        private static BigInteger unsigned(long half) {
            return new BigInteger(Long.toUnsignedString(half));
        }
    }

    private static Id id(Random random, int ids) {
        int number = random.nextInt(ids);
        return switch (number % 3) {
            case 0 -> new Id(number, number * 7L);
            case 1 -> new Id(-1 - number / 50, Long.MIN_VALUE + number);
            default -> new Id(number / 100, -number);
        };
    }

    private void change(Random random, int inserts, Id id, long value, long tree, NavigableModel model) {
        boolean isThere = model.values.containsKey(id.value());
        if (random.nextInt(100) < inserts) {
            assertEquals(!isThere, IdTree.insert(tree, id.high(), id.low(), cursor));
            Mem.putLong(cursor.payload(), value);
            model.values.put(id.value(), value);
        } else {
            assertEquals(isThere, IdTree.remove(tree, id.high(), id.low()));
            model.values.remove(id.value());
        }
        assertEquals(model.values.size(), IdTree.count(tree));
    }

    private void agreesAround(Id id, long tree, NavigableModel model) {
        BigInteger key = id.value();
        assertEquals(model.values.containsKey(key), IdTree.find(tree, id.high(), id.low(), cursor));
        agrees(model.values.ceilingEntry(key), IdTree.ceiling(tree, id.high(), id.low(), cursor));
        agrees(model.values.floorEntry(key), IdTree.floor(tree, id.high(), id.low(), cursor));
    }

    private void agrees(Map.Entry<BigInteger, Long> expected, boolean found) {
        assertEquals(expected != null, found);
        if (found) {
            assertEquals(expected.getKey(), new Id(cursor.high(), cursor.low()).value());
            assertEquals(expected.getValue(), Mem.getLong(cursor.payload()));
        }
    }

    private List<String> forward(long tree) {
        List<String> all = new ArrayList<>();
        for (boolean more = IdTree.first(tree, cursor); more; more = IdTree.next(tree, cursor)) {
            all.add(text());
        }
        return all;
    }

    private List<String> backward(long tree) {
        List<String> all = new ArrayList<>();
        for (boolean more = IdTree.last(tree, cursor); more; more = IdTree.previous(tree, cursor)) {
            all.add(text());
        }
        return all;
    }

    private String text() {
        return new Id(cursor.high(), cursor.low()).value() + "=" + Mem.getLong(cursor.payload());
    }
}
