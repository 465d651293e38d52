package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random work on the arena against a model that knows every block, its tag and its content. */
class ArenaPropertyTest {
    private static final int[] TAGS = {MemoryTag.TABLE, MemoryTag.ENTRY, MemoryTag.VALUE, MemoryTag.QUERY_BUFFER, 40};
    private static final int SPACES = 3;
    private static final int MAX_LIVE = 3000;

    private record Block(long address, long size, int tag, int seed) {}

    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private final List<Long> order = new ArrayList<>();
    private SplittableRandom random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noOverlapContentKeptAndEveryByteCounted(long seed) {
        random = new SplittableRandom(seed);
        Arena.purge();
        long usedAtStart = Arena.usedBytes();
        long[] tagsAtStart = tagBytes();
        for (int step = 0; step < 30_000; step++) {
            step();
            if (step % 5000 == 0) verifyAll(usedAtStart, tagsAtStart);
        }
        verifyAll(usedAtStart, tagsAtStart);
        while (!order.isEmpty()) {
            free(order.size() - 1);
        }
        Arena.purge();
        assertEquals(usedAtStart, Arena.usedBytes(), "seed " + seed);
    }

    private void step() {
        int choice = random.nextInt(10);
        boolean isFull = order.size() >= MAX_LIVE;
        if (order.isEmpty() || choice < 5 && !isFull) allocate();
        else if (choice < 8) free(random.nextInt(order.size()));
        else reallocate(random.nextInt(order.size()));
    }

    private long size() {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextLong(1 << 16);
            case 1 -> random.nextLong(1 << 20);
            case 2 -> random.nextInt(8) == 0 ? random.nextLong(5 << 20) : 0;
            default -> random.nextInt(1 << random.nextInt(4, 14));
        };
    }

    private void allocate() {
        int tag = TAGS[random.nextInt(TAGS.length)];
        long size = size();
        long address = tag == MemoryTag.ENTRY
                ? Arena.allocateEntry(random.nextInt(SPACES), size)
                : Arena.allocate(tag, size);
        add(address, size, tag);
    }

    private void add(long address, long size, int tag) {
        assertTrue(address != 0 && (address & 7) == 0);
        assertTrue(size == 0 || address % Math.min(Long.lowestOneBit(size), 1 << 16) == 0, "aligned " + size);
        assertTrue(Arena.blockSize(address) >= size);
        assertEquals(tag, Arena.tag(address));
        assertEquals(address, Arena.address(Arena.ref(address)));
        Map.Entry<Long, Block> below = blocks.floorEntry(address);
        Map.Entry<Long, Block> above = blocks.ceilingEntry(address);
        assertTrue(below == null || below.getKey() + Arena.blockSize(below.getKey()) <= address, "overlap");
        assertTrue(above == null || address + Arena.blockSize(address) <= above.getKey(), "overlap");
        Block block = new Block(address, size, tag, random.nextInt());
        for (long i = 0; i < size; i = next(i, size)) {
            Mem.putByte(address + i, content(block, i));
        }
        blocks.put(address, block);
        order.add(address);
    }

    /** Every byte of small blocks, some of large ones. */
    private static long next(long i, long size) {
        return size < 300 || i == size - 2 ? i + 1 : Math.max(i + 1, Math.min(i + size / 97, size - 2));
    }

    private static byte content(Block block, long index) {
        return (byte) (block.seed + index * 31);
    }

    private void free(int index) {
        Block block = take(index);
        verify(block, block.size);
        Arena.free(block.address);
    }

    private Block take(int index) {
        long address = order.get(index);
        order.set(index, order.getLast());
        order.removeLast();
        return blocks.remove(address);
    }

    private void reallocate(int index) {
        Block block = take(index);
        long size = random.nextBoolean() ? size() : block.size + random.nextInt(64);
        long moved = Arena.reallocate(block.address, size);
        verify(new Block(moved, block.size, block.tag, block.seed), Math.min(size, block.size));
        add(moved, size, block.tag);
    }

    private void verify(Block block, long limit) {
        for (long i = 0; i < limit; i = next(i, block.size)) {
            if (Mem.getByte(block.address + i) != content(block, i)) {
                throw new AssertionError("byte " + i + " of " + block);
            }
        }
    }

    private void verifyAll(long usedAtStart, long[] tagsAtStart) {
        long[] expected = tagsAtStart.clone();
        for (Block block : blocks.values()) {
            verify(block, block.size);
            expected[block.tag] += Arena.blockSize(block.address);
        }
        long sum = 0;
        for (int tag = 0; tag < MemoryTag.COUNT; tag++) {
            boolean isRecords = tag == MemoryTag.ARENA || tag == MemoryTag.ARENA_SHARED;
            if (!isRecords) assertEquals(expected[tag], Arena.usedBytes(tag), MemoryTag.name(tag));
            sum += Arena.usedBytes(tag);
        }
        assertEquals(sum, Arena.usedBytes());
        assertTrue(Arena.usedBytes() >= usedAtStart);
    }

    private static long[] tagBytes() {
        long[] bytes = new long[MemoryTag.COUNT];
        for (int tag = 0; tag < bytes.length; tag++) {
            bytes[tag] = Arena.usedBytes(tag);
        }
        return bytes;
    }
}
