package dev.spinel.engine.rdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.config.SettingsUpdate;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Payloads of all types with a few bytes changed but a right checksum: RESTORE refuses them or makes a value every command
 * can work with, and nothing leaks. {@code -Dfuzz.payloads=100000} makes it long, {@code -Dfuzz.seed=7} repeats one.
 */
class RestoreFuzzTest {
    private static final int PAYLOADS = Integer.getInteger("fuzz.payloads", 1_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int FOOTER_BYTES = 10;
    private static final String BAD_FORMAT = "-ERR Bad data format\r\n";
    /** What is done with a value that was restored, by its type; {@code K} is the key. */
    private static final Map<String, List<String>> USES = Map.of(
        "string", List.of("GET K", "APPEND K x", "SETRANGE K 5 y", "PFADD K a"),
        "list", List.of("LRANGE K 0 -1", "LPUSH K a", "LINSERT K AFTER a b", "LREM K 0 1", "RPOP K", "LTRIM K 1 5"),
        "hash", List.of("HGETALL K", "HSET K f v 1 2", "HSCAN K 0", "HDEL K f f1", "HRANDFIELD K 5"),
        "set", List.of("SMEMBERS K", "SADD K a 1 77777777777", "SSCAN K 0", "SREM K a 1", "SRANDMEMBER K 5"),
        "zset", List.of("ZRANGE K 0 -1 WITHSCORES", "ZADD K 1 a 2.5 b", "ZSCAN K 0", "ZREM K a", "ZPOPMIN K"),
        "stream", List.of("XRANGE K - +", "XINFO STREAM K FULL", "XADD K 99999999999999-1 a b", "XTRIM K MAXLEN 2"),
        "array", List.of("ARSCAN K 0 9999999999", "ARINSERT K a 1 2.5", "ARRING K 7 b", "AROP K 0 99 SUM", "ARDELRANGE K 0 9"));

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void mutatedPayloadsDoNoHarm() {
        try (EngineHarness harness = new EngineHarness()) {
            new SettingsUpdate(harness.engine().settings(), false, false).set(List.of("sanitize-dump-payload", "yes"));
            List<byte[]> payloads = payloads(harness);
            harness.run("FLUSHALL");
            int restored = 0;
            for (int i = 0; i < PAYLOADS; i++) {
                String payload = sealed(mutated(payloads.get(random.nextInt(payloads.size()))));
                String reply = harness.run("RESTORE", "K", "0", payload, "REPLACE");
                assertTrue(reply.equals("+OK\r\n") || reply.equals(BAD_FORMAT), () -> "seed " + SEED + ": " + reply);
                if (reply.startsWith("+")) {
                    restored++;
                    use(harness);
                }
            }
            assertTrue(restored > PAYLOADS / 100, "only " + restored + " were restored");
            harness.run("FLUSHALL");
        }
    }

    private static void use(EngineHarness harness) {
        String type = harness.run("TYPE", "K").substring(1).trim();
        harness.run("DEBUG", "DIGEST-VALUE", "K");
        harness.run("DUMP", "K");
        for (String command : USES.getOrDefault(type, List.of())) {
            harness.run(command.split(" "));
        }
        harness.run("DEL", "K");
    }

    private static List<byte[]> payloads(EngineHarness harness) {
        harness.run("SET", "int", "12345");
        harness.run("SET", "text", "some text " + "again ".repeat(30));
        harness.run("PFADD", "sketch", "a", "b", "c");
        harness.run("SADD", "intset", "1", "2", "300", "70000", "5000000000");
        harness.run("XGROUP", "CREATE", "stream", "group", "0", "MKSTREAM");
        for (int i = 0; i < 400; i++) {
            String text = "f" + i;
            harness.run("RPUSH", "large-list", text, "v".repeat(i % 90));
            harness.run("HSET", "large-hash", text, "value" + i);
            harness.run("SADD", "large-set", text);
            harness.run("ZADD", "large-zset", String.valueOf(i / 3.0), text);
            harness.run("XADD", "stream", (i + 1) + "-1", text, "value");
            if (i < 10) {
                harness.run("RPUSH", "list", text, String.valueOf(i * 1000));
                harness.run("HSET", "hash", text, String.valueOf(i));
                harness.run("SADD", "set", text);
                harness.run("ZADD", "zset", String.valueOf(i * 1.5), text);
            }
        }
        harness.run("HEXPIRE", "large-hash", "1000", "FIELDS", "1", "f1");
        harness.run("HSET", "expiring", "f1", "v", "f2", "v");
        harness.run("HEXPIRE", "expiring", "1000", "FIELDS", "1", "f1");
        harness.run("XREADGROUP", "GROUP", "group", "me", "COUNT", "7", "STREAMS", "stream", ">");
        harness.run("COPY", "stream", "released");
        harness.run("XNACK", "released", "group", "FAIL", "IDS", "2", "3-1", "2-1");
        harness.run("XADD", "released", "IDMP", "producer", "message", "*", "f", "v");
        harness.run("ARMSET", "array", "0", "1", "1", "-2.5", "2", "three", "9", "four or five", "70000", "x");
        harness.run("ARINSERT", "array", "first", "second");
        List<byte[]> payloads = new ArrayList<>();
        for (String key : List.of("int", "text", "sketch", "intset", "stream", "large-list", "large-hash", "large-set",
            "large-zset", "list", "hash", "set", "zset", "expiring", "array", "released")) {
            String reply = harness.run("DUMP", key);
            int start = reply.indexOf("\r\n") + 2;
            payloads.add(reply.substring(start, reply.length() - 2).getBytes(StandardCharsets.ISO_8859_1));
        }
        return payloads;
    }

    /** The object of a payload, without its frame, with a few bytes changed, added or taken away. */
    private byte[] mutated(byte[] payload) {
        byte[] object = Arrays.copyOf(payload, payload.length - FOOTER_BYTES);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(random.nextBoolean() ? object.length : Math.min(object.length, 30));
            switch (random.nextInt(6)) {
                case 0 -> object = resized(object, at, 1 + random.nextInt(3));
                case 1 -> object = resized(object, at, -Math.min(object.length - at, 1 + random.nextInt(3)));
                case 2 -> object[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> object[at] = (byte) 0xFF;
                default -> object[at] = (byte) random.nextInt();
            }
            if (object.length == 0) {
                return new byte[] {0};
            }
        }
        return object;
    }

    private static byte[] resized(byte[] object, int at, int by) {
        byte[] changed = new byte[object.length + by];
        System.arraycopy(object, 0, changed, 0, at);
        int kept = at - Math.min(by, 0);
        System.arraycopy(object, kept, changed, kept + by, object.length - kept);
        return changed;
    }

    /** An object with the frame that makes it a payload, one char per byte. */
    private static String sealed(byte[] object) {
        int length = object.length + FOOTER_BYTES;
        long block = Arena.allocate(MemoryTag.SERVER, length);
        Mem.initCopyIn(object, 0, block, object.length);
        Mem.initShort(block + object.length, (short) RdbFormat.VERSION);
        Mem.initLong(block + length - Long.BYTES, Crc64.update(0, block, length - Long.BYTES));
        byte[] payload = Mem.toBytes(block, length);
        Arena.free(block);
        return new String(payload, StandardCharsets.ISO_8859_1);
    }
}
