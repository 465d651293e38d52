package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A server that is killed while it saves starts again with a whole file: the old one or the new one. */
final class SnapshotCrashTest {
    private static final int ROUNDS = Integer.getInteger("spinel.crash.rounds", 2);
    private static final int KEYS = 20_000;

    @Test
    void aKilledSaveLeavesAWholeFile() {
        SplittableRandom random = new SplittableRandom(ROUNDS);
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(),
                List.of("save \"\"", "enable-debug-command yes"))) {
            ask(server, "SET", "generation", "0");
            ask(server, "SAVE");
            for (int round = 1; round <= ROUNDS; round++) {
                ask(server, "DEBUG", "POPULATE", Integer.toString(KEYS), "key" + round, "200");
                ask(server, "SET", "generation", Integer.toString(round));
                ask(server, "CONFIG", "SET", "rdb-key-save-delay", "-" + (1 + random.nextInt(100)));
                ask(server, "BGSAVE");
                for (int i = random.nextInt(400); i > 0; i--) {
                    ask(server, "SET", "key" + round + ":" + i, "changed");
                }
                server.kill();
                server.restart();
                int generation = Integer.parseInt(ask(server, "GET", "generation"));
                assertTrue(generation == round || generation == round - 1, "generation " + generation);
                assertEquals("0", ask(server, "EXISTS", "key" + (generation + 1) + ":0"));
                ask(server, "SET", "generation", Integer.toString(round));
                ask(server, "SAVE");
            }
        }
    }

    private static String ask(ServerProcess server, String... words) {
        try (RespClient client = server.connect()) {
            Reply reply = client.command(words);
            return reply.text();
        }
    }
}
