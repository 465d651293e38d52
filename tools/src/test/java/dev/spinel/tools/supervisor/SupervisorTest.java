package dev.spinel.tools.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.config.Choice.Supervised;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code supervised}, with a socket of our own in the place of systemd's. */
class SupervisorTest {
    private static final String LOADING = "STATUS=Redis is loading...\n";

    @TempDir
    Path directory;

    private final List<String> logged = new ArrayList<>();
    private final OperatorLog log = new OperatorLog() {
        @Override
        public boolean isEnabled(int level) {
            return true;
        }

        @Override
        public void log(int level, String text) {
            logged.add(text);
        }
    };
    private Mailbox systemd;

    @BeforeEach
    void open() {
        systemd = new Mailbox(directory.resolve("notify").toString());
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    private Supervisor supervisor(Supervised mode, Map<String, String> environment) {
        Supervisor supervisor = new Supervisor(mode, environment, log);
        supervisor.greet();
        return supervisor;
    }

    private static ServerTarget supervised(ServerTarget target, String socket) {
        List<String> command = new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + socket));
        command.addAll(target.command());
        return new ServerTarget(target.name(), command);
    }

    private void assertLife(ServerTarget target, String mode) {
        try (ServerProcess server = ServerProcess.start(supervised(target, systemd.path()),
                List.of("supervised " + mode, "save ''"))) {
            assertEquals(LOADING, systemd.take());
            assertEquals("STATUS=Ready to accept connections\n", systemd.take());
            assertEquals("READY=1\n", systemd.take());
            try (RespClient client = server.connect()) {
                String info = client.command("INFO", "server").text();
                assertTrue(info.contains("process_supervised:systemd\r\n"), info);
            }
            server.stop();
            assertEquals("STOPPING=1\n", systemd.take());
        }
    }

    @Test
    void systemdHearsOfStartReadinessAndEnd() {
        assertLife(ServerTarget.spinel(), "systemd");
    }

    @Test
    void systemdIsFoundByItsSocket() {
        assertLife(ServerTarget.spinel(), "auto");
    }

    @Test
    void redisSaysTheSame() {
        assertLife(ServerTarget.requiredRedis(), "systemd");
    }

    @Test
    void aSocketWithoutFileIsReached() {
        try (Mailbox hidden = new Mailbox("@" + systemd.path())) {
            assertEquals("systemd", supervisor(Supervised.SYSTEMD, Map.of("NOTIFY_SOCKET", hidden.path())).name());
            assertEquals(LOADING, hidden.take());
        }
    }

    @Test
    void aSocketNobodyReadsIsReported() {
        String nowhere = directory.resolve("nowhere").toString();
        assertEquals("no", supervisor(Supervised.SYSTEMD, Map.of("NOTIFY_SOCKET", nowhere)).name());
        assertEquals(List.of("systemd supervision error: sd_notify: -2"), logged);
    }

    @Test
    void withoutSocketOrJobNobodyIsExpected() {
        Supervisor systemd = supervisor(Supervised.SYSTEMD, Map.of());
        Supervisor upstart = supervisor(Supervised.UPSTART, Map.of());
        assertFalse(systemd.isExpected());
        assertFalse(upstart.isExpected());
        assertEquals(List.of("systemd supervision error: NOTIFY_SOCKET not found!",
                "upstart supervision requested, but UPSTART_JOB not found!"), logged);
    }

    @Test
    void nobodyIsToldUnlessAsked() {
        assertEquals("no", supervisor(Supervised.NO, Map.of("NOTIFY_SOCKET", systemd.path())).name());
        assertEquals(List.of(), logged);
    }
}
