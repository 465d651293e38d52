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
 * A server that is killed while it writes, rewrites its log or saves starts again and has every change it answered.
 * Under {@code everysec} that is every change it had handed to the kernel: a slow sync may hold writes up, and as long as
 * it does {@code aof_buffer_length} says so. {@code -Dspinel.crash.rounds} sets how often, {@code -Dspinel.crash.seed}
 * which points.
 */
final class AofCrashSystemTest {
    private static final int ROUNDS = Integer.getInteger("spinel.crash.rounds", 2);
    private static final long SEED = Long.getLong("spinel.crash.seed", 1);
    private static final int BATCH = 20;
    /** So many keys lie beside the list, and each takes so long to save: a rewrite is under way for a while. */
    private static final int KEYS = 200;
    private static final int SAVE_DELAY_MICROS = 500;

    private int killedWhileRewriting;
    private int killedWhileSaving;

    @ParameterizedTest
    @ValueSource(strings = {"always", "everysec", "no"})
    void nothingAnsweredIsLost(String policy) {
        SplittableRandom random = new SplittableRandom(SEED * policy.hashCode());
        List<String> config = List.of("appendonly yes", "appendfsync " + policy, "save \"\"", "auto-aof-rewrite-min-size 1kb",
                "auto-aof-rewrite-percentage 50", "rdb-key-save-delay " + SAVE_DELAY_MICROS);
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), config)) {
            addKeys(server);
            long written = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long promised = write(server, written, random, policy.equals("everysec"));
                server.restart();
                long found = verify(server);
                assertTrue(found >= promised, "round " + round + ": " + promised + " promised, " + found + " found");
                written = found;
            }
            System.out.println(policy + ": " + ROUNDS + " rounds of seed " + SEED + ", " + written + " changes; killed "
                    + killedWhileRewriting + " times while rewriting, " + killedWhileSaving + " times while saving");
        }
    }

    private static void addKeys(ServerProcess server) {
        try (RespClient client = server.connect()) {
            for (int i = 0; i < KEYS; i++) {
                client.command("SET", "key:" + i, "value");
            }
        }
    }

    /**
     * Appends numbers to a list until the server is killed; how many it must have still.
     *
     * @param mayHoldUp whether an answer promises nothing until it was seen that nothing is held up
     */
    private long write(ServerProcess server, long from, SplittableRandom random, boolean mayHoldUp) {
        long answered = from;
        long promised = from;
        try (RespClient client = server.connect()) {
            for (int batches = random.nextInt(1, 60); batches > 0; batches--) {
                startInBackground(client, random.nextInt(20));
                sendBatch(client, answered);
                answered = readAnswers(client, BATCH);
                promised = mayHoldUp && isHoldingUp(client) ? promised : answered;
            }
            String info = client.command("INFO", "persistence").text();
            killedWhileRewriting += info.contains("aof_rewrite_in_progress:1") ? 1 : 0;
            killedWhileSaving += info.contains("rdb_bgsave_in_progress:1") ? 1 : 0;
            sendBatch(client, answered);
            int answers = random.nextInt(BATCH + 1);
            answered = answers == 0 ? answered : readAnswers(client, answers);
            server.kill();
            return mayHoldUp ? promised : answered;
        }
    }

    private static void startInBackground(RespClient client, int choice) {
        switch (choice) {
            case 0, 1 -> client.command("BGREWRITEAOF");
            case 2 -> client.command("BGSAVE");
            default -> { }
        }
    }

    private static void sendBatch(RespClient client, long next) {
        for (int i = 0; i < BATCH; i++) {
            client.sendCommand("RPUSH", "log", Long.toString(next + i));
        }
    }

    /** The last answer: the length of the list. */
    private static long readAnswers(RespClient client, int count) {
        long length = 0;
        for (int i = 0; i < count; i++) {
            length = client.read().number();
        }
        return length;
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
