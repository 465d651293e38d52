package dev.spinel.engine.type.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.CommandAllocations;
import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashCommandsTest {
    private static final String WRONG_TYPE =
        "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
    private static final String NULL = "$-1\r\n";

    private final EngineHarness harness = new EngineHarness();
    private final Recorder recorder = Recorder.of(harness.engine());

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    private static List<String> words(String reply) {
        return Arrays.stream(reply.split("\r\n")).filter(line -> !line.matches("[$*%].*")).toList();
    }

    private void makeTable(String key, int fields) {
        harness.engine().hashes().limits(2, 64);
        for (int i = 0; i < fields; i++) {
            run("HSET " + key + " f" + i + " " + i);
        }
    }

    @Test
    void setAndGet() {
        assertEquals(":2\r\n", run("HSET k a 1 b text"));
        assertEquals(":1\r\n", run("HSET k a 2 c 3"));
        assertEquals("$1\r\n2\r\n", run("HGET k a"));
        assertEquals(NULL, run("HGET k z"));
        assertEquals(NULL, run("HGET none z"));
        assertEquals("*3\r\n$4\r\ntext\r\n$-1\r\n$1\r\n3\r\n", run("HMGET k b z c"));
        assertEquals(":3\r\n", run("HLEN k"));
        assertEquals(":4\r\n", run("HSTRLEN k b"));
        assertEquals(":1\r\n", run("HSTRLEN k a"));
        assertEquals(":0\r\n", run("HEXISTS k z"));
        assertEquals(":1\r\n", run("HEXISTS k a"));
        assertEquals("+OK\r\n", run("HMSET k a 9"));
        assertEquals(List.of("new k", "hset k", "hset k", "keymiss none", "hset k"), recorder.events());
        assertEquals(List.of("HSET k a 1 b text", "HSET k a 2 c 3", "HMSET k a 9"), recorder.journal());
        assertEquals("-ERR wrong number of arguments for 'hset' command\r\n", run("HSET k a 1 b"));
    }

    @Test
    void setAbsentSetsOnce() {
        assertEquals(":1\r\n", run("HSETNX k a 1"));
        assertEquals(":0\r\n", run("HSETNX k a 2"));
        assertEquals("$1\r\n1\r\n", run("HGET k a"));
        assertEquals(List.of("HSETNX k a 1"), recorder.journal());
    }

    @Test
    void otherTypesAreRefused() {
        run("SET s x");
        for (String command : List.of("HSET s a 1", "HGET s a", "HLEN s", "HDEL s a", "HINCRBY s a 1", "HGETALL s",
                "HINCRBYFLOAT s a 1", "HSCAN s 0", "HRANDFIELD s", "HSETNX s a 1", "HMGET s a")) {
            assertEquals(WRONG_TYPE, run(command), command);
        }
    }

    @Test
    void deleteRemovesTheEmptyHash() {
        run("HSET k a 1 b 2 c 3");
        recorder.events();
        assertEquals(":1\r\n", run("HDEL k a z"));
        assertEquals(":2\r\n", run("HDEL k b c b"));
        assertEquals(List.of("hdel k", "hdel k", "del k"), recorder.events());
        assertEquals(":0\r\n", run("EXISTS k"));
        assertEquals(":0\r\n", run("HDEL k b"));
    }

    @Test
    void everythingIsReplied() {
        run("HSET k a 1 b 2");
        assertEquals("*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n", run("HGETALL k"));
        assertEquals("*2\r\n$1\r\na\r\n$1\r\nb\r\n", run("HKEYS k"));
        assertEquals("*2\r\n$1\r\n1\r\n$1\r\n2\r\n", run("HVALS k"));
        assertEquals("*0\r\n", run("HGETALL none"));
        harness.client().reply().version(3);
        assertEquals("%2\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n", run("HGETALL k"));
        assertEquals("%0\r\n", run("HGETALL none"));
        assertTrue(run("HRANDFIELD k 5 WITHVALUES").startsWith("*2\r\n*2\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "HINCRBY k n 5, :15", "HINCRBY k new -3, :-3", "HINCRBY k text 1, -ERR hash value is not an integer",
        "HINCRBY k n x, -ERR value is not an integer or out of range",
        "HINCRBY k max 1, -ERR increment or decrement would overflow", "HINCRBYFLOAT k n 0.5, $4 10.5",
        "HINCRBYFLOAT k text 1, -ERR hash value is not a float", "HINCRBYFLOAT k n x, -ERR value is not a valid float",
        "HINCRBYFLOAT k n inf, -ERR value is NaN or Infinity", "HINCRBYFLOAT k new 1.25, $4 1.25",
    })
    void countersCount(String command, String expected) {
        run("HSET k n 10 text abc max 9223372036854775807");
        assertEquals(expected, run(command).strip().replace("\r\n", " "));
    }

    @Test
    void floatIsRepeatedAsItsResult() {
        run("HINCRBYFLOAT k n 10.50");
        assertEquals(List.of("HSET k n 10.5"), recorder.journal());
        assertEquals(List.of("new k", "hincrbyfloat k"), recorder.events());
    }

    @Test
    void longHashesBecomeTablesForGood() {
        for (int i = 0; i < 512; i++) {
            run("HSET k f" + i + " v");
        }
        assertEquals("$8\r\nlistpack\r\n", run("OBJECT ENCODING k"));
        run("HSET k one more");
        assertEquals("$9\r\nhashtable\r\n", run("OBJECT ENCODING k"));
        run("HDEL k one");
        assertEquals("$9\r\nhashtable\r\n", run("OBJECT ENCODING k"));
        harness.run("HSET", "v", "f", "x".repeat(65));
        assertEquals("$9\r\nhashtable\r\n", run("OBJECT ENCODING v"));
        assertEquals(":65\r\n", run("HSTRLEN v f"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 1000})
    void copiesAndDumpsKeepTheFields(int fields) {
        makeTable("k", fields);
        Set<String> expected = new HashSet<>(words(run("HGETALL k")));
        run("COPY k copy");
        assertEquals(expected, new HashSet<>(words(run("HGETALL copy"))));
        String dump = run("DUMP k");
        String payload = dump.substring(dump.indexOf("\r\n") + 2, dump.length() - 2);
        assertEquals("+OK\r\n", harness.run("RESTORE", "copy", "0", payload, "REPLACE"));
        assertEquals(expected, new HashSet<>(words(run("HGETALL copy"))));
        assertEquals(run("OBJECT ENCODING k"), run("OBJECT ENCODING copy"));
        assertEquals(":" + fields + "\r\n", run("HLEN copy"));
    }

    @Test
    void scanOfATableVisitsEverything() {
        makeTable("k", 1000);
        Set<String> fields = new HashSet<>();
        String cursor = "0";
        int calls = 0;
        do {
            List<String> reply = words(run("HSCAN k " + cursor + " COUNT 50 NOVALUES MATCH f*"));
            cursor = reply.getFirst();
            fields.addAll(reply.subList(1, reply.size()));
            calls++;
        } while (!cursor.equals("0"));
        assertEquals(1000, fields.size());
        assertTrue(calls > 5, "one call answered everything");
    }

    @ParameterizedTest
    @CsvSource({
        "HSCAN k 0, *2 $1 0 *4 $1 a $1 1 $1 7 $1 2", "HSCAN k 0 MATCH a, *2 $1 0 *2 $1 a $1 1",
        "HSCAN k 0 MATCH 7 NOVALUES, *2 $1 0 *1 $1 7", "HSCAN none 0 BAD, *2 $1 0 *0",
        "HSCAN k 0 COUNT 0, -ERR syntax error", "HSCAN k x, -ERR invalid cursor", "HSCAN k 0 MATCH, -ERR syntax error",
    })
    void scanOfAListpackIsOneStep(String command, String expected) {
        run("HSET k a 1 7 2");
        assertEquals(expected, run(command).strip().replace("\r\n", " "));
    }

    @Test
    void randomFieldsAreDistinctUnlessNegative() {
        for (int fields : List.of(2, 60)) {
            makeTable("k", fields);
            for (int count : List.of(1, 2, 10, 55, 100)) {
                List<String> drawn = words(run("HRANDFIELD k " + count));
                assertEquals(Math.min(count, fields), drawn.size());
                assertEquals(drawn.size(), Set.copyOf(drawn).size());
                assertEquals(count, words(run("HRANDFIELD k -" + count)).size());
                assertEquals(2 * count, words(run("HRANDFIELD k -" + count + " WITHVALUES")).size());
            }
        }
        assertEquals("*0\r\n", run("HRANDFIELD k 0"));
        assertEquals("*0\r\n", run("HRANDFIELD none 3"));
        assertEquals(NULL, run("HRANDFIELD none"));
        assertEquals("-ERR syntax error\r\n", run("HRANDFIELD k 1 X"));
        assertEquals("-ERR value is out of range\r\n", run("HRANDFIELD k -9223372036854770000 WITHVALUES"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "HSET k f v", "HSET big f5 12345", "HGET k a", "HGET big f7", "HMGET big f1 f2 z", "HDEL k f|HSET k f v",
        "HDEL big f5|HSET big f5 x", "HLEN k", "HGETALL k", "HGETALL big", "HINCRBY k a 3", "HINCRBY big f3 1",
        "HEXISTS big f9", "HSTRLEN k a", "HSETNX k a 2",
    })
    void commandAllocatesNothing(String commands) {
        harness.engine().propagator().removeJournal(recorder);
        harness.engine().keyspace().removeListener(recorder);
        run("HSET k a 1 b text");
        harness.run("HSET", "big", "large", "x".repeat(100));
        for (int i = 0; i < 100; i++) {
            run("HSET big f" + i + " " + i);
        }
        CommandAllocations.assertNone(harness, commands.split("\\|"));
    }
}
