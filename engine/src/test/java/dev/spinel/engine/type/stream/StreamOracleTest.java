package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.RedisOracle;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.rdb.Crc64;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The same commands to a real server and to ours: same payloads both ways, same digests, same facts. */
class StreamOracleTest {
    private static final int STREAM_2 = 19;
    private static final int VERSION = 10;
    private static final int ROUNDS = 40;

    @Test
    void payloadsAreExchangeable() throws IOException {
        try (RedisOracle redis = RedisOracle.open("7.0", "--enable-debug-command", "yes");
                EngineHarness harness = new EngineHarness()) {
            SplittableRandom random = new SplittableRandom(7);
            for (int round = 0; round < ROUNDS; round++) {
                both(redis, harness, "DEL", "k", "copy");
                for (String[] command : commands(random)) {
                    both(redis, harness, command);
                }
                assertEquals(redis.run("DEBUG", "DIGEST-VALUE", "k").toString(), digest(harness, "k"), "round " + round);
                byte[] theirs = Text.bytes((String) redis.run("DUMP", "k"));
                assertEquals("+OK\r\n", harness.run("RESTORE", "copy", "0", Text.string(theirs)));
                assertArrayEquals(theirs, payload(harness, "copy"), "round " + round);
                byte[] ours = payload(harness, "k");
                assertEquals("OK", redis.run("RESTORE", "copy", "0", Text.string(ours)));
                assertEquals(facts(redis, "k"), facts(redis, "copy"), "round " + round);
            }
        }
    }

    private static void both(RedisOracle redis, EngineHarness harness, String... command) throws IOException {
        Object theirs = redis.run(command);
        String ours = harness.run(command);
        if (theirs instanceof Long number) {
            assertEquals(":" + number + "\r\n", ours, String.join(" ", command));
        }
    }

    /** Everything but the times of consumers, which only the real server has as it should. */
    private static String facts(RedisOracle redis, String key) throws IOException {
        return redis.run("XINFO", "STREAM", key, "FULL", "COUNT", "0").toString()
            .replaceAll("seen-time, \\d+", "seen-time").replaceAll("radix-tree-nodes, \\d+", "");
    }

    private static String digest(EngineHarness harness, String key) {
        return "[" + harness.run("DEBUG", "DIGEST-VALUE", key).split("\r\n")[1].substring(1) + "]";
    }

    private static List<String[]> commands(SplittableRandom random) {
        List<String[]> all = new ArrayList<>();
        all.add(new String[] {"CONFIG", "SET", "stream-node-max-entries", "" + (1 + random.nextInt(20))});
        all.add(new String[] {"XGROUP", "CREATE", "k", "g", "0", "MKSTREAM"});
        int entries = random.nextInt(100);
        for (int i = 1; i <= entries; i++) {
            all.add(add(random, i));
        }
        for (int i = 0; i < entries / 5; i++) {
            all.add(new String[] {"XDEL", "k", 1 + random.nextInt(entries) + "-1"});
        }
        all.add(new String[] {"XTRIM", "k", "MAXLEN", random.nextBoolean() ? "~" : "=", "" + random.nextInt(80)});
        all.add(new String[] {"XGROUP", "CREATE", "k", "h", "" + random.nextInt(100), "ENTRIESREAD", "3"});
        for (int i = 0; i < 8; i++) {
            all.add(new String[] {"XGROUP", "CREATECONSUMER", "k", i < 4 ? "g" : "h", "c" + i % 4});
        }
        for (int i = 0; i < entries / 3; i++) {
            all.add(new String[] {"XCLAIM", "k", random.nextBoolean() ? "g" : "h", "c" + random.nextInt(4), "0",
                1 + random.nextInt(entries) + "-1", "TIME", "" + (1_000 + i), "RETRYCOUNT", "" + random.nextInt(300),
                "FORCE", "JUSTID", "LASTID", i + "-1"});
        }
        all.add(new String[] {"XACK", "k", "g", "1-1", "5-1", "9-1"});
        all.add(new String[] {"XGROUP", "DELCONSUMER", "k", "g", "c1"});
        all.add(new String[] {"XSETID", "k", "200-0", "ENTRIESADDED", "" + random.nextInt(1_000)});
        return all;
    }

    private static String[] add(SplittableRandom random, int number) {
        List<String> words = new ArrayList<>(List.of("XADD", "k", number + "-1"));
        for (int fields = 1 + random.nextInt(3); fields > 0; fields--) {
            words.add(random.nextInt(3) > 0 ? "field" : "" + random.nextInt(300));
            words.add(switch (random.nextInt(4)) {
                case 0 -> "";
                case 1 -> "" + random.nextLong();
                case 2 -> "text ".repeat(random.nextInt(40));
                default -> "" + random.nextInt(10_000);
            });
        }
        return words.toArray(new String[0]);
    }

    /** A key's value as the real server dumps it. */
    private static byte[] payload(EngineHarness harness, String name) {
        byte[] bytes = Text.bytes(name);
        long copy = Arena.allocate(MemoryTag.SERVER, bytes.length);
        Mem.initCopyIn(bytes, 0, copy, bytes.length);
        Key key = harness.engine().keyspace().newKey();
        harness.engine().keyspace().peek(key, harness.engine().keyspace().database(0), copy, bytes.length);
        try (RdbWriter writer = new RdbWriter(true)) {
            writer.writeByte(STREAM_2);
            StreamRdb.save(key.root(), STREAM_2, writer);
            writer.writeByte(VERSION);
            writer.writeByte(0);
            writer.writeLong(Crc64.update(0, writer.address(), writer.length()));
            return Mem.toBytes(writer.address(), writer.length());
        } finally {
            Arena.free(copy);
        }
    }
}
