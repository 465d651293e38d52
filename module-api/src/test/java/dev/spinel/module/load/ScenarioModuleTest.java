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

    @ParameterizedTest
    @EnumSource
    void commandsAreCalledOnConditions(Language language) {
        MODULE.load(language);
        expect(bulk("+OK\r\n"), "sc.call", "", "SET", "k", "v");
        expect(bulk("$1\r\nv\r\n"), "sc.call", "3", "GET", "k");
        expect(bulk("_\r\n"), "sc.call", "3", "GET", "none");
        expect(bulk("-ERR Write command 'set' was called while write is not allowed.\r\n"),
                "sc.call", "W", "SET", "k", "w");
        expect(bulk("-ERR command 'multi' is not allowed on script mode\r\n"), "sc.call", "S", "MULTI");
        expect(NIL, "sc.call", "D", "SET", "k", "w");
        expect(bulk("-ERR wrong number of arguments for 'set' command\r\n"), "sc.call", "D", "SET", "k");
        expect(bulk("-NOPERM User nobody has no permissions to run the 'get' command\r\n"),
                "sc.call", "U", "GET", "k");
        expect(bulk("$1\r\nv\r\n"), "sc.call", "C", "GET", "k");
        expect("$1\r\nv\r\n", "sc.forward", "GET", "k");
        expect("-ERR value is not an integer or out of range\r\n", "sc.forward", "INCR", "k");
        expect("*2\r\n$1\r\nv\r\n$-1\r\n", "sc.forward", "MGET", "k", "none");
        List<String> lines = journal();
        harness.run("sc.call", "!", "SET", "told", "1");
        harness.run("sc.call", "", "SET", "quiet", "1");
        assertEquals(List.of("*3\r\n$3\r\nSET\r\n$4\r\ntold\r\n$1\r\n1\r\n"), lines);
    }

    private List<String> journal() {
        List<String> lines = new ArrayList<>();
        harness.engine().engine().propagator().addJournal((database, address, length) ->
                lines.add(Text.string(address, length)));
        return lines;
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void calledCommandsMayWait(Language language) {
        MODULE.load(language);
        expect(":0\r\n", "sc.start", "INCR", "n");
        expect(bulk(":1\r\n"), "sc.answered");
        List<String> lines = journal();
        expect(":1\r\n", "sc.start", "BLPOP", "list", "0");
        expect(":0\r\n", "EXISTS", "answers");
        harness.engine().run(harness.engine().newClient(), "RPUSH", "list", "a");
        expect(bulk("*2\r\n$4\r\nlist\r\n$1\r\na\r\n"), "sc.answered");
        expect("$1\r\n1\r\n", "GET", "answers");
        expect(":0\r\n", "sc.abort");
        assertEquals("INCR", lines.get(lines.size() - 2).split("\r\n")[2]);
        expect(":1\r\n", "sc.start", "BLPOP", "list", "0");
        expect(":1\r\n", "sc.abort");
        expect(":1\r\n", "RPUSH", "list", "b");
        expect(bulk(""), "sc.answered");
        expect(":1\r\n", "LLEN", "list");
    }

    @ParameterizedTest
    @EnumSource
    void commandsTellWhereTheirChannelsAre(Language language) {
        MODULE.load(language);
        harness.run("ACL", "SETUSER", "u", "+@all", "resetchannels", "&mine", "&news.*");
        expect("+OK\r\n", "ACL", "DRYRUN", "u", "sc.listen", "mine", "news.*");
        expect(bulk("User u has no permissions to access the 'other' channel"),
                "ACL", "DRYRUN", "u", "sc.listen", "other", "news.*");
        expect(bulk("User u has no permissions to access the 'mine*' channel"),
                "ACL", "DRYRUN", "u", "sc.listen", "mine", "mine*");
        expect(":3\r\n", "sc.listen", "a", "b");
        harness.run("ACL", "DELUSER", "u");
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsAnEventHappensAfterTheCommand(Language language) {
        MODULE.load(language);
        List<String> lines = journal();
        expect("+OK\r\n", "SET", "posting", "1");
        expect("$1\r\n1\r\n", "GET", "posted");
        assertEquals(List.of("*1\r\n$5\r\nmulti\r\n", "*3\r\n$3\r\nSET\r\n$7\r\nposting\r\n$1\r\n1\r\n",
                "*2\r\n$4\r\nINCR\r\n$6\r\nposted\r\n", "*1\r\n$4\r\nexec\r\n"), lines);
    }
}
