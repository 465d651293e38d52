package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerTarget;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daemonize yes} with real processes. */
class BackgroundTest {
    @TempDir
    Path directory;

    private int start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(ServerTarget.spinel().command());
        command.addAll(List.of("--daemonize", "yes", "--save", "", "--bind", "127.0.0.1",
                "--dir", directory.toString(), "--pidfile", "server.pid", "--logfile", directory.resolve("log").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return process.exitValue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Test
    void theServerListensWhenTheCommandIsBackAndWritesItsPid() throws Exception {
        int port = freePort();
        assertEquals(0, start("--port", String.valueOf(port)));
        long pid = Long.parseLong(Files.readString(directory.resolve("server.pid")).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        try (RespClient client = RespClient.connect(port)) {
            assertTrue(client.command("INFO", "server").text().contains("process_id:" + pid + "\r\n"));
            client.send(RespClient.encode(List.of("SHUTDOWN")));
            client.readToEnd();
        }
        server.onExit().get(1, TimeUnit.MINUTES);
        assertFalse(Files.exists(directory.resolve("server.pid")));
        assertTrue(Files.readString(directory.resolve("log")).contains("Ready to accept connections"));
    }

    @Test
    void aServerThatCannotListenFailsTheCommand() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(1, start("--port", String.valueOf(taken.getLocalPort())));
        }
    }
}
