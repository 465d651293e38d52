package dev.spinel.engine.feature.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.RedisOracle;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DumpCommandsTest {
    private static final int FOOTER_BYTES = 10;
    private static final String BAD_DATA = "-ERR Bad data format\r\n";
    private static final String BAD_FRAME = "-ERR DUMP payload version or checksum are wrong\r\n";

    private EngineHarness harness;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String run(String... words) {
        return harness.run(words);
    }

    private static String unhex(String hex) {
        return Text.string(HexFormat.of().parseHex(hex));
    }

    private String dump(String key) {
        String reply = run("DUMP", key);
        return reply.substring(reply.indexOf('\n') + 1, reply.length() - 2);
    }

    /** By redis-server 7.4-era sources, RDB version 12. */
    @Test
    void goldenVectorOfACompressedString() {
        String golden = unhex("00c3093c016161e02f000161610c006d083c72edfa09c9");
        run("SET", "lz", "a".repeat(60));
        assertEquals(golden, dump("lz"));
        assertEquals("+OK\r\n", run("RESTORE", "copy", "0", golden));
        assertEquals("$60\r\n" + "a".repeat(60) + "\r\n", run("GET", "copy"));
    }

    @Test
    void nothingIsCompressedAgainstTheWishOfTheSetting() {
        assertEquals("+OK\r\n", run("CONFIG", "SET", "rdbcompression", "no"));
        run("SET", "lz", "a".repeat(60));
        assertEquals(unhex("003c") + "a".repeat(60), dump("lz").substring(0, 62));
    }

    @Test
    void payloadsOfOlderVersionsAreRead() {
        assertEquals("+OK\r\n", run("RESTORE", "s", "0", unhex("00c139300a009d94ea2793fc08b9")));
        assertEquals("$5\r\n12345\r\n", run("GET", "s"));
        assertEquals("$3\r\nint\r\n", run("OBJECT", "ENCODING", "s"));
    }

    @Test
    void dumpsOfStringsAreThoseOfRedis() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        try (RedisOracle oracle = RedisOracle.open("7.0")) {
            for (int i = 0; i < 200; i++) {
                String value = randomValue(random, i);
                oracle.run("SET", "k", value);
                run("SET", "k", value);
                String theirs = (String) oracle.run("DUMP", "k");
                String ours = dump("k");
                assertEquals(theirs.substring(0, theirs.length() - FOOTER_BYTES),
                    ours.substring(0, ours.length() - FOOTER_BYTES), value);
                assertEquals("+OK\r\n", run("RESTORE", "back", "0", theirs, "REPLACE"));
                assertEquals("$" + value.length() + "\r\n" + value + "\r\n", run("GET", "back"));
            }
        }
    }

    private static String randomValue(SplittableRandom random, int turn) {
        if (turn % 3 == 0) {
            return Long.toString(random.nextLong() >> random.nextInt(64));
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(turn * 20 + 2);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(1 + turn % 7)));
        }
        return text.toString();
    }

    @Test
    void restoreAnnouncesAndRepeatsWithAnAbsoluteTime() {
        Recorder recorder = Recorder.of(harness.engine());
        run("SET", "k", "1");
        String payload = dump("k");
        recorder.journal();
        recorder.events();
        assertEquals("-BUSYKEY Target key name already exists.\r\n", run("RESTORE", "k", "0", payload));
        assertEquals("+OK\r\n", run("RESTORE", "k", "100", payload, "REPLACE"));
        assertEquals(List.of("new k", "restore k"), recorder.events());
        assertEquals(1, recorder.journal().stream()
            .filter(line -> line.endsWith("REPLACE ABSTTL") && line.contains(" " + (EngineHarness.START_MS + 100)))
            .count());
        assertEquals(":100\r\n", run("PTTL", "k"));
        run("RESTORE", "k", Long.toString(EngineHarness.START_MS + 5), payload, "ABSTTL", "REPLACE");
        assertEquals(":5\r\n", run("PTTL", "k"));
        recorder.journal();
        recorder.events();
        assertEquals("+OK\r\n", run("RESTORE", "k", "5", payload, "ABSTTL", "REPLACE"));
        assertEquals(List.of("DEL k"), recorder.journal());
        assertEquals(List.of("new k", "del k"), recorder.events());
        assertEquals(":0\r\n", run("EXISTS", "k"));
        run("CONFIG", "SET", "lazyfree-lazy-server-del", "yes");
        run("SET", "k", "1");
        recorder.journal();
        run("RESTORE", "k", "5", payload, "ABSTTL", "REPLACE");
        assertEquals(List.of("UNLINK k"), recorder.journal());
    }

    @Test
    void damagedPayloadsAreRefusedAndTheOldValueStays() {
        run("SET", "k", "old", "EX", "100");
        String payload = dump("k");
        assertEquals(BAD_FRAME, run("RESTORE", "k", "0", payload.substring(2), "REPLACE"));
        assertEquals(BAD_FRAME, run("RESTORE", "k", "0", "", "REPLACE"));
        assertEquals(BAD_FRAME, run("RESTORE", "k", "0", payload.replace('o', 'x'), "REPLACE"));
        // An object that ends inside its string, in a frame that is right.
        assertEquals(BAD_DATA, run("RESTORE", "k", "0", unhex("00640c00") + checksum("00640c00"), "REPLACE"));
        assertEquals("$3\r\nold\r\n", run("GET", "k"));
        assertEquals(":100\r\n", run("TTL", "k"));
    }

    @Test
    void theLogTellsWhyAPayloadIsRefused() {
        List<String> lines = new ArrayList<>();
        harness.engine().operatorLog(new OperatorLog() {
            @Override
            public boolean isEnabled(int level) {
                return true;
            }

            @Override
            public void log(int level, String text) {
                lines.add(text);
            }
        });
        // A plain element of length 0; a ziplist whose tail offset is 11 where the only entry starts at 10.
        refuse("12010100" + "0a00");
        refuse("0c0e0e0000000b0000000100" + "0001" + "61ff" + "0a00");
        refuse("00640a00");
        assertEquals(List.of(
                "Internal error in RDB reading offset 4 -> Quicklist integrity check failed.",
                "Internal error in RDB reading offset 16 -> Zset ziplist integrity check failed.",
                "Internal error in RDB reading offset 2 -> Unexpected EOF reading RDB file"), lines);
    }

    private void refuse(String hex) {
        assertEquals(BAD_DATA, run("RESTORE", "k", "0", unhex(hex) + checksum(hex)));
    }

    @Test
    void longStringsAreCompressedWhereTheSettingSaysSo() {
        run("SET", "k", "a".repeat(100));
        run("CONFIG", "SET", "rdbcompression", "no");
        assertEquals(1 + 2 + 100 + FOOTER_BYTES, dump("k").length());
    }

    private static String checksum(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        long crc = 0;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x95AC9329AC4BC9B5L : crc >>> 1;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append((char) (crc >>> 8 * i & 0xFF));
        }
        return text.toString();
    }

    @Test
    void optionsAreChecked() {
        run("SET", "k", "1");
        String payload = dump("k");
        assertEquals("-ERR Invalid TTL value, must be >= 0\r\n", run("RESTORE", "x", "-1", payload));
        assertEquals("-ERR value is not an integer or out of range\r\n", run("RESTORE", "x", "a", payload));
        assertEquals("-ERR syntax error\r\n", run("RESTORE", "x", "0", payload, "NX"));
        assertEquals("-ERR syntax error\r\n", run("RESTORE", "x", "0", payload, "IDLETIME"));
        assertEquals("-ERR Invalid IDLETIME value, must be >= 0\r\n",
            run("RESTORE", "x", "0", payload, "IDLETIME", "-1"));
        assertEquals("-ERR Invalid FREQ value, must be >= 0 and <= 255\r\n",
            run("RESTORE", "x", "0", payload, "FREQ", "256"));
        assertEquals("+OK\r\n", run("RESTORE", "x", "0", payload, "IDLETIME", "1000"));
        assertEquals(":1000\r\n", run("OBJECT", "IDLETIME", "x"));
        assertEquals("$-1\r\n", run("DUMP", "absent"));
    }
}
