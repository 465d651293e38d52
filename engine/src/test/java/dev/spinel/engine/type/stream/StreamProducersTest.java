package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts: the Redis 8.6 command reference and its suite for streams. */
class StreamProducersTest {
    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    /** A number that XINFO STREAM tells. */
    private String info(String name) {
        String reply = run("XINFO STREAM k");
        int at = reply.indexOf(name + "\r\n:");
        return at < 0 ? "" : reply.substring(at + name.length() + 3, reply.indexOf('\r', at + name.length() + 3));
    }

    @Test
    void aMessageIsAddedOnce() {
        String first = run("XADD k IDMP p m1 * f v");
        assertEquals(first, run("XADD k NOMKSTREAM IDMP p m1 MAXLEN ~ 100 * f other"));
        assertNotEquals(first, run("XADD k MAXLEN ~ 100 IDMP p m2 * f v"));
        assertNotEquals(first, run("XADD k IDMP q m1 KEEPREF * f v"));
        assertEquals(":3\r\n", run("XLEN k"));
        assertEquals("2 3 3 1 100 100", info("pids-tracked") + " " + info("iids-tracked") + " " + info("iids-added")
            + " " + info("iids-duplicates") + " " + info("idmp-duration") + " " + info("idmp-maxsize"));
        assertEquals("$-1\r\n", run("XADD none NOMKSTREAM IDMP p m1 * f v"));
        run("XDEL k " + first.substring(first.indexOf('\n') + 1).strip());
        assertEquals(first, run("XADD k IDMP p m1 * f v"));
    }

    @Test
    void aMessageWithoutANameIsItsFields() {
        String first = run("XADD k IDMPAUTO p * a 1 b 2");
        assertEquals(first, run("XADD k IDMPAUTO p * b 2 a 1"));
        for (String other : new String[] {"a 2 b 1", "a 1", "a 1 b 2 a 1 b 2", "a1 b 2 x"}) {
            assertNotEquals(first, run("XADD k IDMPAUTO p * " + other));
        }
        assertNotEquals(first, run("XADD k IDMPAUTO q * a 1 b 2"));
    }

    @Test
    void messagesAreForgottenWhenTheyAreOldOrTooMany() {
        run("XADD k * f v");
        assertEquals("", info("idmp-duration"));
        assertEquals("+OK\r\n", run("XCFGSET k IDMP-DURATION 2 IDMP-MAXSIZE 3"));
        String[] ids = new String[5];
        for (int i = 1; i <= 4; i++) {
            ids[i] = run("XADD k IDMP p m" + i + " * f v");
        }
        assertEquals(ids[2], run("XADD k IDMP p m2 * f v"));
        assertNotEquals(ids[1], run("XADD k IDMP p m1 * f v"));
        assertNotEquals(ids[2], run("XADD k IDMP p m2 * f v"));
        harness.advanceMs(2000);
        assertEquals("0 0 2 3", info("pids-tracked") + " " + info("iids-tracked") + " " + info("idmp-duration") + " "
            + info("idmp-maxsize"));
        run("XADD k IDMP p m4 * f v");
        run("XCFGSET k IDMP-MAXSIZE 5");
        assertEquals("0 2 5", info("pids-tracked") + " " + info("idmp-duration") + " " + info("idmp-maxsize"));
    }

    @Test
    void copiesAndDumpsRemember() {
        run("XADD k * f v");
        run("XCFGSET k IDMP-DURATION 200");
        String first = run("XADD k IDMP p m1 * f v");
        String second = run("XADD k IDMP q a-rather-long-name * f v");
        run("COPY k copy");
        String dump = run("DUMP k");
        harness.run("RESTORE", "back", "0", dump.substring(dump.indexOf('\n') + 1, dump.length() - 2));
        for (String key : new String[] {"copy", "back"}) {
            assertEquals(first, run("XADD " + key + " IDMP p m1 * f v"));
            assertEquals(second, run("XADD " + key + " IDMP q a-rather-long-name * f v"));
            assertTrue(run("XINFO STREAM " + key).contains("idmp-duration\r\n:200\r\n"));
        }
        long before = memoryBytes("k");
        run("XADD k IDMP q " + "x".repeat(5000) + " * f v");
        long growth = memoryBytes("k") - before;
        assertTrue(growth > 5000 && growth < 6500, "grew by " + growth);
    }

    private long memoryBytes(String key) {
        return Long.parseLong(run("MEMORY USAGE " + key).substring(1).strip());
    }

    @Test
    void entriesCanBeNotedAfterwards() {
        run("XADD k 5-1 f v");
        run("XADD k 6-1 f v");
        assertEquals("+OK\r\n", run("XIDMPRECORD k p m 5-1"));
        assertEquals("+OK\r\n", run("XIDMPRECORD k p m 5-1"));
        assertTrue(run("XIDMPRECORD k p m 6-1").startsWith("-ERR"));
        assertTrue(run("XIDMPRECORD k p n 7-1").startsWith("-ERR"));
        assertEquals("-ERR no such key\r\n", run("XIDMPRECORD none p n 7-1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "XCFGSET k | At least one parameter must be specified", "XCFGSET none IDMP-DURATION 5 | no such key",
        "XCFGSET k IDMP-DURATION | syntax error", "XCFGSET k NAME 1 | syntax error",
        "XCFGSET k IDMP-DURATION 3.5 | value is not an integer or out of range",
        "XCFGSET k IDMP-DURATION 0 | IDMP-DURATION must be between 1 and 86400 seconds",
        "XCFGSET k IDMP-DURATION 86401 | IDMP-DURATION must be between 1 and 86400 seconds",
        "XCFGSET k IDMP-MAXSIZE 10001 | IDMP-MAXSIZE must be between 1 and 10000 entries",
        "XADD k IDMP p m IDMPAUTO p * f v | syntax error", "XADD k IDMP p m IDMP p n * f v | syntax error",
        "XADD k IDMP p m 99-1 f v | IDMP and IDMPAUTO need an ID that is generated: *",
    })
    void errorsChangeNothing(String command, String error) {
        run("XADD k 1-1 f v");
        assertEquals("-ERR " + error + "\r\n", run(command));
        assertEquals(":1\r\n", run("XLEN k"));
        assertEquals("", info("idmp-duration"));
    }
}
