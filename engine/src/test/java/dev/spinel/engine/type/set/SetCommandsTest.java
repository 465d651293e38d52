package dev.spinel.engine.type.set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.config.SettingsUpdate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetCommandsTest {
    private static final String WRONG_TYPE =
        "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n";
    private static final String LONG = "x".repeat(65);

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

    private void quietly(String... words) {
        run(words);
        recorder.events();
        recorder.journal();
    }

    private void announced(List<String> events, List<String> journal) {
        assertEquals(events, recorder.events());
        assertEquals(journal, recorder.journal());
    }

    /** The bulk strings of an aggregate, sorted. */
    private static Set<String> bulks(String reply) {
        String[] lines = reply.split("\r\n");
        return IntStream.range(1, lines.length).filter(i -> lines[i - 1].startsWith("$"))
            .mapToObj(i -> lines[i]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Members that make a set of the encoding. */
    private static String[] members(String encoding) {
        return switch (encoding) {
            case "intset" -> new String[] {"1", "-2", "300000", "40000000000"};
            case "listpack" -> new String[] {"1", "-2", "a", "bb"};
            default -> new String[] {"1", "-2", "a", LONG};
        };
    }

    private void fill(String key, String... members) {
        for (String member : members) {
            run("SADD", key, member);
        }
        recorder.events();
        recorder.journal();
    }

    private String encoding(String key) {
        return run("OBJECT", "ENCODING", key).split("\r\n")[1];
    }

    @Test
    void addCountsNewMembersAndAnnouncesOnce() {
        assertEquals(":2\r\n", run("SADD", "k", "a", "b", "a"));
        announced(List.of("new k", "sadd k"), List.of("SADD k a b a"));
        assertEquals(":0\r\n", run("SADD", "k", "a"));
        announced(List.of(), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"intset", "listpack", "hashtable"})
    void membersAreFoundAndRemovedInEveryEncoding(String encoding) {
        String[] members = members(encoding);
        fill("k", members);
        assertEquals(encoding, encoding("k"));
        assertEquals(":4\r\n", run("SCARD", "k"));
        assertEquals(Set.of(members), bulks(run("SMEMBERS", "k")));
        assertEquals("*3\r\n:1\r\n:0\r\n:1\r\n", run("SMISMEMBER", "k", members[0], "none", members[3]));
        assertEquals(":1\r\n", run("SISMEMBER", "k", members[1]));
        assertEquals(":0\r\n", run("SISMEMBER", "k", "01"));
        assertEquals(":2\r\n", run("SREM", "k", members[0], "none", members[2]));
        announced(List.of("srem k"), List.of("SREM k " + members[0] + " none " + members[2]));
        assertEquals(Set.of(members[1], members[3]), bulks(run("SMEMBERS", "k")));
        assertEquals(":2\r\n", run("SREM", "k", members[1], members[3], members[1]));
        assertEquals(List.of("srem k", "del k"), recorder.events());
        assertEquals(":0\r\n", run("EXISTS", "k"));
    }

    @Test
    void encodingFollowsTheLimits() {
        IntStream.range(0, 512).forEach(i -> run("SADD", "ints", "" + i));
        assertEquals("intset", encoding("ints"));
        run("SADD", "ints", "512");
        assertEquals("hashtable", encoding("ints"));
        IntStream.range(0, 128).forEach(i -> run("SADD", "words", "w" + i));
        assertEquals("listpack", encoding("words"));
        run("SADD", "words", "w128");
        assertEquals("hashtable", encoding("words"));
        IntStream.range(0, 200).forEach(i -> run("SADD", "mixed", "" + i));
        run("SADD", "mixed", "word");
        assertEquals("hashtable", encoding("mixed"));
        assertEquals(":513\r\n", run("SCARD", "ints"));
        new SettingsUpdate(harness.engine().settings(), false, false).set(List.of("set-max-intset-entries", "0"));
        run("SADD", "limited", "1");
        assertEquals("listpack", encoding("limited"));
    }

    @Test
    void wrongTypeIsRefusedEverywhere() {
        run("SET", "s", "v");
        assertEquals(WRONG_TYPE, run("SADD", "s", "a"));
        assertEquals(WRONG_TYPE, run("SREM", "s", "a"));
        assertEquals(WRONG_TYPE, run("SPOP", "s"));
        assertEquals(WRONG_TYPE, run("SRANDMEMBER", "s", "2"));
        assertEquals(WRONG_TYPE, run("SINTER", "none", "s"));
        assertEquals(WRONG_TYPE, run("SUNIONSTORE", "d", "none", "s"));
        assertEquals(WRONG_TYPE, run("SSCAN", "s", "0"));
        run("SADD", "k", "a");
        assertEquals(WRONG_TYPE, run("SMOVE", "k", "s", "b"));
    }

    @Test
    void moveTakesTheLastMemberAndTheKey() {
        fill("a", "x");
        assertEquals(":1\r\n", run("SMOVE", "a", "b", "x"));
        announced(List.of("srem a", "del a", "new b", "sadd b"), List.of("SMOVE a b x"));
        assertEquals(":0\r\n", run("SMOVE", "a", "b", "x"));
        assertEquals(":1\r\n", run("SMOVE", "b", "b", "x"));
        announced(List.of(), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"intset", "listpack", "hashtable"})
    void popRepeatsWhatWentAsRemoval(String encoding) {
        fill("k", members(encoding));
        String popped = run("SPOP", "k").split("\r\n")[1];
        announced(List.of("spop k"), List.of("SREM k " + popped));
        String reply = run("SPOP", "k", "2");
        assertEquals(2, bulks(reply).size());
        List<String> journal = recorder.journal();
        assertEquals(1, journal.size());
        String[] words = journal.getFirst().split(" ");
        assertEquals(bulks(reply), Set.of(words[2], words[3]));
        recorder.events();
        assertEquals(1, bulks(run("SPOP", "k", "5")).size());
        announced(List.of("spop k", "del k"), List.of("DEL k"));
        assertEquals("$-1\r\n", run("SPOP", "k"));
        assertEquals("*0\r\n", run("SPOP", "k", "5"));
    }

    @Test
    void popOfManyRepeatsBatches() {
        IntStream.range(0, 3000).forEach(i -> run("SADD", "k", "m" + i));
        recorder.journal();
        assertEquals(2500, bulks(run("SPOP", "k", "2500")).size());
        assertEquals(":500\r\n", run("SCARD", "k"));
        List<String> journal = recorder.journal();
        assertEquals("MULTI", journal.getFirst().toUpperCase());
        assertEquals(5, journal.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"intset", "listpack", "hashtable"})
    void randomMembersAreDistinctUnlessNegative(String encoding) {
        fill("k", members(encoding));
        assertTrue(bulks(run("SRANDMEMBER", "k")).size() == 1);
        assertEquals(1, bulks(run("SRANDMEMBER", "k", "1")).size());
        assertEquals(3, bulks(run("SRANDMEMBER", "k", "3")).size());
        assertEquals(4, bulks(run("SRANDMEMBER", "k", "30")).size());
        assertTrue(run("SRANDMEMBER", "k", "-30").startsWith("*30\r\n"));
        assertEquals("*0\r\n", run("SRANDMEMBER", "k", "0"));
        assertEquals("*0\r\n", run("SRANDMEMBER", "none", "-3"));
        assertEquals("$-1\r\n", run("SRANDMEMBER", "none"));
        announced(List.of("keymiss none", "keymiss none"), List.of());
    }

    @Test
    void algebraWorksAcrossEncodings() {
        run("SADD", "i", "1", "2", "3");
        run("SADD", "l", "2", "3", "a");
        run("SADD", "h", "3", "a", LONG);
        assertEquals(Set.of("3"), bulks(run("SINTER", "i", "l", "h")));
        assertEquals(Set.of("1", "2", "3", "a", LONG), bulks(run("SUNION", "i", "l", "h", "none")));
        assertEquals(Set.of("1"), bulks(run("SDIFF", "i", "l", "h")));
        assertEquals(Set.of(), bulks(run("SDIFF", "none", "l")));
        assertEquals("*0\r\n", run("SINTER", "i", "none"));
        assertEquals(":2\r\n", run("SINTERCARD", "2", "i", "l"));
        assertEquals(":1\r\n", run("SINTERCARD", "2", "i", "l", "LIMIT", "1"));
        assertEquals("-ERR LIMIT can't be negative\r\n", run("SINTERCARD", "1", "i", "LIMIT", "-1"));
        assertEquals("-ERR Number of keys can't be greater than number of args\r\n", run("SINTERCARD", "3", "i", "l"));
        assertEquals("-ERR numkeys should be greater than 0\r\n", run("SINTERCARD", "0", "i"));
    }

    @Test
    void storingReplacesAnyValueAndAnEmptyResultDeletes() {
        run("SADD", "a", "1", "2", "x");
        run("SADD", "b", "2", "3");
        run("SET", "d", "v", "EX", "100");
        quietly("DEL", "none");
        assertEquals(":1\r\n", run("SINTERSTORE", "d", "a", "b"));
        announced(List.of("sinterstore d"), List.of("SINTERSTORE d a b"));
        assertEquals("intset", encoding("d"));
        assertEquals(":-1\r\n", run("TTL", "d"));
        assertEquals(":4\r\n", run("SUNIONSTORE", "a", "a", "b"));
        assertEquals(":2\r\n", run("SDIFFSTORE", "d", "a", "b"));
        announced(List.of("sunionstore a", "sdiffstore d"), List.of("SUNIONSTORE a a b", "SDIFFSTORE d a b"));
        assertEquals(":0\r\n", run("SINTERSTORE", "d", "a", "none"));
        announced(List.of("keymiss none", "del d"), List.of("SINTERSTORE d a none"));
        assertEquals(":0\r\n", run("SINTERSTORE", "d", "a", "none"));
        announced(List.of("keymiss none"), List.of());
    }

    @Test
    void scanMeetsEveryMember() {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 1000; i++) {
            run("SADD", "k", "m" + i);
            expected.add("m" + i);
        }
        Set<String> seen = new TreeSet<>();
        String cursor = "0";
        do {
            String reply = run("SSCAN", "k", cursor, "COUNT", "20");
            cursor = reply.split("\r\n")[2];
            seen.addAll(bulks(reply.substring(reply.indexOf("*", 1))));
        } while (!"0".equals(cursor));
        assertEquals(expected, seen);
        assertEquals("*2\r\n$1\r\n0\r\n*0\r\n", run("SSCAN", "none", "0", "WHAT"));
        assertEquals("-ERR syntax error\r\n", run("SSCAN", "k", "0", "COUNT", "0"));
        assertEquals("-ERR invalid cursor\r\n", run("SSCAN", "k", "x"));
    }

    @Test
    void repliesAreSetsInResp3() {
        harness.client().reply().version(3);
        run("SADD", "k", "1");
        assertEquals("~1\r\n$1\r\n1\r\n", run("SMEMBERS", "k"));
        assertEquals("~1\r\n$1\r\n1\r\n", run("SINTER", "k"));
        assertEquals("~1\r\n$1\r\n1\r\n", run("SUNION", "k", "k"));
        assertEquals("*1\r\n$1\r\n1\r\n", run("SRANDMEMBER", "k", "1"));
        assertEquals("~1\r\n$1\r\n1\r\n", run("SPOP", "k", "1"));
        assertEquals("_\r\n", run("SPOP", "k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intset", "listpack", "hashtable"})
    void copyDumpAndDigestKeepTheMembers(String encoding) {
        String[] members = members(encoding);
        fill("k", members);
        assertEquals(":1\r\n", run("COPY", "k", "c"));
        assertEquals(encoding, encoding("c"));
        assertEquals(Set.of(members), bulks(run("SMEMBERS", "c")));
        String dump = run("DUMP", "k");
        String payload = dump.substring(dump.indexOf("\r\n") + 2, dump.length() - 2);
        assertEquals("+OK\r\n", run("RESTORE", "r", "0", payload));
        assertEquals(encoding, encoding("r"));
        assertEquals(Set.of(members), bulks(run("SMEMBERS", "r")));
    }

    @Test
    void unionsAndDifferencesAreCounted() {
        run("SADD", "a", "1", "2", "x");
        run("SADD", "b", "2", "y");
        assertEquals(":4\r\n", run("SUNIONCARD", "2", "a", "b"));
        assertEquals(":3\r\n", run("SUNIONCARD", "3", "a", "b", "none", "LIMIT", "3"));
        assertEquals(":4\r\n", run("SUNIONCARD", "2", "a", "b", "APPROX", "LIMIT", "0"));
        assertEquals(":2\r\n", run("SDIFFCARD", "2", "a", "b"));
        assertEquals(":1\r\n", run("SDIFFCARD", "2", "a", "b", "LIMIT", "1"));
        assertEquals("-ERR syntax error\r\n", run("SDIFFCARD", "2", "a", "b", "APPROX"));
        assertEquals("-ERR LIMIT can't be negative\r\n", run("SUNIONCARD", "2", "a", "b", "LIMIT", "-1"));
        assertEquals("-ERR Number of keys can't be greater than number of args\r\n", run("SUNIONCARD", "3", "a", "b"));
    }
}
