package dev.spinel.engine.type.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.CommandAllocations;
import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.client.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandsTest {
    private static final String WRONG_TYPE =
        "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
    private static final String NULL = "$-1\r\n";
    private static final String NULL_ARRAY = "*-1\r\n";

    private final EngineHarness harness = new EngineHarness();
    private final Recorder recorder = Recorder.of(harness.engine());

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    private String list(String key) {
        return words(run("LRANGE " + key + " 0 -1"));
    }

    private static String words(String reply) {
        return String.join(" ", List.of(reply.split("\r\n")).stream()
            .filter(line -> !line.startsWith("$") && !line.startsWith("*")).toList());
    }

    @Test
    void pushAddsAtBothEnds() {
        assertEquals(":2\r\n", run("RPUSH k b c"));
        assertEquals(":4\r\n", run("LPUSH k 1 0"));
        assertEquals("0 1 b c", list("k"));
        assertEquals(List.of("new k", "rpush k", "lpush k"), recorder.events());
        assertEquals(List.of("RPUSH k b c", "LPUSH k 1 0"), recorder.journal());
    }

    @Test
    void pushxNeedsTheKey() {
        assertEquals(":0\r\n", run("LPUSHX k a"));
        assertEquals(List.of(), recorder.journal());
        run("RPUSH k a");
        assertEquals(":2\r\n", run("RPUSHX k b"));
    }

    @Test
    void otherTypesAreRefused() {
        run("SET s x");
        for (String command : List.of("LPUSH s a", "LPOP s", "LLEN s", "LRANGE s 0 1", "LINDEX s 0", "LSET s 0 a",
                "LREM s 0 a", "LTRIM s 0 1", "LINSERT s BEFORE a b", "LPOS s a", "LMOVE s s LEFT LEFT",
                "LMPOP 1 s LEFT", "BLPOP s 0", "BLMOVE s t LEFT LEFT 0")) {
            assertEquals(WRONG_TYPE, run(command), command);
        }
    }

    @Test
    void popRemovesTheEmptyList() {
        run("RPUSH k a 2");
        recorder.events();
        recorder.journal();
        assertEquals("$1\r\n2\r\n", run("RPOP k"));
        assertEquals("$1\r\na\r\n", run("LPOP k"));
        assertEquals(List.of("rpop k", "lpop k", "del k"), recorder.events());
        assertEquals(List.of("RPOP k", "LPOP k"), recorder.journal());
        assertEquals(NULL, run("LPOP k"));
        assertEquals(":0\r\n", run("EXISTS k"));
    }

    @Test
    void popWithCountAnswersAnArray() {
        run("RPUSH k a b c d e");
        assertEquals("*2\r\n$1\r\na\r\n$1\r\nb\r\n", run("LPOP k 2"));
        assertEquals("*2\r\n$1\r\ne\r\n$1\r\nd\r\n", run("RPOP k 2"));
        assertEquals("*0\r\n", run("LPOP k 0"));
        assertEquals("*1\r\n$1\r\nc\r\n", run("LPOP k 9"));
        assertEquals(NULL_ARRAY, run("LPOP k 0"));
        assertEquals("-ERR value is out of range, must be positive\r\n", run("LPOP k -1"));
        assertEquals("-ERR wrong number of arguments for 'lpop' command\r\n", run("LPOP k 1 2"));
    }

    @ParameterizedTest
    @CsvSource({"0,-1,a b c d", "1,2,b c", "-2,-1,c d", "-100,100,a b c d", "3,1,''", "9,10,''", "0,-9,''"})
    void rangeAndTrimAgree(String start, String end, String expected) {
        run("RPUSH k a b c d");
        assertEquals(expected, words(run("LRANGE k " + start + " " + end)));
        assertEquals("+OK\r\n", run("LTRIM k " + start + " " + end));
        assertEquals(expected, list("k"));
        assertEquals(expected.isEmpty() ? ":0\r\n" : ":1\r\n", run("EXISTS k"));
    }

    @Test
    void indexSetInsertRemove() {
        run("RPUSH k a b a 5 a");
        assertEquals("$1\r\n5\r\n", run("LINDEX k -2"));
        assertEquals(NULL, run("LINDEX k 9"));
        assertEquals("+OK\r\n", run("LSET k 3 longer"));
        assertEquals("-ERR index out of range\r\n", run("LSET k 5 x"));
        assertEquals("-ERR no such key\r\n", run("LSET none 5 x"));
        assertEquals(":6\r\n", run("LINSERT k before b x"));
        assertEquals(":7\r\n", run("LINSERT k AFTER b 7"));
        assertEquals(":-1\r\n", run("LINSERT k AFTER none y"));
        assertEquals(":0\r\n", run("LINSERT none AFTER a y"));
        assertEquals("a x b 7 a longer a", list("k"));
        assertEquals(":1\r\n", run("LREM k -1 a"));
        assertEquals(":1\r\n", run("LREM k 1 a"));
        assertEquals("x b 7 a longer", list("k"));
        assertEquals(":1\r\n", run("LREM k 0 a"));
        assertEquals(":0\r\n", run("LREM k 0 a"));
    }

    @ParameterizedTest
    @CsvSource({
        "LPOS k c, :2", "LPOS k c RANK -1, :7", "LPOS k c RANK 2, :6", "LPOS k c COUNT 2, *2 :2 :6",
        "LPOS k c COUNT 0 RANK -1, *3 :7 :6 :2", "LPOS k z, $-1", "LPOS k z COUNT 0, *0", "LPOS k c MAXLEN 2, $-1",
        "LPOS k 3 MAXLEN 6, :5", "LPOS none c, $-1", "LPOS none c COUNT 1, *0", "LPOS k c COUNT 5 RANK 3, *1 :7",
    })
    void positionFindsMatches(String command, String expected) {
        run("RPUSH k a b c 1 2 3 c c");
        assertEquals(expected, run(command).strip().replace("\r\n", " "));
    }

    @Test
    void moveTurnsAndMoves() {
        run("RPUSH k a b 3");
        assertEquals("$1\r\n3\r\n", run("RPOPLPUSH k k"));
        assertEquals("3 a b", list("k"));
        recorder.events();
        assertEquals("$1\r\n3\r\n", run("LMOVE k t LEFT RIGHT"));
        assertEquals(List.of("new t", "rpush t", "lpop k"), recorder.events());
        run("LMOVE k t RIGHT LEFT");
        run("LMOVE k t RIGHT LEFT");
        assertEquals("a b 3", list("t"));
        assertEquals(":0\r\n", run("EXISTS k"));
        assertEquals(NULL, run("LMOVE k t LEFT LEFT"));
        run("RPUSH one x");
        assertEquals("$1\r\nx\r\n", run("LMOVE one one LEFT RIGHT"));
        assertEquals("x", list("one"));
    }

    @Test
    void lmpopTakesFromTheFirstList() {
        run("RPUSH k a b c");
        recorder.journal();
        assertEquals("*2\r\n$1\r\nk\r\n*2\r\n$1\r\nc\r\n$1\r\nb\r\n", run("LMPOP 2 none k RIGHT COUNT 2"));
        assertEquals(List.of("RPOP k 2"), recorder.journal());
        assertEquals(NULL_ARRAY, run("LMPOP 1 none LEFT"));
        assertEquals("-ERR numkeys should be greater than 0\r\n", run("LMPOP 0 k LEFT"));
        assertEquals("-ERR syntax error\r\n", run("LMPOP 2 k LEFT"));
        assertEquals("-ERR count should be greater than 0\r\n", run("LMPOP 1 k LEFT COUNT 0"));
    }

    // Encodings

    @Test
    void longListsBecomeQuicklistsAndComeBack() {
        harness.engine().lists().fill(4);
        run("RPUSH k a b c d");
        assertEquals("$8\r\nlistpack\r\n", run("OBJECT ENCODING k"));
        run("RPUSH k e");
        assertEquals("$9\r\nquicklist\r\n", run("OBJECT ENCODING k"));
        run("RPOP k");
        assertEquals("$9\r\nquicklist\r\n", run("OBJECT ENCODING k"));
        run("LPOP k 2");
        assertEquals("$8\r\nlistpack\r\n", run("OBJECT ENCODING k"));
        assertEquals("c d", list("k"));
    }

    @Test
    void largeElementsHaveNodesOfTheirOwn() {
        String large = "x".repeat(10_000);
        run("RPUSH k a " + large + " b");
        assertEquals("$9\r\nquicklist\r\n", run("OBJECT ENCODING k"));
        assertEquals("$10000\r\n" + large + "\r\n", run("LINDEX k 1"));
        run("LSET k 1 small");
        assertEquals("a small b", list("k"));
    }

    @Test
    void copiesAndDumpsKeepBothEncodings() {
        harness.engine().lists().fill(3);
        run("RPUSH k a 2");
        run("RPUSH long a 2 c 4 e 6 g");
        for (String key : List.of("k", "long")) {
            run("COPY " + key + " copy REPLACE");
            assertEquals(list(key), list("copy"));
            String dump = run("DUMP " + key);
            String payload = dump.substring(dump.indexOf("\r\n") + 2, dump.length() - 2);
            harness.run("RESTORE", "copy", "0", payload, "REPLACE");
            assertEquals(list(key), list("copy"));
            assertEquals(run("OBJECT ENCODING " + key), run("OBJECT ENCODING copy"));
        }
    }

    @Test
    void debugTellsTheNodesOfALargeList() {
        run("CONFIG SET list-max-listpack-size 4");
        run("RPUSH k a b c d e f g h i j");
        assertTrue(run("DEBUG OBJECT k").endsWith(" ql_nodes:3 ql_avg_node:3.33 ql_listpack_max:4 ql_compressed:0"
            + " ql_uncompressed_size:51\r\n"));
    }

    // Waiting

    @Test
    void waitingClientsAreServedInTheirOrder() {
        Client first = harness.newClient();
        Client second = harness.newClient();
        assertEquals("", harness.run(first, "BLPOP", "none", "k", "0"));
        assertEquals("", harness.run(second, "BRPOP", "k", "0"));
        run("RPUSH k a b c");
        assertEquals("*2\r\n$1\r\nk\r\n$1\r\na\r\n", harness.takeReply(first));
        assertEquals("*2\r\n$1\r\nk\r\n$1\r\nc\r\n", harness.takeReply(second));
        assertEquals("b", list("k"));
        assertEquals(List.of("RPUSH k a b c", "LPOP k", "RPOP k"), recorder.journal());
        assertEquals(0, harness.engine().keyWaiters().keyCount());
    }

    @Test
    void waitingMovesServeEachOther() {
        Client mover = harness.newClient();
        Client popper = harness.newClient();
        harness.run(popper, "BLMPOP", "0", "1", "t", "LEFT", "COUNT", "5");
        harness.run(mover, "BLMOVE", "s", "t", "LEFT", "RIGHT", "0");
        run("RPUSH s x y");
        assertEquals("$1\r\nx\r\n", harness.takeReply(mover));
        assertEquals("*2\r\n$1\r\nt\r\n*1\r\n$1\r\nx\r\n", harness.takeReply(popper));
        assertEquals(List.of("RPUSH s x y", "LMOVE s t LEFT RIGHT", "LPOP t 1"), recorder.journal());
    }

    @Test
    void waitsEndByTimeAndByTheirClient() {
        Client client = harness.newClient();
        harness.run(client, "BLPOP", "k", "0.5");
        harness.advanceMs(499);
        assertEquals("", harness.takeReply(client));
        harness.advanceMs(2);
        assertEquals(NULL_ARRAY, harness.takeReply(client));
        harness.run(client, "BRPOPLPUSH", "k", "t", "0");
        harness.engine().blockedClients().abandon(client);
        run("RPUSH k a");
        assertEquals("a", list("k"));
    }

    @Test
    void aDueListServesNobodyAndStaysUntilSomebodyAsksForIt() {
        Client waiting = harness.newClient();
        harness.run(waiting, "SELECT", "1");
        harness.run(waiting, "BLPOP", "k", "0");
        run("DEBUG SET-ACTIVE-EXPIRE 0");
        run("RPUSH k a");
        run("PEXPIRE k 100");
        harness.advanceMs(101);
        run("SWAPDB 0 1");
        assertEquals("", harness.takeReply(waiting));
        assertEquals("SWAPDB 0 1", recorder.journal().getLast());
        run("SELECT 1");
        run("EXISTS k");
        assertEquals("DEL k", recorder.journal().getLast());
        harness.engine().blockedClients().abandon(waiting);
    }

    @Test
    void waitGoesOnWhenTheListIsGoneAgain() {
        Client client = harness.newClient();
        harness.run(client, "BLPOP", "k", "0");
        run("MULTI");
        run("RPUSH k a");
        run("DEL k");
        run("EXEC");
        assertEquals("", harness.takeReply(client));
        run("SET k x");
        run("DEL k");
        run("RPUSH other b");
        run("RENAME other k");
        assertEquals("*2\r\n$1\r\nk\r\n$1\r\nb\r\n", harness.takeReply(client));
    }

    @Test
    void nothingWaitsInsideATransaction() {
        run("MULTI");
        run("BLPOP k 0");
        run("BLMOVE k t LEFT LEFT 0");
        run("BLMPOP 0 1 k LEFT");
        assertEquals("*3\r\n*-1\r\n$-1\r\n*-1\r\n", run("EXEC"));
    }

    @ParameterizedTest
    @CsvSource({
        "BLPOP k -1,-ERR timeout is negative", "BLPOP k x,-ERR timeout is not a float or out of range",
        "BLPOP k 1e300,-ERR timeout is out of range", "BLMOVE k t UP LEFT 0,-ERR syntax error",
    })
    void badWaitsAreRefused(String command, String expected) {
        assertEquals(expected + "\r\n", run(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "LPUSH k x|LPOP k", "RPUSH big 12345|LPOP big", "LLEN k", "LRANGE k 0 -1", "LINDEX big 40", "LSET k 0 y",
        "LPUSH fresh x|RPOP fresh", "RPOPLPUSH k k", "LPOS big v", "LINSERT k BEFORE a b|LREM k 1 b",
    })
    void commandAllocatesNothing(String commands) {
        harness.engine().propagator().removeJournal(recorder);
        harness.engine().keyspace().removeListener(recorder);
        run("RPUSH k a 2 c");
        harness.engine().lists().fill(16);
        for (int i = 0; i < 100; i++) {
            run("RPUSH big element" + i);
        }
        CommandAllocations.assertNone(harness, commands.split("\\|"));
    }

    @Test
    void extremeBoundsOfARangeAnswerNothing() {
        run("RPUSH k a b");
        assertEquals("*0\r\n", run("LRANGE k 9223372036854775807 -9223372036854775807"));
    }
}
