package dev.spinel.engine.type.string;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StringCommandsTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";
    private static final String WRONG_TYPE =
        "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";

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

    private void set(String value) {
        run("SET", "k", value);
        recorder.events();
        recorder.journal();
    }

    private void announced(List<String> events, List<String> journal) {
        assertEquals(events, recorder.events());
        assertEquals(journal, recorder.journal());
    }

    @Test
    void setStoresAndAnnounces() {
        assertEquals(OK, run("SET", "k", "v"));
        announced(List.of("new k", "set k"), List.of("SET k v"));
        assertEquals("$1\r\nv\r\n", run("GET", "k"));
        assertEquals(OK, run("set", "k", "w"));
        announced(List.of("set k"), List.of("set k w"));
    }

    @Test
    void setRepeatsARelativeExpiryAsAnAbsoluteOne() {
        assertEquals(OK, run("SET", "k", "v", "EX", "10"));
        long at = EngineHarness.START_MS + 10_000;
        announced(List.of("new k", "set k", "expire k"), List.of("SET k v PXAT " + at));
        run("SET", "k", "v", "PX", "10000", "NX", "GET");
        announced(List.of(), List.of());
        run("SETEX", "k", "10", "v");
        announced(List.of("set k", "expire k"), List.of("SET k v PXAT " + at));
        run("PSETEX", "k", "10000", "v");
        announced(List.of("set k", "expire k"), List.of("SET k v PXAT " + at));
        run("SET", "k", "v", "PXAT", Long.toString(at));
        announced(List.of("set k", "expire k"), List.of("SET k v PXAT " + at));
    }

    @Test
    void expiredKeyIsGoneAndRepeatedAsDeletion() {
        run("SET", "k", "v", "PX", "5");
        recorder.journal();
        harness.advanceMs(6);
        assertEquals(NIL, run("GET", "k"));
        assertEquals(List.of("DEL k"), recorder.journal());
    }

    @Test
    void setConditions() {
        assertEquals(NIL, run("SET", "k", "v", "XX"));
        assertEquals(OK, run("SET", "k", "v", "NX"));
        assertEquals(NIL, run("SET", "k", "w", "NX"));
        assertEquals("$1\r\nv\r\n", run("SET", "k", "w", "XX", "GET"));
        assertEquals("$1\r\nw\r\n", run("SET", "k", "x", "NX", "GET"));
        assertEquals("$1\r\nw\r\n", run("GET", "k"));
        assertEquals(NIL, run("SET", "k", "x", "IFEQ", "v"));
        assertEquals(OK, run("SET", "k", "x", "IFEQ", "w"));
        assertEquals(OK, run("SET", "k", "12", "IFNE", "w"));
        assertEquals(NIL, run("SET", "k", "x", "IFNE", "12"));
        assertEquals(NIL, run("SET", "absent", "x", "IFEQ", "12"));
        assertEquals(OK, run("SET", "absent", "x", "IFNE", "12"));
    }

    @Test
    void valuesAreComparedByDigest() {
        run("SET", "k", "hello");
        String digest = run("DIGEST", "k").split("\r\n")[1];
        assertEquals("9555e8555c62dcfd", digest);
        assertEquals(NIL, run("SET", "k", "x", "IFDEQ", "0000000000000000"));
        assertEquals(OK, run("SET", "k", "x", "IFDEQ", digest));
        assertEquals(OK, run("SET", "k", "hello", "IFDNE", digest));
        assertEquals(":0\r\n", run("DELEX", "k", "IFDNE", digest));
        assertEquals(":0\r\n", run("DELEX", "k", "IFEQ", "x"));
        recorder.events();
        recorder.journal();
        assertEquals(":1\r\n", run("DELEX", "k", "IFDEQ", digest.toUpperCase(Locale.ROOT)));
        announced(List.of("del k"), List.of("DEL k"));
        assertEquals(":0\r\n", run("DELEX", "k"));
        assertEquals(NIL, run("DIGEST", "k"));
    }

    @Test
    void setGetIsRepeatedWithoutGet() {
        set("old");
        assertEquals("$3\r\nold\r\n", run("SET", "k", "new", "GET", "KEEPTTL", "get"));
        announced(List.of("set k"), List.of("SET k new KEEPTTL"));
    }

    @Test
    void setRefusesWhatContradicts() {
        String syntax = "-ERR syntax error\r\n";
        assertEquals(syntax, run("SET", "k", "v", "NX", "XX"));
        assertEquals(syntax, run("SET", "k", "v", "EX", "1", "PX", "1"));
        assertEquals(syntax, run("SET", "k", "v", "EX", "1", "KEEPTTL"));
        assertEquals(syntax, run("SET", "k", "v", "PERSIST"));
        assertEquals(syntax, run("SET", "k", "v", "EX"));
        assertEquals(syntax, run("SET", "k", "v", "NX", "IFEQ", "w"));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("SET", "k", "v", "EX", "x"));
        String invalid = "-ERR invalid expire time in 'set' command\r\n";
        assertEquals(invalid, run("SET", "k", "v", "EX", "0"));
        assertEquals(invalid, run("SET", "k", "v", "EX", "9223372036854775807"));
        assertEquals(invalid, run("SET", "k", "v", "PX", "9223372036854775807"));
        assertEquals("-ERR invalid expire time in 'setex' command\r\n", run("SETEX", "k", "-1", "v"));
        announced(List.of(), List.of());
    }

    @Test
    void keepTtlKeepsAndPlainSetDrops() {
        run("SET", "k", "v", "EX", "10");
        run("SET", "k", "a longer value than before", "KEEPTTL");
        assertEquals(":10\r\n", run("TTL", "k"));
        run("SET", "k", "v");
        assertEquals(":-1\r\n", run("TTL", "k"));
    }

    @Test
    void getSetAndGetDelAreRepeatedAsWhatTheyDo() {
        set("1");
        assertEquals("$1\r\n1\r\n", run("GETSET", "k", "two"));
        announced(List.of("set k"), List.of("SET k two"));
        assertEquals("$3\r\ntwo\r\n", run("GETDEL", "k"));
        announced(List.of("del k"), List.of("DEL k"));
        assertEquals(NIL, run("GETDEL", "k"));
        announced(List.of("keymiss k"), List.of());
    }

    @Test
    void getExIsRepeatedAsWhatItDoes() {
        set("v");
        long at = EngineHarness.START_MS + 5_000;
        assertEquals("$1\r\nv\r\n", run("GETEX", "k"));
        announced(List.of(), List.of());
        run("GETEX", "k", "EX", "5");
        announced(List.of("expire k"), List.of("PEXPIREAT k " + at));
        run("GETEX", "k", "PERSIST");
        announced(List.of("persist k"), List.of("PERSIST k"));
        run("GETEX", "k", "PERSIST");
        announced(List.of(), List.of());
        assertEquals("$1\r\nv\r\n", run("GETEX", "k", "EXAT", "5"));
        announced(List.of("del k"), List.of("DEL k"));
        assertEquals("-ERR syntax error\r\n", run("GETEX", "k", "NX"));
        assertEquals("-ERR syntax error\r\n", run("GETEX", "k", "EX", "1", "PERSIST"));
    }

    @Test
    void setManyAllOrNothing() {
        assertEquals(OK, run("MSET", "a", "1", "b", "two", "a", "3"));
        announced(List.of("new a", "set a", "new b", "set b", "set a"), List.of("MSET a 1 b two a 3"));
        assertEquals("*4\r\n$1\r\n3\r\n$3\r\ntwo\r\n" + NIL + "$1\r\n3\r\n", run("MGET", "a", "b", "c", "a"));
        assertEquals(":0\r\n", run("MSETNX", "c", "1", "a", "2"));
        assertEquals(":1\r\n", run("MSETNX", "c", "1", "d", "2"));
        assertEquals("-ERR wrong number of arguments for 'mset' command\r\n", run("MSET", "a", "1", "b"));
        assertEquals("-ERR wrong number of arguments for 'msetnx' command\r\n", run("MSETNX", "a", "1", "b"));
    }

    @Test
    void setManyWithExpiry() {
        assertEquals(":1\r\n", run("MSETEX", "2", "a", "1", "b", "2", "EX", "10", "NX"));
        long at = EngineHarness.START_MS + 10_000;
        announced(List.of("new a", "set a", "expire a", "new b", "set b", "expire b"),
            List.of("MSETEX 2 a 1 b 2 PXAT " + at));
        assertEquals(":0\r\n", run("MSETEX", "2", "a", "1", "c", "2", "NX"));
        assertEquals(":0\r\n", run("MSETEX", "2", "a", "1", "c", "2", "XX"));
        assertEquals(":1\r\n", run("MSETEX", "1", "a", "5", "XX", "KEEPTTL"));
        assertEquals(":10\r\n", run("TTL", "a"));
        assertEquals("-ERR invalid numkeys value\r\n", run("MSETEX", "0", "a", "1"));
        assertEquals("-ERR wrong number of key-value pairs\r\n", run("MSETEX", "2", "a", "1", "b"));
    }

    @Test
    void appendMakesTheValueRaw() {
        assertEquals(":2\r\n", run("APPEND", "k", "12"));
        announced(List.of("new k", "append k"), List.of("APPEND k 12"));
        assertEquals("$3\r\nint\r\n", run("OBJECT", "ENCODING", "k"));
        assertEquals(":4\r\n", run("APPEND", "k", "34"));
        assertEquals("$3\r\nraw\r\n", run("OBJECT", "ENCODING", "k"));
        assertEquals(":1235\r\n", run("INCR", "k"));
        for (int i = 0; i < 40; i++) {
            run("APPEND", "k", "0123456789abcdef".repeat(i));
        }
        assertEquals(":" + (4 + 16 * 780) + "\r\n", run("STRLEN", "k"));
    }

    @Test
    void ranges() {
        set("Hello World");
        assertEquals("$5\r\nHello\r\n", run("GETRANGE", "k", "0", "4"));
        assertEquals("$5\r\nWorld\r\n", run("SUBSTR", "k", "-5", "-1"));
        assertEquals("$0\r\n\r\n", run("GETRANGE", "k", "5", "2"));
        assertEquals("$0\r\n\r\n", run("GETRANGE", "absent", "0", "-1"));
        assertEquals("$11\r\nHello World\r\n", run("GETRANGE", "k", "-9223372036854775808", "9223372036854775807"));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("GETRANGE", "k", "a", "2"));
        recorder.events();
        assertEquals(":11\r\n", run("SETRANGE", "k", "6", "Redis"));
        announced(List.of("setrange k"), List.of("SETRANGE k 6 Redis"));
        assertEquals(":14\r\n", run("SETRANGE", "k", "13", "!"));
        assertEquals("$14\r\nHello Redis\0\0!\r\n", run("GET", "k"));
        set("1234");
        assertEquals("$2\r\n23\r\n", run("GETRANGE", "k", "1", "2"));
        assertEquals(":4\r\n", run("SETRANGE", "k", "1", "x"));
        assertEquals("$4\r\n1x34\r\n", run("GET", "k"));
        assertEquals(":0\r\n", run("SETRANGE", "absent", "5", ""));
        assertEquals("-ERR offset is out of range\r\n", run("SETRANGE", "k", "-1", "x"));
        String tooLong = "-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n";
        assertEquals(tooLong, run("SETRANGE", "k", "536870908", "hello"));
        assertEquals(tooLong, run("SETRANGE", "k", "9223372036854775807", "hello"));
    }

    @Test
    void counting() {
        assertEquals(":1\r\n", run("INCR", "k"));
        announced(List.of("new k", "incrby k"), List.of("INCR k"));
        assertEquals(":-9\r\n", run("DECRBY", "k", "10"));
        announced(List.of("incrby k"), List.of("DECRBY k 10"));
        assertEquals(":-10\r\n", run("DECR", "k"));
        assertEquals(":1000000\r\n", run("INCRBY", "k", "1000010"));
        assertEquals("-ERR increment or decrement would overflow\r\n",
            run("INCRBY", "k", "9223372036854775807"));
        assertEquals("-ERR decrement would overflow\r\n", run("DECRBY", "k", "-9223372036854775808"));
        set("word");
        assertEquals("-ERR value is not an integer or out of range\r\n", run("INCR", "k"));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("INCRBY", "k", "1.5"));
        announced(List.of(), List.of());
    }

    @Test
    void countingKeepsTheExpiry() {
        run("SET", "k", "99", "EX", "100");
        for (int i = 0; i < 40_000; i += 1_000) {
            run("INCRBY", "k", "1000");
        }
        assertEquals(":100\r\n", run("TTL", "k"));
        assertEquals("$5\r\n40099\r\n", run("GET", "k"));
    }

    @Test
    void floatsAreRepeatedAsTheirSum() {
        set("10.5");
        assertEquals("$4\r\n10.6\r\n", run("INCRBYFLOAT", "k", "0.1"));
        announced(List.of("incrbyfloat k"), List.of("SET k 10.6 KEEPTTL"));
        assertEquals("$6\r\nembstr\r\n", run("OBJECT", "ENCODING", "k"));
        assertEquals("$2\r\n11\r\n", run("INCRBYFLOAT", "k", "0.4"));
        assertEquals("$6\r\nembstr\r\n", run("OBJECT", "ENCODING", "k"));
        assertEquals("-ERR value is not a valid float\r\n", run("INCRBYFLOAT", "k", "abc"));
        assertEquals("-ERR increment would produce NaN or Infinity\r\n", run("INCRBYFLOAT", "k", "+inf"));
    }

    @Test
    void longestCommonSubsequence() {
        run("MSET", "a", "ohmytext", "b", "mynewtext");
        assertEquals("$6\r\nmytext\r\n", run("LCS", "a", "b"));
        assertEquals(":6\r\n", run("LCS", "a", "b", "LEN"));
        String last = "*%d\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n";
        String first = "*2\r\n*2\r\n:2\r\n:3\r\n*2\r\n:0\r\n:1\r\n";
        assertEquals("*4\r\n$7\r\nmatches\r\n*2\r\n" + last.formatted(2) + first + "$3\r\nlen\r\n:6\r\n",
            run("LCS", "a", "b", "IDX"));
        assertEquals("*4\r\n$7\r\nmatches\r\n*1\r\n" + last.formatted(3) + ":4\r\n$3\r\nlen\r\n:6\r\n",
            run("LCS", "a", "b", "IDX", "MINMATCHLEN", "4", "WITHMATCHLEN"));
        assertEquals("$0\r\n\r\n", run("LCS", "a", "absent"));
        assertEquals("-ERR If you want both the length and indexes, please just use IDX.\r\n",
            run("LCS", "a", "b", "IDX", "LEN"));
        run("MSET", "a", "1234", "b", "1324");
        assertEquals("$3\r\n134\r\n", run("LCS", "a", "b"));
    }

    @Test
    void encodings() {
        assertEncoding("int", "0");
        assertEncoding("int", "-9223372036854775808");
        assertEncoding("embstr", "9223372036854775808");
        assertEncoding("embstr", "01");
        assertEncoding("embstr", "-0");
        assertEncoding("embstr", "");
        assertEncoding("embstr", "x".repeat(44));
        assertEncoding("raw", "x".repeat(45));
        assertEncoding("raw", "x".repeat(100_000));
    }

    private void assertEncoding(String encoding, String value) {
        run("SET", "k", value);
        assertEquals("$" + encoding.length() + "\r\n" + encoding + "\r\n", run("OBJECT", "ENCODING", "k"));
        assertEquals("$" + value.length() + "\r\n" + value + "\r\n", run("GET", "k"));
    }
}
