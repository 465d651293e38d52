package dev.spinel.engine.struct.tree;

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
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoreTreeTest {
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
    void anEmptyTreeHasNoElements() {
        try (TestScoreTree tree = new TestScoreTree()) {
            assertFalse(tree.tree.first(tree.cursor));
            assertFalse(tree.tree.last(tree.cursor));
            assertFalse(tree.tree.seekRank(tree.cursor, 0));
            assertNull(tree.score("m"));
            assertFalse(tree.remove("m"));
            assertEquals(0, tree.tree.countBelow(1, true));
            assertEquals(0, tree.countBelow(1, "m"));
        }
    }

    @Test
    void emptiesAndFillsAgain() {
        try (TestScoreTree tree = new TestScoreTree()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 3_000; i++) {
                    assertTrue(tree.put(i % 7, "m" + i));
                }
                tree.assertSound();
                for (int i = 2_999; i >= 0; i--) {
                    assertTrue(tree.remove("m" + i));
                }
                assertEquals(0, tree.tree.count());
            }
        }
    }

    @Test
    void infinitiesAndZerosSortAsNumbers() {
        try (TestScoreTree tree = new TestScoreTree()) {
            double[] scores = {Double.POSITIVE_INFINITY, 0.0, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -1};
            for (int i = 0; i < scores.length; i++) {
                tree.put(scores[i], "m" + i);
            }
            String order = String.join(" ", tree.forward().stream().map(TestScoreTree.Element::member).toList());
            assertEquals("m3 m5 m1 m2 m4 m0", order);
            tree.find("m2");
            assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(tree.cursor.score()));
        }
    }

    @Test
    void staysSoundOverThreeLevelsInAnyOrder() {
        for (int order = 0; order < 3; order++) {
            Random random = new Random(order);
            try (TestScoreTree tree = new TestScoreTree()) {
                int size = 120_000;
                for (int i = 0; i < size; i++) {
                    tree.put(order == 0 ? i : order == 1 ? -i : random.nextInt(1_000), "member:" + i);
                }
                tree.assertSound();
                for (int i = 0; i < size; i += 1 + (i & 1)) {
                    tree.remove("member:" + i);
                }
                tree.assertSound();
            }
        }
    }

    @Test
    void equalScoresAreOrderedByMember() {
        try (TestScoreTree tree = new TestScoreTree()) {
            Random random = new Random(9);
            for (int i = 0; i < 20_000; i++) {
                tree.put(0, Integer.toString(random.nextInt(1_000_000), 36));
            }
            tree.assertSound();
        }
    }

    @Test
    void costsWhatTheBlueprintSays() {
        long block = Arena.allocate(MemoryTag.SERVER, 64);
        try (TestScoreTree tree = new TestScoreTree()) {
            Mem.initFill(block, 64, (byte) 'x');
            Random random = new Random(2);
            int size = 100_000;
            for (int i = 0; i < size; i++) {
                Mem.putLong(block, i);
                tree.tree.put(random.nextDouble(), block, 16);
            }
            double perElement = (double) tree.tree.memoryBytes() / size;
            assertTrue(perElement < 35.5, perElement + " B/element");
        } finally {
            Arena.free(block);
        }
    }

    @Test
    void memoryFollowsTheCountDown() {
        try (TestScoreTree tree = new TestScoreTree()) {
            for (int i = 0; i < 50_000; i++) {
                tree.put(i * 7919L % 50_000, "member:" + i);
            }
            for (int i = 100; i < 50_000; i++) {
                tree.remove("member:" + i);
            }
            tree.assertSound();
            assertTrue(tree.tree.memoryBytes() < 100 * 60 + 8_192, "bytes: " + tree.tree.memoryBytes());
        }
    }

    @Test
    void allocatesNothingOnTheJavaHeap() {
        long block = Arena.allocate(MemoryTag.SERVER, 64);
        Mem.initFill(block, 64, (byte) 'x');
        ScoreTree tree = new ScoreTree(new SipHash(1, 2));
        ScoreTreeCursor cursor = new ScoreTreeCursor();
        Allocations.assertNone(() -> {
            tree.open(ScoreTree.create());
            for (int i = 0; i < 10_000; i++) {
                Mem.putLong(block, i);
                tree.put(i * 31 % 1_009, block, 12);
                tree.find(cursor, block, 12);
                tree.seekRank(cursor, tree.rank(cursor));
            }
            for (int i = 0; i < 10_000; i++) {
                Mem.putLong(block, i);
                tree.put(i * 17 % 1_009, block, 12);
                tree.remove(block, 12);
            }
            ScoreTree.free(tree.root());
        });
        Arena.free(block);
    }
}
