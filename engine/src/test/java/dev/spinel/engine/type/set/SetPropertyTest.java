package dev.spinel.engine.type.set;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.config.SettingsUpdate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random commands against java.util.TreeSet, with members that wander through all encodings. */
class SetPropertyTest {
    private record Step(String command, String key, String member) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> commands = Arbitraries.of("SADD", "SADD", "SADD", "SREM", "SMOVE", "SPOP", "SUNIONSTORE",
            "SINTERSTORE", "SDIFFSTORE");
        Arbitrary<String> integers = Arbitraries.longs().between(-70_000, 70_000).map(String::valueOf);
        Arbitrary<String> words = Arbitraries.of("a", "b", "", "007", "-0", "9223372036854775808", "w".repeat(70),
            "v".repeat(300));
        Arbitrary<String> members = Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(12, integers),
            net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(0, 9).map(String::valueOf)),
            net.jqwik.api.Tuple.of(1, words));
        Arbitrary<String> keys = Arbitraries.of("x", "y");
        return Combinators.combine(commands, keys, members).as(Step::new).list().ofMaxSize(120);
    }

    @Property(tries = 150)
    void behavesLikeATreeSet(@ForAll("steps") List<Step> steps) {
        try (EngineHarness harness = new EngineHarness()) {
            new SettingsUpdate(harness.engine().settings(), false, false).set(List.of("set-max-intset-entries", "20"));
            Set<String> x = new TreeSet<>();
            Set<String> y = new TreeSet<>();
            for (Step step : steps) {
                apply(harness, step, "x".equals(step.key()) ? x : y, "x".equals(step.key()) ? y : x);
            }
            assertEquals(x, members(harness, "x"));
            assertEquals(y, members(harness, "y"));
        }
    }

    private static void apply(EngineHarness harness, Step step, Set<String> mine, Set<String> others) {
        String key = step.key();
        String other = "x".equals(key) ? "y" : "x";
        switch (step.command()) {
            case "SADD" -> assertReply(mine.add(step.member()), harness.run("SADD", key, step.member()));
            case "SREM" -> assertReply(mine.remove(step.member()), harness.run("SREM", key, step.member()));
            case "SMOVE" -> {
                boolean isMoved = mine.remove(step.member());
                assertReply(isMoved, harness.run("SMOVE", key, other, step.member()));
                if (isMoved) {
                    others.add(step.member());
                }
            }
            case "SPOP" -> mine.removeAll(bulks(harness.run("SPOP", key)));
            default -> {
                harness.run(step.command(), key, key, other);
                if ("SUNIONSTORE".equals(step.command())) {
                    mine.addAll(others);
                } else if ("SINTERSTORE".equals(step.command())) {
                    mine.retainAll(others);
                } else {
                    mine.removeAll(others);
                }
            }
        }
        assertEquals(":" + mine.size() + "\r\n", harness.run("SCARD", key));
    }

    private static void assertReply(boolean isChanged, String reply) {
        assertEquals(isChanged ? ":1\r\n" : ":0\r\n", reply);
    }

    private static List<String> bulks(String reply) {
        return reply.startsWith("$-1") ? List.of() : List.of(reply.split("\r\n", -1)[1]);
    }

    private static Set<String> members(EngineHarness harness, String key) {
        String[] lines = harness.run("SMEMBERS", key).split("\r\n", -1);
        Set<String> members = new TreeSet<>();
        for (int i = 2; i < lines.length; i += 2) {
            members.add(lines[i]);
        }
        return members;
    }
}
