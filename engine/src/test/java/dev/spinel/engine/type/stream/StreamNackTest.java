package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries 1 to 6, of which consumer c of group g was given 1 to 4. Facts: the Redis 8.4 and 8.8 command reference. */
class StreamNackTest {
    private final EngineHarness harness = new EngineHarness();

    @BeforeEach
    void addEntries() {
        run("XGROUP CREATE k g 0 MKSTREAM");
        for (int i = 1; i <= 6; i++) {
            run("XADD k " + i + " f v" + i);
        }
        run("XREADGROUP GROUP g c COUNT 4 STREAMS k >");
    }

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    /** Words of a reply, without lengths. */
    private static String words(String reply) {
        return reply.replaceAll("\\*\\d+\r\n|\\$\\d+\r\n|:", "").replace("\r\n", " ").replace("  ", " ").strip();
    }

    private String pending() {
        return words(run("XPENDING k g - + 10"));
    }

    @ParameterizedTest
    @CsvSource({"SILENT, 0", "FAIL, 1", "FATAL, 9223372036854775807"})
    void nobodyHasWhatWasGivenBack(String mode, String deliveries) {
        assertEquals(":2\r\n", run("XNACK k g " + mode + " IDS 3 2 4 5"));
        assertEquals("1-0 c 0 1 2-0 -1 " + deliveries + " 3-0 c 0 1 4-0 -1 " + deliveries, pending());
        assertEquals("4 1-0 4-0 c 2", words(run("XPENDING k g")));
        assertTrue(run("XINFO STREAM k FULL").contains("nacked-count\r\n:2\r\n"));
    }

    @Test
    void countsCanBeGivenAndEntriesForced() {
        assertEquals(":1\r\n", run("XNACK k g FAIL IDS 1 2 RETRYCOUNT 7"));
        assertEquals(":0\r\n", run("XNACK k g FAIL IDS 1 5"));
        assertEquals(":2\r\n", run("XNACK k g FATAL IDS 3 5 6 99 FORCE RETRYCOUNT 3"));
        assertEquals("1-0 c 0 1 2-0 -1 7 3-0 c 0 1 4-0 c 0 1 5-0 -1 3 6-0 -1 3", pending());
    }

    @Test
    void whatWasGivenBackIsClaimedFirstAndInThatOrder() {
        run("XNACK k g FAIL IDS 1 3");
        run("XNACK k g SILENT IDS 1 2");
        harness.advanceMs(100);
        run("XCLAIM k g c 0 4");
        assertEquals("k 3-0 f v3 -1 1 2-0 f v2 -1 0 1-0 f v1 100 1 5-0 f v5 0 0",
            words(run("XREADGROUP GROUP g d COUNT 4 CLAIM 100 STREAMS k >")));
        assertEquals("1-0 d 0 2 2-0 d 0 1 3-0 d 0 2 4-0 c 0 2 5-0 d 0 1", pending());
        assertEquals("k 6-0 f v6 0 0", words(run("XREADGROUP GROUP g d CLAIM 100 STREAMS k >")));
        assertEquals("*-1\r\n", run("XREADGROUP GROUP g d CLAIM 1 STREAMS k >"));
    }

    @Test
    void claimingTakesTheOldestFirstAndForgetsTheDeleted() {
        harness.advanceMs(50);
        run("XCLAIM k g c 0 1 JUSTID");
        harness.advanceMs(50);
        run("XDEL k 3");
        assertEquals("k 2-0 f v2 100 1 4-0 f v4 100 1 1-0 f v1 50 1 5-0 f v5 0 0",
            words(run("XREADGROUP GROUP g d COUNT 4 CLAIM 50 STREAMS k >")));
        assertEquals("1-0 d 0 2 2-0 d 0 2 4-0 d 0 2 5-0 d 0 1", pending());
        assertEquals("k 1-0 f v1 2-0 f v2", words(run("XREADGROUP GROUP g d COUNT 2 CLAIM 0 STREAMS k 0")));
    }

    @Test
    void acknowledgingAndClaimingWorkOnWhatWasGivenBack() {
        run("XNACK k g FAIL IDS 3 1 2 3");
        assertEquals(":1\r\n", run("XACK k g 1"));
        assertEquals("2-0", words(run("XCLAIM k g d 99999 2 JUSTID")));
        assertEquals("0-0 3-0", words(run("XAUTOCLAIM k g d 99999 0 JUSTID")));
        assertEquals("2-0 d 0 1 3-0 d 0 1 4-0 c 0 1", pending());
        run("XNACK k g FAIL IDS 1 4");
        assertEquals(":0\r\n", run("XGROUP DELCONSUMER k g c"));
        run("XDEL k 4");
        run("XAUTOCLAIM k g d 0 0");
        assertEquals("2-0 d 0 2 3-0 d 0 2", pending());
    }

    @Test
    void copiesAndDumpsKeepWhatWasGivenBack() {
        run("XNACK k g FAIL IDS 3 4 1 2");
        run("COPY k copy");
        String dump = run("DUMP k");
        harness.run("RESTORE", "back", "0", dump.substring(dump.indexOf('\n') + 1, dump.length() - 2));
        for (String key : new String[] {"copy", "back"}) {
            assertEquals("4-0 1-0 2-0", words(run("XREADGROUP GROUP g d CLAIM 99999 COUNT 3 STREAMS " + key + " >"))
                .replaceAll(key + " | f v\\d -1 1", ""));
        }
        assertEquals("\u0015", run("DUMP copy").substring(run("DUMP copy").indexOf('\n') + 1).substring(0, 1));
    }

    @Test
    void waitingForWhatBecomesOldEndsInTime() {
        run("XREADGROUP GROUP g c STREAMS k >");
        Client client = harness.newClient();
        assertEquals("", harness.run(client, "XREADGROUP GROUP g d COUNT 1 BLOCK 0 CLAIM 500 STREAMS k >".split(" ")));
        harness.advanceMs(499);
        assertEquals("", harness.takeReply(client));
        harness.advanceMs(1);
        assertEquals("k 1-0 f v1 500 1", words(harness.takeReply(client)));
        assertEquals("", harness.run(client, "XREADGROUP GROUP g d BLOCK 0 CLAIM 90000 STREAMS k >".split(" ")));
        run("XNACK k g FAIL IDS 1 6");
        assertEquals("k 6-0 f v6 -1 1", words(harness.takeReply(client)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "XNACK k g NONE IDS 1 1 | ERR syntax error", "XNACK k g FAIL 1 1 1 | ERR syntax error",
        "XNACK k g FAIL IDS 1 1 2 | ERR syntax error", "XNACK k g FAIL IDS 1 1 RETRYCOUNT | ERR syntax error",
        "XNACK k g FAIL IDS 0 1 | ERR Number of IDs must be a positive integer",
        "XNACK k g FAIL IDS 2 1 | ERR The `numids` parameter must match the number of arguments",
        "XNACK k g FAIL IDS 1 x | ERR Invalid stream ID specified as stream command argument",
        "XNACK k g FAIL IDS 1 1 RETRYCOUNT -1 | ERR Invalid RETRYCOUNT option argument for XNACK",
        "XNACK k none FAIL IDS 1 1 | NOGROUP No such key 'k' or consumer group 'none'",
        "XNACK none g FAIL IDS 1 1 | NOGROUP No such key 'none' or consumer group 'g'",
        "XREADGROUP GROUP g c CLAIM x STREAMS k > | ERR min-idle-time is not an integer",
        "XREADGROUP GROUP g c CLAIM -0 STREAMS k > | ERR min-idle-time is not an integer",
        "XREADGROUP GROUP g c CLAIM -1 STREAMS k > | ERR min-idle-time must be a positive integer",
        "XREADGROUP GROUP g c CLAIM STREAMS k > | ERR min-idle-time is not an integer",
    })
    void errorsChangeNothing(String command, String error) {
        assertEquals("-" + error + "\r\n", run(command));
        assertEquals("1-0 c 0 1 2-0 c 0 1 3-0 c 0 1 4-0 c 0 1", pending());
    }
}
