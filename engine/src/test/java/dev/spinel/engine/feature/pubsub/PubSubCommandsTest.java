package dev.spinel.engine.feature.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PubSubCommandsTest {
    private final EngineHarness server = new EngineHarness();

    @AfterEach
    void closeWithoutLeak() {
        server.close();
    }

    @Test
    void messagesReachChannelsAndPatterns() {
        Client listener = server.newClient();
        assertEquals("*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n", server.run(listener, "SUBSCRIBE", "c"));
        assertEquals("*3\r\n$10\r\npsubscribe\r\n$2\r\nc*\r\n:2\r\n", server.run(listener, "PSUBSCRIBE", "c*"));
        assertEquals(":2\r\n", server.run("PUBLISH", "c", "hi"));
        assertEquals("*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n*4\r\n$8\r\npmessage\r\n$2\r\nc*\r\n$1\r\nc\r\n"
                + "$2\r\nhi\r\n", server.takeReply(listener));
    }

    @Test
    void resp2SubscribersRunNothingElse() {
        Client listener = server.newClient();
        server.run(listener, "SUBSCRIBE", "c");
        assertEquals("-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are"
                + " allowed in this context\r\n", server.run(listener, "GET", "k"));
        assertEquals("*3\r\n$11\r\nunsubscribe\r\n$1\r\nc\r\n:0\r\n", server.run(listener, "UNSUBSCRIBE"));
        assertEquals("$-1\r\n", server.run(listener, "GET", "k"));
    }

    @Test
    void unsubscribingFromNothingConfirmsNull() {
        assertEquals("*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n", server.run("UNSUBSCRIBE"));
    }

    @Test
    void pubsubCounts() {
        Client listener = server.newClient();
        server.run(listener, "SUBSCRIBE", "a", "b");
        assertEquals("*1\r\n$1\r\nb\r\n", server.run("PUBSUB", "CHANNELS", "b*"));
        assertEquals("*4\r\n$1\r\na\r\n:1\r\n$1\r\nx\r\n:0\r\n", server.run("PUBSUB", "NUMSUB", "a", "x"));
        assertEquals(":0\r\n", server.run("PUBSUB", "NUMPAT"));
    }
}
