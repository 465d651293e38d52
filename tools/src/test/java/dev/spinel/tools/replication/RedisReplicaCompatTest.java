package dev.spinel.tools.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A redis-server that follows Spinel has the same data: from the file, from the stream, and after a pause. */
final class RedisReplicaCompatTest {
    private final MixedTraffic traffic = new MixedTraffic();

    @Test
    void aRedisServerFollows() {
        ServerTarget redis = ServerTarget.requiredRedis();
        try (ServerProcess primary = ServerProcess.start(ServerTarget.spinel(),
                    List.of("save \"\"", "rdb-save-version 10", "repl-diskless-sync-delay 0",
                            "enable-debug-command yes"));
                RespClient client = primary.connect()) {
            traffic.run(client);
            try (ServerProcess replica = ServerProcess.start(redis,
                    List.of("save \"\"", "enable-debug-command yes", "replicaof 127.0.0.1 " + primary.port()))) {
                traffic.run(client);
                assertSame(client, replica);
                replica.awaitLog("Finished with success");
                try (RespClient there = replica.connect()) {
                    there.command("CLIENT", "KILL", "TYPE", "master");
                }
                traffic.run(client);
                assertSame(client, replica);
                primary.awaitLog("Partial resynchronization request");
            }
        }
    }

    private static void assertSame(RespClient client, ServerProcess replica) {
        assertEquals("1", client.command("WAIT", "1", Long.toString(ServerProcess.PATIENCE_MS)).text());
        try (RespClient there = replica.connect()) {
            assertEquals(client.command("DEBUG", "DIGEST").text(), there.command("DEBUG", "DIGEST").text());
        }
    }
}
