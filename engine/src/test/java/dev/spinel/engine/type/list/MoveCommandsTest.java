package dev.spinel.engine.type.list;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.config.SettingsUpdate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoveCommandsTest {
    private EngineHarness harness;
    private Recorder recorder;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
        recorder = Recorder.of(harness.engine());
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String run(String... words) {
        return harness.run(words);
    }

    private void fill() {
        run("DEL", "from", "to");
        run("RPUSH", "from", "1", "2", "3", "d", "e");
    }

    private static String array(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"128", "1"})
    void orderDependsOnEndsAndOnHowElementsGo(String maxListpackSize) {
        new SettingsUpdate(harness.engine().settings(), false, false)
            .set(List.of("list-max-listpack-size", maxListpackSize));
        fill();
        assertEquals(array("1"), run("LMOVEM", "from", "to", "LEFT", "RIGHT"));
        fill();
        assertEquals(array("3", "2", "1"), run("LMOVEM", "from", "to", "LEFT", "LEFT", "COUNT", "3", "OBO"));
        assertEquals(array("3", "2", "1"), run("LRANGE", "to", "0", "-1"));
        fill();
        assertEquals(array("1", "2", "3"), run("LMOVEM", "from", "to", "LEFT", "LEFT", "COUNT", "3", "BULK"));
        fill();
        assertEquals(array("e", "d"), run("LMOVEM", "from", "to", "RIGHT", "RIGHT", "EXACTLY", "2", "OBO"));
        assertEquals(array("1", "2", "3"), run("LRANGE", "from", "0", "-1"));
        fill();
        assertEquals(array("d", "e"), run("LMOVEM", "from", "to", "RIGHT", "RIGHT", "EXACTLY", "2", "BULK"));
        fill();
        assertEquals(array("d", "e"), run("LMOVEM", "from", "to", "RIGHT", "LEFT", "EXACTLY", "2", "OBO"));
        fill();
        assertEquals(array("1", "2"), run("LMOVEM", "from", "from", "LEFT", "RIGHT", "COUNT", "2", "BULK"));
        assertEquals(array("3", "d", "e", "1", "2"), run("LRANGE", "from", "0", "-1"));
        assertEquals(array("d", "3"), run("LMOVEM", "from", "from", "LEFT", "LEFT", "EXACTLY", "2", "OBO"));
    }

    @Test
    void exactlyMovesAllOrNothing() {
        fill();
        assertEquals("*-1\r\n", run("LMOVEM", "from", "to", "LEFT", "LEFT", "EXACTLY", "6", "OBO"));
        assertEquals(":5\r\n", run("LLEN", "from"));
        assertEquals(array("1", "2", "3", "d", "e"), run("LMOVEM", "from", "to", "LEFT", "LEFT", "COUNT", "6", "BULK"));
        assertEquals(List.of("new from", "rpush from", "new to", "lpush to", "lpop from", "del from"), recorder.events());
        assertEquals(":0\r\n", run("EXISTS", "from"));
        assertEquals("*0\r\n", run("LMOVEM", "from", "to", "LEFT", "LEFT"));
    }

    @Test
    void complaints() {
        fill();
        run("SET", "text", "v");
        assertEquals("-ERR syntax error\r\n", run("LMOVEM", "from", "to", "LEFT", "LEFT", "COUNT", "6"));
        assertEquals("-ERR syntax error\r\n", run("LMOVEM", "from", "to", "UP", "LEFT"));
        assertEquals("-ERR syntax error\r\n", run("LMOVEM", "from", "to", "LEFT", "LEFT", "COUNT", "6", "ALL"));
        assertEquals("-ERR count should be greater than 0\r\n",
            run("LMOVEM", "from", "to", "LEFT", "LEFT", "COUNT", "0", "BULK"));
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value\r\n",
            run("LMOVEM", "from", "text", "LEFT", "LEFT", "COUNT", "2", "BULK"));
        assertEquals(":5\r\n", run("LLEN", "from"));
    }

    @Test
    void waitsUntilThereAreEnough() {
        Client waiting = harness.newClient();
        assertEquals("", harness.run(waiting, "BLMOVEM", "from", "to", "LEFT", "RIGHT", "0", "EXACTLY", "3", "BULK"));
        run("RPUSH", "from", "1", "2");
        assertEquals("", harness.takeReply(waiting));
        recorder.journal();
        run("LINSERT", "from", "BEFORE", "1", "0");
        assertEquals(array("0", "1", "2"), harness.takeReply(waiting));
        assertEquals(List.of("LINSERT from BEFORE 1 0", "LMOVEM from to LEFT RIGHT EXACTLY 3 BULK"),
            recorder.journal().stream().filter(line -> line.startsWith("L")).toList());
        assertEquals("", harness.run(waiting, "BLMOVEM", "from", "to", "LEFT", "RIGHT", "1"));
        harness.advanceMs(1_001);
        assertEquals("*-1\r\n", harness.takeReply(waiting));
    }
}
