package dev.spinel.engine.type.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.config.SettingsUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random commands against a map, in both encodings and over the border between them. */
class SortedSetPropertyTest {
    private record Step(String command, String member, int score) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> commands = Arbitraries.of("ZADD", "ZADD", "ZADD", "ZADD", "ZINCRBY", "ZREM", "ZPOPMIN",
            "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE", "ZUNIONSTORE");
        Arbitrary<String> members = Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, Arbitraries.integers().between(-40, 40).map(String::valueOf)),
            net.jqwik.api.Tuple.of(2, Arbitraries.strings().withCharRange('a', 'c').ofMaxLength(4)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of("x".repeat(65), "y".repeat(300), "007")));
        return Combinators.combine(commands, members, Arbitraries.integers().between(-20, 20)).as(Step::new)
            .list().ofMaxSize(150);
    }

    @Property(tries = 150)
    void behavesLikeAMap(@ForAll("steps") List<Step> steps) {
        try (EngineHarness harness = new EngineHarness()) {
            new SettingsUpdate(harness.engine().settings(), false, false)
                .set(List.of("zset-max-listpack-entries", "12"));
            Map<String, Double> model = new HashMap<>();
            for (Step step : steps) {
                apply(harness, step, model);
            }
            List<String> ordered = ordered(model);
            assertEquals(String.join(" ", ordered), bulks(harness.run("ZRANGE", "k", "0", "-1")));
            assertEquals(String.join(" ", ordered.reversed()), bulks(harness.run("ZREVRANGE", "k", "0", "-1")));
            for (int i = 0; i < ordered.size(); i++) {
                assertEquals(":" + i + "\r\n", harness.run("ZRANK", "k", ordered.get(i)));
            }
            long inside = model.values().stream().filter(score -> score > -5 && score <= 5).count();
            assertEquals(":" + inside + "\r\n", harness.run("ZCOUNT", "k", "(-5", "5"));
        }
    }

    private static void apply(EngineHarness harness, Step step, Map<String, Double> model) {
        double score = step.score() / 2.0;
        String text = String.valueOf(score);
        switch (step.command()) {
            case "ZADD" -> {
                harness.run("ZADD", "k", text, step.member());
                model.put(step.member(), score);
            }
            case "ZINCRBY" -> {
                harness.run("ZINCRBY", "k", text, step.member());
                model.merge(step.member(), score, Double::sum);
            }
            case "ZREM" -> {
                String reply = harness.run("ZREM", "k", step.member());
                assertEquals(model.remove(step.member()) == null ? ":0\r\n" : ":1\r\n", reply);
            }
            case "ZPOPMIN" -> {
                harness.run("ZPOPMIN", "k");
                ordered(model).stream().limit(1).forEach(model::remove);
            }
            case "ZREMRANGEBYRANK" -> {
                harness.run("ZREMRANGEBYRANK", "k", "1", "2");
                ordered(model).stream().skip(1).limit(2).forEach(model::remove);
            }
            case "ZREMRANGEBYSCORE" -> {
                harness.run("ZREMRANGEBYSCORE", "k", text, "(" + (score + 1));
                model.values().removeIf(value -> value >= score && value < score + 1);
            }
            default -> {
                harness.run("ZUNIONSTORE", "k", "2", "k", "k", "WEIGHTS", "1", "0");
            }
        }
        assertEquals(":" + model.size() + "\r\n", harness.run("ZCARD", "k"));
    }

    private static List<String> ordered(Map<String, Double> model) {
        List<String> ordered = new ArrayList<>(model.keySet());
        ordered.sort(Comparator.comparing((String member) -> model.get(member) + 0.0).thenComparing(member -> member));
        return ordered;
    }

    private static String bulks(String reply) {
        String[] lines = reply.split("\r\n", -1);
        List<String> bulks = new ArrayList<>();
        for (int i = 2; i < lines.length; i += 2) {
            bulks.add(lines[i]);
        }
        return String.join(" ", bulks);
    }
}
