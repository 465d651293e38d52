package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that machine code answers, beside the methods they stand for; handles that live more than once. */
class ShortcutModuleTest {
    private static final int RANDOM_NUMBERS = 500;
    private static final String NO = "-ERR no\r\n";

    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("shortcut.c");

    private final ModuleHarness harness = MODULE.newServer();

    @BeforeEach
    void load() {
        MODULE.load();
    }

    @Test
    void numbersAreReadAsByTheMethod() {
        long seed = new Random().nextLong();
        for (String text : numbers(new Random(seed))) {
            String wanted = isCanonical(text) ? ":" + text + "\r\n" : NO;
            assertEquals(wanted, harness.run("s.number", text), () -> "'" + text + "', seed " + seed);
        }
        harness.run("CONFIG", "SET", "module-debug", "strict");
        assertEquals(":-12\r\n", harness.run("s.number", "-12"));
        assertEquals(NO, harness.run("s.number", "012"));
    }

    private static List<String> numbers(Random random) {
        List<String> texts = new ArrayList<>(List.of("", "-", "+1", "0", "-0", "00", "01", "-01", "1", "-1", "9", "-9", "1 ",
                " 1", "1a", "a", "/", ":", "1:", "-:", "--1", "999999999999999999", "-99999999999999999",
                "-999999999999999999", "1000000000000000000", "9223372036854775807", "9223372036854775808",
                "-9223372036854775808", "-9223372036854775809", "12345678901234567890", "1\0", "1\0002"));
        for (int i = 0; i < RANDOM_NUMBERS; i++) texts.add(String.valueOf(random.nextLong() >> random.nextInt(64)));
        return texts;
    }

    private static boolean isCanonical(String text) {
        try {
            return String.valueOf(Long.parseLong(text)).equals(text);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Test
    void theSelectedDatabaseIsTheOneSelectedLast() {
        assertEquals("*2\r\n:0\r\n:3\r\n", harness.run("s.database", "3"));
        assertEquals("*2\r\n:3\r\n:3\r\n", harness.run("s.database", "99"));
        harness.run("SELECT", "5");
        assertEquals("*2\r\n:5\r\n:0\r\n", harness.run("s.database", "0"));
    }

    @Test
    void aKeyThatWasClosedIsRefusedAlthoughOthersAreOpenedAgain() {
        harness.run("SET", "key", "1234");
        assertEquals(":400\r\n", harness.run("s.open", "key", "100"));
        assertEquals(":0\r\n", harness.run("s.open", "absent", "100"));
        assertEquals(":4\r\n", harness.run("s.open", "key", "1"));
        assertEquals(":0\r\n", harness.run("s.stale"));
        assertTrue(harness.log().contains("already closed"), harness::log);
    }

    @Test
    void whatKeysHoldIsSeenWhoeverIsAskedAndWhateverChanged() {
        String kinds = "*14\r\n:0\r\n:1\r\n:1\r\n:0\r\n:1\r\n:1\r\n:2\r\n:1\r\n:0\r\n:1\r\n:0\r\n:0\r\n:0\r\n:1\r\n";
        harness.holdLock();
        for (String mode : List.of("no", "strict")) {
            harness.run("CONFIG", "SET", "module-debug", mode);
            harness.run("SET", "string", "1234");
            harness.run("RPUSH", "list", "element");
            assertEquals(kinds, harness.run("s.kinds", "string", "list", "absent"), harness::log);
            harness.run("FLUSHALL");
        }
    }

    @Test
    void aKeyThatStaysOpenIsSeenAsClientsChangedIt() {
        harness.run("SET", "key", "1234");
        assertEquals(":0\r\n", harness.run("s.keep", "key"));
        harness.run("DEL", "key");
        harness.run("RPUSH", "key", "element");
        assertEquals(":2\r\n", harness.run("s.kept"));
    }

    @Test
    void anOpenKeyIsSeenAsItIsWhateverMoved() {
        harness.run("SET", "key", "1234");
        assertEquals("*7\r\n:4\r\n:4\r\n:88\r\n:0\r\n:2\r\n:0\r\n:0\r\n", harness.run("s.moving", "key"));
    }
}
