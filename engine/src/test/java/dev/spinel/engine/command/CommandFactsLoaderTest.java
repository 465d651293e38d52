package dev.spinel.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommandFactsLoaderTest {
    private static final String ORACLE_VERSION = "7.0";
    /** Facts that later versions changed on purpose; the arity of an older client's call still passes. */
    private static final Set<String> CHANGED_SINCE = Set.of("randomkey", "scan", "wait", "msetnx", "blmove", "blpop",
        "brpop", "brpoplpush", "sinterstore", "bzpopmax", "bzpopmin", "zrank", "zrevrank", "client|setname",
        "acl|deluser", "acl|save", "acl|setuser", "command|getkeys", "command|getkeysandflags", "config|resetstat",
        "config|rewrite", "latency|reset", "module|list", "cluster|shards", "cluster|slots", "sentinel|config");

    private final Map<String, CommandFacts> facts = CommandFactsLoader.load();

    @Test
    void containersKnowTheirSubcommands() {
        CommandFacts config = facts.get("config");
        assertEquals(List.of("config|get", "config|help", "config|resetstat", "config|rewrite", "config|set"),
            config.subcommands().stream().map(CommandFacts::fullName).toList());
        assertFalse(config.isSubcommand());
        assertEquals("get", config.subcommands().get(0).name());
    }

    @Test
    void everyCommandIsFastOrSlowAndNeverBoth() {
        for (CommandFacts command : facts.values()) {
            long speed = command.categories() & (AclCategory.FAST | AclCategory.SLOW);
            assertEquals(1, Long.bitCount(speed), command.fullName());
            assertEquals((command.flags() & CommandFlag.FAST) != 0, speed == AclCategory.FAST, command.fullName());
        }
    }

    @Test
    void notesBelongToOneCommandOnly() {
        assertNotNull(facts.get("set").keySpec(0).notes());
        assertNull(facts.get("get").keySpec(0).notes());
        assertNotNull(facts.get("eval").keySpec(0).notes());
    }

    @Test
    void arityCountsTheNameAndNegativeMeansAtLeast() {
        assertTrue(facts.get("get").allowsArgCount(2));
        assertFalse(facts.get("get").allowsArgCount(3));
        assertTrue(facts.get("set").allowsArgCount(7));
        assertFalse(facts.get("set").allowsArgCount(2));
    }

    @Test
    void factsEqualWhatRedisSays() throws IOException {
        try (RedisOracle redis = RedisOracle.open(ORACLE_VERSION)) {
            List<String> wrong = new ArrayList<>();
            Set<String> unknown = new TreeSet<>();
            for (Object row : redis.list("COMMAND")) {
                compare((List<?>) row, wrong, unknown);
            }
            assertEquals(List.of(), wrong);
            assertEquals(Set.of(), unknown);
        }
    }

    private void compare(List<?> row, List<String> wrong, Set<String> unknown) {
        String name = (String) row.get(0);
        CommandFacts command = facts.get(name);
        if (command == null) {
            unknown.add(name);
            return;
        }
        if (!CHANGED_SINCE.contains(name)) {
            same(name, row.subList(1, 8), commandRow(command), wrong);
            same(name, withoutNotes((List<?>) row.get(8)), keySpecs(command), wrong);
        }
        for (Object subcommand : (List<?>) row.get(9)) {
            compare((List<?>) subcommand, wrong, unknown);
        }
    }

    private static void same(String name, Object expected, Object actual, List<String> wrong) {
        if (!expected.equals(actual)) wrong.add(name + ": " + expected + " but was " + actual);
    }

    private static List<Object> commandRow(CommandFacts command) {
        List<String> categories = new ArrayList<>();
        for (String category : AclCategory.names(command.categories())) {
            categories.add("@" + category);
        }
        return List.of((long) command.arity(), List.of(CommandFlag.names(command.flags())), (long) command.firstKey(),
            (long) command.lastKey(), (long) command.keyStep(), categories, command.tips());
    }

    private static List<Object> withoutNotes(List<?> specs) {
        List<Object> result = new ArrayList<>();
        for (Object item : specs) {
            List<?> spec = (List<?>) item;
            int from = spec.get(0).equals("notes") ? 2 : 0;
            result.add(spec.subList(from, spec.size()));
        }
        return result;
    }

    private static List<Object> keySpecs(CommandFacts command) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < command.keySpecCount(); i++) {
            KeySpec spec = command.keySpec(i);
            result.add(List.of("flags", List.of(KeyFlag.names(spec.flags())), "begin_search", begin(spec.begin()),
                "find_keys", find(spec.find())));
        }
        return result;
    }

    private static List<Object> begin(KeySpec.Begin begin) {
        return switch (begin) {
            case KeySpec.Index index -> typed("index", List.of("index", (long) index.position()));
            case KeySpec.Keyword keyword -> typed("keyword",
                List.of("keyword", keyword.word(), "startfrom", (long) keyword.startFrom()));
            case KeySpec.Unknown _ -> typed("unknown", List.of());
        };
    }

    private static List<Object> find(KeySpec.Find find) {
        return switch (find) {
            case KeySpec.Range range -> typed("range", List.of("lastkey", (long) range.lastKey(), "keystep",
                (long) range.step(), "limit", (long) range.limit()));
            case KeySpec.KeyNum keyNum -> typed("keynum", List.of("keynumidx", (long) keyNum.keyNumIndex(),
                "firstkey", (long) keyNum.firstKey(), "keystep", (long) keyNum.step()));
            case KeySpec.Unknown _ -> typed("unknown", List.of());
        };
    }

    private static List<Object> typed(String type, List<Object> spec) {
        return List.of("type", type, "spec", spec);
    }
}
