package dev.spinel.engine.feature.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackingCommandsTest {
    private EngineHarness harness;
    private final List<Client> clients = new ArrayList<>();
    private Client reader;
    private Client writer;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
        reader = client();
        writer = client();
        harness.run(reader, "HELLO", "3");
    }

    @AfterEach
    void close() {
        clients.forEach(harness.engine()::disconnect);
        harness.close();
    }

    private Client client() {
        Client client = harness.newClient();
        harness.engine().clients().add(client);
        clients.add(client);
        return client;
    }

    private static String invalidate(String key) {
        return ">2\r\n$10\r\ninvalidate\r\n*1\r\n$" + key.length() + "\r\n" + key + "\r\n";
    }

    @Test
    void aReaderIsToldOnceThatItsKeyChanged() {
        harness.run(reader, "CLIENT", "TRACKING", "ON");
        harness.run(reader, "GET", "k");
        harness.run(writer, "SET", "k", "1");
        harness.run(writer, "SET", "k", "2");
        assertEquals(invalidate("k"), harness.takeReply(reader));
    }

    @Test
    void whatAClientChangesItselfFollowsItsReply() {
        harness.run(reader, "CLIENT", "TRACKING", "ON");
        harness.run(reader, "GET", "k");
        assertEquals("+OK\r\n" + invalidate("k"), harness.run(reader, "SET", "k", "1"));
        harness.run(reader, "GET", "k");
        harness.run(reader, "MULTI");
        harness.run(reader, "INCR", "k");
        harness.run(reader, "PING");
        assertEquals("*2\r\n:2\r\n+PONG\r\n" + invalidate("k"), harness.run(reader, "EXEC"));
    }

    @Test
    void publishedMessagesPrecedeInvalidationsAndFollowTheReply() {
        harness.run(reader, "CLIENT", "TRACKING", "ON");
        harness.run("CONFIG", "SET", "notify-keyspace-events", "KA");
        harness.run(reader, "SUBSCRIBE", "__keyspace@0__:k");
        harness.run(reader, "GET", "k");
        assertEquals("+OK\r\n>3\r\n$7\r\nmessage\r\n$16\r\n__keyspace@0__:k\r\n$3\r\nset\r\n" + invalidate("k"),
                harness.run(reader, "SET", "k", "1"));
    }

    @Test
    void noLoopKeepsOwnChangesQuiet() {
        harness.run(reader, "CLIENT", "TRACKING", "ON", "NOLOOP");
        harness.run(reader, "GET", "k");
        assertEquals("+OK\r\n", harness.run(reader, "SET", "k", "1"));
    }

    @Test
    void expiryAndFlushInvalidate() {
        harness.run(reader, "CLIENT", "TRACKING", "ON");
        harness.run(writer, "SET", "k", "1", "PX", "10");
        harness.run(reader, "GET", "k");
        harness.advanceMs(20);
        assertEquals(invalidate("k"), harness.takeReply(reader));
        harness.run(writer, "FLUSHALL");
        assertEquals(">2\r\n$10\r\ninvalidate\r\n_\r\n", harness.takeReply(reader));
    }

    @Test
    void broadcastTellsEachPrefixOncePerTurn() {
        harness.run(reader, "CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "a", "PREFIX", "b");
        harness.run(writer, "MSET", "a1", "1", "c", "1", "a2", "1");
        assertEquals(">2\r\n$10\r\ninvalidate\r\n*2\r\n$2\r\na1\r\n$2\r\na2\r\n", harness.takeReply(reader));
    }

    @Test
    void redirectGoesToASubscriberOfRespTwo() {
        Client listener = client();
        harness.run(listener, "SUBSCRIBE", "__redis__:invalidate");
        harness.run(reader, "CLIENT", "TRACKING", "ON", "REDIRECT", Long.toString(listener.id()));
        harness.run(reader, "GET", "k");
        harness.run(writer, "SET", "k", "1");
        assertEquals("*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*1\r\n$1\r\nk\r\n",
                harness.takeReply(listener));
        harness.run(reader, "GET", "k");
        harness.engine().disconnect(listener);
        harness.run(writer, "SET", "k", "1");
        assertEquals(">2\r\n$21\r\ntracking-redir-broken\r\n:" + listener.id() + "\r\n", harness.takeReply(reader));
        assertTrue(harness.run(reader, "CLIENT", "TRACKINGINFO").contains("broken_redirect"));
    }

    @Test
    void optInRemembersOnlyAfterCaching() {
        harness.run(reader, "CLIENT", "TRACKING", "ON", "OPTIN");
        harness.run(reader, "GET", "a");
        harness.run(reader, "CLIENT", "CACHING", "YES");
        harness.run(reader, "GET", "b");
        harness.run(reader, "GET", "c");
        harness.run(writer, "MSET", "a", "1", "b", "1", "c", "1");
        assertEquals(invalidate("b"), harness.takeReply(reader));
    }

    @Test
    void theTableIsKeptWithinItsLimit() {
        harness.run(reader, "CLIENT", "TRACKING", "ON");
        harness.run(reader, "MGET", "a", "b", "c");
        assertEquals(3, harness.engine().tracking().keyCount());
        assertTrue(harness.engine().tracking().memoryBytes() > 0);
        harness.run("CONFIG", "SET", "tracking-table-max-keys", "1");
        harness.run("PING");
        assertEquals(1, harness.engine().tracking().keyCount());
    }

    @Test
    void manyReadersOfOneKeyAreAllTold() {
        List<Client> readers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            readers.add(client());
        }
        for (int i = 0; i < 40; i++) {
            Client one = readers.get(i * 7 % 40);
            harness.run(one, "HELLO", "3");
            harness.run(one, "CLIENT", "TRACKING", "ON");
            harness.run(one, "GET", "k");
            harness.run(one, "GET", "k");
        }
        assertEquals(40, harness.engine().tracking().itemCount());
        harness.run(writer, "SET", "k", "1");
        readers.forEach(one -> assertEquals(invalidate("k"), harness.takeReply(one)));
        assertEquals(0, harness.engine().tracking().itemCount());
    }

    @Test
    void contradictionsAreRefused() {
        assertTrue(harness.run(reader, "CLIENT", "TRACKING", "ON", "PREFIX", "a").startsWith("-ERR PREFIX option"));
        assertTrue(harness.run(reader, "CLIENT", "TRACKING", "ON", "OPTIN", "OPTOUT").startsWith("-ERR You can't"));
        assertTrue(harness.run(reader, "CLIENT", "TRACKING", "ON", "BCAST", "OPTIN").startsWith("-ERR OPTIN and"));
        assertTrue(harness.run(reader, "CLIENT", "TRACKING", "ON", "REDIRECT", "9999").startsWith("-ERR The client ID"));
        assertTrue(harness.run(reader, "CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "ab", "PREFIX", "a")
                .startsWith("-ERR Prefix 'ab' overlaps with another provided prefix 'a'"));
        assertTrue(harness.run(reader, "CLIENT", "CACHING", "YES").startsWith("-ERR CLIENT CACHING can be called"));
    }
}
