package dev.spinel.tools.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.ModuleCompiler;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that change without being opened are saved at once, when {@code snapshot-sync-modules} names their module. */
class SyncModuleTest {
    private static final int VALUES = 50;

    @TempDir
    static Path directory;

    @BeforeAll
    static void build() throws Exception {
        ModuleCompiler.requireCompiler();
        ModuleCompiler.writeHeader(directory);
        ModuleCompiler.compileResource(SyncModuleTest.class, "moment.c", directory.resolve("moment.so"));
    }

    private static ServerProcess start(String... lines) {
        List<String> config = new ArrayList<>(List.of("save \"\"", "loadmodule " + directory.resolve("moment.so"),
                "snapshot-sync-modules \"other moment\""));
        config.addAll(List.of(lines));
        return ServerProcess.start(ServerTarget.spinel(), config);
    }

    private static void run(RespClient client, String... words) {
        assertEquals("OK", client.command(words).text(), () -> String.join(" ", words));
    }

    /** The first value is written late enough for the turn to come before it. */
    private static void fill(RespClient client) {
        run(client, "CONFIG", "SET", "rdb-key-save-delay", "10000");
        for (int i = 0; i < VALUES; i++) {
            run(client, "SET", "text" + i, "text");
            run(client, "moment.make", "value" + i, "0");
        }
        run(client, "moment.turn", "1");
    }

    private static void verify(ServerProcess server) {
        server.kill();
        server.restart();
        try (RespClient client = server.connect()) {
            for (int i = 0; i < VALUES; i++) {
                assertEquals(1, client.command("moment.get", "value" + i).number(), "value" + i);
            }
        }
    }

    @Test
    void aBackgroundSaveHoldsTheValuesOfTheMoment() {
        try (ServerProcess server = start()) {
            try (RespClient client = server.connect()) {
                fill(client);
                assertEquals("Background saving started", client.command("BGSAVE").text());
                run(client, "moment.turn", "2");
            }
            server.awaitLog("Background saving terminated with success");
            verify(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aRewriteHoldsThem(String asRdb) {
        try (ServerProcess server = start("appendonly yes", "aof-use-rdb-preamble " + asRdb)) {
            try (RespClient client = server.connect()) {
                fill(client);
                client.command("BGREWRITEAOF");
                run(client, "moment.turn", "2");
            }
            server.awaitLog("Background AOF rewrite finished successfully");
            verify(server);
        }
    }
}
