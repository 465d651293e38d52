package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlabHeapTest {
    /** Units that no other test comes near, so their records are free to use. */
    private static final int FIRST_UNIT = AddressSpace.CHUNKS / 2 * AddressSpace.UNITS_PER_CHUNK;
    private static final int UNITS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theRootIsAlwaysTheLowest(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Integer> model = new TreeSet<>();
        int root = 0;
        for (int step = 0; step < 20_000; step++) {
            int unit = FIRST_UNIT + random.nextInt(UNITS);
            if (model.add(unit)) {
                root = SlabHeap.insert(root, unit);
            } else if (random.nextBoolean()) {
                model.remove(model.first());
                root = SlabHeap.removeRoot(root);
            } else if (unit != root) {
                model.remove(unit);
                SlabHeap.removeInner(unit);
            }
            assertEquals(model.isEmpty() ? 0 : model.first(), root, "seed " + seed);
        }
        while (!model.isEmpty()) {
            assertEquals(model.pollFirst(), root);
            root = SlabHeap.removeRoot(root);
        }
        assertEquals(0, root);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void meldingTwoHeapsKeepsAllOfBoth(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Integer> model = new TreeSet<>();
        int[] roots = new int[2];
        for (int i = 0; i < UNITS; i++) {
            int side = random.nextInt(2);
            model.add(FIRST_UNIT + i);
            roots[side] = SlabHeap.insert(roots[side], FIRST_UNIT + i);
        }
        int root = SlabHeap.meld(roots[0], roots[1]);
        while (!model.isEmpty()) {
            assertEquals(model.pollFirst(), root);
            root = SlabHeap.removeRoot(root);
        }
    }
}
