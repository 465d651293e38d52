package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.StreamEntry;

/** The two Java clients most people use, against a real server process. */
final class ClientLibrariesTest {
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(ServerTarget.spinel(), List.of("save \"\""));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void empty() {
        try (Jedis jedis = jedis()) {
            jedis.flushAll();
        }
    }

    private static Jedis jedis() {
        return new Jedis("127.0.0.1", server.port());
    }

    private interface LettuceScenario {
        void run(RedisClient client, RedisCommands<String, String> commands) throws Exception;
    }

    private static void lettuce(LettuceScenario scenario) throws Exception {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            scenario.run(client, connection.sync());
        } finally {
            client.shutdown();
        }
    }

    @Test
    void jedisMakesARoundTrip() {
        try (Jedis jedis = jedis()) {
            assertEquals("OK", jedis.set("k", "v"));
            assertEquals("v", jedis.get("k"));
            assertEquals(3, jedis.rpush("l", "a", "b", "c"));
            assertEquals(List.of("a", "b", "c"), jedis.lrange("l", 0, -1));
            assertEquals(1, jedis.hset("h", "f", "1"));
            assertEquals(Map.of("f", "1"), jedis.hgetAll("h"));
        }
    }

    @Test
    void jedisTransactsScansWaitsAndStreams() {
        try (Jedis jedis = jedis()) {
            try (AbstractTransaction transaction = jedis.multi()) {
                transaction.set("a", "1");
                transaction.incr("a");
                assertEquals(List.of("OK", 2L), transaction.exec());
            }
            ScanResult<String> scanned = jedis.scan("0");
            assertEquals(List.of("a"), scanned.getResult());
            jedis.rpush("l", "x");
            assertEquals(List.of("l", "x"), jedis.blpop(1, "l"));
            assertNull(jedis.blpop(0.01, "l"));
            StreamEntryID id = jedis.xadd("s", Map.of("f", "v"), redis.clients.jedis.params.XAddParams.xAddParams());
            List<StreamEntry> entries = jedis.xrange("s", "-", "+");
            assertEquals(id, entries.getFirst().getID());
            assertEquals(Map.of("f", "v"), entries.getFirst().getFields());
        }
    }

    @Test
    void jedisHearsWhatIsPublished() throws Exception {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(2);
        Thread listener = Thread.ofPlatform().start(() -> {
            try (Jedis jedis = jedis()) {
                jedis.subscribe(new JedisPubSub() {
                    @Override
                    public void onSubscribe(String channel, int count) {
                        heard.add("subscribed");
                    }

                    @Override
                    public void onMessage(String channel, String message) {
                        heard.add(message);
                        unsubscribe();
                    }
                }, "news");
            }
        });
        assertEquals("subscribed", heard.poll(10, TimeUnit.SECONDS));
        try (Jedis jedis = jedis()) {
            assertEquals(1, jedis.publish("news", "text"));
        }
        assertEquals("text", heard.poll(10, TimeUnit.SECONDS));
        listener.join();
    }

    @Test
    void lettuceMakesARoundTripInResp3() throws Exception {
        lettuce((client, commands) -> {
            assertEquals("OK", commands.set("k", "v"));
            assertEquals("v", commands.get("k"));
            assertEquals(2, commands.incrby("n", 2));
            assertEquals(2, commands.sadd("s", "a", "b"));
            assertEquals(2, commands.scard("s"));
        });
    }

    @Test
    void lettuceTransactsScansWaitsAndStreams() throws Exception {
        lettuce((client, commands) -> {
            commands.multi();
            commands.set("a", "1");
            commands.incr("a");
            assertEquals(List.of("OK", 2L), commands.exec().stream().toList());
            Set<String> scanned = new HashSet<>();
            ScanIterator.scan(commands).forEachRemaining(scanned::add);
            assertEquals(Set.of("a"), scanned);
            commands.rpush("l", "x");
            assertEquals(KeyValue.just("l", "x"), commands.blpop(1, "l"));
            String id = commands.xadd("s", Map.of("f", "v"));
            List<StreamMessage<String, String>> entries = commands.xrange("s", io.lettuce.core.Range.unbounded());
            assertEquals(id, entries.getFirst().getId());
            assertEquals(Map.of("f", "v"), entries.getFirst().getBody());
        });
    }

    @Test
    void lettuceHearsWhatIsPublished() throws Exception {
        lettuce((client, commands) -> {
            BlockingQueue<String> heard = new ArrayBlockingQueue<>(2);
            try (StatefulRedisPubSubConnection<String, String> listener = client.connectPubSub()) {
                listener.addListener(new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        heard.add(message);
                    }
                });
                listener.sync().subscribe("news");
                assertEquals(1, commands.publish("news", "text"));
                assertEquals("text", heard.poll(10, TimeUnit.SECONDS));
            }
        });
    }

    /** What exporters and consoles ask for, as they ask for it. */
    @Test
    void monitoringToolsFindWhatTheyAskFor() {
        try (Jedis jedis = jedis()) {
            assertTrue(jedis.info("all").lines().filter(line -> line.contains(":")).count() > 150);
            assertTrue(jedis.configGet("*").size() > 180);
            assertEquals("noeviction", jedis.configGet("maxmemory-policy").get("maxmemory-policy"));
            assertTrue(jedis.clientList().startsWith("id="));
            assertEquals(jedis.slowlogLen(), jedis.slowlogGet(1000).size());
            assertEquals("OK", jedis.clientSetname("exporter"));
            assertEquals("exporter", jedis.clientGetname());
            jedis.set("k", "v");
            assertTrue(jedis.memoryUsage("k") > 0);
            redis.clients.jedis.exceptions.JedisDataException refused = org.junit.jupiter.api.Assertions.assertThrows(
                    redis.clients.jedis.exceptions.JedisDataException.class, jedis::clusterInfo);
            assertEquals("ERR This instance has cluster support disabled", refused.getMessage());
        }
    }
}
