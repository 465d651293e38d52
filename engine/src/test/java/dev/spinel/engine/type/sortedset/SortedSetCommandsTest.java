package dev.spinel.engine.type.sortedset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.config.SettingsUpdate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedSetCommandsTest {
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

    private void announced(List<String> events, List<String> journal) {
        assertEquals(events, recorder.events());
        assertEquals(journal, recorder.journal());
    }

    /** The lines of a reply that are neither headers nor empty, with blanks between. */
    private static String flat(String reply) {
        return Stream.of(reply.split("\r\n")).filter(line -> !line.isEmpty() && "*$".indexOf(line.charAt(0)) < 0)
            .collect(Collectors.joining(" "));
    }

    private void encoding(String encoding) {
        String entries = "listpack".equals(encoding) ? "128" : "0";
        new SettingsUpdate(harness.engine().settings(), false, false).set(List.of("zset-max-listpack-entries", entries));
    }

    private void fill(String encoding) {
        encoding(encoding);
        run("ZADD", "k", "1", "a", "2", "b", "2", "7", "3.5", "c", "-inf", "low");
        assertEquals(encoding, flat(run("OBJECT", "ENCODING", "k")));
        recorder.events();
        recorder.journal();
    }

    @Test
    void addCountsAndAnnounces() {
        assertEquals(":2\r\n", run("ZADD", "k", "1", "a", "2", "b"));
        announced(List.of("new k", "zadd k"), List.of("ZADD k 1 a 2 b"));
        assertEquals(":0\r\n", run("ZADD", "k", "1", "a"));
        announced(List.of(), List.of());
        assertEquals(":2\r\n", run("ZADD", "k", "CH", "5", "a", "6", "c"));
        assertEquals("$1\r\n7\r\n", run("ZADD", "k", "INCR", "2", "a"));
        assertEquals("$3\r\n8.5\r\n", run("ZINCRBY", "k", "1.5", "a"));
        announced(List.of("zadd k", "zincr k", "zincr k"),
            List.of("ZADD k CH 5 a 6 c", "ZADD k INCR 2 a", "ZINCRBY k 1.5 a"));
    }

    @Test
    void addHeedsItsConditions() {
        assertEquals(":0\r\n", run("ZADD", "k", "XX", "1", "a"));
        assertEquals("$-1\r\n", run("ZADD", "k", "XX", "INCR", "1", "a"));
        run("ZADD", "k", "5", "a");
        assertEquals("$-1\r\n", run("ZADD", "k", "NX", "INCR", "1", "a"));
        assertEquals(":0\r\n", run("ZADD", "k", "GT", "CH", "4", "a"));
        assertEquals(":1\r\n", run("ZADD", "k", "LT", "CH", "4", "a"));
        assertEquals(":1\r\n", run("ZADD", "k", "GT", "1", "b"));
        assertEquals("-ERR XX and NX options at the same time are not compatible\r\n",
            run("ZADD", "k", "XX", "NX", "1", "a"));
        assertEquals("-ERR GT, LT, and/or NX options at the same time are not compatible\r\n",
            run("ZADD", "k", "GT", "LT", "1", "a"));
        assertEquals("-ERR INCR option supports a single increment-element pair\r\n",
            run("ZADD", "k", "INCR", "1", "a", "2", "b"));
        assertEquals("-ERR value is not a valid float\r\n", run("ZADD", "k", "1", "a", "x", "b"));
        assertEquals("-ERR value is not a valid float\r\n", run("ZADD", "k", "nan", "a"));
        assertEquals("-ERR syntax error\r\n", run("ZADD", "k", "1", "a", "2"));
        run("ZADD", "k", "inf", "a");
        assertEquals("-ERR resulting score is not a number (NaN)\r\n", run("ZINCRBY", "k", "-inf", "a"));
        run("SET", "s", "v");
        assertEquals(WRONG_TYPE, run("ZADD", "s", "1", "a"));
        assertEquals(WRONG_TYPE, run("ZRANGE", "s", "0", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "skiplist"})
    void rangesAreAnsweredInEveryEncoding(String encoding) {
        fill(encoding);
        assertEquals("low a 7 b c", flat(run("ZRANGE", "k", "0", "-1")));
        assertEquals("c 3.5 b 2 7 2", flat(run("ZREVRANGE", "k", "0", "2", "WITHSCORES")));
        assertEquals("7 b", flat(run("ZRANGE", "k", "-3", "-2")));
        assertEquals("*0\r\n", run("ZRANGE", "k", "5", "9"));
        assertEquals("*0\r\n", run("ZRANGE", "none", "0", "-1"));
        assertEquals("7 b", flat(run("ZRANGEBYSCORE", "k", "(1", "(3.5")));
        assertEquals("b", flat(run("ZRANGEBYSCORE", "k", "-inf", "+inf", "LIMIT", "3", "1")));
        assertEquals("b 7", flat(run("ZRANGE", "k", "3", "1", "BYSCORE", "REV", "LIMIT", "0", "2")));
        assertEquals("*0\r\n", run("ZRANGEBYSCORE", "k", "-inf", "+inf", "LIMIT", "-1", "2"));
        assertEquals(":3\r\n", run("ZCOUNT", "k", "1", "2"));
        assertEquals(":0\r\n", run("ZCOUNT", "k", "(2", "2"));
        assertEquals("-ERR min or max is not a float\r\n", run("ZCOUNT", "k", "x", "2"));
        assertEquals(":4\r\n", run("ZRANK", "k", "c"));
        assertEquals("*2\r\n:0\r\n$3\r\n3.5\r\n", run("ZREVRANK", "k", "c", "WITHSCORE"));
        assertEquals("*-1\r\n", run("ZRANK", "k", "none", "WITHSCORE"));
        assertEquals("*2\r\n$4\r\n-inf\r\n$-1\r\n", run("ZMSCORE", "k", "low", "none"));
        announced(List.of("keymiss none"), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "skiplist"})
    void rangesByMemberAreAnsweredInEveryEncoding(String encoding) {
        encoding(encoding);
        run("ZADD", "k", "0", "a", "0", "b", "0", "c", "0", "1", "0", "cc");
        assertEquals("1 a b c cc", flat(run("ZRANGEBYLEX", "k", "-", "+")));
        assertEquals("b c", flat(run("ZRANGEBYLEX", "k", "(a", "[c")));
        assertEquals("c b", flat(run("ZREVRANGEBYLEX", "k", "(cc", "-", "LIMIT", "0", "2")));
        assertEquals("*0\r\n", run("ZRANGEBYLEX", "k", "+", "-"));
        assertEquals(":2\r\n", run("ZLEXCOUNT", "k", "[c", "+"));
        assertEquals("-ERR min or max not valid string range item\r\n", run("ZLEXCOUNT", "k", "c", "+"));
        assertEquals(":2\r\n", run("ZREMRANGEBYLEX", "k", "[a", "(c"));
        assertEquals("1 c cc", flat(run("ZRANGE", "k", "0", "-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "skiplist"})
    void removalTakesTheKeyAlong(String encoding) {
        fill(encoding);
        assertEquals(":1\r\n", run("ZREM", "k", "a", "none"));
        assertEquals(":1\r\n", run("ZREMRANGEBYRANK", "k", "0", "0"));
        assertEquals(":1\r\n", run("ZREMRANGEBYSCORE", "k", "(2", "+inf"));
        announced(List.of("zrem k", "zremrangebyrank k", "zremrangebyscore k"),
            List.of("ZREM k a none", "ZREMRANGEBYRANK k 0 0", "ZREMRANGEBYSCORE k (2 +inf"));
        assertEquals(":2\r\n", run("ZREM", "k", "b", "7", "b"));
        assertEquals(List.of("zrem k", "del k"), recorder.events());
        assertEquals(":0\r\n", run("ZREM", "k", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "skiplist"})
    void popsTakeFromEitherEnd(String encoding) {
        fill(encoding);
        assertEquals("*2\r\n$3\r\nlow\r\n$4\r\n-inf\r\n", run("ZPOPMIN", "k"));
        assertEquals("c 3.5 b 2", flat(run("ZPOPMAX", "k", "2")));
        announced(List.of("zpopmin k", "zpopmax k"), List.of("ZPOPMIN k", "ZPOPMAX k 2"));
        assertEquals("k a 1 7 2", flat(run("ZMPOP", "2", "none", "k", "MIN", "COUNT", "9")));
        announced(List.of("zpopmin k", "del k"), List.of("ZPOPMIN k 2"));
        assertEquals("*-1\r\n", run("ZMPOP", "1", "k", "MAX"));
        assertEquals("*0\r\n", run("ZPOPMIN", "k"));
    }

    @Test
    void waitingPopIsServedByAnAddition() {
        Client waiter = harness.newClient();
        assertEquals("", harness.run(waiter, "BZPOPMIN", "k", "0"));
        run("ZADD", "k", "1", "a", "2", "b");
        assertEquals("k a 1", flat(harness.takeReply(waiter)));
        assertEquals("k b 2", flat(run("BZMPOP", "0", "1", "k", "MAX")));
        assertTrue(recorder.journal().containsAll(List.of("ZPOPMIN k", "ZPOPMAX k 1")));
    }

    @Test
    void algebraTakesSetsAndSortedSets() {
        run("ZADD", "a", "1", "x", "2", "y");
        run("ZADD", "b", "10", "y", "20", "z");
        run("SADD", "s", "y", "9");
        assertEquals("9 1 x 1 y 13 z 20", flat(run("ZUNION", "3", "a", "b", "s", "WITHSCORES")));
        assertEquals("y 32", flat(run("ZINTER", "2", "a", "b", "WEIGHTS", "1", "3", "WITHSCORES")));
        assertEquals("y 10", flat(run("ZINTER", "2", "a", "b", "AGGREGATE", "MAX", "WITHSCORES")));
        assertEquals("x", flat(run("ZDIFF", "2", "a", "s")));
        assertEquals(":1\r\n", run("ZINTERCARD", "2", "a", "b", "LIMIT", "5"));
        recorder.events();
        recorder.journal();
        assertEquals(":3\r\n", run("ZUNIONSTORE", "d", "2", "a", "b"));
        announced(List.of("new d", "zunionstore d"), List.of("ZUNIONSTORE d 2 a b"));
        assertEquals(":2\r\n", run("ZRANGESTORE", "d", "d", "0", "1"));
        assertEquals(":0\r\n", run("ZDIFFSTORE", "d", "2", "a", "a"));
        announced(List.of("zrangestore d", "del d"), List.of("ZRANGESTORE d d 0 1", "ZDIFFSTORE d 2 a a"));
        assertEquals("-ERR at least 1 input key is needed for 'zunion' command\r\n", run("ZUNION", "0", "a"));
        assertEquals("-ERR weight value is not a float\r\n", run("ZUNION", "1", "a", "WEIGHTS", "x"));
        assertEquals("-ERR syntax error\r\n", run("ZDIFF", "1", "a", "WEIGHTS", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listpack", "skiplist"})
    void randomMembersScanCopyAndDump(String encoding) {
        fill(encoding);
        assertTrue(run("ZRANDMEMBER", "k", "-20").startsWith("*20\r\n"));
        assertEquals("low a 7 b c", flat(run("ZRANDMEMBER", "k", "20")));
        assertTrue(run("ZRANDMEMBER", "k", "3", "WITHSCORES").startsWith("*6\r\n"));
        assertEquals("*2\r\n$1\r\n0\r\n*2\r\n$1\r\nc\r\n$3\r\n3.5\r\n", run("ZSCAN", "k", "0", "MATCH", "c"));
        run("COPY", "k", "copy");
        assertEquals(encoding, flat(run("OBJECT", "ENCODING", "copy")));
        String dump = run("DUMP", "copy");
        String payload = dump.substring(dump.indexOf("\r\n") + 2, dump.length() - 2);
        assertEquals("+OK\r\n", run("RESTORE", "r", "0", payload));
        assertEquals("low -inf a 1 7 2 b 2 c 3.5", flat(run("ZRANGE", "r", "0", "-1", "WITHSCORES")));
    }

    @Test
    void scoresAreWrittenAsRedisDoes() {
        run("ZADD", "k", "0.1", "a", "1e22", "b", "0x10", "c", "-0", "d", "1e17", "e", "12345678901234567", "f");
        assertEquals("$19\r\n0.10000000000000001\r\n", run("ZSCORE", "k", "a"));
        assertEquals("$5\r\n1e+22\r\n", run("ZSCORE", "k", "b"));
        assertEquals("$2\r\n16\r\n", run("ZSCORE", "k", "c"));
        assertEquals("$1\r\n0\r\n", run("ZSCORE", "k", "d"));
        assertEquals("$5\r\n1e+17\r\n", run("ZSCORE", "k", "e"));
        assertEquals("$17\r\n12345678901234568\r\n", run("ZSCORE", "k", "f"));
        harness.client().reply().version(3);
        assertEquals(",0.10000000000000001\r\n", run("ZSCORE", "k", "a"));
        assertEquals("*1\r\n*2\r\n$1\r\nd\r\n,0\r\n", run("ZRANGE", "k", "0", "0", "WITHSCORES"));
    }

    @Test
    void growthMakesATree() {
        for (int i = 0; i < 128; i++) {
            run("ZADD", "k", "" + i, "m" + i);
        }
        assertEquals("listpack", flat(run("OBJECT", "ENCODING", "k")));
        run("ZADD", "k", "128", "m128");
        assertEquals("skiplist", flat(run("OBJECT", "ENCODING", "k")));
        run("ZADD", "long", "1", "x".repeat(65));
        assertEquals("skiplist", flat(run("OBJECT", "ENCODING", "long")));
        assertEquals(":129\r\n", run("ZCARD", "k"));
    }

    @Test
    void zeroKeepsTheSignOfTheFirst() {
        run("ZADD", "one", "0", "a");
        run("ZADD", "two", "0", "a", "1", "b");
        assertEquals("a 0",
            flat(run("ZINTER", "2", "one", "two", "WEIGHTS", "15", "-5", "AGGREGATE", "MIN", "WITHSCORES")));
        assertEquals("a -0",
            flat(run("ZINTER", "2", "one", "two", "WEIGHTS", "-1", "1", "AGGREGATE", "MAX", "WITHSCORES")));
        assertEquals("a 0", flat(run("ZINTER", "2", "one", "two", "WEIGHTS", "-1", "1", "WITHSCORES")));
    }

    @Test
    void numbersOutsideTheRangeOfDoublesAreRefused() {
        assertEquals("-ERR value is not a valid float\r\n", run("ZADD", "k", "1e400", "a"));
        assertEquals("-ERR value is not a valid float\r\n", run("ZADD", "k", "-1e-400", "a"));
        assertEquals(":2\r\n", run("ZADD", "k", "0e400", "a", "inf", "b"));
        assertEquals(":2\r\n", run("ZCOUNT", "k", "-1e400", "1e400"));
    }

    @Test
    void storedResultsKeepTheSignOfZeroUnlessTheyAreListpacks() {
        String longMember = "x".repeat(65);
        run("ZADD", "k", "5", longMember);
        run("ZADD", "k", "-0", "a");
        run("ZADD", "small", "0", "a");
        run("ZDIFFSTORE", "diff", "2", "k", "none");
        run("ZINTERSTORE", "inter", "2", "k", "k", "AGGREGATE", "MAX");
        run("ZINTERSTORE", "listpack", "2", "small", "k", "WEIGHTS", "-1", "-1");
        for (String key : new String[] {"diff", "inter"}) {
            assertEquals("$2\r\n-0\r\n", run("ZSCORE", key, "a"));
        }
        assertEquals("$1\r\n0\r\n", run("ZSCORE", "listpack", "a"));
        assertEquals("$8\r\nlistpack\r\n", run("OBJECT", "ENCODING", "listpack"));
    }

    @Test
    void whatIsNoNumberSpoilsTheSumOfAnIntersection() {
        run("ZADD", "k", "0", "a", "1", "b");
        run("ZADD", "j", "7", "a");
        run("ZINTERSTORE", "sum", "2", "j", "k", "WEIGHTS", "1", "inf");
        run("ZINTERSTORE", "max", "2", "j", "k", "WEIGHTS", "1", "inf", "AGGREGATE", "MAX");
        assertEquals("$1\r\n0\r\n", run("ZSCORE", "sum", "a"));
        assertEquals("$1\r\n7\r\n", run("ZSCORE", "max", "a"));
    }

    @Test
    void aggregateCountAddsTheWeightsOfTheSetsThatHaveAMember() {
        run("ZADD", "k", "10", "a", "20", "b");
        run("SADD", "j", "a", "c");
        assertEquals("*6\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\nc\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n",
            run("ZUNION", "2", "k", "j", "AGGREGATE", "COUNT", "WITHSCORES"));
        assertEquals("*2\r\n$1\r\na\r\n$1\r\n5\r\n",
            run("ZINTER", "2", "k", "j", "AGGREGATE", "COUNT", "WEIGHTS", "2", "3", "WITHSCORES"));
    }

    @Test
    void integersSurviveThatTheResultOutgrowsItsListpack() {
        for (int i = 0; i < 100; i++) {
            run("ZADD", "k", "1", Integer.toString(i));
            run("ZADD", "j", "2", Integer.toString(i + 100));
        }
        run("ZADD", "k", "0", "-7");
        run("ZUNIONSTORE", "all", "2", "k", "j");
        run("ZUNIONSTORE", "twice", "2", "k", "k", "WEIGHTS", "-1", "-2");
        assertEquals(":201\r\n", run("ZCARD", "all"));
        assertEquals(":101\r\n", run("ZCARD", "twice"));
        for (int i = 0; i < 200; i++) {
            assertEquals("$1\r\n" + (i < 100 ? 1 : 2) + "\r\n", run("ZSCORE", "all", Integer.toString(i)));
        }
        assertEquals("$1\r\n0\r\n$2\r\n-3\r\n", run("ZSCORE", "twice", "-7") + run("ZSCORE", "twice", "42"));
    }
}
