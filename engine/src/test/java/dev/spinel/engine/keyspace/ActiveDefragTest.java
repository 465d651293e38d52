package dev.spinel.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random data of which most was deleted is moved together, and is what it was. */
class ActiveDefragTest {
    private static final int KEYS = 20_000;
    private static final int MOST_ROUNDS = 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void movedDataIsTheSameInFewerSlabs(long seed) {
        try (EngineHarness harness = new EngineHarness()) {
            fill(harness, new Random(seed));
            thin(harness, new Random(seed));
            Arena.purge();
            String digest = harness.run("DEBUG", "DIGEST");
            long used = Arena.usedBytes();
            long active = Arena.activeBytes();
            long moved = defragment(harness);
            Arena.purge();
            assertTrue(moved > 0, "nothing moved");
            assertEquals(digest, harness.run("DEBUG", "DIGEST"));
            assertTrue(Arena.usedBytes() <= used, "used grew from " + used + " to " + Arena.usedBytes());
            assertTrue(Arena.activeBytes() < active, "active " + active + " became " + Arena.activeBytes());
            assertEntrySlabsAreFull();
            thin(harness, new Random(seed + 1));
            fill(harness, new Random(seed + 2));
        }
    }

    @Test
    void aLargeCollectionThatChangesMeanwhileIsMovedInSlices() {
        try (EngineHarness harness = new EngineHarness()) {
            harness.run("CONFIG", "SET", "active-defrag-max-scan-fields", "10");
            Random random = new Random(9);
            fillLarge(harness);
            thinLarge(harness, random);
            int slices = interleave(harness, i -> {
                harness.run("ZADD", "zset", "" + random.nextInt(1000), "m" + random.nextInt(6000));
                harness.run("HDEL", "hash", "f" + random.nextInt(6000));
                harness.run("LPUSH", "list", "x".repeat(random.nextInt(300)));
            });
            assertTrue(slices > 5, slices + " slices");
            String digest = harness.run("DEBUG", "DIGEST");
            defragment(harness);
            assertEquals(digest, harness.run("DEBUG", "DIGEST"));
        }
    }

    @Test
    void aStreamWithGroupsThatChangesMeanwhileIsMovedInSlices() {
        try (EngineHarness harness = new EngineHarness()) {
            harness.run("CONFIG", "SET", "active-defrag-max-scan-fields", "10", "stream-node-max-entries", "5");
            for (int i = 1; i <= 6_000; i++) {
                harness.run("XADD", "stream", i % 50 == 0 ? i + "-7" : i + "-1", "field", "v".repeat(i % 90));
                harness.run("XADD", "other", i + "-1", "field", "v".repeat(i % 90));
            }
            for (String group : List.of("g1", "g2", "g3")) {
                harness.run("XGROUP", "CREATE", "stream", group, "0");
                harness.run("XREADGROUP", "GROUP", group, "c1", "COUNT", "2000", "STREAMS", "stream", ">");
                harness.run("XREADGROUP", "GROUP", group, "c2", "COUNT", "900", "STREAMS", "stream", ">");
                harness.run("XGROUP", "CREATECONSUMER", "stream", group, "idle");
            }
            harness.run("DEL", "other");
            String before = harness.run("XINFO", "STREAM", "stream", "FULL", "COUNT", "0");
            long moved = defragment(harness);
            assertTrue(moved > 0, "nothing moved");
            assertEquals(before, harness.run("XINFO", "STREAM", "stream", "FULL", "COUNT", "0"));
            Random random = new Random(4);
            for (int i = 0; i < 6_000; i += 3) {
                harness.run("XDEL", "stream", i + "-1");
                harness.run("XACK", "stream", "g" + (1 + random.nextInt(3)), i + 1 + "-1");
            }
            int slices = interleave(harness, i -> {
                harness.run("XTRIM", "stream", "MINID", "" + i * 40);
                harness.run("XACK", "stream", "g1", random.nextInt(6_000) + "-1");
            });
            assertTrue(slices > 5, slices + " slices");
            String digest = harness.run("DEBUG", "DIGEST");
            String groups = harness.run("XINFO", "STREAM", "stream", "FULL");
            defragment(harness);
            assertEquals(digest, harness.run("DEBUG", "DIGEST"));
            assertEquals(groups, harness.run("XINFO", "STREAM", "stream", "FULL"));
        }
    }

    @Test
    void aListInWhichRelocationIsToGoOnMayLoseThatPlace() {
        try (EngineHarness harness = new EngineHarness()) {
            harness.run("CONFIG", "SET", "active-defrag-max-scan-fields", "10", "list-max-listpack-size", "5");
            for (int i = 0; i < 6_000; i++) {
                harness.run("RPUSH", "list", "element" + i);
                harness.run("RPUSH", "other", "element" + i);
            }
            harness.run("DEL", "other");
            int slices = interleave(harness, i -> {
                harness.run("LPOP", "list", "50");
                harness.run("LINSERT", "list", "BEFORE", "element" + (i * 90 + 60), "inserted");
            });
            assertTrue(slices > 5, slices + " slices");
            String digest = harness.run("DEBUG", "DIGEST");
            String elements = harness.run("LRANGE", "list", "0", "-1");
            defragment(harness);
            assertEquals(digest, harness.run("DEBUG", "DIGEST"));
            assertEquals(elements, harness.run("LRANGE", "list", "0", "-1"));
        }
    }

    @Test
    void whatWasPutAsideMayBecomeAnotherType() {
        try (EngineHarness harness = new EngineHarness()) {
            String[] types = {"ZADD", "HSET", "RPUSH", "XADD", "SADD", "ARSET"};
            for (int first = 0; first < types.length; first++) {
                for (String second : types) {
                    large(harness, types[first]);
                    Random random = new Random(first);
                    int change = random.nextInt(4);
                    interleave(harness, i -> {
                        if (i == change) {
                            harness.run("DEL", "key");
                            large(harness, second);
                        }
                    });
                    String digest = harness.run("DEBUG", "DIGEST");
                    interleave(harness, i -> { });
                    assertEquals(digest, harness.run("DEBUG", "DIGEST"));
                    harness.run("FLUSHALL");
                }
            }
        }
    }

    /** One large value, and one beside it that leaves holes. */
    private static void large(EngineHarness harness, String command) {
        for (String key : List.of("key", "other")) {
            for (int i = 1; i <= 2_000; i++) {
                switch (command) {
                    case "ZADD" -> harness.run(command, key, "" + i, "member" + i);
                    case "HSET" -> harness.run(command, key, "field" + i, "value" + i);
                    case "XADD" -> harness.run(command, key, i + "-1", "field", "v".repeat(i % 50));
                    case "ARSET" -> harness.run(command, key, "" + i * 9000L, "v" + i);
                    default -> harness.run(command, key, "member" + i);
                }
            }
        }
        harness.run("DEL", "other");
    }

    /** Time passes whenever somebody asks for it, so that slices end. */
    private static final class PassingClock implements Clock {
        private long nanos;

        @Override
        public long wallMicros() {
            return nanos / 1000;
        }

        @Override
        public long nanos() {
            nanos += 200_000;
            return nanos;
        }
    }

    /** Moves in slices, with something between them that is told their number; how many there were. */
    private static int interleave(EngineHarness harness, IntConsumer between) {
        ActiveDefrag defrag = new ActiveDefrag(harness.engine().keyspace(), new PassingClock());
        defrag.thresholds(1, 1, 100);
        defrag.effort(1, 75, 10);
        defrag.turn(true);
        defrag.begins();
        int slices = 0;
        while (slices < 2_000 && defrag.slice() > 0) {
            between.accept(slices++);
        }
        return slices;
    }

    @Test
    void theShareOfTheTimeFollowsTheSettings() {
        try (EngineHarness harness = new EngineHarness()) {
            fill(harness, new Random(6));
            thin(harness, new Random(6));
            harness.run("CONFIG", "SET", "active-defrag-threshold-lower", "1", "active-defrag-threshold-upper", "2");
            harness.run("CONFIG", "SET", "active-defrag-cycle-min", "20", "active-defrag-cycle-max", "75");
            ActiveDefrag defrag = start(harness);
            assertEquals(75, defrag.effort());
            harness.run("CONFIG", "SET", "active-defrag-threshold-upper", "1000");
            defrag.begins();
            assertTrue(defrag.effort() > 20 && defrag.effort() < 75, "effort " + defrag.effort());
            harness.run("CONFIG", "SET", "active-defrag-cycle-min", "1", "active-defrag-cycle-max", "1");
            defrag.begins();
            assertEquals(1, defrag.effort());
            harness.run("CONFIG", "SET", "active-defrag-cycle-min", "90", "active-defrag-cycle-max", "10");
            defrag.begins();
            assertEquals(90, defrag.effort());
            harness.run("CONFIG", "SET", "activedefrag", "no");
            assertEquals(0, defrag.effort());
            harness.run("CONFIG", "SET", "activedefrag", "yes", "active-defrag-ignore-bytes", "1gb");
            assertTrue(!defrag.begins(), "began below active-defrag-ignore-bytes");
        }
    }

    @Test
    void itRestsDuringASnapshot() {
        try (EngineHarness harness = new EngineHarness()) {
            fill(harness, new Random(5));
            thin(harness, new Random(5));
            Snapshot.begin();
            assertEquals(0, defragment(harness));
            Snapshot.end();
        }
    }

    @Test
    void theLeastEffortCountsWhereItIsAboveTheMost() {
        try (EngineHarness harness = new EngineHarness()) {
            harness.run("CONFIG", "SET", "active-defrag-cycle-min", "99");
            fill(harness, new Random(6));
            thin(harness, new Random(6));
            Arena.purge();
            assertEquals(99, start(harness).effort());
        }
    }

    /** No class of entries has more slabs than it needs when nine blocks of ten are used, and one that is being filled. */
    private static void assertEntrySlabsAreFull() {
        Map<Integer, int[]> classes = new HashMap<>();
        for (long slab = Arena.nextEntrySlab(0, 0); slab != 0; slab = Arena.nextEntrySlab(0, slab)) {
            int[] sums = classes.computeIfAbsent(Arena.slabCapacity(slab), any -> new int[2]);
            sums[0]++;
            sums[1] += Arena.slabUsed(slab);
        }
        classes.forEach((capacity, sums) -> assertTrue((sums[0] - 2) * capacity * 9L <= sums[1] * 10L,
                sums[0] + " slabs of " + capacity + " for " + sums[1] + " entries"));
    }

    private static ActiveDefrag start(EngineHarness harness) {
        harness.run("CONFIG", "SET", "active-defrag-ignore-bytes", "1", "active-defrag-threshold-lower", "1");
        harness.run("CONFIG", "SET", "activedefrag", "yes");
        ActiveDefrag defrag = harness.engine().activeDefrag();
        defrag.begins();
        return defrag;
    }

    /** Runs until nothing moves any more; how many blocks moved. */
    private static long defragment(EngineHarness harness) {
        ActiveDefrag defrag = start(harness);
        long before = defrag.hits();
        long last = -1;
        for (int round = 0; round < MOST_ROUNDS && last != defrag.hits(); round++) {
            last = defrag.hits();
            long wait = defrag.slice();
            while (wait > 0 && !Snapshot.isActive()) {
                wait = defrag.slice();
            }
            defrag.begins();
        }
        return defrag.hits() - before;
    }

    private static void fill(EngineHarness harness, Random random) {
        for (int i = 0; i < KEYS; i++) {
            String key = "k" + i;
            switch (random.nextInt(6)) {
                case 0 -> harness.run("SET", key, "v".repeat(30 + 60 * random.nextInt(4)));
                case 1 -> harness.run("SET", key, "v".repeat(random.nextInt(40)), "EX", "100000");
                case 2 -> harness.run(words("RPUSH", key, random, 1));
                case 3 -> harness.run(words("SADD", key, random, 1));
                case 4 -> harness.run(words("HSET", key, random, 2));
                default -> harness.run(words("XADD", key, random, 2, "*"));
            }
        }
        fillLarge(harness);
    }

    private static void fillLarge(EngineHarness harness) {
        for (int i = 0; i < 4_000; i++) {
            harness.run("ZADD", "zset", "" + i % 700, i % 9 == 0 ? "long".repeat(100) + i : "m" + i);
            harness.run("HSET", "hash", "f" + i, "v".repeat(i % 700));
            harness.run("SADD", "ints", "" + i * 7);
            harness.run("RPUSH", "list", "e".repeat(i % 300));
            harness.run("ARSET", "array", "" + i * 40L, "v".repeat(i % 12));
        }
    }

    private static void thin(EngineHarness harness, Random random) {
        for (int i = 0; i < KEYS; i++) {
            if (random.nextInt(10) < 7) {
                harness.run("DEL", "k" + i);
            }
        }
        thinLarge(harness, random);
    }

    private static void thinLarge(EngineHarness harness, Random random) {
        for (int i = 0; i < 4_000; i++) {
            if (random.nextInt(10) < 7) {
                harness.run("ZREM", "zset", i % 9 == 0 ? "long".repeat(100) + i : "m" + i);
                harness.run("HDEL", "hash", "f" + i);
                harness.run("SREM", "ints", "" + i * 7);
            }
        }
        harness.run("LTRIM", "list", "1000", "-1000");
    }

    private static String[] words(String command, String key, Random random, int even, String... more) {
        List<String> words = new ArrayList<>(List.of(command, key));
        words.addAll(List.of(more));
        int count = even * (1 + random.nextInt(random.nextInt(30) == 0 ? 300 : 4));
        for (int i = 0; i < count; i++) {
            words.add(i + "x".repeat(random.nextInt(20)));
        }
        return words.toArray(String[]::new);
    }
}
