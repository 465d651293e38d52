package dev.spinel.engine.struct.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.LiveBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SparseArrayPropertyTest {
    private static final int STEPS = 6_000;
    private static final long MAX_INDEX = -2;

    private final SparseArrayCursor cursor = new SparseArrayCursor();
    private final WordText text = new WordText();
    private long scratch;

    @Property(tries = 60)
    void behavesLikeATreeMap(@ForAll long seed, @ForAll @IntRange(min = 8, max = 16) int sliceShift,
                             @ForAll @IntRange(max = 40) int mostSparse, @ForAll @IntRange(max = 40) int fewestDense,
                             @ForAll @IntRange(min = 1, max = 63) int spreadBits) {
        long before = LiveBytes.now();
        scratch = Blocks.allocate(MemoryTag.SERVER, 64);
        Random random = new Random(seed);
        SliceLimits limits = new SliceLimits();
        limits.configure(1L << sliceShift, mostSparse, fewestDense);
        long blocks = Arena.usedBytes(MemoryTag.VALUE);
        SparseArray array = new SparseArray(limits).create();
        NavigableMap<Long, String> model = new TreeMap<>(Long::compareUnsigned);
        for (int step = 0; step < STEPS; step++) {
            change(random, array, model, spreadBits);
            agreesAt(index(random, spreadBits), array, model);
            if (step % 1_000 == 999) {
                agrees(random, array, model, spreadBits);
                assertEquals(Arena.usedBytes(MemoryTag.VALUE) - blocks, array.memoryBytes());
            }
        }
        SparseArray copy = new SparseArray(limits).open(array.copy());
        SparseArray.free(array.root());
        agrees(random, copy, model, spreadBits);
        assertEquals(Arena.usedBytes(MemoryTag.VALUE) - blocks, copy.memoryBytes());
        while (SparseArray.freeSlice(copy.root(), 1 + random.nextInt(300)) <= 0) {
            assertEquals(0, copy.get(MAX_INDEX + 1));
        }
        Arena.free(scratch);
        assertEquals(before, LiveBytes.now());
    }

    /** Half of the indexes lie close together, the others anywhere below a power of two, and some at the very end. */
    private static long index(Random random, int spreadBits) {
        return switch (random.nextInt(8)) {
            case 0 -> MAX_INDEX - random.nextInt(40);
            case 1, 2, 3 -> random.nextLong() & (1L << spreadBits) - 1;
            default -> random.nextInt(3_000);
        };
    }

    private void change(Random random, SparseArray array, NavigableMap<Long, String> model, int spreadBits) {
        long index = index(random, spreadBits);
        switch (random.nextInt(12)) {
            case 0 -> {
                long other = index(random, spreadBits);
                boolean isUp = Long.compareUnsigned(index, other) <= 0;
                long low = isUp ? index : other;
                long high = random.nextInt(20) == 0 ? isUp ? other : index
                    : Long.compareUnsigned(low, MAX_INDEX - 50) < 0 ? low + random.nextInt(50) : low;
                NavigableMap<Long, String> gone = model.subMap(low, true, high, true);
                assertEquals(gone.size(), array.removeRange(low, high));
                gone.clear();
            }
            case 1, 2, 3 -> assertEquals(model.remove(index) != null, array.remove(index));
            case 4 -> {
                int run = 1 + random.nextInt(30);
                for (int i = 0; i < run && Long.compareUnsigned(index + i, MAX_INDEX) <= 0 && index + i != -1; i++) {
                    put(array, model, index + i, value(random), run - 1 - i);
                    if (index + i == MAX_INDEX) {
                        break;
                    }
                }
            }
            default -> put(array, model, index, value(random), 0);
        }
    }

    private static String value(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 1 -> Long.toString(random.nextInt()) + '.' + random.nextInt(100_000);
            case 2 -> (random.nextBoolean() ? "-" : "") + "0." + "0".repeat(random.nextInt(16)) + random.nextInt(20);
            case 3 -> "x".repeat(random.nextInt(60));
            case 4 -> "y".repeat(random.nextInt(9));
            case 5 -> "-0.00123456789012345".substring(0, 1 + random.nextInt(19));
            default -> "v" + random.nextInt();
        };
    }

    private void put(SparseArray array, NavigableMap<Long, String> model, long index, String value, int following) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        long block = Blocks.allocate(MemoryTag.SERVER, bytes.length + 1L);
        Mem.copyIn(bytes, 0, block, bytes.length);
        assertEquals(model.put(index, value) == null, array.put(index, block, bytes.length, following));
        Arena.free(block);
    }

    private String read(long word) {
        text.open(word, scratch);
        return word == Word.NONE ? null
            : new String(Mem.toBytes(text.address(), text.length()), StandardCharsets.ISO_8859_1);
    }

    private void agreesAt(long index, SparseArray array, NavigableMap<Long, String> model) {
        assertEquals(model.get(index), read(array.get(index)));
        assertEquals(model.size(), array.count());
        assertEquals(model.isEmpty() ? 0 : model.lastKey() + 1, array.length());
    }

    private void agrees(Random random, SparseArray array, NavigableMap<Long, String> model, int spreadBits) {
        assertEquals(pairs(model), walk(array, 0, -1));
        assertEquals(pairs(model.descendingMap()), walk(array, -1, 0));
        long low = index(random, spreadBits);
        long high = index(random, spreadBits);
        boolean isUp = Long.compareUnsigned(low, high) <= 0;
        NavigableMap<Long, String> part = isUp ? model.subMap(low, true, high, true)
            : model.subMap(high, true, low, true).descendingMap();
        assertEquals(pairs(part), walk(array, low, high));
        SliceSummary summary = array.summarize();
        assertEquals(array.sliceCount(), summary.denseSlices() + summary.sparseSlices());
    }

    private static List<String> pairs(Map<Long, String> model) {
        List<String> pairs = new ArrayList<>();
        model.forEach((index, value) -> pairs.add(index + "=" + value));
        return pairs;
    }

    private List<String> walk(SparseArray array, long from, long to) {
        List<String> pairs = new ArrayList<>();
        cursor.begin(array, from, to);
        while (cursor.next()) {
            pairs.add(cursor.index() + "=" + read(cursor.word()));
        }
        return pairs;
    }
}
