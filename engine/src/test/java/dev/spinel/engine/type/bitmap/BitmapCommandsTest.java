package dev.spinel.engine.type.bitmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.Recorder;
import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BitmapCommandsTest {
    private static final String SYNTAX = "-ERR syntax error\r\n";
    private static final String WRONG_OFFSET = "-ERR bit offset is not an integer or out of range\r\n";

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

    @Test
    void setBitGrowsAndAnnouncesOnlyChanges() {
        assertEquals(":0\r\n", run("SETBIT", "k", "7", "1"));
        assertEquals(List.of("new k", "setbit k"), recorder.events());
        assertEquals(List.of("SETBIT k 7 1"), recorder.journal());
        assertEquals(":1\r\n", run("SETBIT", "k", "7", "1"));
        assertEquals(List.of(), recorder.events());
        assertEquals(List.of(), recorder.journal());
        assertEquals(":0\r\n", run("SETBIT", "k", "100", "0"));
        assertEquals(List.of("setbit k"), recorder.events());
        assertEquals(":13\r\n", run("STRLEN", "k"));
        assertEquals(":1\r\n", run("GETBIT", "k", "7"));
        assertEquals(":0\r\n", run("GETBIT", "k", "100000"));
        run("SET", "n", "1");
        assertEquals(":1\r\n", run("SETBIT", "n", "3", "0"));
        assertEquals("$3\r\nraw\r\n", run("OBJECT", "ENCODING", "n"));
        assertEquals(WRONG_OFFSET, run("SETBIT", "k", "4294967296", "1"));
        assertEquals(WRONG_OFFSET, run("GETBIT", "k", "-1"));
        assertEquals("-ERR bit is not an integer or out of range\r\n", run("SETBIT", "k", "1", "2"));
    }

    @Test
    void newerOperations() {
        run("MSET", "x", "\u00f0", "y", "\u00cc", "z", "\u00aa\u0001");
        assertEquals(":2\r\n", run("BITOP", "DIFF", "t", "x", "y", "z"));
        assertEquals("$2\r\n\u0010\0\r\n", run("GET", "t"));
        run("BITOP", "DIFF1", "t", "x", "y", "z");
        assertEquals("$2\r\n\u000e\u0001\r\n", run("GET", "t"));
        run("BITOP", "ANDOR", "t", "x", "y", "z");
        assertEquals("$2\r\n\u00e0\0\r\n", run("GET", "t"));
        run("BITOP", "ONE", "t", "x", "y", "z");
        assertEquals("$2\r\n\u0016\u0001\r\n", run("GET", "t"));
        assertEquals("-ERR BITOP DIFF must be called with at least two source keys.\r\n",
            run("BITOP", "DIFF", "t", "x"));
    }

    @Test
    void operationsReplaceOrRemoveTheTarget() {
        run("SET", "t", "old", "EX", "100");
        recorder.events();
        assertEquals(":0\r\n", run("BITOP", "AND", "t", "absent"));
        assertEquals(List.of("keymiss absent", "del t"), recorder.events());
        run("SET", "a", "abc");
        assertEquals(":3\r\n", run("BITOP", "OR", "a", "a", "absent"));
        assertEquals("$3\r\nabc\r\n", run("GET", "a"));
        assertEquals(SYNTAX, run("BITOP", "NAND", "t", "a"));
        assertEquals("-ERR BITOP NOT must be called with a single source key.\r\n",
            run("BITOP", "NOT", "t", "a", "a"));
    }

    @Test
    void fieldErrors() {
        String type = "-ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is."
            + "\r\n";
        assertEquals(type, run("BITFIELD", "k", "GET", "u64", "0"));
        assertEquals(type, run("BITFIELD", "k", "GET", "x8", "0"));
        assertEquals(WRONG_OFFSET, run("BITFIELD", "k", "GET", "u8", "#-1"));
        assertEquals(SYNTAX, run("BITFIELD", "k", "SET", "u8", "0"));
        assertEquals("-ERR Invalid OVERFLOW type specified\r\n", run("BITFIELD", "k", "OVERFLOW", "x"));
        assertEquals("-ERR BITFIELD_RO only supports the GET subcommand\r\n",
            run("BITFIELD_RO", "k", "SET", "u8", "0", "1"));
        assertEquals("*0\r\n", run("BITFIELD", "k"));
        assertEquals("*1\r\n:0\r\n", run("BITFIELD_RO", "k", "GET", "i5", "100"));
        assertEquals(":0\r\n", run("EXISTS", "k"));
    }

    /** Every command with random arguments, answered alike by a real server. */
    @Test
    void randomCommandsAnswerAsRedisDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(17);
        try (RedisOracle oracle = RedisOracle.open("7.0")) {
            for (int i = 0; i < 6_000; i++) {
                String[] words = randomCommand(random);
                String theirs = render(oracle.run(words));
                assertEquals(theirs, run(words), String.join(" ", words));
            }
        }
    }

    private static String[] randomCommand(SplittableRandom random) {
        String key = "k" + random.nextInt(3);
        return switch (random.nextInt(8)) {
            case 0 -> words("SETBIT", key, random.nextInt(300), random.nextInt(2));
            case 1 -> words("GETBIT", key, random.nextInt(400));
            case 2 -> words("BITCOUNT", key, random.nextInt(-60, 60), random.nextInt(-60, 60));
            case 3 -> words("BITCOUNT", key, random.nextInt(-400, 400), random.nextInt(-400, 400), "BIT");
            case 4 -> random.nextBoolean()
                ? words("BITPOS", key, random.nextInt(2), random.nextInt(-60, 60))
                : words("BITPOS", key, random.nextInt(2));
            case 5 -> words("BITPOS", key, random.nextInt(2), random.nextInt(-400, 400), random.nextInt(-400, 400),
                random.nextBoolean() ? "BIT" : "BYTE");
            case 6 -> words("BITOP", new String[] {"AND", "OR", "XOR"}[random.nextInt(3)], key,
                "k" + random.nextInt(3), "k" + random.nextInt(3), random.nextInt(10) == 0 ? "absent" : key);
            default -> randomFields(random, key);
        };
    }

    private static String[] randomFields(SplittableRandom random, String key) {
        List<Object> words = new ArrayList<>(List.of("BITFIELD", key));
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            words.addAll(List.of("OVERFLOW", new String[] {"WRAP", "SAT", "FAIL"}[random.nextInt(3)]));
            String type = random.nextBoolean() ? "i" + random.nextInt(1, 65) : "u" + random.nextInt(1, 64);
            int kind = random.nextInt(3);
            words.addAll(List.of(new String[] {"GET", "SET", "INCRBY"}[kind], type, random.nextInt(250)));
            if (kind > 0) {
                words.add(random.nextLong() >> random.nextInt(64));
            }
        }
        return words(words.toArray());
    }

    private static String[] words(Object... words) {
        String[] texts = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            texts[i] = words[i].toString();
        }
        return texts;
    }

    private static String render(Object reply) {
        return switch (reply) {
            case null -> "$-1\r\n";
            case Long number -> ":" + number + "\r\n";
            case List<?> items -> {
                StringBuilder text = new StringBuilder("*" + items.size() + "\r\n");
                items.forEach(item -> text.append(render(item)));
                yield text.toString();
            }
            default -> reply + "\r\n";
        };
    }
}
