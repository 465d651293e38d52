package dev.spinel.engine.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;

/**
 * A writer that changes entries and values in every way the arena offers while a reader thread reads them as of the
 * start of a snapshot. Counts blocks the reader saw wrong.
 */
final class SnapshotFuzz {
    private static final int SPACE = 7;
    private static final int SMALL_BLOCKS = 4000;
    private static final int LARGE_BLOCKS = 24;
    private static final int HUGE_BLOCKS = 2;
    private static final int HUGE = 1 << 20;
    private static final int MAX_HUGE = 10 << 20;
    private static final int MAX_BLOCKS = 3 * SMALL_BLOCKS;

    private static final class Block {
        long address;
        final boolean isEntry;
        byte[] bytes;

        Block(long address, boolean isEntry, byte[] bytes) {
            this.address = address;
            this.isEntry = isEntry;
            this.bytes = bytes;
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private final SplittableRandom random;
    private final boolean hasBarrier;

    private Map<Long, byte[]> entriesAtStart;
    private Map<Long, byte[]> valuesAtStart;
    private volatile boolean isReading;
    private int wrong;
    private long writes;

    SnapshotFuzz(long seed, boolean hasBarrier) {
        random = new SplittableRandom(seed);
        this.hasBarrier = hasBarrier;
    }

    /** Runs some snapshots and returns how many blocks were read wrong or missed. */
    int run(int snapshots) throws InterruptedException {
        for (int i = 0; i < SMALL_BLOCKS; i++) {
            allocate(random.nextInt(16, 600));
        }
        for (int i = 0; i < LARGE_BLOCKS; i++) {
            allocate(random.nextInt(1000, 200_000));
        }
        for (int i = 0; i < HUGE_BLOCKS; i++) {
            allocate(random.nextInt(HUGE, 3 * HUGE));
        }
        for (int i = 0; i < snapshots; i++) {
            snapshot();
        }
        verify();
        while (!blocks.isEmpty()) {
            free(blocks.size() - 1);
        }
        reclaimAll();
        return wrong;
    }

    long writes() {
        return writes;
    }

    private void snapshot() throws InterruptedException {
        entriesAtStart = contents(true);
        valuesAtStart = contents(false);
        Snapshot.begin();
        Barrier.on = hasBarrier;
        changeMany(SMALL_BLOCKS / 2);
        if (random.nextInt(3) == 0) flush();
        isReading = true;
        Thread reader = Thread.ofPlatform().name("snapshot-reader").start(this::read);
        while (isReading) {
            changeMany(50);
            if (hasBarrier && random.nextInt(20) == 0) Snapshot.reclaim();
        }
        reader.join();
        Snapshot.end();
        changeMany(500);
        if (random.nextBoolean()) reclaimAll();
    }

    private static void reclaimAll() {
        boolean isMore = true;
        while (isMore) {
            isMore = Snapshot.reclaim();
        }
    }

    private Map<Long, byte[]> contents(boolean isEntry) {
        Map<Long, byte[]> contents = new HashMap<>();
        for (Block block : blocks) {
            if (block.isEntry == isEntry) contents.put(block.address, block.bytes.clone());
        }
        return contents;
    }

    private void changeMany(int count) {
        for (int i = 0; i < count; i++) {
            change();
        }
    }

    private void change() {
        int choice = random.nextInt(20);
        boolean grows = choice < 8 && blocks.size() < SMALL_BLOCKS || choice == 0 && blocks.size() < MAX_BLOCKS;
        if (grows || blocks.size() < SMALL_BLOCKS / 4) {
            allocate(random.nextInt(400) == 0 ? random.nextInt(1, 100_000) : random.nextInt(16, 600));
            return;
        }
        if (random.nextInt(100_000) == 0) {
            flush();
            return;
        }
        int index = random.nextInt(blocks.size());
        if (choice == 1) free(index);
        else if (choice == 2) reallocate(blocks.get(index));
        else write(blocks.get(index));
    }

    private void allocate(int size) {
        boolean isEntry = random.nextBoolean();
        long address = isEntry ? Arena.allocateEntry(SPACE, size) : Arena.allocate(MemoryTag.VALUE, size);
        byte[] bytes = randomBytes(size);
        Mem.initCopyIn(bytes, 0, address, size);
        blocks.add(new Block(address, isEntry, bytes));
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void flush() {
        Arena.releaseSpace(SPACE);
        blocks.removeIf(block -> block.isEntry);
    }

    private void free(int index) {
        Arena.free(blocks.get(index).address);
        blocks.set(index, blocks.getLast());
        blocks.removeLast();
    }

    private void reallocate(Block block) {
        int size = newSize(block.bytes.length);
        block.address = Arena.reallocate(block.address, size);
        int kept = Math.min(size, block.bytes.length);
        block.bytes = Arrays.copyOf(block.bytes, size);
        byte[] tail = randomBytes(size - kept);
        System.arraycopy(tail, 0, block.bytes, kept, tail.length);
        Mem.copyIn(tail, 0, block.address + kept, tail.length);
    }

    /** Mostly a little different; huge blocks at times outgrow their address space or fall back. */
    private int newSize(int size) {
        if (size > HUGE && random.nextInt(4) == 0) return Math.max(HUGE, size * 3 % MAX_HUGE);
        return Math.max(1, size + random.nextInt(-100, 100));
    }

    private void write(Block block) {
        writes++;
        int size = block.bytes.length;
        int at = random.nextInt(size);
        byte value = (byte) random.nextInt();
        switch (random.nextInt(5)) {
            case 0 -> {
                Mem.putByte(block.address + at, value);
                block.bytes[at] = value;
            }
            case 1 -> writeLong(block, Math.min(at, size - Long.BYTES));
            case 2 -> {
                int length = Math.min(size - at, random.nextInt(2000));
                Mem.fill(block.address + at, length, value);
                Arrays.fill(block.bytes, at, at + length, value);
            }
            case 3 -> {
                int length = Math.min(size - at, 1 + random.nextInt(100));
                int from = random.nextInt(size - length + 1);
                Mem.copy(block.address + from, block.address + at, length);
                System.arraycopy(block.bytes, from, block.bytes, at, length);
            }
            default -> {
                byte[] bytes = randomBytes(Math.min(size - at, 64));
                Mem.copyIn(bytes, 0, block.address + at, bytes.length);
                System.arraycopy(bytes, 0, block.bytes, at, bytes.length);
            }
        }
    }

    private void writeLong(Block block, int at) {
        if (at < 0) return;
        long value = random.nextLong();
        Mem.putLong(block.address + at, value);
        for (int i = 0; i < Long.BYTES; i++) {
            block.bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    /** The reader thread: slabs in address order, then large entries, then values by reference. */
    private void read() {
        long buffer = UnsafeApi.allocateMemory(MAX_HUGE);
        long bitmap = UnsafeApi.allocateMemory(512);
        try {
            for (long slab = Snapshot.nextSlab(SPACE, 0); slab != 0; slab = Snapshot.nextSlab(SPACE, slab)) {
                readSlab(slab, buffer, bitmap);
                Snapshot.saved(slab);
                Thread.yield();
            }
            long large = Snapshot.nextLargeBlock(SPACE, 0);
            while (large != 0) {
                byte[] expected = entriesAtStart.remove(large);
                if (expected == null) wrong++;
                else compare(large, expected, buffer);
                large = Snapshot.nextLargeBlock(SPACE, large);
            }
            valuesAtStart.forEach((address, expected) -> compare(address, expected, buffer));
            wrong += entriesAtStart.size();
        } catch (BrokenInvariant e) {
            wrong++;
        } finally {
            UnsafeApi.freeMemory(buffer);
            UnsafeApi.freeMemory(bitmap);
            isReading = false;
        }
    }

    private void readSlab(long slab, long buffer, long bitmap) {
        Snapshot.copyOut(slab, Snapshot.slabBytes(slab), buffer);
        Snapshot.liveBlocks(slab, bitmap);
        int size = Snapshot.blockSize(slab);
        for (int i = 0; i < Snapshot.capacity(slab); i++) {
            if (Bits.get(bitmap, i)) {
                byte[] expected = entriesAtStart.remove(slab + (long) i * size);
                if (expected == null || !isEqual(buffer + (long) i * size, expected)) wrong++;
            }
        }
    }

    private void compare(long address, byte[] expected, long buffer) {
        Snapshot.copyOut(address, expected.length, buffer);
        if (!isEqual(buffer, expected)) wrong++;
    }

    private static boolean isEqual(long address, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (UnsafeApi.getByte(address + i) != expected[i]) return false;
        }
        return true;
    }

    private void verify() {
        for (Block block : blocks) {
            if (!Arrays.equals(block.bytes, Mem.toBytes(block.address, block.bytes.length))) {
                throw new AssertionError("the writer's own memory is wrong");
            }
        }
    }
}
