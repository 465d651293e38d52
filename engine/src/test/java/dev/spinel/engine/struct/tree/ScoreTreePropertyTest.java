package dev.spinel.engine.struct.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.LiveBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScoreTreePropertyTest {
    @Property(tries = 40)
    void behavesLikeASortedSet(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5_000) int members,
                               @ForAll @IntRange(min = 1, max = 3_000) int scores) {
        long usedBefore = LiveBytes.now();
        long valuesBefore = Arena.usedBytes(MemoryTag.VALUE);
        Random random = new Random(seed);
        Map<String, Double> model = new HashMap<>();
        TreeSet<TestScoreTree.Element> order = new TreeSet<>();
        try (TestScoreTree tree = new TestScoreTree()) {
            int puts = 80;
            for (int step = 0; step < 12_000; step++) {
                if (step % 3_000 == 0) {
                    puts = 20 + random.nextInt(75);
                }
                change(random, puts, member(random, members), random.nextInt(scores) - scores / 2.0, model, order,
                    tree);
                if (step % 4_000 == 3_999) {
                    tree.assertSound();
                    assertEquals(Arena.usedBytes(MemoryTag.VALUE) - valuesBefore, tree.tree.memoryBytes());
                }
            }
            List<TestScoreTree.Element> expected = new ArrayList<>(order);
            removeRanges(random, expected, tree);
            tree.assertSound();
            assertEquals(expected, tree.forward());
            assertEquals(expected.reversed(), tree.backward());
            assertRangesAgree(random, scores, expected, tree);
            assertCopyIsEqual(tree, expected);
        }
        assertEquals(usedBefore, LiveBytes.now());
    }

    private static void change(Random random, int puts, String member, double score, Map<String, Double> model,
                               TreeSet<TestScoreTree.Element> order, TestScoreTree tree) {
        Double before = model.get(member);
        assertEquals(before, tree.score(member));
        if (random.nextInt(100) < puts) {
            double after = before != null && random.nextBoolean() ? before + random.nextInt(4) / 2.0 : score;
            assertEquals(before == null, tree.put(after, member));
            if (before != null) {
                order.remove(new TestScoreTree.Element(before, member));
            }
            order.add(new TestScoreTree.Element(after, member));
            model.put(member, after);
        } else {
            assertEquals(before != null, tree.remove(member));
            if (before != null) {
                order.remove(new TestScoreTree.Element(before, member));
                model.remove(member);
            }
        }
    }

    private static void removeRanges(Random random, List<TestScoreTree.Element> expected, TestScoreTree tree) {
        for (int i = 0; i < 6 && !expected.isEmpty(); i++) {
            int rank = random.nextInt(expected.size());
            int limit = random.nextInt(1 + expected.size() / 3);
            List<TestScoreTree.Element> range = expected.subList(rank, Math.min(expected.size(), rank + limit));
            assertEquals(range.size(), tree.tree.removeRange(rank, limit));
            range.clear();
        }
    }

    private static void assertRangesAgree(Random random, int scores, List<TestScoreTree.Element> expected,
                                          TestScoreTree tree) {
        for (int i = 0; i < 50; i++) {
            double score = random.nextInt(scores) - scores / 2.0;
            assertEquals(expected.stream().filter(e -> e.score() < score).count(), tree.tree.countBelow(score, false));
            assertEquals(expected.stream().filter(e -> e.score() <= score).count(), tree.tree.countBelow(score, true));
            TestScoreTree.Element key = new TestScoreTree.Element(score, member(random, 5_000));
            assertEquals(expected.stream().filter(e -> e.compareTo(key) < 0).count(),
                tree.countBelow(key.score(), key.member()));
        }
    }

    private static void assertCopyIsEqual(TestScoreTree tree, List<TestScoreTree.Element> expected) {
        long original = tree.tree.root();
        tree.tree.open(tree.tree.copy());
        ScoreTree.free(original);
        assertEquals(expected, tree.forward());
        tree.assertSound();
    }

    private static String member(Random random, int members) {
        int number = random.nextInt(members);
        return switch (number % 40) {
            case 0 -> "m".repeat(200 + number % 120) + number;
            case 1 -> number == 1 ? "" : "m" + "x".repeat(number % 100) + number;
            default -> "m" + number;
        };
    }
}
