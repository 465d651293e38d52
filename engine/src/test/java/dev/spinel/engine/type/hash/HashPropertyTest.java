package dev.spinel.engine.type.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random hash commands against a HashMap, in both encodings and across the change from one to the other. */
class HashPropertyTest {
    private static final int STEPS = 5_000;

    private final Map<String, String> model = new HashMap<>();
    private SplittableRandom random;
    private EngineHarness harness;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behavesLikeAHashMap(long seed) {
        random = new SplittableRandom(seed);
        try (EngineHarness engine = new EngineHarness()) {
            harness = engine;
            engine.engine().hashes().limits(seed == 1 ? 1_000 : 20, 64);
            for (int i = 0; i < STEPS; i++) {
                step("seed " + seed + " step " + i);
            }
            assertEquals(model, all());
        }
    }

    private void step(String where) {
        String field = text();
        String value = text();
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                String isNew = model.put(field, value) == null ? ":1\r\n" : ":0\r\n";
                assertEquals(isNew, harness.run("HSET", "k", field, value), where);
            }
            case 2 -> {
                String removed = model.remove(field) == null ? ":0\r\n" : ":1\r\n";
                assertEquals(removed, harness.run("HDEL", "k", field), where);
            }
            case 3 -> {
                String isNew = model.putIfAbsent(field, value) == null ? ":1\r\n" : ":0\r\n";
                assertEquals(isNew, harness.run("HSETNX", "k", field, value), where);
            }
            case 4 -> assertEquals(":" + model.size() + "\r\n", harness.run("HLEN", "k"), where);
            default -> {
                String old = model.get(field);
                String reply = old == null ? "$-1\r\n" : "$" + old.length() + "\r\n" + old + "\r\n";
                assertEquals(reply, harness.run("HGET", "k", field), where);
            }
        }
        if (random.nextInt(500) == 0) {
            harness.run("DEL", "k");
            model.clear();
        }
    }

    private Map<String, String> all() {
        Map<String, String> pairs = new HashMap<>();
        String[] lines = harness.run("HGETALL", "k").split("\r\n");
        for (int i = 2; i + 2 < lines.length; i += 4) {
            pairs.put(lines[i], lines[i + 2]);
        }
        return pairs;
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> "" + random.nextInt(100);
            case 1 -> "field" + random.nextInt(100);
            case 2 -> "" + (random.nextLong() >> random.nextInt(64));
            default -> random.nextInt(50) == 0 ? "z".repeat(random.nextInt(300)) : "f" + random.nextInt(30);
        };
    }
}
