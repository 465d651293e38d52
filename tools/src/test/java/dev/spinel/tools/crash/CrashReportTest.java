package dev.spinel.tools.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A server that is told to crash, by a command or by a signal, in the words and with the status of Redis. */
class CrashReportTest {
    private static final int ABORTED = 134;
    private static final int FAULTED = 139;

    private static String die(int status, List<String> settings, Consumer<ServerProcess> cause) {
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), settings)) {
            cause.accept(server);
            assertEquals(status, server.awaitExit(), server::log);
            return server.log();
        }
    }

    private static Consumer<ServerProcess> debug(String... words) {
        return server -> {
            try (RespClient client = server.connect()) {
                client.sendCommand(words);
                client.readToEnd();
            }
        };
    }

    private static void signal(ServerProcess server, String name) {
        try {
            assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFaultEndsBySignal() {
        String log = die(FAULTED, List.of("enable-debug-command yes"), debug("DEBUG", "SEGFAULT"));
        assertTrue(log.contains("crashed by signal: 11"), log);
        assertTrue(log.contains("------ STACK TRACE DONE ------"), log);
        assertTrue(log.contains("argv[1]: 'SEGFAULT'"), log);
    }

    @Test
    void anAssertionAborts() {
        String log = die(ABORTED, List.of("enable-debug-command yes"), debug("DEBUG", "ASSERT"));
        assertTrue(log.contains("=== ASSERTION FAILED ==="), log);
        assertTrue(log.contains("DebugCommands.java:"), log);
    }

    @Test
    void aPanicMayExit() {
        String log = die(1, List.of("enable-debug-command yes", "use-exit-on-panic yes"), debug("DEBUG", "PANIC"));
        assertTrue(log.contains("!!! Software Failure. Press left mouse button to continue"), log);
        assertTrue(log.contains("Guru Meditation: DEBUG PANIC was called #DebugCommands.java:"), log);
    }

    @Test
    void dataOfUsersCanBeLeftOut() {
        String log = die(FAULTED, List.of("enable-debug-command yes", "hide-user-data-from-log yes"),
                debug("DEBUG", "SEGFAULT"));
        assertTrue(log.contains("argv[0]: 'DEBUG'"), log);
        assertTrue(log.contains("argv[1]: *redacted*"), log);
    }

    @Test
    void aReportCanBeTurnedOff() {
        String log = die(ABORTED, List.of("enable-debug-command yes", "crash-log-enabled no"), debug("DEBUG", "ASSERT"));
        assertTrue(log.contains("=== ASSERTION FAILED ==="), log);
        assertFalse(log.contains("------ INFO OUTPUT ------"), log);
    }

    @Test
    void abortFromOutsideIsReported() {
        assertTrue(die(ABORTED, List.of(), server -> signal(server, "ABRT")).contains("crashed by signal: 6"));
    }

    @Test
    void alarmTellsStacksAndChangesNothing() {
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), List.of());
                RespClient client = server.connect()) {
            signal(server, "ALRM");
            server.awaitLog("Received SIGALRM");
            server.awaitLog("------ STACK TRACE DONE ------");
            assertEquals("PONG", client.command("PING").text());
        }
    }
}
