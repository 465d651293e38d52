package dev.spinel.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommandDocsTest {
    /** Later versions date these anew. */
    private static final Set<String> SINCE_CHANGED = Set.of("client|pause");

    private final Map<String, CommandFacts> facts = CommandFactsLoader.load();
    private final CommandDocs docs = new CommandDocs();

    @Test
    void everyCommandIsDocumented() {
        for (CommandFacts command : facts.values()) {
            CommandDocs.Doc doc = docs.of(command);
            assertNotNull(doc, command.fullName());
            assertFalse(doc.summary().isBlank(), command.fullName());
            assertTrue(doc.since().matches("\\d+\\.\\d+\\.\\d+"), command.fullName());
        }
    }

    @Test
    void keysPointAtTheirSpecs() {
        for (CommandFacts command : facts.values()) {
            for (CommandDocs.Argument argument : docs.of(command).arguments()) {
                assertTrue(argument.keySpecIndex() < command.keySpecCount(), command.fullName());
            }
        }
    }

    @Test
    void argumentsNest() {
        CommandDocs.Doc set = docs.of(facts.get("set"));
        CommandDocs.Argument condition = set.arguments().get(2);
        assertEquals("oneof", condition.type());
        assertTrue(condition.isOptional());
        assertEquals("NX", condition.children().get(0).token());
        assertEquals("pure-token", condition.children().get(0).type());
        assertEquals(0, set.arguments().get(0).keySpecIndex());
        assertEquals("string", set.group());
        assertEquals("7.0.0", set.history().get(3).version());
    }

    @Test
    void commandsOfOthersHaveNone() {
        assertNull(docs.of(new CommandFacts("ft.search", "module", -1, 0, 0, null, null, List.of())));
    }

    /** Later versions renamed and regrouped many arguments, but what a client has to send stayed. */
    @Test
    void factsAndTokensEqualWhatRedisSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (RedisOracle redis = RedisOracle.open("7.0")) {
            compareAll(redis.list("COMMAND", "DOCS"), wrong);
        }
        assertEquals(List.of(), wrong);
    }

    private void compareAll(List<?> namesAndDocs, List<String> wrong) {
        for (int i = 0; i < namesAndDocs.size(); i += 2) {
            String name = (String) namesAndDocs.get(i);
            Map<String, Object> theirs = map(namesAndDocs.get(i + 1));
            CommandDocs.Doc doc = docs.of(facts.get(name));
            if (!doc.since().equals(theirs.get("since")) && !SINCE_CHANGED.contains(name)) wrong.add(name + " since");
            if (!doc.group().equals(theirs.get("group"))) wrong.add(name + " group");
            Set<String> tokens = new TreeSet<>();
            addTokens(doc.arguments(), tokens);
            Set<String> missing = new TreeSet<>();
            addTokensOfReply(list(theirs.get("arguments")), missing);
            missing.removeAll(tokens);
            if (!missing.isEmpty()) wrong.add(name + " " + missing);
            compareAll(list(theirs.get("subcommands")), wrong);
        }
    }

    private static void addTokens(List<CommandDocs.Argument> arguments, Set<String> tokens) {
        for (CommandDocs.Argument argument : arguments) {
            if (argument.token() != null) tokens.add(argument.token().toUpperCase(Locale.ROOT));
            addTokens(argument.children(), tokens);
        }
    }

    private static void addTokensOfReply(List<?> arguments, Set<String> tokens) {
        for (Object argument : arguments) {
            Map<String, Object> pairs = map(argument);
            if (pairs.containsKey("token")) tokens.add(((String) pairs.get("token")).toUpperCase(Locale.ROOT));
            addTokensOfReply(list(pairs.get("arguments")), tokens);
        }
    }

    private static List<?> list(Object reply) {
        return reply == null ? List.of() : (List<?>) reply;
    }

    private static Map<String, Object> map(Object reply) {
        List<?> pairs = (List<?>) reply;
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put((String) pairs.get(i), pairs.get(i + 1));
        }
        return map;
    }
}
