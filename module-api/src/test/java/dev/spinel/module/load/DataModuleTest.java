package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.module.load.CompiledModule.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What modules do with data, each scenario once: asked of a module in C and of its twin in Java. */
class DataModuleTest {
    private static final String OK = "+OK\r\n";
    private static final String NIL = "$-1\r\n";
    private static final String REFUSED = "-ERR refused\r\n";

    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("data.c", "Data");

    private final ModuleHarness harness = MODULE.newServer();

    private void expect(String reply, String... words) {
        assertEquals(reply, harness.run(words), () -> String.join(" ", words) + "\n" + harness.log());
    }

    private static String bulks(String... words) {
        StringBuilder reply = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            reply.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return reply.toString();
    }

    @AfterEach
    void unload() {
        harness.run("FLUSHALL");
        expect(OK, "MODULE", "UNLOAD", "data");
    }

    @ParameterizedTest
    @EnumSource
    void lists(Language language) {
        MODULE.load(language);
        expect(NIL, "d.list", "l", "get", "0");
        expect(OK, "d.list", "l", "last", "b");
        expect(OK, "d.list", "l", "first", "a");
        expect(OK, "d.list", "l", "insert", "2", "d");
        expect(OK, "d.list", "l", "insert", "-2", "7");
        expect(bulks("a", "b", "7", "d"), "LRANGE", "l", "0", "-1");
        expect(REFUSED, "d.list", "l", "insert", "9", "x");
        expect(OK, "d.list", "l", "set", "-2", "c");
        expect(REFUSED, "d.list", "l", "set", "4", "x");
        expect("$1\r\nc\r\n", "d.list", "l", "get", "2");
        expect(NIL, "d.list", "l", "get", "4");
        expect(OK, "d.list", "l", "remove", "0");
        expect(REFUSED, "d.list", "l", "remove", "3");
        expect("$1\r\nb\r\n", "d.list", "l", "pop", "first");
        expect("$1\r\nd\r\n", "d.list", "l", "pop", "last");
        expect("$1\r\nc\r\n", "d.list", "l", "pop", "last");
        expect(":0\r\n", "EXISTS", "l");
        expect(NIL, "d.list", "l", "pop", "last");
        harness.run("SET", "s", "text");
        expect(REFUSED, "d.list", "s", "last", "x");
        expect(NIL, "d.list", "s", "get", "0");
    }

    @ParameterizedTest
    @EnumSource
    void scoresAreWrittenOnConditions(Language language) {
        MODULE.load(language);
        expect("+REFUSED\r\n", "d.zadd", "z", "1", "a", "present");
        expect("+ADDED\r\n", "d.zadd", "z", "1", "a", "absent");
        expect("+SAME\r\n", "d.zadd", "z", "1", "a");
        expect("+REFUSED\r\n", "d.zadd", "z", "2", "a", "absent");
        expect("+REFUSED\r\n", "d.zadd", "z", "0.5", "a", "greater");
        expect("+UPDATED\r\n", "d.zadd", "z", "2", "a", "greater");
        expect("+UPDATED\r\n", "d.zadd", "z", "1.5", "a", "less");
        expect("$1\r\n4\r\n", "d.zincr", "z", "2.5", "a");
        expect(NIL, "d.zincr", "z", "1", "b", "present");
        expect("$2\r\n-1\r\n", "d.zincr", "z", "-1", "b");
        expect(NIL, "d.zincr", "z", "1", "b", "less");
        expect("$2\r\n-1\r\n", "d.zscore", "z", "b");
        expect(NIL, "d.zscore", "z", "c");
        expect(NIL, "d.zscore", "none", "c");
        expect(":0\r\n", "d.zrem", "z", "c");
        expect(":1\r\n", "d.zrem", "z", "b");
        expect(":1\r\n", "d.zrem", "z", "a");
        expect(":0\r\n", "EXISTS", "z");
        harness.run("SET", "s", "text");
        expect(REFUSED, "d.zadd", "s", "1", "a");
        expect(REFUSED, "d.zincr", "s", "1", "a");
        expect(REFUSED, "d.zrem", "s", "a");
    }

    @ParameterizedTest
    @EnumSource
    void rangesOfSortedSetsAreWalked(Language language) {
        MODULE.load(language);
        harness.run("ZADD", "z", "1", "a", "2", "b", "3", "c");
        expect(bulks("a", "1", "b", "2", "c", "3"), "d.zwalk", "z", "scores", "-inf", "inf", "up");
        expect(bulks("b", "2", "a", "1"), "d.zwalk", "z", "scores", "1", "(3", "down");
        expect(bulks("b", "2", "c", "3"), "d.zwalk", "z", "scores", "(1", "3", "up");
        expect("*0\r\n", "d.zwalk", "z", "scores", "4", "9", "up");
        expect("*0\r\n", "d.zwalk", "none", "scores", "-inf", "inf", "up");
        harness.run("SET", "s", "text");
        expect("*0\r\n", "d.zwalk", "s", "scores", "-inf", "inf", "up");
        harness.run("ZADD", "lex", "0", "a", "0", "b", "0", "c", "0", "d");
        expect(bulks("a", "0", "b", "0", "c", "0", "d", "0"), "d.zwalk", "lex", "members", "-", "+", "up");
        expect(bulks("c", "0", "b", "0"), "d.zwalk", "lex", "members", "[b", "(d", "down");
        expect("*0\r\n", "d.zwalk", "lex", "members", "(d", "+", "down");
    }

    @ParameterizedTest
    @EnumSource
    void strings(Language language) {
        MODULE.load(language);
        expect(OK, "d.text", "s", "set", "hello");
        expect(":5\r\n", "d.text", "s", "edit", "J");
        expect(OK, "d.text", "s", "resize", "3");
        expect("$3\r\nJel\r\n", "GET", "s");
        expect(OK, "d.text", "s", "resize", "5");
        expect("$5\r\nJel\0\0\r\n", "GET", "s");
        expect(OK, "d.text", "fresh", "resize", "2");
        expect("$2\r\n\0\0\r\n", "GET", "fresh");
        expect(":0\r\n", "d.text", "none", "edit", "x");
        harness.run("RPUSH", "l", "1");
        expect("-WRONGTYPE Operation against a key holding the wrong kind of value\r\n", "d.text", "l", "edit", "x");
        expect(REFUSED, "d.text", "l", "resize", "1");
        expect(OK, "d.text", "l", "set", "text now");
        expect("$8\r\ntext now\r\n", "GET", "l");
    }

    @ParameterizedTest
    @EnumSource
    void howLongKeysAreIdleAndHowOftenTheyAreUsed(Language language) {
        MODULE.load(language);
        harness.run("SET", "k", "v");
        expect(OK, "d.used", "k", "idle", "7000");
        expect(":7000\r\n", "d.used", "k", "idle");
        expect(NIL, "d.used", "k", "frequency");
        expect(REFUSED, "d.used", "k", "frequency", "3");
        expect(NIL, "d.used", "none", "idle");
        harness.run("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu");
        harness.run("SET", "k", "v");
        expect(OK, "d.used", "k", "frequency", "200");
        expect(":200\r\n", "d.used", "k", "frequency");
        expect(REFUSED, "d.used", "k", "frequency", "256");
        expect(NIL, "d.used", "k", "idle");
        expect(REFUSED, "d.used", "k", "idle", "1");
    }
}
