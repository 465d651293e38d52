package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.load.CompiledModule.Language;
import java.util.ArrayList;
import java.util.List;
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

    private void expectHeard(String text) {
        expect("$" + text.length() + "\r\n" + text + "\r\n", "d.heard");
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

    @ParameterizedTest
    @EnumSource
    void valuesOfAType(Language language) {
        MODULE.load(language);
        expect(NIL, "d.show", "p");
        expect(":1\r\n", "d.put", "p", "-4", "four");
        expect("*2\r\n:-4\r\n$4\r\nfour\r\n", "d.show", "p");
        expect("+pairs-jav\r\n", "TYPE", "p");
        harness.run("EXPIRE", "p", "100");
        expect(":-4\r\n", "d.swap", "p", "5", "five");
        expect(":100\r\n", "TTL", "p");
        expectHeard("freed -0 -4; ");
        expect(REFUSED, "d.swap", "none", "5", "five");
        expect(OK, "d.pack", "p", "q");
        expect("*2\r\n:5\r\n$4\r\nfive\r\n", "d.show", "q");
        expect(REFUSED, "d.pack", "of", "no", "sense");
        harness.run("SET", "s", "text");
        expect("-WRONGTYPE Operation against a key holding the wrong kind of value\r\n", "d.show", "s");
    }

    @ParameterizedTest
    @EnumSource
    void typesAreToldWhatBecomesOfTheirValues(Language language) {
        MODULE.load(language);
        harness.run("d.put", "p", "5", "five");
        expect(":1\r\n", "COPY", "p", "copy", "DB", "3");
        expectHeard("from p 0 5; to copy 3 5; ");
        expect("+OK\r\n", "RENAME", "p", "r");
        expectHeard("");
        expect(":1\r\n", "DEL", "r");
        expectHeard("unlinked r 0 5; effort r 0 5; freed -0 5; ");
        harness.run("d.put", "p", "7", "seven");
        expect(":1\r\n", "UNLINK", "p");
        expectHeard("unlinked p 0 7; effort p 0 7; freed -0 7; ");
        harness.run("d.put", "refuses", "-1", "");
        expect("-ERR module key failed to copy\r\n", "COPY", "refuses", "copy");
    }

    @ParameterizedTest
    @EnumSource
    void typesTellSizeAndDigest(Language language) {
        MODULE.load(language);
        harness.run("d.put", "p", "5", "five");
        long small = number(harness.run("MEMORY", "USAGE", "p", "SAMPLES", "3"));
        assertEquals(4000, number(harness.run("MEMORY", "USAGE", "p", "SAMPLES", "7")) - small);
        expect("*1\r\n+07c7ad51ec12e88262386ff88dd53460f8b82111\r\n", "DEBUG", "DIGEST-VALUE", "p");
    }

    private static long number(String reply) {
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreRewrittenAsCommands(Language language) {
        MODULE.load(language);
        harness.run("d.put", "p", "5", "five");
        assertEquals(List.of("d.put/3", "p", "5", "five"), rewritten("p"));
    }

    private List<String> rewritten(String name) {
        List<String> words = new ArrayList<>();
        Keyspace keyspace = harness.engine().engine().keyspace();
        Key key = keyspace.newKey();
        Args names = new Args();
        names.addCopy(Text.bytes(name));
        keyspace.peek(key, keyspace.database(0), names.address(0), names.length(0));
        key.valueType().rewrite(key, new Words(words));
        names.clear();
        return words;
    }

    @ParameterizedTest
    @EnumSource
    void typesKeepDataBesideTheKeys(Language language) {
        MODULE.load(language);
        try (RdbWriter writer = new RdbWriter(false); RdbReader reader = new RdbReader()) {
            harness.host().server().saveAux(writer, false);
            assertEquals(0, writer.length());
            harness.run("d.put", "p", "5", "five");
            harness.host().server().saveAux(writer, true);
            assertEquals(0, writer.length());
            harness.host().server().saveAux(writer, false);
            harness.run("d.put", "p", "5", "five");
            reader.begin(writer.address(), writer.length());
            reader.readByte();
            assertTrue(harness.host().server().loadAux(reader), harness::log);
            expect(":2\r\n", "d.put", "p", "6", "six");
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryOfValuesIsMoved(Language language) {
        MODULE.load(language);
        harness.run("d.put", "p", "5", "five");
        expect(OK, "CONFIG", "SET", "activedefrag", "yes");
        harness.engine().engine().cron();
        expectHeard("effort p 0 5; moved p 0 5; ");
        expect("*2\r\n:5\r\n$4\r\nfive\r\n", "d.show", "p");
    }

    /** Collects what a value is rewritten to: the command with its number of arguments, then those. */
    private record Words(List<String> words) implements CommandSink {
        @Override
        public CommandSink command(byte[] name, long count) {
            words.add(Text.string(name) + "/" + (count - 1));
            return this;
        }

        @Override
        public CommandSink word(byte[] text) {
            words.add(Text.string(text));
            return this;
        }

        @Override
        public CommandSink bytes(long address, long length) {
            words.add(Text.string(address, length));
            return this;
        }

        @Override
        public CommandSink integer(long value) {
            words.add(Long.toString(value));
            return this;
        }
    }
}
