package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** Blocks of a shared tag pass between threads while the reactor works on its own tags. */
class SharedTagTest {
    private static final int THREADS = 3;
    private static final int SLOTS = 512;
    private static final int STEPS = 40_000;

    @Test
    void threadsFreeWhatOthersAllocatedAndCountersStayExact() throws InterruptedException, ExecutionException {
        Arena.purge();
        long usedAtStart = Arena.usedBytes();
        int tag = MemoryTag.register("shared", true);
        AtomicLongArray slots = new AtomicLongArray(SLOTS);
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                runs.add(pool.submit(() -> exchange(tag, slots, new SplittableRandom(seed))));
            }
            workOnPrivateTags(runs);
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertEquals(liveBytes(slots), Arena.usedBytes(tag));
        for (int i = 0; i < SLOTS; i++) {
            release(slots.get(i));
        }
        assertEquals(0, Arena.blockCount(tag));
        MemoryTag.unregister(tag);
        Arena.purge();
        assertEquals(usedAtStart, Arena.usedBytes());
    }

    /** Puts a new block into a random slot and frees the one that was there; its first word names its size. */
    private static void exchange(int tag, AtomicLongArray slots, SplittableRandom random) {
        for (int step = 0; step < STEPS; step++) {
            int size = random.nextInt(200) == 0 ? random.nextInt(8, 300_000) : random.nextInt(8, 3000);
            long address = Arena.allocate(tag, size);
            if (random.nextInt(4) == 0) address = Arena.reallocate(address, ++size);
            Mem.initInt(address, size);
            Mem.initByte(address + size - 1, (byte) size);
            release(slots.getAndSet(random.nextInt(SLOTS), address));
        }
    }

    private static void release(long address) {
        if (address == 0) return;
        int size = Mem.getInt(address);
        if (size > Integer.BYTES + 1) assertEquals((byte) size, Mem.getByte(address + size - 1));
        Arena.free(address);
    }

    private static void workOnPrivateTags(List<Future<?>> runs) {
        SplittableRandom random = new SplittableRandom(99);
        while (!runs.stream().allMatch(Future::isDone)) {
            long small = Arena.allocate(MemoryTag.VALUE, random.nextInt(5000));
            long large = Arena.allocate(MemoryTag.VALUE, random.nextInt(3_000_000));
            Arena.free(small);
            Arena.free(large);
        }
    }

    private static long liveBytes(AtomicLongArray slots) {
        long bytes = 0;
        for (int i = 0; i < SLOTS; i++) {
            if (slots.get(i) != 0) bytes += Arena.blockSize(slots.get(i));
        }
        return bytes;
    }
}
