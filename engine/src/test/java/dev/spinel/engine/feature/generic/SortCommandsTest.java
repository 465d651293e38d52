package dev.spinel.engine.feature.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SortCommandsTest {
    private EngineHarness harness;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String run(String... words) {
        return harness.run(words);
    }

    private void list(String name, String... elements) {
        run("DEL", name);
        for (String element : elements) {
            run("RPUSH", name, element);
        }
    }

    private static String bulks(String... values) {
        StringBuilder text = new StringBuilder("*" + values.length + "\r\n");
        for (String value : values) {
            text.append(value == null ? "$-1\r\n" : "$" + value.length() + "\r\n" + value + "\r\n");
        }
        return text.toString();
    }

    @Test
    void numbersAndTexts() {
        list("l", "10", "9", "-1.5", "1e1", "2");
        assertEquals(bulks("-1.5", "2", "9", "10", "1e1"), run("SORT", "l"));
        assertEquals(bulks("1e1", "10", "9", "2", "-1.5"), run("SORT", "l", "DESC"));
        assertEquals(bulks("-1.5", "10", "1e1", "2", "9"), run("SORT_RO", "l", "ALPHA"));
        assertEquals(bulks("2", "9"), run("SORT", "l", "LIMIT", "1", "2"));
        assertEquals(bulks("10", "1e1"), run("SORT", "l", "LIMIT", "3", "-1"));
        assertEquals(bulks(), run("SORT", "l", "LIMIT", "7", "2"));
        assertEquals(bulks(), run("SORT", "absent"));
        list("l", "1", "word");
        assertEquals("-ERR One or more scores can't be converted into double\r\n", run("SORT", "l"));
    }

    @Test
    void byAndGet() {
        list("l", "a", "b", "c");
        run("MSET", "w_a", "3", "w_b", "1", "w_c", "2", "o_a", "first", "o_b", "second");
        assertEquals(bulks("b", "c", "a"), run("SORT", "l", "BY", "w_*"));
        assertEquals(bulks("b", "second", "c", null, "a", "first"),
            run("SORT", "l", "BY", "w_*", "GET", "#", "GET", "o_*"));
        assertEquals(bulks("c", "b", "a"), run("SORT", "l", "BY", "nosort", "DESC"));
        assertEquals(bulks("b", "c"), run("SORT", "l", "BY", "nosort", "LIMIT", "1", "5"));
        assertEquals(bulks("c", "a", "b"), run("SORT", "l", "BY", "o_*", "ALPHA"));
        assertEquals(bulks(null, null, null), run("SORT", "l", "BY", "nosort", "GET", "constant"));
        assertEquals(bulks(null, null, null), run("SORT", "l", "BY", "nosort", "GET", "w_*->field"));
    }

    @Test
    void storing() {
        list("l", "3", "1", "2");
        run("SET", "target", "old");
        Recorder recorder = Recorder.of(harness.engine());
        assertEquals(":3\r\n", run("SORT", "l", "STORE", "target"));
        assertEquals(List.of("sortstore target"), recorder.events());
        assertEquals(List.of("SORT l STORE target"), recorder.journal());
        assertEquals(bulks("3", "2", "1"), run("SORT", "target", "DESC"));
        assertEquals(":0\r\n", run("SORT", "absent", "STORE", "target"));
        assertEquals(List.of("keymiss absent", "del target"), recorder.events());
        assertEquals(":3\r\n", run("SORT", "l", "STORE", "l"));
        assertEquals(bulks("1", "2", "3"), run("SORT", "l", "BY", "nosort"));
        assertEquals("-ERR syntax error\r\n", run("SORT_RO", "l", "STORE", "target"));
    }

    @Test
    void errors() {
        run("SET", "s", "text");
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value\r\n", run("SORT", "s"));
        assertEquals("-ERR syntax error\r\n", run("SORT", "s", "LIMIT", "1"));
        assertEquals("-ERR syntax error\r\n", run("SORT", "s", "UP"));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("SORT", "s", "LIMIT", "a", "1"));
    }
}
