package dev.spinel.tools.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProcessCompatTest {
    private static ServerTarget target(String name) {
        return name.equals("spinel") ? ServerTarget.spinel() : ServerTarget.requiredRedis();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "spinel"})
    void itRunsIsKilledAndStartsAgainOnItsPort(String name) {
        Path directory;
        try (ServerProcess server = ServerProcess.start(target(name), List.of("save \"\"", "databases 3"))) {
            directory = server.directory();
            int port = server.port();
            try (RespClient client = server.connect()) {
                assertEquals("3", client.command("CONFIG", "GET", "databases").at(1).text());
                assertTrue(client.command("INFO", "server").text().contains("process_id:" + server.pid() + "\r\n"));
            }
            server.kill();
            assertFalse(server.isAlive());
            server.restart();
            assertEquals(port, server.port());
            try (RespClient client = server.connect()) {
                assertEquals("PONG", client.command("PING").text());
            }
            server.stop();
            assertFalse(server.isAlive());
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void closingOneThatWasKilledByOthersFailsWithItsLog() {
        ServerProcess server = ServerProcess.start(target("spinel"), List.of());
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        IllegalStateException e = assertThrows(IllegalStateException.class, server::close);
        assertTrue(e.getMessage().contains("status 137") && e.getMessage().contains("Ready to accept"), e.getMessage());
        assertFalse(Files.exists(server.directory()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "spinel"})
    void aBadConfigurationEndsItAndTheLogSaysWhy(String name) {
        ServerTarget target = target(name);
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> ServerProcess.start(target, List.of("nosuchsetting 1")));
        assertTrue(e.getMessage().contains("nosuchsetting"), e.getMessage());
    }
}
