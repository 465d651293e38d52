package dev.spinel.engine.feature.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TransactionCommandsTest {
    private final EngineHarness server = new EngineHarness();

    @AfterEach
    void closeWithoutLeak() {
        server.close();
    }

    @Test
    void execRunsWhatWasQueued() {
        assertEquals("+OK\r\n", server.run("MULTI"));
        assertEquals("+QUEUED\r\n", server.run("SET", "k", "v"));
        assertEquals("+QUEUED\r\n", server.run("GET", "k"));
        assertEquals("*2\r\n+OK\r\n$1\r\nv\r\n", server.run("EXEC"));
    }

    @Test
    void discardForgetsWhatWasQueued() {
        server.run("MULTI");
        server.run("SET", "k", "v");
        assertEquals("+OK\r\n", server.run("DISCARD"));
        assertEquals("$-1\r\n", server.run("GET", "k"));
        assertEquals("-ERR DISCARD without MULTI\r\n", server.run("DISCARD"));
    }

    @Test
    void refusedCommandAbortsTheTransaction() {
        server.run("MULTI");
        assertEquals("-ERR wrong number of arguments for 'get' command\r\n", server.run("GET"));
        assertEquals("-EXECABORT Transaction discarded because of previous errors.\r\n", server.run("EXEC"));
        assertEquals("-ERR EXEC without MULTI\r\n", server.run("EXEC"));
    }

    @Test
    void multiCannotBeNestedAndStaysOpen() {
        server.run("MULTI");
        assertEquals("-ERR MULTI calls can not be nested\r\n", server.run("MULTI"));
        assertEquals("-ERR WATCH inside MULTI is not allowed\r\n", server.run("WATCH", "k"));
        assertEquals("*0\r\n", server.run("EXEC"));
    }

    @Test
    void execAnswersNullWhenAWatchedKeyChanged() {
        Client other = server.newClient();
        server.run("WATCH", "k");
        server.run(other, "SET", "k", "theirs");
        server.run("MULTI");
        server.run("SET", "k", "mine");
        assertEquals("*-1\r\n", server.run("EXEC"));
        assertEquals("$6\r\ntheirs\r\n", server.run("GET", "k"));
        server.run("MULTI");
        assertEquals("*0\r\n", server.run("EXEC"));
    }

    @Test
    void unwatchForgetsTheChange() {
        Client other = server.newClient();
        server.run("WATCH", "k");
        server.run(other, "SET", "k", "theirs");
        assertEquals("+OK\r\n", server.run("UNWATCH"));
        server.run("MULTI");
        assertEquals("*0\r\n", server.run("EXEC"));
    }

    @Test
    void watchedKeysThatWereExpiredMayGo() {
        server.engine().activeExpiry(false);
        server.run("SET", "stale", "v", "PX", "1");
        server.advanceMs(5);
        server.run("WATCH", "stale");
        server.run("DEL", "stale");
        server.run("MULTI");
        assertEquals("*0\r\n", server.run("EXEC"));
        server.run("SET", "stale", "v", "PX", "1");
        server.advanceMs(5);
        server.run("WATCH", "stale");
        server.run("SWAPDB", "0", "1");
        server.run("MULTI");
        assertEquals("*0\r\n", server.run("EXEC"));
        server.run("WATCH", "other");
        server.run("SET", "other", "v");
        server.run("MULTI");
        assertEquals("*-1\r\n", server.run("EXEC"));
    }

    @Test
    void touchlessClientsLeaveTheClockAlone() {
        server.run("SET", "k", "v");
        server.run("CLIENT", "NO-TOUCH", "ON");
        server.advanceMs(10_000);
        server.run("GET", "k");
        assertEquals(":10\r\n", server.run("OBJECT", "IDLETIME", "k"));
        server.run("TOUCH", "k");
        assertEquals(":0\r\n", server.run("OBJECT", "IDLETIME", "k"));
    }
}
