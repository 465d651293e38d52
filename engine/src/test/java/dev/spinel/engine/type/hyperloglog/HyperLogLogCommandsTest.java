package dev.spinel.engine.type.hyperloglog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.config.SettingsUpdate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HyperLogLogCommandsTest {
    private static final String CORRUPTED = "-INVALIDOBJ Corrupted HLL object detected\r\n";
    private static final String NOT_VALID = "-WRONGTYPE Key is not a valid HyperLogLog string value.\r\n";

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

    private void maxSparseBytes(int bytes) {
        new SettingsUpdate(harness.engine().settings(), false, false)
            .set(List.of("hll-sparse-max-bytes", String.valueOf(bytes)));
    }

    /** Adds so many different elements, a hundred at a time. */
    private void fill(String key, int count) {
        for (int i = 0; i < count; i += 100) {
            run(Stream.concat(Stream.of("PFADD", key), IntStream.range(i, i + 100).mapToObj(n -> "element-" + n))
                .toArray(String[]::new));
        }
    }

    @Test
    void addTellsWhetherTheCountMayHaveChanged() {
        assertEquals(":1\r\n", run("PFADD", "k"));
        assertEquals(":0\r\n", run("PFADD", "k"));
        assertEquals(":0\r\n", run("PFCOUNT", "k"));
        assertEquals(":1\r\n", run("PFADD", "k", "a", "b", "c"));
        assertEquals(":0\r\n", run("PFADD", "k", "b"));
        assertEquals(":3\r\n", run("PFCOUNT", "k"));
        assertEquals(List.of("new k", "pfadd k", "pfadd k"), recorder.events());
        assertEquals(List.of("PFADD k", "PFCOUNT k", "PFADD k a b c", "PFCOUNT k"), recorder.journal());
        assertEquals(":3\r\n", run("PFCOUNT", "k"));
        assertEquals(List.of(), recorder.journal());
    }

    @Test
    void bytesAreThoseOfRedis() {
        run("PFADD", "k", "a", "b", "c");
        String runs = "\u0060\u00F3\u0080\u0050\u00B1\u0084\u004B\u00FB\u0080\u0042\u005A";
        assertEquals("$27\r\nHYLL\u0001" + "\0".repeat(10) + "\u0080" + runs + "\r\n", run("GET", "k"));
        assertEquals("$44\r\nZ:8436 v:1,1 Z:4274 v:2,1 Z:3068 v:1,1 Z:603\r\n", run("PFDEBUG", "DECODE", "k"));
        assertEquals("+sparse\r\n", run("PFDEBUG", "ENCODING", "k"));
        assertEquals("$3\r\nraw\r\n", run("OBJECT", "ENCODING", "k"));
    }

    @Test
    void becomesDenseWhenItGrows() {
        maxSparseBytes(300);
        fill("k", 100);
        assertEquals("+sparse\r\n", run("PFDEBUG", "ENCODING", "k"));
        fill("k", 20_000);
        assertEquals("+dense\r\n", run("PFDEBUG", "ENCODING", "k"));
        assertEquals(":12304\r\n", run("STRLEN", "k"));
        int count = Integer.parseInt(run("PFCOUNT", "k").substring(1).trim());
        assertTrue(Math.abs(count - 20_000) < 600, "estimated " + count);
        assertEquals("-ERR HLL encoding is not sparse\r\n", run("PFDEBUG", "DECODE", "k"));
    }

    @Test
    void bothEncodingsCountTheSame() {
        maxSparseBytes(12_000);
        run("PFADD", "dense");
        assertEquals(":1\r\n", run("PFDEBUG", "TODENSE", "dense"));
        assertEquals(":0\r\n", run("PFDEBUG", "TODENSE", "dense"));
        fill("dense", 3_000);
        fill("sparse", 3_000);
        assertEquals("+sparse\r\n", run("PFDEBUG", "ENCODING", "sparse"));
        assertEquals(run("PFCOUNT", "dense"), run("PFCOUNT", "sparse"));
        assertEquals(run("PFCOUNT", "dense"), run("PFCOUNT", "sparse", "dense", "none"));
        assertEquals(run("PFDEBUG", "GETREG", "dense"), run("PFDEBUG", "GETREG", "sparse"));
    }

    @Test
    void mergesIntoTheFirstKey() {
        run("PFADD", "one", "a", "b");
        run("PFADD", "two", "b", "c");
        recorder.events();
        assertEquals("+OK\r\n", run("PFMERGE", "all", "one", "two", "none"));
        assertEquals(":3\r\n", run("PFCOUNT", "all"));
        assertEquals(":3\r\n", run("PFCOUNT", "one", "two"));
        assertEquals(List.of("keymiss all", "keymiss none", "new all", "pfadd all"), recorder.events());
        run("PFDEBUG", "TODENSE", "two");
        assertEquals("+OK\r\n", run("PFMERGE", "one", "two"));
        assertEquals("+dense\r\n", run("PFDEBUG", "ENCODING", "one"));
        assertEquals(":3\r\n", run("PFCOUNT", "one"));
    }

    @Test
    void whatIsNoneIsRefused() {
        run("SET", "number", "12345");
        run("SET", "text", "HYLL and some more text");
        run("RPUSH", "list", "a");
        assertEquals(NOT_VALID, run("PFADD", "number", "a"));
        assertEquals(NOT_VALID, run("PFCOUNT", "text"));
        assertEquals(NOT_VALID, run("PFMERGE", "k", "text"));
        assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value\r\n",
            run("PFCOUNT", "list", "number"));
        assertEquals("-ERR The specified key does not exist\r\n", run("PFDEBUG", "GETREG", "none"));
        run("PFADD", "k", "a");
        assertEquals("-ERR Unknown PFDEBUG subcommand 'other'\r\n", run("PFDEBUG", "other", "k"));
    }

    @Test
    void corruptedBytesAreDetected() {
        String tooFew = "HYLL\u0001\0\0\0\0\0\0\0\0\0\0\u0080\u007F";
        for (String bad : List.of(tooFew, tooFew + "\u00FE", tooFew + "\u00FFhello", tooFew + "\u00FF\u0080")) {
            run("SET", "k", bad);
            assertEquals(CORRUPTED, run("PFCOUNT", "k"));
            assertEquals(CORRUPTED, run("PFCOUNT", "k", "none"));
            assertEquals(CORRUPTED, run("PFMERGE", "k", "none"));
            assertEquals(CORRUPTED, run("PFDEBUG", "GETREG", "k"));
            run("PFADD", "k", "a", "b", "c", "d");
        }
        run("SET", "k", tooFew);
        assertEquals(CORRUPTED, run("PFADD", "k", "a"));
    }

    @Test
    void testsItself() {
        assertEquals("+OK\r\n", run("PFSELFTEST"));
    }
}
