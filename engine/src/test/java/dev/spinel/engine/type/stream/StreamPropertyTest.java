package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random stream commands against a TreeMap, with nodes of few entries. */
class StreamPropertyTest {
    private static final int STEPS = 3_000;

    private final TreeMap<Long, List<String>> model = new TreeMap<>();
    private SplittableRandom random;
    private EngineHarness harness;
    private long lastId;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void behavesLikeATreeMap(long seed) {
        random = new SplittableRandom(seed);
        try (EngineHarness engine = new EngineHarness()) {
            harness = engine;
            engine.run("CONFIG", "SET", "stream-node-max-entries", seed == 1 ? "1" : "" + (2 + 3 * seed));
            engine.run("CONFIG", "SET", "stream-node-max-bytes", seed == 6 ? "100" : "4096");
            engine.run("XGROUP", "CREATE", "k", "g", "0", "MKSTREAM");
            for (int i = 0; i < STEPS; i++) {
                step();
                String context = "seed " + seed + " step " + i;
                assertEquals(reply(model.entrySet()), engine.run("XRANGE", "k", "-", "+"), context);
                assertEquals(reply(model.descendingMap().entrySet()), engine.run("XREVRANGE", "k", "+", "-"), context);
                assertEquals(":" + model.size() + "\r\n", engine.run("XLEN", "k"), context);
            }
        }
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> add();
            case 4, 5 -> delete();
            case 6 -> trim();
            case 7 -> range();
            case 8 -> reload();
            default -> copy();
        }
    }

    private void add() {
        lastId += 1 + random.nextInt(3);
        List<String> words = new ArrayList<>();
        int fields = 1 + random.nextInt(3);
        for (int i = 0; i < fields; i++) {
            words.add(random.nextInt(4) == 0 ? "other" + i : "f" + i);
            words.add(value());
        }
        List<String> command = new ArrayList<>(List.of("XADD", "k", id(lastId)));
        command.addAll(words);
        harness.run(command.toArray(new String[0]));
        model.put(lastId, words);
    }

    private String value() {
        return switch (random.nextInt(4)) {
            case 0 -> "" + random.nextInt(100);
            case 1 -> "" + random.nextLong();
            case 2 -> "v".repeat(random.nextInt(200));
            default -> "value";
        };
    }

    private void delete() {
        long id = random.nextLong(lastId + 1);
        boolean isThere = model.remove(id) != null;
        assertEquals(":" + (isThere ? 1 : 0) + "\r\n", harness.run("XDEL", "k", id(id)));
    }

    private void trim() {
        if (random.nextInt(4) != 0) {
            return;
        }
        int before = model.size();
        if (random.nextBoolean()) {
            int length = random.nextInt(before + 5);
            while (model.size() > length) {
                model.pollFirstEntry();
            }
            assertEquals(":" + (before - model.size()) + "\r\n", harness.run("XTRIM", "k", "MAXLEN", "" + length));
        } else {
            long id = random.nextLong(lastId + 1);
            model.headMap(id).clear();
            assertEquals(":" + (before - model.size()) + "\r\n", harness.run("XTRIM", "k", "MINID", "=", id(id)));
        }
    }

    private void range() {
        long from = random.nextLong(lastId + 2);
        long to = from + random.nextLong(lastId + 2);
        int limit = 1 + random.nextInt(20);
        NavigableMap<Long, List<String>> part = model.subMap(from, true, to, false);
        assertEquals(reply(part.entrySet().stream().limit(limit).toList()),
            harness.run("XRANGE", "k", id(from), "(" + id(to), "COUNT", "" + limit));
        assertEquals(reply(part.descendingMap().entrySet().stream().limit(limit).toList()),
            harness.run("XREVRANGE", "k", "(" + id(to), id(from), "COUNT", "" + limit));
    }

    private void reload() {
        if (random.nextInt(10) != 0) {
            return;
        }
        String facts = harness.run("XINFO", "STREAM", "k", "FULL", "COUNT", "0");
        String dump = harness.run("DUMP", "k");
        String payload = dump.substring(dump.indexOf('\n') + 1, dump.length() - 2);
        assertEquals("+OK\r\n", harness.run("RESTORE", "k", "0", payload, "REPLACE"));
        assertEquals(facts, harness.run("XINFO", "STREAM", "k", "FULL", "COUNT", "0"));
        assertEquals(dump, harness.run("DUMP", "k"));
    }

    private void copy() {
        if (random.nextInt(10) != 0) {
            return;
        }
        harness.run("XREADGROUP", "GROUP", "g", "c" + random.nextInt(3), "COUNT", "5", "STREAMS", "k", ">");
        harness.run("COPY", "k", "other", "REPLACE");
        String dump = harness.run("DUMP", "k");
        assertEquals(dump, harness.run("DUMP", "other"));
        harness.run("RENAME", "other", "k");
        assertEquals(dump, harness.run("DUMP", "k"));
    }

    /** Three ids share their milliseconds. */
    private static String id(long number) {
        return number / 3 + "-" + (number % 3 + 1);
    }

    private static String reply(Iterable<Map.Entry<Long, List<String>>> entries) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (Map.Entry<Long, List<String>> entry : entries) {
            text.append("*2\r\n").append(bulk(id(entry.getKey())));
            text.append('*').append(entry.getValue().size()).append("\r\n");
            entry.getValue().forEach(word -> text.append(bulk(word)));
            count++;
        }
        return "*" + count + "\r\n" + text;
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }
}
