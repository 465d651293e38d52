package dev.spinel.tools.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that is killed while it writes, and while it rewrites its log, starts again and has every change it answered.
 * Under {@code everysec} that is every change it had handed to the kernel: a slow sync may hold writes up, and as long as
 * it does {@code aof_buffer_length} says so. {@code -Dspinel.crash.rounds} sets how often.
 */
final class AofCrashSystemTest {
    private static final int ROUNDS = Integer.getInteger("spinel.crash.rounds", 2);
    private static final int BATCH = 20;

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec", "no"})
    void nothingAnsweredIsLost(String policy) {
        SplittableRandom random = new SplittableRandom(policy.hashCode());
        List<String> config = List.of("appendonly yes", "appendfsync " + policy, "save \"\"", "auto-aof-rewrite-min-size 1kb",
                "auto-aof-rewrite-percentage 50");
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), config)) {
            long written = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long promised = write(server, written, random, policy.equals("everysec"));
                server.restart();
                long found = verify(server);
                assertTrue(found >= promised, "round " + round + ": " + promised + " promised, " + found + " found");
                written = found;
            }
        }
    }

    /**
     * Appends numbers to a list until the server is killed; how many it must have still.
     *
     * @param mayHoldUp whether an answer promises nothing until it was seen that nothing is held up
     */
    private static long write(ServerProcess server, long from, SplittableRandom random, boolean mayHoldUp) {
        long answered = from;
        long promised = from;
        int batches = random.nextInt(1, 60);
        try (RespClient client = server.connect()) {
            for (int batch = 0; batch < batches; batch++) {
                boolean rewrites = random.nextInt(20) == 0;
                if (rewrites) {
                    client.sendCommand("BGREWRITEAOF");
                }
                long next = answered;
                for (int i = 0; i < BATCH; i++) {
                    client.sendCommand("RPUSH", "log", Long.toString(next++));
                }
                if (batch == batches - 1) {
                    break;
                }
                if (rewrites) {
                    client.read();
                }
                for (int i = 0; i < BATCH; i++) {
                    answered = client.read().number();
                }
                promised = mayHoldUp && isHoldingUp(client) ? promised : answered;
            }
            server.kill();
        }
        return promised;
    }

    private static boolean isHoldingUp(RespClient client) {
        return !client.command("INFO", "persistence").text().contains("aof_buffer_length:0\r\n");
    }

    /** The numbers are there in order, without a gap; how many. */
    private static long verify(ServerProcess server) {
        try (RespClient client = server.connect()) {
            List<Reply> all = client.command("LRANGE", "log", "0", "-1").elements();
            for (int i = 0; i < all.size(); i++) {
                assertEquals(Integer.toString(i), all.get(i).text());
            }
            return all.size();
        }
    }
}
