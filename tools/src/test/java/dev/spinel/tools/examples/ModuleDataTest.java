package dev.spinel.tools.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.ModuleCompiler;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of a module's type outlive the process in every way there is: the counter of the examples, in C and in Java, whose
 * files are the same; and, in C, between here and the real server.
 */
class ModuleDataTest {
    private static final String C = "counter.so";
    private static final String JAVA = "counter.jar";
    private static final String REDIS = "redis";
    private static final String DUMP = "dump.rdb";
    private static final int COUNTERS = 60;
    private static final int PER_DATABASE = 20;
    private static final long SEED = 20_261_121;

    @TempDir
    static Path directory;

    @BeforeAll
    static void build() throws Exception {
        ModuleCompiler.requireCompiler();
        ExampleModules.buildC(directory);
        ExampleModules.buildJava(directory);
    }

    private static ServerProcess start(ServerTarget target, String module, String... lines) {
        List<String> config = new ArrayList<>(List.of("save \"\"", "loadmodule " + directory.resolve(module)));
        config.addAll(List.of(lines));
        return ServerProcess.start(target, config);
    }

    /** Counters in two databases, some with an expiry, beside ordinary keys. */
    private static void fill(RespClient client, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < COUNTERS; i++) {
            if (i % PER_DATABASE == 0) client.command("SELECT", String.valueOf(i / PER_DATABASE % 2 * 3));
            String key = "c" + random.nextInt(COUNTERS);
            client.command("counter.add", key, String.valueOf(random.nextLong() >> random.nextInt(20, 64)));
            if (random.nextInt(10) == 0) client.command("PEXPIREAT", key, "4102444800000");
            client.command("SET", "s" + i, "text " + i);
        }
        client.command("SELECT", "0");
    }

    /** Every counter of both databases with its expiry. */
    private static List<String> state(RespClient client) {
        List<String> state = new ArrayList<>();
        for (String database : List.of("0", "3")) {
            client.command("SELECT", database);
            state.add(client.command("DBSIZE").rawText());
            for (int i = 0; i < COUNTERS; i++) {
                state.add(client.command("counter.stats", "c" + i).rawText()
                        + client.command("PEXPIRETIME", "c" + i).rawText());
            }
        }
        client.command("SELECT", "0");
        return state;
    }

    private static void ok(RespClient client, String... words) {
        assertEquals("OK", client.command(words).text(), () -> String.join(" ", words));
    }

    private static List<String> afterRestart(ServerProcess server) {
        server.restart();
        try (RespClient client = server.connect()) {
            return state(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {C, JAVA})
    void aSavedFileHoldsThem(String module) {
        try (ServerProcess server = start(ServerTarget.spinel(), module)) {
            List<String> before;
            try (RespClient client = server.connect()) {
                fill(client, SEED);
                before = state(client);
                ok(client, "SAVE");
            }
            server.kill();
            assertEquals(before, afterRestart(server));
        }
    }

    /** What is written in the background is what was there when it began. */
    @ParameterizedTest
    @ValueSource(strings = {C, JAVA})
    void aBackgroundSaveHoldsTheirMoment(String module) {
        try (ServerProcess server = start(ServerTarget.spinel(), module)) {
            List<String> before;
            try (RespClient client = server.connect()) {
                fill(client, SEED);
                before = state(client);
                assertEquals("Background saving started", client.command("BGSAVE").text());
                client.command("DEL", "c2", "c3", "c5");
                client.command("counter.add", "new", "1");
                fill(client, SEED + 1);
            }
            server.awaitLog("Background saving terminated with success");
            server.kill();
            assertEquals(before, afterRestart(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {C, JAVA})
    void theLogHoldsThemRewrittenAndNot(String module) {
        try (ServerProcess server = start(ServerTarget.spinel(), module, "appendonly yes", "appendfsync always")) {
            List<String> before;
            try (RespClient client = server.connect()) {
                fill(client, SEED);
                before = state(client);
            }
            server.kill();
            assertEquals(before, afterRestart(server));
            try (RespClient client = server.connect()) {
                client.command("BGREWRITEAOF");
                fill(client, SEED + 2);
                server.awaitLog("Background AOF rewrite finished successfully");
                fill(client, SEED + 3);
                before = state(client);
            }
            server.kill();
            assertEquals(before, afterRestart(server));
        }
    }

    @Test
    void theTwinInJavaReadsWhatTheModuleInCWrote() throws IOException {
        exchange(ServerTarget.spinel(), C, ServerTarget.spinel(), JAVA);
        exchange(ServerTarget.spinel(), JAVA, ServerTarget.spinel(), C);
    }

    @Test
    void filesGoToTheRealServerAndBack() throws IOException {
        ServerTarget redis = ServerTarget.requiredRedis();
        exchange(redis, C, ServerTarget.spinel(), C, "rdb-save-version 10");
        exchange(ServerTarget.spinel(), C, redis, C, "rdb-save-version 10");
        exchange(redis, C, ServerTarget.spinel(), JAVA, "rdb-save-version 10");
    }

    /** One server writes a file, another one reads it and DUMPs of single values, too. */
    private static void exchange(ServerTarget writer, String module, ServerTarget reader, String twin, String... ours)
            throws IOException {
        try (ServerProcess source = start(writer, module, lines(writer, ours));
                ServerProcess sink = start(reader, twin, lines(reader, ours))) {
            List<String> written;
            String dump;
            try (RespClient client = source.connect()) {
                fill(client, SEED);
                client.command("counter.add", "single", "-5");
                dump = client.command("DUMP", "single").text();
                written = state(client);
                ok(client, "SAVE");
            }
            sink.stop();
            Files.copy(source.directory().resolve(DUMP), sink.directory().resolve(DUMP),
                    StandardCopyOption.REPLACE_EXISTING);
            assertEquals(written, afterRestart(sink));
            try (RespClient client = sink.connect()) {
                assertEquals(-4, client.command("counter.add", "single", "1").number());
                if (reader.name().equals(REDIS)) return; // which refuses our DUMP: it is of a newer version
                ok(client, "RESTORE", "restored", "0", dump);
                assertEquals("*4\r\n:1\r\n:-5\r\n:-5\r\n:-5\r\n", client.command("counter.stats", "restored").rawText());
            }
        }
    }

    private static String[] lines(ServerTarget target, String[] ours) {
        return target.name().equals(REDIS) ? new String[0] : ours;
    }
}
