package dev.spinel.engine.struct.quicklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.LiveBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long lists of small nodes against an ArrayList, mostly changed at their ends while elements are sought. */
class NodeIndexTest {
    private static final int STEPS = 8_000;

    private static boolean hasIndex(TestQuicklist list) {
        return NodeIndex.exists(list.list.root() + Quicklist.INDEX_OFFSET);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void seeksFindWhatAWalkFinds(long seed) {
        long usedBefore = LiveBytes.now();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> model = new ArrayList<>();
        try (TestQuicklist list = new TestQuicklist(3, 0)) {
            for (int i = 0; i < 3_000; i++) {
                list.pushTail("e" + i);
                model.add("e" + i);
            }
            for (int i = 0; i < STEPS; i++) {
                change(random, model, list, "n" + i);
                int index = random.nextInt(model.size());
                assertEquals(model.get(index), list.get(index), "step " + i);
                assertEquals(model.get(index), list.get(index - model.size()), "step " + i);
            }
            assertEquals(model, list.forward());
            list.assertSound();
        }
        assertEquals(usedBefore, LiveBytes.now());
    }

    private static void change(SplittableRandom random, List<String> model, TestQuicklist list, String text) {
        int end = model.size() - 1;
        switch (random.nextInt(40)) {
            case 0 -> {
                int index = random.nextInt(model.size());
                list.insertAfter(index, text);
                model.add(index + 1, text);
            }
            case 1 -> {
                int index = random.nextInt(model.size());
                list.set(index, text.repeat(random.nextInt(1, 40)));
                model.set(index, list.get(index));
            }
            case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> {
                list.pushHead(text);
                model.addFirst(text);
            }
            case 12, 13, 14, 15, 16, 17, 18, 19, 20 -> {
                list.pushTail(text);
                model.add(text);
            }
            case 21, 22, 23, 24, 25, 26, 27, 28, 29 -> {
                list.list.deleteRange(end, 1);
                model.remove(end);
            }
            default -> {
                list.list.deleteRange(0, 1);
                model.removeFirst();
            }
        }
    }

    @Test
    void anIndexIsMadeByAFarSeekAndKeptByPushesAndPops() {
        try (TestQuicklist list = new TestQuicklist(2, 0)) {
            for (int i = 0; i < 4_000; i++) {
                list.pushTail("e" + i);
            }
            list.get(10);
            assertFalse(hasIndex(list), "near the end a walk is short");
            assertEquals("e2000", list.get(2_000));
            assertTrue(hasIndex(list));
            list.pushHead("head");
            list.pushTail("tail");
            list.list.deleteRange(0, 1);
            assertEquals("e2000", list.get(2_000));
            assertTrue(hasIndex(list));
            list.insertBefore(2_000, "between");
            assertFalse(hasIndex(list), "an insert in the middle drops it");
            assertEquals("e2001", list.get(2_002));
        }
    }
}
