package dev.spinel.tools.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A redis-server that follows Spinel has the same data: from the file, from the stream, and after a pause. */
final class RedisReplicaCompatTest {
    private static final int CHANGES = 3_000;

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void aRedisServerFollows() {
        assumeTrue(ServerTarget.redis().isPresent(), "no redis-server on the path");
        try (ServerProcess primary = ServerProcess.start(ServerTarget.spinel(),
                    List.of("save \"\"", "rdb-save-version 10", "enable-debug-command yes"));
                RespClient client = primary.connect()) {
            change(client);
            try (ServerProcess replica = ServerProcess.start(ServerTarget.redis().orElseThrow(),
                    List.of("save \"\"", "enable-debug-command yes", "replicaof 127.0.0.1 " + primary.port()))) {
                change(client);
                assertSame(client, replica);
                replica.awaitLog("Finished with success");
                try (RespClient there = replica.connect()) {
                    there.command("CLIENT", "KILL", "TYPE", "master");
                }
                change(client);
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

    /** Changes of all types, with expiry, removal at random and transactions: what must be repeated in another form. */
    private void change(RespClient client) {
        for (int i = 0; i < CHANGES; i++) {
            String number = Integer.toString(random.nextInt(200));
            switch (random.nextInt(12)) {
                case 0 -> client.command("SET", "string" + number, "v" + i, "EX", "1000");
                case 1 -> client.command("INCRBYFLOAT", "float" + number, "0.1");
                case 2 -> client.command("LPUSH", "list", number, "x".repeat(random.nextInt(100)));
                case 3 -> client.command("SADD", "set", number, "m" + i);
                case 4 -> client.command("SPOP", "set", "2");
                case 5 -> client.command("ZADD", "zset", number, "m" + random.nextInt(300));
                case 6 -> client.command("HSET", "hash" + random.nextInt(3), "f" + number, "v" + i);
                case 7 -> client.command("XADD", "stream", "MAXLEN", "~", "100", "*", "f", number);
                case 8 -> client.command("SELECT", Integer.toString(random.nextInt(3)));
                case 9 -> client.command("GETEX", "string" + number, "PX", "500000");
                case 10 -> transaction(client, number);
                default -> client.command("PFADD", "hll", number);
            }
        }
        client.command("SELECT", "0");
    }

    private static void transaction(RespClient client, String number) {
        client.command("MULTI");
        client.command("INCR", "counter");
        client.command("DEL", "string" + number);
        client.command("EXEC");
    }
}
