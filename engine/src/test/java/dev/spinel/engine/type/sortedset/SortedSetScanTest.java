package dev.spinel.engine.type.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ZSCAN of a tree goes in steps and misses nothing that stays; ZRANDMEMBER draws without a walk. */
class SortedSetScanTest {
    private static final int STAYING = 3_000;

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private void add(String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            harness.run("ZADD", "k", "" + i % 97, prefix + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aScanSeesWhatStays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        add("stays", 0, STAYING);
        Set<String> seen = new HashSet<>();
        String cursor = "0";
        int calls = 0;
        do {
            String[] lines = harness.run("ZSCAN", "k", cursor, "COUNT", "20").split("\r\n");
            cursor = lines[2];
            for (int i = 5; i < lines.length; i += 4) {
                seen.add(lines[i]);
            }
            assertTrue(lines.length < 4 * 200, "a step is bounded");
            calls++;
            int others = random.nextInt(40);
            if (random.nextBoolean()) {
                add("comes", calls * 40, calls * 40 + others);
            } else {
                for (int i = 0; i < 120; i++) {
                    harness.run("ZREM", "k", "comes" + random.nextInt(calls * 40 + 40));
                }
            }
        } while (!cursor.equals("0"));
        assertTrue(calls > 20, "it takes many calls");
        assertEquals(STAYING, seen.stream().filter(member -> member.startsWith("stays")).count());
    }

    @Test
    void oneStepMayBeAll() {
        add("m", 0, 1_000);
        String reply = harness.run("ZSCAN", "k", "0", "COUNT", "100000");
        assertTrue(reply.startsWith("*2\r\n$1\r\n0\r\n*2000\r\n"));
        assertTrue(harness.run("ZSCAN", "k", "0", "COUNT", "100000", "MATCH", "m77*").contains("m770"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 400, 999, 1_000, 5_000})
    void drawnMembersAreDistinct(int count) {
        add("m", 0, 1_000);
        String[] lines = harness.run("ZRANDMEMBER", "k", "" + count).split("\r\n");
        Set<String> drawn = new HashSet<>();
        for (int i = 2; i < lines.length; i += 2) {
            drawn.add(lines[i]);
        }
        assertEquals(Math.min(count, 1_000), drawn.size());
        assertEquals("*" + Math.min(count, 1_000), lines[0]);
    }
}
