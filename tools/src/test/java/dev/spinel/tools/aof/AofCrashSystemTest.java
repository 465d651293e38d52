package dev.spinel.tools.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that is killed while it writes, and while it rewrites its log, starts again and has every change it answered:
 * under {@code everysec} all but those of the time for which a slow sync may hold writes up.
 * {@code -Dspinel.crashRounds} sets how often.
 */
final class AofCrashSystemTest {
    private static final int ROUNDS = Integer.getInteger("spinel.crashRounds", 2);
    private static final int BATCH = 20;
    /** A write waits two seconds for a sync that is under way, and then for the next turn. */
    private static final long HELD_UP_NANOS = 2_500_000_000L;

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec", "no"})
    void nothingAnsweredIsLost(String policy) {
        SplittableRandom random = new SplittableRandom(policy.hashCode());
        List<String> config = List.of("appendonly yes", "appendfsync " + policy, "save \"\"", "auto-aof-rewrite-min-size 1kb",
                "auto-aof-rewrite-percentage 50");
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), config)) {
            long written = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long answered = write(server, written, random, policy.equals("everysec") ? HELD_UP_NANOS : 0);
                server.restart();
                long found = verify(server);
                assertTrue(found >= answered, "round " + round + ": " + answered + " answered, " + found + " found");
                written = found;
            }
        }
    }

    /** Appends numbers to a list until the server is killed; how many it had answered {@code heldUpNanos} before. */
    private static long write(ServerProcess server, long from, SplittableRandom random, long heldUpNanos) {
        long answered = from;
        NavigableMap<Long, Long> answeredAt = new TreeMap<>(Map.of(System.nanoTime() - heldUpNanos, from));
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
                answeredAt.put(System.nanoTime(), answered);
            }
            server.kill();
        }
        return answeredAt.floorEntry(System.nanoTime() - heldUpNanos).getValue();
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
