package dev.spinel.engine.feature.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.config.SettingsUpdate;
import dev.spinel.engine.memory.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenericCommandsTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";

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

    private void forget() {
        recorder.events();
        recorder.journal();
    }

    private void announced(List<String> events, List<String> journal) {
        assertEquals(events, recorder.events());
        assertEquals(journal, recorder.journal());
    }

    @Test
    void deletingCountsAndAnnounces() {
        run("MSET", "a", "1", "b", "2");
        forget();
        assertEquals(":1\r\n", run("DEL", "a", "absent", "a"));
        announced(List.of("del a"), List.of("DEL a absent a"));
        assertEquals(":1\r\n", run("UNLINK", "b"));
        announced(List.of("del b"), List.of("UNLINK b"));
        assertEquals(":0\r\n", run("DEL", "a"));
        announced(List.of(), List.of());
    }

    @Test
    void existingCountsRepetitions() {
        run("SET", "a", "1");
        assertEquals(":2\r\n", run("EXISTS", "a", "b", "a"));
        assertEquals(":1\r\n", run("TOUCH", "a", "b"));
        assertEquals("+string\r\n", run("TYPE", "a"));
        assertEquals("+none\r\n", run("TYPE", "b"));
    }

    @Test
    void expireIsRepeatedAsAnAbsoluteTime() {
        run("SET", "k", "v");
        forget();
        long at = EngineHarness.START_MS + 10_000;
        assertEquals(":1\r\n", run("EXPIRE", "k", "10"));
        announced(List.of("expire k"), List.of("PEXPIREAT k " + at));
        assertEquals(":1\r\n", run("PEXPIRE", "k", "10000", "XX"));
        announced(List.of("expire k"), List.of("PEXPIREAT k " + at + " XX"));
        assertEquals(":10\r\n", run("TTL", "k"));
        assertEquals(":10000\r\n", run("PTTL", "k"));
        assertEquals(":" + at / 1000 + "\r\n", run("EXPIRETIME", "k"));
        assertEquals(":" + at + "\r\n", run("PEXPIRETIME", "k"));
        assertEquals(":1\r\n", run("PERSIST", "k"));
        announced(List.of("persist k"), List.of("PERSIST k"));
        assertEquals(":0\r\n", run("PERSIST", "k"));
        assertEquals(":-1\r\n", run("TTL", "k"));
        assertEquals(":-2\r\n", run("PTTL", "absent"));
    }

    @Test
    void expireInThePastDeletes() {
        run("SET", "k", "v");
        forget();
        assertEquals(":1\r\n", run("EXPIREAT", "k", "1"));
        announced(List.of("del k"), List.of("DEL k"));
        run("SET", "k", "v");
        forget();
        harness.engine().keyspace().lazyFree().onExpiry(true);
        assertEquals(":1\r\n", run("EXPIRE", "k", "-1"));
        announced(List.of("del k"), List.of("UNLINK k"));
        assertEquals(":0\r\n", run("EXPIRE", "k", "1"));
        announced(List.of(), List.of());
    }

    @Test
    void expireConditions() {
        run("SET", "k", "v");
        assertEquals(":0\r\n", run("EXPIRE", "k", "10", "XX"));
        assertEquals(":0\r\n", run("EXPIRE", "k", "10", "GT"));
        assertEquals(":1\r\n", run("EXPIRE", "k", "10", "LT"));
        assertEquals(":0\r\n", run("EXPIRE", "k", "20", "NX"));
        assertEquals(":0\r\n", run("EXPIRE", "k", "5", "GT"));
        assertEquals(":0\r\n", run("EXPIRE", "k", "20", "LT"));
        assertEquals(":1\r\n", run("EXPIRE", "k", "20", "XX", "GT"));
        assertEquals("-ERR NX and XX, GT or LT options at the same time are not compatible\r\n",
            run("EXPIRE", "k", "1", "NX", "GT"));
        assertEquals("-ERR GT and LT options at the same time are not compatible\r\n",
            run("EXPIRE", "k", "1", "LT", "GT"));
        assertEquals("-ERR Unsupported option AB\r\n", run("EXPIRE", "k", "1", "AB"));
        assertEquals("-ERR invalid expire time in 'expire' command\r\n",
            run("EXPIRE", "k", "9223372036854775807"));
        assertEquals("-ERR invalid expire time in 'pexpire' command\r\n",
            run("PEXPIRE", "k", "9223372036854775807"));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("EXPIRE", "k", "1.5"));
    }

    @Test
    void keysThatExpireByThemselvesAreRepeatedOneByOne() {
        run("SET", "a", "1", "PX", "10");
        run("SET", "b", "1", "PX", "20");
        forget();
        harness.advanceMs(30);
        assertEquals(Set.of("DEL a", "DEL b"), new HashSet<>(recorder.journal()));
        assertEquals(Set.of("expired a", "expired b"), new HashSet<>(recorder.events()));
        assertEquals(":0\r\n", run("DBSIZE"));
        assertEquals(2, harness.engine().keyspace().stats().expired());
    }

    @Test
    void nothingExpiresWhileLoading() {
        harness.engine().keyspace().loading(true);
        run("SET", "k", "v");
        forget();
        assertEquals(":1\r\n", run("PEXPIREAT", "k", "1"));
        announced(List.of("expire k"), List.of("PEXPIREAT k 1"));
        harness.advanceMs(1000);
        assertEquals("$1\r\nv\r\n", run("GET", "k"));
        harness.engine().keyspace().loading(false);
        assertEquals(NIL, run("GET", "k"));
        assertEquals(List.of("DEL k"), recorder.journal());
    }

    @Test
    void evictionsAreRepeatedOneByOneBeforeTheCommand() {
        for (int i = 0; i < 50; i++) {
            run("SET", "k" + i, "x".repeat(5_000));
        }
        forget();
        limitMemory(Arena.usedBytes() - 100_000);
        assertEquals(OK, run("SET", "last", "v"));
        limitMemory(0);
        List<String> journal = recorder.journal();
        assertTrue(journal.size() > 2, journal.toString());
        assertEquals("SET last v", journal.getLast());
        assertTrue(journal.subList(0, journal.size() - 1).stream().allMatch(line -> line.startsWith("DEL k")));
    }

    private void limitMemory(long bytes) {
        List<String> words = List.of("maxmemory", Long.toString(bytes), "maxmemory-policy", "allkeys-random");
        assertNull(new SettingsUpdate(harness.engine().settings(), false, false).set(words));
    }

    @Test
    void renamingMovesValueAndExpiry() {
        run("SET", "a", "value", "EX", "100");
        run("SET", "b", "old");
        forget();
        assertEquals(OK, run("RENAME", "a", "b"));
        announced(List.of("new b", "rename_from a", "rename_to b"), List.of("RENAME a b"));
        assertEquals("$5\r\nvalue\r\n", run("GET", "b"));
        assertEquals(":100\r\n", run("TTL", "b"));
        assertEquals(OK, run("RENAME", "b", "b"));
        assertEquals(":0\r\n", run("RENAMENX", "b", "b"));
        run("SET", "c", "x");
        assertEquals(":0\r\n", run("RENAMENX", "b", "c"));
        assertEquals(":1\r\n", run("RENAMENX", "b", "d"));
        assertEquals("-ERR no such key\r\n", run("RENAME", "a", "b"));
        assertEquals("-ERR no such key\r\n", run("RENAMENX", "a", "a"));
        assertEquals(":2\r\n", run("DBSIZE"));
    }

    @Test
    void movingBetweenDatabases() {
        run("SET", "k", "a value that is so long that it lives outside of its entry".repeat(20), "EX", "9");
        forget();
        assertEquals(":1\r\n", run("MOVE", "k", "3"));
        announced(List.of("new k", "move_from k", "move_to k"), List.of("MOVE k 3"));
        assertEquals(":0\r\n", run("EXISTS", "k"));
        run("SELECT", "3");
        assertEquals(":9\r\n", run("TTL", "k"));
        assertEquals("-ERR source and destination objects are the same\r\n", run("MOVE", "k", "3"));
        assertEquals("-ERR DB index is out of range\r\n", run("MOVE", "k", "16"));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("MOVE", "k", "x"));
        assertEquals(OK, run("SWAPDB", "0", "3"));
        assertEquals(":0\r\n", run("EXISTS", "k"));
        run("SELECT", "0");
        assertEquals(":1\r\n", run("EXISTS", "k"));
        assertEquals("-ERR invalid first DB index\r\n", run("SWAPDB", "x", "1"));
        assertEquals("-ERR invalid second DB index\r\n", run("SWAPDB", "1", "x"));
        assertEquals("-ERR DB index is out of range\r\n", run("SWAPDB", "1", "99"));
    }

    @Test
    void copying() {
        run("SET", "a", "1", "EX", "50");
        forget();
        assertEquals(":1\r\n", run("COPY", "a", "b"));
        announced(List.of("new b", "copy_to b"), List.of("COPY a b"));
        assertEquals(":50\r\n", run("TTL", "b"));
        assertEquals(":0\r\n", run("COPY", "a", "b"));
        run("SET", "a", "two");
        assertEquals(":1\r\n", run("COPY", "a", "b", "REPLACE"));
        assertEquals("$3\r\ntwo\r\n", run("GET", "b"));
        assertEquals(":-1\r\n", run("TTL", "b"));
        assertEquals(":1\r\n", run("COPY", "a", "a", "DB", "1"));
        assertEquals("-ERR source and destination objects are the same\r\n", run("COPY", "a", "a"));
        assertEquals("-ERR DB index is out of range\r\n", run("COPY", "a", "b", "DB", "99"));
        assertEquals("-ERR syntax error\r\n", run("COPY", "a", "b", "DB"));
        assertEquals(":0\r\n", run("COPY", "absent", "b"));
    }

    @Test
    void flushingIsRepeatedEvenWhenThereIsNothing() {
        assertEquals(OK, run("FLUSHALL"));
        announced(List.of(), List.of("FLUSHALL"));
        run("SET", "a", "1");
        forget();
        assertEquals(OK, run("FLUSHDB", "ASYNC"));
        announced(List.of(), List.of("FLUSHDB ASYNC"));
        assertEquals("-ERR syntax error\r\n", run("FLUSHDB", "NOW"));
        assertEquals("-ERR syntax error\r\n", run("FLUSHALL", "SYNC", "x"));
    }

    @Test
    void scanFindsEveryKeyThatIsThereThroughout() {
        for (int i = 0; i < 1000; i++) {
            run("SET", "key:" + i, "v");
        }
        Set<String> found = new HashSet<>();
        String cursor = "0";
        int turn = 0;
        do {
            String[] lines = run("SCAN", cursor, "COUNT", "20").split("\r\n");
            cursor = lines[2];
            for (int i = 5; i < lines.length; i += 2) {
                found.add(lines[i]);
            }
            for (int i = 0; i < 50; i++) {
                run("SET", "more:" + turn + ":" + i, "v");
            }
            turn++;
        } while (!cursor.equals("0"));
        for (int i = 0; i < 1000; i++) {
            assertTrue(found.contains("key:" + i), "key:" + i);
        }
    }

    @Test
    void scanFilters() {
        run("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        run("MSET", "one", "1", "two", "2", "three", "3");
        run("SET", "tired", "x", "PX", "1");
        harness.advanceMs(2);
        assertEquals("*2\r\n$1\r\n0\r\n*1\r\n$3\r\none\r\n", run("SCAN", "0", "MATCH", "o*"));
        assertEquals("*2\r\n$1\r\n0\r\n*1\r\n$3\r\none\r\n", run("SCAN", "0", "MATCH", "o*", "TYPE", "STRING"));
        assertEquals(":4\r\n", run("DBSIZE"));
        assertEquals("*2\r\n$1\r\n0\r\n*0\r\n", run("SCAN", "0", "TYPE", "strong"));
        assertEquals(":3\r\n", run("DBSIZE"));
        assertEquals("-ERR syntax error\r\n", run("SCAN", "0", "COUNT", "0"));
        assertEquals("-ERR syntax error\r\n", run("SCAN", "0", "COUNT"));
        assertEquals("-ERR invalid cursor\r\n", run("SCAN", "x"));
        assertEquals("-ERR invalid cursor\r\n", run("SCAN", "99999999999999999999"));
        assertEquals("*1\r\n$3\r\ntwo\r\n", run("KEYS", "tw?"));
        assertEquals("*0\r\n", run("KEYS", "[a-c]*"));
    }

    @Test
    void randomKeyPassesOverExpiredOnes() {
        assertEquals(NIL, run("RANDOMKEY"));
        run("SET", "stays", "1");
        for (int i = 0; i < 20; i++) {
            run("SET", "goes" + i, "1", "PXAT", Long.toString(EngineHarness.START_MS - 1));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals("$5\r\nstays\r\n", run("RANDOMKEY"));
        }
    }

    @Test
    void objectTells() {
        run("SET", "n", "5");
        run("SET", "m", "10000");
        assertEquals(":2147483647\r\n", run("OBJECT", "REFCOUNT", "n"));
        assertEquals(":1\r\n", run("OBJECT", "REFCOUNT", "m"));
        harness.advanceMs(7_000);
        assertEquals(":7\r\n", run("OBJECT", "IDLETIME", "n"));
        run("GET", "n");
        assertEquals(":0\r\n", run("OBJECT", "IDLETIME", "n"));
        assertTrue(run("OBJECT", "FREQ", "n").startsWith("-ERR An LFU maxmemory policy is not selected"));
        assertEquals(NIL, run("OBJECT", "ENCODING", "absent"));
        harness.engine().keyspace().clock().configure(true, false, 10, 1);
        assertTrue(run("OBJECT", "IDLETIME", "n").startsWith("-ERR An LFU maxmemory policy is selected"));
        run("SET", "fresh", "1");
        assertEquals(":5\r\n", run("OBJECT", "FREQ", "fresh"));
    }

    @Test
    void waitWithoutReplicasAnswersWhenTheTimeIsOver() {
        assertEquals(":0\r\n", run("WAIT", "0", "100"));
        assertEquals("", run("WAIT", "1", "100"));
        harness.advanceMs(101);
        assertEquals(":0\r\n", harness.takeReply(harness.client()));
        assertEquals("-ERR timeout is negative\r\n", run("WAIT", "1", "-1"));
        assertEquals("*2\r\n:0\r\n:0\r\n", run("WAITAOF", "0", "0", "10"));
        assertEquals("-ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.\r\n",
            run("WAITAOF", "1", "0", "10"));
    }
}
