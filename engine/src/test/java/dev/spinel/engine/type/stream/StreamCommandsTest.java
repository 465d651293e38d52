package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Text;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamCommandsTest {
    private static final String INVALID_ID = "-ERR Invalid stream ID specified as stream command argument\r\n";
    private static final String NOW = "" + EngineHarness.START_MS;

    private final EngineHarness harness = new EngineHarness();
    private final Recorder recorder = Recorder.of(harness.engine());

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private String run(String command) {
        return harness.run(command.split(" "));
    }

    /** Everything in a reply that is neither a length nor a null. */
    private String words(String command) {
        return words2(run(command));
    }

    private static String words2(String reply) {
        return String.join(" ", List.of(reply.split("\r\n")).stream()
            .filter(line -> !line.startsWith("$") && !line.startsWith("*")).toList());
    }

    private void forget() {
        recorder.events();
        recorder.journal();
    }

    @Test
    void addGivesIdsThatGrow() {
        assertEquals(NOW + "-0", words("XADD k * f v"));
        assertEquals(NOW + "-1", words("XADD k * f v"));
        assertEquals(NOW + "-2", words("XADD k " + NOW + "-* f v"));
        harness.advanceMs(5);
        assertEquals((EngineHarness.START_MS + 5) + "-0", words("XADD k * f v"));
        assertEquals("-ERR The ID specified in XADD is equal or smaller than the target stream top item\r\n",
            run("XADD k 7-7 f v"));
        assertEquals("99999999999999999-18446744073709551615",
            words("XADD k 99999999999999999-18446744073709551615 f v"));
        assertEquals("100000000000000000-0", words("XADD k * f v"));
    }

    @Test
    void addIsRepeatedWithTheIdItGave() {
        run("XADD k * f v");
        run("XADD k 2000000000000-* f v");
        run("XADD k 2000000000001-0 f v");
        assertEquals(List.of("XADD k " + NOW + "-0 f v", "XADD k 2000000000000-0 f v", "XADD k 2000000000001-0 f v"),
            recorder.journal());
        assertEquals(List.of("new k", "xadd k", "xadd k", "xadd k"), recorder.events());
    }

    @Test
    void inexactTrimsAreRepeatedExactly() {
        run("CONFIG SET stream-node-max-entries 2");
        for (int i = 1; i <= 6; i++) {
            run("XADD k " + i + " f v");
        }
        forget();
        run("XADD k MAXLEN ~ 3 LIMIT 100 7 f v");
        assertEquals(List.of("XADD k MAXLEN = 3 LIMIT 100 7 f v"), recorder.journal());
        assertEquals(List.of("xadd k", "xtrim k"), recorder.events());
        assertEquals(":1\r\n", run("XTRIM k MINID 6"));
        assertEquals(":0\r\n", run("XTRIM k MINID ~ 6"));
        assertEquals(List.of("XTRIM k MINID 6"), recorder.journal());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "XADD k 1|-ERR wrong number of arguments for 'xadd' command",
        "XADD k 1 f v g|-ERR wrong number of arguments for 'xadd' command",
        "XADD k 0-0 f v|-ERR The ID specified in XADD must be greater than 0-0",
        "XADD k MAXLEN -1 * f v|-ERR The MAXLEN argument must be >= 0.",
        "XADD k MAXLEN 1 MINID 1 * f v|-ERR syntax error, MAXLEN and MINID options at the same time are not compatible",
        "XADD k MAXLEN 1 LIMIT 1 * f v|-ERR syntax error, LIMIT cannot be used without the special ~ option",
        "XADD k LIMIT 1 * f v|-ERR syntax error, LIMIT cannot be used without specifying a trimming strategy",
        "XTRIM k LIMIT 1 x|-ERR syntax error",
        "XRANGE k x +|-ERR Invalid stream ID specified as stream command argument",
        "XRANGE k (18446744073709551615-18446744073709551615 +|-ERR invalid start ID for the interval",
        "XREAD STREAMS k 0 1|-ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be specified.",
        "XREAD COUNT 1 BLOCK -1 STREAMS k 0|-ERR timeout is negative",
        "XREAD NOACK STREAMS k 0|-ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.",
        "XREADGROUP GROUP g c STREAMS k >|-NOGROUP No such key 'k' or consumer group 'g' in XREADGROUP with GROUP option",
        "XREADGROUP NOACK NOACK COUNT 1 STREAMS k >|-ERR Missing GROUP option for XREADGROUP",
        "XSETID k 1|-ERR no such key",
        "XINFO STREAM k|-ERR no such key",
        "XPENDING k g|-NOGROUP No such key 'k' or consumer group 'g'",
        "XCLAIM k g c 0 1|-NOGROUP No such key 'k' or consumer group 'g'",
    })
    void saysWhatIsWrong(String command, String error) {
        assertEquals(error + "\r\n", run(command));
        assertEquals(":0\r\n", run("EXISTS k"));
    }

    @ParameterizedTest
    @CsvSource({"1,true", "1-2,true", "01-02,true", "+5,true", "18446744073709551615-0,true",
        "18446744073709551616,false", "1-,false", "-1,false", "1-2-3,false", "a,false", "1-*,false", "$,false"})
    void idsAreUnsignedNumbers(String id, boolean isGood) {
        assertEquals(isGood ? "*0\r\n" : INVALID_ID, run("XRANGE k " + id + " +"));
    }

    @Test
    void readingStartsBehindAnId() {
        run("XADD a 1 f v");
        run("XADD b 1 g w");
        run("XADD b 2 g x");
        assertEquals("a 1-0 f v b 2-0 g x", words("XREAD STREAMS a none b 0 0 1"));
        assertEquals("b 2-0 g x", words("XREAD STREAMS a b $ +"));
        assertEquals("*-1\r\n", run("XREAD STREAMS a b 1 2-0"));
        run("HELLO 3");
        assertEquals("%1\r\n$1\r\na\r\n*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n", run("XREAD STREAMS a 0"));
    }

    @Test
    void groupsDeliverEachEntryOnce() {
        run("XADD k 1 f a");
        run("XADD k 2 f b");
        run("XGROUP CREATE k g 0");
        forget();
        assertEquals("k 1-0 f a", words("XREADGROUP GROUP g c1 COUNT 1 STREAMS k >"));
        assertEquals("k 2-0 f b", words("XREADGROUP GROUP g c2 STREAMS k >"));
        assertEquals("*-1\r\n", run("XREADGROUP GROUP g c2 STREAMS k >"));
        assertEquals("k 2-0 f b", words("XREADGROUP GROUP g c2 STREAMS k 0"));
        assertEquals(List.of("multi",
            "XCLAIM k g c1 0 1-0 TIME " + NOW + " RETRYCOUNT 1 FORCE JUSTID LASTID 1-0",
            "XGROUP SETID k g 1-0 ENTRIESREAD 1", "exec", "multi",
            "XCLAIM k g c2 0 2-0 TIME " + NOW + " RETRYCOUNT 1 FORCE JUSTID LASTID 2-0",
            "XGROUP SETID k g 2-0 ENTRIESREAD 2", "exec"), lowerFrames(recorder.journal()));
        assertEquals(List.of("xgroup-createconsumer k", "xgroup-createconsumer k"), recorder.events());
        assertEquals(":2 1-0 2-0 c1 1 c2 1", words("XPENDING k g"));
        assertEquals(":1\r\n", run("XACK k g 1 7"));
        assertEquals("2-0 c2 :0 :2", words("XPENDING k g - + 10"));
    }

    private static List<String> lowerFrames(List<String> journal) {
        return journal.stream().map(line -> line.indexOf(' ') < 0 ? line.toLowerCase(java.util.Locale.ROOT) : line)
            .toList();
    }

    @Test
    void claimingMovesPendingEntries() {
        run("XADD k 1 f a");
        run("XADD k 2 f b");
        run("XGROUP CREATE k g 0");
        run("XREADGROUP GROUP g c1 STREAMS k >");
        harness.advanceMs(100);
        assertEquals("*0\r\n", run("XCLAIM k g c2 101 1"));
        assertEquals("1-0 f a", words("XCLAIM k g c2 100 1"));
        assertEquals("2-0", words("XCLAIM k g c2 0 2 JUSTID RETRYCOUNT 5"));
        assertEquals("1-0 c2 :0 :2 2-0 c2 :0 :5", words("XPENDING k g - + 10 c2"));
        run("XDEL k 1");
        assertEquals("*3\r\n$3\r\n0-0\r\n*1\r\n$3\r\n2-0\r\n*1\r\n$3\r\n1-0\r\n", run("XAUTOCLAIM k g c3 0 - JUSTID"));
        assertEquals(":1 2-0 2-0 c3 1", words("XPENDING k g"));
        assertEquals(":1\r\n", run("XGROUP DELCONSUMER k g c3"));
        assertEquals("*4\r\n:0\r\n$-1\r\n$-1\r\n*-1\r\n", run("XPENDING k g"));
    }

    @Test
    void waitersAreServedInOrder() {
        Client first = harness.newClient();
        Client second = harness.newClient();
        harness.run(first, "XREAD", "BLOCK", "0", "STREAMS", "k", "$");
        run("XGROUP CREATE g g $ MKSTREAM");
        harness.run(second, "XREADGROUP", "GROUP", "g", "c", "BLOCK", "10", "STREAMS", "g", ">");
        run("XADD k 1 f v");
        run("XADD k 2 f v");
        assertEquals("k 1-0 f v", words2(harness.takeReply(first)));
        assertEquals("", harness.takeReply(second));
        harness.advanceMs(10);
        assertEquals("*-1\r\n", harness.takeReply(second));
        first.reply().clear();
    }

    @Test
    void waitersInAGroupHearThatItIsGone() {
        Client deleted = harness.newClient();
        Client destroyed = harness.newClient();
        Client retyped = harness.newClient();
        for (String key : List.of("a", "b", "c")) {
            run("XGROUP CREATE " + key + " g $ MKSTREAM");
        }
        harness.run(deleted, "XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "a", ">");
        harness.run(destroyed, "XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "b", ">");
        harness.run(retyped, "XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "c", ">");
        run("DEL a");
        run("XGROUP DESTROY b g");
        run("SET c v");
        assertTrue(harness.takeReply(deleted).startsWith("-NOGROUP No such key 'a' or consumer group 'g'"));
        assertTrue(harness.takeReply(destroyed).startsWith("-NOGROUP No such key 'b' or consumer group 'g'"));
        assertTrue(harness.takeReply(retyped).startsWith("-WRONGTYPE"));
    }

    @Test
    void aFlushFreesEverything() {
        run("XGROUP CREATE k g 0 MKSTREAM");
        for (int i = 0; i < 500; i++) {
            run("XADD k * field value" + i);
        }
        run("XREADGROUP GROUP g c STREAMS k >");
        run("COPY k l");
        assertEquals("$6\r\nstream\r\n", run("OBJECT ENCODING l"));
        assertEquals(run("MEMORY USAGE l"), run("MEMORY USAGE l"));
    }

    @Test
    void whatIsLoadedSaysExactlyHowFar() {
        run("XADD k 1 f v");
        run("XADD k 2 f v");
        harness.engine().keyspace().loading(true);
        assertEquals(":1\r\n", run("XTRIM k MAXLEN = 1 LIMIT 100"));
        harness.engine().keyspace().loading(false);
        assertEquals("-ERR syntax error, LIMIT cannot be used without the special ~ option\r\n",
            run("XTRIM k MAXLEN = 1 LIMIT 100"));
    }

    @Test
    void largeStreamsAreFreedInSlices() {
        run("CONFIG SET stream-node-max-entries 2");
        for (int i = 1; i <= 500; i++) {
            run("XADD k " + i + " f v");
        }
        for (String group : List.of("a", "b")) {
            run("XGROUP CREATE k " + group + " 0");
            run("XREADGROUP GROUP " + group + " c COUNT 400 STREAMS k >");
            run("XREADGROUP GROUP " + group + " d STREAMS k >");
        }
        long root = StreamRoot.copy(key("k").root());
        int slices = 1;
        while (StreamRoot.freeSlice(root, 7) <= 0) {
            slices++;
        }
        assertTrue(slices > 250 / 7, "slices " + slices);
    }

    private Key key(String name) {
        byte[] bytes = Text.bytes(name);
        long copy = Arena.allocate(MemoryTag.SERVER, bytes.length);
        Mem.initCopyIn(bytes, 0, copy, bytes.length);
        Keyspace keyspace = harness.engine().keyspace();
        Key key = keyspace.peek(keyspace.newKey(), keyspace.database(0), copy, bytes.length);
        Arena.free(copy);
        return key;
    }
}
