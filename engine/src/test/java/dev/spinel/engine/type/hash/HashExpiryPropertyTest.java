package dev.spinel.engine.type.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random commands on fields that expire against a map of deadlines, while time goes on, in every encoding. */
class HashExpiryPropertyTest {
    private static final int STEPS = 6_000;
    private static final String[] CONDITIONS = {"NX", "XX", "GT", "LT"};

    /** A value and when it goes, {@link Long#MAX_VALUE} for never. */
    private record Field(String value, long expireAt) {
        private static final long NEVER = Long.MAX_VALUE;
    }

    private final Map<String, Field> model = new TreeMap<>();
    private SplittableRandom random;
    private EngineHarness harness;
    /** Always even, while fields expire at odd times: the cron removes a field in the last ms a reader sees it. */
    private long nowMs = EngineHarness.START_MS;
    private int fields;

    @ParameterizedTest
    @CsvSource({"1, 1000, 30", "2, 1000, 200", "3, 12, 30", "4, 0, 40", "5, 0, 900"})
    void behavesLikeAMapOfDeadlines(long seed, int maxListpackEntries, int distinctFields) {
        random = new SplittableRandom(seed);
        fields = distinctFields;
        try (EngineHarness engine = new EngineHarness()) {
            harness = engine;
            engine.engine().hashes().limits(maxListpackEntries, 64);
            for (int i = 0; i < STEPS; i++) {
                step("seed " + seed + " step " + i);
            }
            harness.engine().activeExpiry(true);
            advance(10_000_000);
            assertEquals(live(), contents());
            assertEquals(0, harness.engine().keyspace().database(0).fieldExpiryCount());
        }
    }

    private void step(String where) {
        String field = "f" + random.nextInt(fields);
        String value = random.nextInt(5) == 0 ? "" + random.nextInt(100) : "v".repeat(random.nextInt(20));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> set(field, value);
            case 3, 4, 5 -> expire(field, where);
            case 6 -> persist(field, where);
            case 7 -> {
                model.remove(field);
                harness.run("HDEL", "k", field);
            }
            case 8 -> assertEquals(bulk(alive(field)), harness.run("HGET", "k", field), where);
            case 9 -> assertEquals(":" + (alive(field) == null ? -2 : remaining(field)) + "\r\n",
                harness.run("HPTTL", "k", "FIELDS", "1", field).substring(4), where);
            case 10 -> {
                harness.engine().activeExpiry(random.nextBoolean());
                advance(2L * random.nextInt(20));
            }
            default -> assertEquals(live(), contents(), where);
        }
        copyNowAndThen(where);
    }

    private void set(String field, String value) {
        model.put(field, new Field(value, Field.NEVER));
        harness.run("HSET", "k", field, value);
    }

    private void expire(String field, String where) {
        String condition = random.nextBoolean() ? CONDITIONS[random.nextInt(4)] : "";
        long at = nowMs + 2 * random.nextInt(100) - 5;
        List<String> words = new ArrayList<>(List.of("HPEXPIREAT", "k", "" + at));
        if (!condition.isEmpty()) {
            words.add(condition);
        }
        words.addAll(List.of("FIELDS", "1", field));
        if (alive(field) == null) {
            // A field whose time is over may be there still: that is not what is checked here.
            harness.run("HGET", "k", field);
            model.remove(field);
        }
        assertEquals("*1\r\n:" + expected(field, condition, at) + "\r\n", harness.run(words.toArray(String[]::new)),
            where);
    }

    private int expected(String field, String condition, long at) {
        Field old = model.get(field);
        if (old == null) {
            return -2;
        }
        boolean has = old.expireAt != Field.NEVER;
        boolean met = switch (condition) {
            case "NX" -> !has;
            case "XX" -> has;
            case "GT" -> has && at > old.expireAt;
            case "LT" -> at < old.expireAt;
            default -> true;
        };
        if (!met) {
            return 0;
        }
        if (at <= nowMs) {
            model.remove(field);
            return 2;
        }
        model.put(field, new Field(old.value, at));
        return 1;
    }

    private void persist(String field, String where) {
        Field old = alive(field);
        int expected = old == null ? -2 : old.expireAt == Field.NEVER ? -1 : 1;
        assertEquals("*1\r\n:" + expected + "\r\n", harness.run("HPERSIST", "k", "FIELDS", "1", field), where);
        if (expected == 1) {
            model.put(field, new Field(old.value, Field.NEVER));
        }
    }

    /** What DUMP, RESTORE, COPY and RENAME must not lose. */
    private void copyNowAndThen(String where) {
        if (random.nextInt(300) != 0) {
            return;
        }
        harness.run("COPY", "k", "copy", "REPLACE");
        harness.run("RENAME", "copy", "moved");
        assertEquals(harness.run("DEBUG", "DIGEST-VALUE", "k"), harness.run("DEBUG", "DIGEST-VALUE", "moved"), where);
        harness.run("DEL", "moved");
    }

    private Field alive(String field) {
        Field found = model.get(field);
        return found == null || found.expireAt < nowMs ? null : found;
    }

    private long remaining(String field) {
        long at = model.get(field).expireAt;
        return at == Field.NEVER ? -1 : at - nowMs;
    }

    private static String bulk(Field field) {
        return field == null ? "$-1\r\n" : "$" + field.value.length() + "\r\n" + field.value + "\r\n";
    }

    private void advance(long ms) {
        nowMs += ms;
        harness.advanceMs(ms);
    }

    private Map<String, String> live() {
        Map<String, String> pairs = new TreeMap<>();
        model.forEach((name, field) -> {
            if (alive(name) != null) {
                pairs.put(name, field.value);
            }
        });
        return pairs;
    }

    private Map<String, String> contents() {
        Map<String, String> pairs = new TreeMap<>();
        String[] lines = harness.run("HGETALL", "k").split("\r\n", -1);
        for (int i = 2; i + 2 < lines.length; i += 4) {
            pairs.put(lines[i], lines[i + 2]);
        }
        return pairs;
    }
}
