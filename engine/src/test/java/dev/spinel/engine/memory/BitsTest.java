package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BitsTest {
    private static final int SIZE = 320;

    private final long bitmap = UnsafeApi.allocateMemory(SIZE / 8);
    private final BitSet model = new BitSet();

    @AfterEach
    void free() {
        UnsafeApi.freeMemory(bitmap);
    }

    @Test
    void behavesLikeABitSet() {
        UnsafeApi.setMemory(bitmap, SIZE / 8, (byte) 0);
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 0; step < 20_000; step++) {
            change(random);
            int from = random.nextInt(SIZE);
            int limit = random.nextInt(SIZE + 1);
            assertEquals(model.get(from), Bits.get(bitmap, from));
            assertEquals(model.previousSetBit(from), Bits.previousSet(bitmap, from));
            int nextSet = model.nextSetBit(from);
            assertEquals(nextSet < 0 ? limit : Math.min(limit, nextSet), Bits.nextSet(bitmap, from, limit));
            assertEquals(Math.min(limit, model.nextClearBit(from)), Bits.nextClear(bitmap, from, limit));
        }
    }

    private void change(SplittableRandom random) {
        int from = random.nextInt(SIZE);
        int to = random.nextInt(10) == 0 ? random.nextInt(from, SIZE + 1) : from + 1;
        if (random.nextBoolean()) {
            Bits.setRange(bitmap, from, to);
            model.set(from, to);
        } else {
            Bits.clearRange(bitmap, from, to);
            model.clear(from, to);
        }
        Bits.put(bitmap, from, random.nextBoolean());
        model.set(from, Bits.get(bitmap, from));
    }
}
