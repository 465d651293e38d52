package dev.spinel.engine.type.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random list commands against an ArrayList, with limits so small that the encoding changes all the time. */
class ListPropertyTest {
    private static final int STEPS = 4_000;

    private final List<String> model = new ArrayList<>();
    private SplittableRandom random;
    private EngineHarness harness;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void behavesLikeAnArrayList(long seed) {
        random = new SplittableRandom(seed);
        try (EngineHarness engine = new EngineHarness()) {
            harness = engine;
            engine.engine().lists().fill(seed == 4 ? -1 : 6);
            for (int i = 0; i < STEPS; i++) {
                step();
                assertEquals(reply(model), engine.run("LRANGE", "k", "0", "-1"), "seed " + seed + " step " + i);
            }
        }
    }

    private void step() {
        String value = value();
        int index = model.isEmpty() ? 0 : random.nextInt(model.size());
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                harness.run("LPUSH", "k", value);
                model.addFirst(value);
            }
            case 2 -> {
                harness.run("RPUSH", "k", value, "tail");
                model.add(value);
                model.add("tail");
            }
            case 3 -> {
                harness.run("LPOP", "k", "2");
                model.subList(0, Math.min(2, model.size())).clear();
            }
            case 4 -> {
                harness.run("RPOP", "k");
                model.subList(Math.max(0, model.size() - 1), model.size()).clear();
            }
            case 5 -> {
                harness.run("LSET", "k", "" + index, value);
                if (!model.isEmpty()) {
                    model.set(index, value);
                }
            }
            case 6 -> {
                harness.run("LREM", "k", "-1", value);
                if (model.contains(value)) {
                    model.remove(model.lastIndexOf(value));
                }
            }
            case 7 -> {
                harness.run("LINSERT", "k", "AFTER", value, "mid");
                if (model.contains(value)) {
                    model.add(model.indexOf(value) + 1, "mid");
                }
            }
            default -> trimSometimes(index);
        }
    }

    private void trimSometimes(int index) {
        if (random.nextInt(10) == 0) {
            harness.run("LTRIM", "k", "" + index, "-2");
            List<String> kept = index < model.size() - 1 ? model.subList(index, model.size() - 1) : List.of();
            List<String> copy = List.copyOf(kept);
            model.clear();
            model.addAll(copy);
        }
    }

    private String value() {
        return switch (random.nextInt(4)) {
            case 0 -> "" + random.nextInt(20);
            case 1 -> "v" + random.nextInt(10);
            case 2 -> "" + random.nextLong();
            default -> "long".repeat(random.nextInt(300));
        };
    }

    private static String reply(List<String> values) {
        StringBuilder text = new StringBuilder("*" + values.size() + "\r\n");
        values.forEach(value -> text.append('$').append(value.length()).append("\r\n").append(value).append("\r\n"));
        return text.toString();
    }
}
