package dev.spinel.engine.feature.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerCommandsTest {
    private final EngineHarness server = new EngineHarness();

    @AfterEach
    void closeWithoutLeak() {
        server.close();
    }

    private long info(String section, String field) {
        for (String line : server.run("INFO", section).split("\r\n")) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.substring(field.length() + 1));
            }
        }
        throw new AssertionError("INFO " + section + " has no " + field);
    }

    @Test
    void usedMemoryIsTheSumOverAllOwners() {
        server.run("SET", "k", "v".repeat(5000));
        long sum = 0;
        for (int tag = 0; tag < MemoryTag.limit(); tag++) {
            sum += Arena.usedBytes(tag);
        }
        assertEquals(sum, Arena.usedBytes());
        assertTrue(info("memory", "used_memory") >= 5000);
        assertTrue(info("memory", "used_memory_peak") >= info("memory", "used_memory_startup"));
    }

    @Test
    void configSetIsAllOrNothing() {
        assertEquals("+OK\r\n", server.run("CONFIG", "SET", "maxmemory", "10mb", "timeout", "5"));
        assertTrue(server.run("CONFIG", "SET", "timeout", "7", "maxmemory", "lots").startsWith("-ERR CONFIG SET failed"));
        assertEquals("*4\r\n$9\r\nmaxmemory\r\n$8\r\n10485760\r\n$7\r\ntimeout\r\n$1\r\n5\r\n",
                server.run("CONFIG", "GET", "maxmemory", "timeout"));
    }

    @Test
    void writesAreRefusedWhenMemoryIsFull() {
        server.run("SET", "k", "v");
        server.run("CONFIG", "SET", "maxmemory", "1");
        assertEquals("-OOM command not allowed when used memory > 'maxmemory'.\r\n", server.run("SET", "a", "b"));
        assertEquals("$1\r\nv\r\n", server.run("GET", "k"));
        assertEquals(":1\r\n", server.run("DEL", "k"));
        server.run("CONFIG", "SET", "maxmemory", "0");
        assertEquals("+OK\r\n", server.run("SET", "a", "b"));
    }

    @Test
    void evictionMakesRoom() {
        server.run("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        for (int i = 0; i < 2000; i++) {
            server.run("SET", "key:" + i, "v".repeat(100));
        }
        long limit = Arena.usedBytes() - 50_000;
        server.run("CONFIG", "SET", "maxmemory", Long.toString(limit));
        assertEquals("+OK\r\n", server.run("SET", "one", "more"));
        assertTrue(info("stats", "evicted_keys") > 100);
        server.run("CONFIG", "SET", "maxmemory", "0");
    }

    @Test
    void debugTellsTheShapeOfLargeSetsAndHashes() {
        server.run("SADD", "small", "a");
        for (int i = 0; i < 1000; i++) {
            server.run("SADD", "set", "member:" + i);
            server.run("HSET", "hash", "field:" + i, "value");
        }
        for (String key : List.of("set", "hash")) {
            String stats = server.run("DEBUG", "HTSTATS-KEY", key);
            assertTrue(stats.contains("\n number of elements: 1000\n"), stats);
            int elements = 0;
            for (String line : stats.substring(stats.indexOf("distribution:\n") + 14).strip().split("\n")) {
                String[] numbers = line.strip().split(": ");
                elements += Integer.parseInt(numbers[0]) * Integer.parseInt(numbers[1]);
            }
            assertEquals(1000, elements, stats);
        }
        assertTrue(server.run("DEBUG", "HTSTATS-KEY", "small").startsWith("-ERR The value stored at the specified key"));
    }

    @Test
    void slowLogKeepsSlowCallsAndHidesPasswords() {
        server.run("CONFIG", "SET", "slowlog-log-slower-than", "1000");
        server.run("DEBUG", "SLEEP", "0.5");
        server.run("PING");
        assertEquals(":1\r\n", server.run("SLOWLOG", "LEN"));
        assertTrue(server.run("SLOWLOG", "GET").contains(":500000\r\n*3\r\n$5\r\nDEBUG\r\n$5\r\nSLEEP\r\n$3\r\n0.5\r\n"));
        server.run("CONFIG", "SET", "slowlog-log-slower-than", "0");
        server.run("AUTH", "default", "secret");
        assertFalse(server.run("SLOWLOG", "GET").contains("secret"));
    }

    @Test
    void statisticsStartAgainAfterReset() {
        server.run("GET", "nothing");
        server.run("GET");
        assertTrue(server.run("INFO", "commandstats").contains("cmdstat_get:calls=1,"));
        assertTrue(server.run("INFO", "errorstats").contains("errorstat_ERR:count=1"));
        assertEquals("+OK\r\n", server.run("CONFIG", "RESETSTAT"));
        assertFalse(server.run("INFO", "commandstats").contains("cmdstat_get"));
        assertFalse(server.run("INFO", "errorstats").contains("errorstat_ERR"));
    }

    @Test
    void commandTellsFactsOfWhatIsOffered() {
        assertEquals("*1\r\n$-1\r\n", server.run("COMMAND", "INFO", "nosuch"));
        assertTrue(server.run("COMMAND", "INFO", "get").startsWith("*1\r\n*10\r\n$3\r\nget\r\n:2\r\n"));
        assertEquals("*2\r\n$1\r\na\r\n$1\r\nb\r\n", server.run("COMMAND", "GETKEYS", "MSET", "a", "1", "b", "2"));
        assertEquals("-ERR The command has no key arguments\r\n", server.run("COMMAND", "GETKEYS", "PING"));
    }

    @Test
    void monitorSeesCommandsOfOthers() {
        Client monitor = server.newClient();
        assertEquals("+OK\r\n", server.run(monitor, "MONITOR"));
        server.run("SET", "k", "a\"b");
        assertTrue(server.takeReply(monitor).endsWith("[0 module] \"SET\" \"k\" \"a\\\"b\"\r\n"));
        server.engine().disconnect(monitor);
    }

    @Test
    void latencyMonitorRemembersTheLongest() {
        server.run("CONFIG", "SET", "latency-monitor-threshold", "100");
        server.run("DEBUG", "SLEEP", "0.2");
        assertEquals("*1\r\n*4\r\n$7\r\ncommand\r\n:" + EngineHarness.START_MS / 1000 + "\r\n:200\r\n:200\r\n",
                server.run("LATENCY", "LATEST"));
        assertEquals(":1\r\n", server.run("LATENCY", "RESET", "command"));
    }
}
