package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.load.CompiledModule.Language;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What modules do with the server, each scenario once: asked of a module in C and of its twin in Java. */
class ScenarioModuleTest {
    private static final String NIL = "$-1\r\n";

    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("scenario.c", "Scenario");

    private final ModuleHarness harness = MODULE.newServer();

    private void expect(String reply, String... words) {
        assertEquals(reply, harness.run(words), () -> String.join(" ", words) + "\n" + harness.log());
    }

    @AfterEach
    void unload() {
        harness.run("FLUSHALL");
        expect("+OK\r\n", "MODULE", "UNLOAD", "scenario");
    }

    @ParameterizedTest
    @EnumSource
    void hashes(Language language) {
        MODULE.load(language);
        expect(NIL, "sc.hash", "h", "color", "red");
        expect("$3\r\nred\r\n", "sc.hash", "h", "color", "17");
        expect("$2\r\n17\r\n", "sc.hash", "h", "color");
        expect(NIL, "sc.hash", "h", "size");
        expect("*1\r\n*2\r\n$5\r\ncolor\r\n$2\r\n17\r\n", "sc.each", "h");
        expect("$2\r\n17\r\n", "HGET", "h", "color");
        expect("+OK\r\n", "sc.unhash", "h", "color");
        expect(":0\r\n", "EXISTS", "h");
        expect("-ERR wrong number of arguments for 'sc.hash' command\r\n", "sc.hash", "h");
    }

    @ParameterizedTest
    @EnumSource
    void elementsOfEveryCollection(Language language) {
        MODULE.load(language);
        expect("*0\r\n", "sc.each", "none");
        harness.run("SADD", "s", "1");
        expect("*1\r\n*2\r\n$1\r\n1\r\n$-1\r\n", "sc.each", "s");
        harness.run("ZADD", "z", "1.5", "a", "2", "b");
        expect("*2\r\n*2\r\n$1\r\na\r\n$3\r\n1.5\r\n*2\r\n$1\r\nb\r\n$1\r\n2\r\n", "sc.each", "z");
        harness.run("SET", "t", "text");
        expect("*0\r\n", "sc.each", "t");
    }

    @ParameterizedTest
    @EnumSource
    void streams(Language language) {
        MODULE.load(language);
        expect("$3\r\n5-1\r\n", "sc.append", "x", "5", "1", "a", "1");
        expect("$3\r\n5-2\r\n", "sc.append", "x", "5", "2", "a", "2", "b", "-3");
        expect("-ERR refused\r\n", "sc.append", "x", "5", "2", "a", "2");
        expect("$3\r\n6-0\r\n", "sc.append", "x", "6", "0", "c", "");
        expect("*11\r\n$3\r\n5-1\r\n$1\r\na\r\n$1\r\n1\r\n$3\r\n5-2\r\n$1\r\na\r\n$1\r\n2\r\n$1\r\nb\r\n$2\r\n-3\r\n"
                + "$3\r\n6-0\r\n$1\r\nc\r\n$0\r\n\r\n", "sc.entries", "x");
        expect("*2\r\n:1\r\n:1\r\n", "sc.shorten", "x", "5", "2", "1");
        expect("*2\r\n:0\r\n:0\r\n", "sc.shorten", "x", "5", "2", "1");
        expect(":1\r\n", "XLEN", "x");
        expect("*0\r\n", "sc.entries", "none");
    }

    @ParameterizedTest
    @EnumSource
    void users(Language language) {
        MODULE.load(language);
        expect("*3\r\n:1\r\n:0\r\n:1\r\n", "sc.may", "on +get %R~k* &news", "key", "news");
        expect("*3\r\n:0\r\n:1\r\n:0\r\n", "sc.may", "on ~k* resetchannels &news", "key", "other");
        expect("-Error in ACL SETUSER modifier '+nosuch': Unknown command or category name in ACL\r\n",
                "sc.may", "on +nosuch", "key", "news");
        expect(NIL, "sc.rules", "nobody");
        harness.run("ACL", "SETUSER", "reader", "on", "+@read", "~books:*");
        expect(harness.run("sc.rules", "reader"), "sc.rules", "reader");
        assertEquals(true, harness.run("sc.rules", "reader").contains("~books:*"));
    }

    @ParameterizedTest
    @EnumSource
    void filtersAndEvents(Language language) {
        MODULE.load(language);
        expect("$5\r\nhello\r\n", "@say", "hello", "and", "more");
        expect("$5\r\n@mute\r\n", "@mute", "it");
        harness.run("FLUSHALL");
        expect("*2\r\n:1\r\n:1\r\n", "sc.counts");
    }

    @ParameterizedTest
    @EnumSource
    void settings(Language language) {
        MODULE.load(language);
        expect("*2\r\n$13\r\nscenario.text\r\n$4\r\ncalm\r\n", "CONFIG", "GET", "scenario.text");
        expect("+OK\r\n", "CONFIG", "SET", "scenario.text", "two words");
        expect("*2\r\n$13\r\nscenario.text\r\n$9\r\ntwo words\r\n", "CONFIG", "GET", "scenario.text");
        expect("-ERR CONFIG SET failed (possibly related to argument 'scenario.text') - no shouting\r\n",
                "CONFIG", "SET", "scenario.text", "no!");
        expect("+OK\r\n", "CONFIG", "SET", "scenario.room", "2kb");
        expect("*2\r\n$13\r\nscenario.room\r\n$4\r\n2048\r\n", "CONFIG", "GET", "scenario.room");
    }

    @ParameterizedTest
    @EnumSource
    void clientsWaitForKeys(Language language) {
        MODULE.load(language);
        expect("", "sc.await", "0", "a", "b");
        Client other = harness.engine().newClient();
        harness.engine().run(other, "RPUSH", "b", "1", "2");
        expectAnswer("");
        harness.engine().run(other, "RPUSH", "b", "3");
        expectAnswer("");
        harness.engine().run(other, "sc.signal", "b");
        expectAnswer("$1\r\nb\r\n");
        harness.run("SET", "a", "abc");
        expect("", "sc.await", "50", "a");
        harness.engine().run(other, "sc.signal", "a");
        expectAnswer("$1\r\na\r\n");
        expect("", "sc.await", "50", "c");
        harness.engine().advanceMs(51);
        expectAnswer("+LATE\r\n");
    }

    private void expectAnswer(String reply) {
        assertEquals(reply, harness.engine().takeReply(harness.engine().client()), harness::log);
    }

    @ParameterizedTest
    @EnumSource
    void keysAreToldAndOtherCommandsRepeated(Language language) {
        MODULE.load(language);
        expect("*1\r\n$1\r\nc\r\n", "COMMAND", "GETKEYS", "sc.last", "a", "b", "c");
        expect("*1\r\n*2\r\n$1\r\nc\r\n*2\r\n+RW\r\n+update\r\n", "COMMAND", "GETKEYSANDFLAGS", "sc.last", "c");
        List<String> lines = new ArrayList<>();
        harness.engine().engine().propagator().addJournal((database, address, length) ->
                lines.add(Text.string(address, length)));
        expect(":3\r\n", "sc.last", "x", "y");
        assertEquals("*3\r\n$3\r\nSET\r\n$4\r\ntold\r\n$1\r\ny\r\n", lines.getLast());
    }

    @ParameterizedTest
    @EnumSource
    void filesOfAllData(Language language) {
        MODULE.load(language);
        List<String> asked = new ArrayList<>();
        harness.host().server().snapshotter(new Snapshotter() {
            @Override
            public boolean saveTo(String path) {
                asked.add("save " + path);
                return true;
            }

            @Override
            public Loaded loadFrom(String path) {
                asked.add("load " + path);
                return Loaded.BROKEN;
            }
        });
        expect(":1\r\n", "sc.file", "save", "a.rdb");
        expect(":0\r\n", "sc.file", "load", "b.rdb");
        assertEquals(List.of("save a.rdb", "load b.rdb"), asked);
    }
}
