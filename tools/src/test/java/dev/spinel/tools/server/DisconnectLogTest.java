package dev.spinel.tools.server;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Why the server hung up, in the words people look for in logs. */
class DisconnectLogTest {
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(ServerTarget.spinel(), List.of("save \"\"", "loglevel verbose",
                "client-query-buffer-limit 1mb", "client-output-buffer-limit normal 1mb 0 0"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aClientThatLetsRepliesWaitIsNamed() {
        try (RespClient client = server.connect()) {
            client.command("SET", "big", "x".repeat(700_000));
            client.send(RespClient.encode(List.of("MGET", "big", "big")));
            server.awaitLog("scheduled to be closed ASAP for overcoming of output buffer limits.");
        }
    }

    @Test
    void aClientThatSendsTooMuchIsNamedWithTheFirstBytes() {
        try (RespClient client = server.connect()) {
            client.send(("*1000000\r\n" + "$3\r\nabc\r\n".repeat(200_000)).getBytes(StandardCharsets.ISO_8859_1));
            server.awaitLog("Closing client that reached max query buffer length: id=");
            server.awaitLog("(qbuf initial bytes: \"*1000000\\r\\n$3\\r\\nabc");
        }
    }

    @Test
    void aRequestThatIsNoneIsToldApart() {
        try (RespClient client = server.connect()) {
            client.send("*x\r\n".getBytes(StandardCharsets.ISO_8859_1));
            server.awaitLog("Protocol error (invalid multibulk length) from client: id=");
        }
    }

    @Test
    void aClientThatHangsUpIsToldInDetail() {
        server.connect().close();
        server.awaitLog("Client closed connection id=");
    }
}
