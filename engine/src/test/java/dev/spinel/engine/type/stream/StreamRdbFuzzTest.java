package dev.spinel.engine.type.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.rdb.Crc64;
import dev.spinel.engine.resp.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads with changed bytes and a good checksum: RESTORE refuses them, or makes streams that commands can work on. */
class StreamRdbFuzzTest {
    private static final int ROUNDS = 2_500;
    private static final String[] COMMANDS = {
        "XINFO STREAM k FULL COUNT 0", "XRANGE k - +", "XREVRANGE k + -", "XPENDING k g", "XPENDING k g - + 100",
        "XREADGROUP GROUP g new STREAMS k >", "XREADGROUP GROUP g c0 STREAMS k 0", "XAUTOCLAIM k g d 0 -",
        "COPY k copy", "DEBUG DIGEST-VALUE k", "XADD k MAXLEN 3 99999999999999-1 f v", "XADD k 99999999999999-2 f v x y",
        "XDEL k 1-1 4-1", "XTRIM k MINID 5", "XGROUP DELCONSUMER k g c0", "MEMORY USAGE k", "XACK k g 2-1 3-1",
        "XTRIM k MAXLEN 0", "DEL k copy",
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingBreaks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int accepted = 0;
        try (EngineHarness harness = new EngineHarness()) {
            byte[] good = payload(harness);
            for (int i = 0; i < ROUNDS; i++) {
                byte[] bad = good.clone();
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    bad[1 + random.nextInt(bad.length - 11)] = (byte) random.nextInt(256);
                }
                if (random.nextInt(8) == 0) {
                    bad[0] = (byte) (random.nextBoolean() ? 15 : 19);
                }
                accepted += restore(harness, bad) ? 1 : 0;
            }
        }
        assertTrue(accepted > 0 && accepted < ROUNDS, "accepted " + accepted);
    }

    private static byte[] payload(EngineHarness harness) {
        harness.run("CONFIG", "SET", "stream-node-max-entries", "3");
        harness.run("XGROUP", "CREATE", "s", "g", "0", "MKSTREAM");
        for (int i = 1; i <= 8; i++) {
            harness.run("XADD", "s", i + "-1", "field", "value" + i, i % 3 == 0 ? "other" : "number", "" + i * 1000);
        }
        harness.run("XDEL", "s", "2-1");
        harness.run("XREADGROUP", "GROUP", "g", "c0", "COUNT", "3", "STREAMS", "s", ">");
        harness.run("XREADGROUP", "GROUP", "g", "c1", "COUNT", "2", "STREAMS", "s", ">");
        String dump = harness.run("DUMP", "s");
        return Text.bytes(dump.substring(dump.indexOf('\n') + 1, dump.length() - 2));
    }

    private static boolean restore(EngineHarness harness, byte[] payload) {
        seal(payload);
        String reply = harness.run("RESTORE", "k", "0", Text.string(payload));
        if (!reply.equals("+OK\r\n")) {
            assertEquals("-ERR Bad data format\r\n", reply);
            return false;
        }
        for (String command : COMMANDS) {
            harness.run(command.split(" "));
        }
        assertEquals(":0\r\n", harness.run("EXISTS", "k", "copy"));
        return true;
    }

    private static void seal(byte[] payload) {
        int body = payload.length - Long.BYTES;
        long copy = Arena.allocate(MemoryTag.SERVER, payload.length);
        Mem.initCopyIn(payload, 0, copy, payload.length);
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putLong(body, Crc64.update(0, copy, body));
        Arena.free(copy);
    }
}
