package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The two Java clients most people use, against a real server process. */
final class ClientLibrariesTest {
    @Test
    void jedisMakesARoundTrip() {
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), List.of("save \"\""));
                Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            assertEquals("OK", jedis.set("k", "v"));
            assertEquals("v", jedis.get("k"));
            assertEquals(3, jedis.rpush("l", "a", "b", "c"));
            assertEquals(List.of("a", "b", "c"), jedis.lrange("l", 0, -1));
            assertEquals(1, jedis.hset("h", "f", "1"));
            assertEquals(Map.of("f", "1"), jedis.hgetAll("h"));
        }
    }

    @Test
    void lettuceMakesARoundTripInResp3() {
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), List.of("save \"\""))) {
            RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                RedisCommands<String, String> commands = connection.sync();
                assertEquals("OK", commands.set("k", "v"));
                assertEquals("v", commands.get("k"));
                assertEquals(2, commands.incrby("n", 2));
                assertEquals(2, commands.sadd("s", "a", "b"));
                assertEquals(2, commands.scard("s"));
            } finally {
                client.shutdown();
            }
        }
    }
}
