package dev.spinel.tools.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of every type, small and large, go from redis-server to Spinel and back, as an RDB file and as a log: each key is
 * the same afterwards, with its expiry, and Redis' own tools find nothing wrong with the files.
 */
final class DataFilesCompatTest {
    private static final String EXPIRY = "4102444800000";
    private static final String RDB = "save \"\"";
    private static final String LOG = "appendonly yes";

    @TempDir
    private Path directory;

    private ServerTarget redis;

    @BeforeEach
    void findRedis() {
        redis = ServerTarget.requiredRedis();
    }

    private ServerProcess start(ServerTarget target, String... lines) {
        List<String> config = new ArrayList<>(List.of(lines));
        config.addAll(List.of("dir " + directory, "enable-debug-command yes"));
        if (!target.equals(redis)) {
            config.add("rdb-save-version 10");
        }
        return ServerProcess.start(target, config);
    }

    @Test
    void anRdbFileGoesToSpinelAndBack() throws IOException {
        exchange(redis, ServerTarget.spinel(), RDB);
    }

    @Test
    void anRdbFileGoesToRedisAndBack() throws IOException {
        exchange(ServerTarget.spinel(), redis, RDB);
    }

    @Test
    void aLogGoesToSpinelAndBack() throws IOException {
        exchange(redis, ServerTarget.spinel(), LOG);
    }

    @Test
    void aLogGoesToRedisAndBack() throws IOException {
        exchange(ServerTarget.spinel(), redis, LOG);
    }

    private void exchange(ServerTarget first, ServerTarget second, String form) throws IOException {
        Map<String, String> expected;
        try (ServerProcess server = start(first, form); RespClient client = server.connect()) {
            fill(client, 0);
            client.command("SELECT", "5");
            fill(client, 1);
            expected = facts(client);
            keep(server, client, form);
        }
        checkFiles(form);
        try (ServerProcess server = start(second, form); RespClient client = server.connect()) {
            assertEquals(expected, facts(client), () -> "loaded by " + second.name() + "\n" + server.log());
            keep(server, client, form);
        }
        checkFiles(form);
        try (ServerProcess server = start(first, form); RespClient client = server.connect()) {
            assertEquals(expected, facts(client), () -> "loaded by " + first.name() + " again\n" + server.log());
        }
    }

    /** Ends the server in order, with its data in the file of that form. */
    private static void keep(ServerProcess server, RespClient client, String form) {
        if (form.equals(RDB)) {
            client.command("SAVE");
        } else {
            client.command("BGREWRITEAOF");
            while (!client.command("INFO", "persistence").text().contains("aof_rewrite_in_progress:0")) {
                Thread.onSpinWait();
            }
        }
        server.stop();
    }

    private void checkFiles(String form) throws IOException {
        if (form.equals(RDB)) {
            check("redis-check-rdb", "dump.rdb");
        } else {
            check("redis-check-aof", "appendonlydir/appendonly.aof.manifest");
        }
    }

    private void check(String tool, String file) throws IOException {
        Path program = Path.of(redis.command().getFirst()).resolveSibling(tool);
        Process process = new ProcessBuilder(program.toString(), directory.resolve(file).toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(0, process.onExit().join().exitValue(), said);
    }

    /** Of each key of two databases what it holds and when it expires. */
    private static Map<String, String> facts(RespClient client) {
        Map<String, String> facts = new TreeMap<>();
        for (String database : List.of("0", "5")) {
            client.command("SELECT", database);
            for (Reply name : client.command("KEYS", "*").elements()) {
                String key = name.text();
                facts.put(database + " " + key, client.command("TYPE", key).text() + " "
                        + client.command("DEBUG", "DIGEST-VALUE", key).elements().getFirst().text() + " "
                        + client.command("PEXPIRETIME", key).number());
            }
        }
        return facts;
    }

    private static void fill(RespClient client, int seed) {
        strings(client, seed);
        for (int size : new int[] {1, 7, 400, 3000}) {
            collections(client, seed, size);
        }
        for (int i = 0; i < 50; i++) {
            client.command("RPUSH", "large elements", text(i, 9000));
            client.command("HSET", "large fields", "f" + i, text(i, 500));
        }
        streams(client, seed);
        for (String key : List.of("integer", "set 7", "list 400", "zset 3000", "hash 1", "stream")) {
            client.command("PEXPIREAT", key, EXPIRY);
        }
    }

    private static void strings(RespClient client, int seed) {
        client.command("SET", "integer", Integer.toString(seed + 12345));
        client.command("SET", "long", "-9223372036854775808");
        client.command("SET", "empty", "");
        client.command("SET", "short", text(seed, 20), "PXAT", EXPIRY);
        client.command("SET", "compressed", "x".repeat(100_000 + seed));
        client.command("SET", "text", text(seed, 200_000));
        client.command("SETBIT", "bits", Integer.toString(800_000 + seed), "1");
        for (int i = 0; i < 3000; i++) {
            client.command("PFADD", i < 100 ? "sparse registers" : "dense registers", "element" + seed + i);
        }
        for (int i = 0; i < 100; i++) {
            client.command("GEOADD", "places", Integer.toString(i), Integer.toString(i / 2), "place" + i);
        }
    }

    private static void collections(RespClient client, int seed, int size) {
        for (int i = 0; i < size; i++) {
            String number = Integer.toString(i * 37 + seed);
            client.command("RPUSH", "list " + size, i % 2 == 0 ? number : text(i, 30));
            client.command("SADD", "integers " + size, number);
            client.command("SADD", "set " + size, i % 2 == 0 ? number : text(i, 30));
            client.command("HSET", "hash " + size, "field" + i, i % 2 == 0 ? number : text(i, 30));
            client.command("ZADD", "zset " + size, i % 3 == 0 ? number : i + ".25", "member" + i);
        }
    }

    private static void streams(RespClient client, int seed) {
        for (int i = 1; i <= 500; i++) {
            client.command("XADD", "stream", i + "-" + seed, "a", Integer.toString(i), i % 5 == 0 ? "other" : "b", text(i, 10));
        }
        client.command("XDEL", "stream", "7-" + seed, "500-" + seed);
        client.command("XGROUP", "CREATE", "stream", "group", "0");
        client.command("XGROUP", "CREATE", "stream", "idle", "$");
        client.command("XREADGROUP", "GROUP", "group", "one", "COUNT", "20", "STREAMS", "stream", ">");
        client.command("XREADGROUP", "GROUP", "group", "two", "COUNT", "5", "STREAMS", "stream", ">");
        client.command("XACK", "stream", "group", "3-" + seed);
        client.command("XGROUP", "CREATE", "no entries", "group", "$", "MKSTREAM");
    }

    /** Text that is told by its number, and compresses a little. */
    private static String text(int number, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(Integer.toString((number + 1) * 7919 + i * 31, 36)).append(' ');
        }
        return text.substring(0, length);
    }
}
