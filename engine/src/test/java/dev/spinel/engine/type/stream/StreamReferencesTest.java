package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries 1 to 6 in nodes of two; group g was given 1 to 4 and acknowledged 1 and 3. */
class StreamReferencesTest {
    private final EngineHarness harness = new EngineHarness();

    @BeforeEach
    void addEntries() {
        run("CONFIG SET stream-node-max-entries 2");
        run("XGROUP CREATE k g 0 MKSTREAM");
        for (int i = 1; i <= 6; i++) {
            run("XADD k " + i + " f v");
        }
        run("XREADGROUP GROUP g c COUNT 4 STREAMS k >");
        run("XACK k g 1 3");
    }

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    private String numbers(String command) {
        return run(command).replaceAll("\\*\\d+\r\n|:|\r\n$", "").replace("\r\n", " ");
    }

    private String left() {
        return String.join(" ", run("XRANGE k - +").lines().filter(line -> line.endsWith("-0")).toList());
    }

    private String pending() {
        return String.join(" ", run("XPENDING k g - + 10").lines().filter(line -> line.endsWith("-0")).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "KEEPREF, 1 1 1 -1, 3-0 4-0 6-0, 2-0 4-0",
        "DELREF, 1 1 1 -1, 3-0 4-0 6-0, 4-0",
        "ACKED, 1 2 2 -1, 2-0 3-0 4-0 5-0 6-0, 2-0 4-0"
    })
    void deletesAsGroupsAllow(String mode, String replies, String entries, String references) {
        assertEquals(replies, numbers("XDELEX k " + mode + " IDS 4 1 2 5 7"));
        assertEquals(entries, left());
        assertEquals(references, pending());
    }

    @Test
    void acknowledgesAndDeletes() {
        run("XGROUP CREATE k h 0");
        assertEquals("2 -1 -1", numbers("XACKDEL k g ACKED IDS 3 2 3 9"));
        assertEquals("1", numbers("XACKDEL k g IDS 1 4"));
        assertEquals("", pending());
        assertEquals("1-0 2-0 3-0 5-0 6-0", left());
        assertEquals("-1 -1", numbers("XACKDEL k none IDS 2 1 2"));
        assertEquals("-1", numbers("XDELEX none IDS 1 1"));
    }

    @ParameterizedTest
    @CsvSource({
        "XTRIM k MAXLEN 2 DELREF, 4, 5-0 6-0, ''",
        "XTRIM k MAXLEN 2 ACKED, 2, 2-0 4-0 5-0 6-0, 2-0 4-0",
        "XTRIM k DELREF MINID ~ 4, 2, 3-0 4-0 5-0 6-0, 4-0",
        "XTRIM k ACKED MINID 4, 2, 2-0 4-0 5-0 6-0, 2-0 4-0",
        "XTRIM k ACKED MAXLEN ~ 3, 2, 2-0 4-0 5-0 6-0, 2-0 4-0",
        "XTRIM k KEEPREF MAXLEN 5, 1, 2-0 3-0 4-0 5-0 6-0, 2-0 4-0"
    })
    void trimsAsGroupsAllow(String command, String trimmed, String entries, String references) {
        assertEquals(trimmed, numbers(command));
        assertEquals(entries, left());
        assertEquals(references, pending());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "XDELEX k IDS 0 1|-ERR Number of IDs must be a positive integer",
        "XDELEX k IDS 2 1|-ERR The `numids` parameter must match the number of arguments",
        "XDELEX k IDS 1 1 2|-ERR syntax error", "XDELEX k KEEPREF ACKED IDS 1 1|-ERR syntax error",
        "XDELEX k IDS 1 x|-ERR Invalid stream ID specified as stream command argument",
        "XADD k KEEPREF DELREF MAXLEN 1 * f v|-ERR syntax error"
    })
    void saysWhatIsWrong(String command, String error) {
        assertEquals(error + "\r\n", run(command));
        assertEquals("1-0 2-0 3-0 4-0 5-0 6-0", left());
    }
}
