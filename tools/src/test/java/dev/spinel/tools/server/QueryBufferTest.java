package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What CLIENT LIST tells of the bytes a connection has received and not executed. */
class QueryBufferTest {
    private static final int LARGE = 1_000_000;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(ServerTarget.spinel(), List.of("save \"\"", "enable-debug-command yes"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void onlyRequestsInPiecesTakeABufferAndKeepIt() {
        try (RespClient watcher = server.connect(); RespClient client = named("pieces")) {
            assertEquals(0, held(watcher, "pieces"));
            watcher.command("DEBUG", "PAUSE-CRON", "1");
            send(client, "*3\r\n$3\r\nSET\r\n$3\r\nab");
            await(watcher, "pieces", 1);
            send(client, "c\r\n$1\r\nd\r\n");
            client.read();
            long kept = held(watcher, "pieces");
            watcher.command("DEBUG", "PAUSE-CRON", "0");
            assertTrue(kept >= 16384 && kept <= 32770, "kept " + kept);
        }
    }

    @Test
    void aLargeArgumentIsHeldOnce() {
        try (RespClient watcher = server.connect(); RespClient client = named("large")) {
            send(client, "*2\r\n$4\r\nECHO\r\n$" + LARGE + "\r\n" + "x".repeat(LARGE / 2));
            await(watcher, "large", LARGE);
            assertTrue(held(watcher, "large") < LARGE + 64 * 1024, "held " + held(watcher, "large"));
        }
    }

    @Test
    void anEmptyBufferIsNoRequestForAClientThatGoesOn() {
        try (RespClient pusher = server.connect(); RespClient client = server.connect()) {
            for (int i = 0; i < 20; i++) {
                send(client, "*3\r\n$5\r\nBLPOP\r\n$4\r\nli");
                pusher.command("PING");
                send(client, "st\r\n$1\r\n0\r\n");
                pusher.command("RPUSH", "list", "x");
                assertEquals("x", client.read().at(1).text());
                assertEquals("PONG", client.command("PING").text());
            }
        }
    }

    private static RespClient named(String name) {
        RespClient client = server.connect();
        client.command("CLIENT", "SETNAME", name);
        return client;
    }

    private static void send(RespClient client, String bytes) {
        client.send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void await(RespClient watcher, String name, long bytes) {
        while (held(watcher, name) < bytes) {
            Thread.onSpinWait();
        }
    }

    /** Used and free bytes of the query buffer of the client with that name. */
    private static long held(RespClient watcher, String name) {
        String line = watcher.command("CLIENT", "LIST").text().lines()
                .filter(each -> each.contains("name=" + name + " ")).findFirst().orElseThrow();
        return field(line, " qbuf=") + field(line, " qbuf-free=");
    }

    private static long field(String line, String name) {
        int start = line.indexOf(name) + name.length();
        return Long.parseLong(line.substring(start, line.indexOf(' ', start)));
    }
}
