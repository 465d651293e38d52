package dev.spinel.engine.feature.replication.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.StillConnection;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.IncomingFile;
import dev.spinel.engine.port.Outgoing;
import dev.spinel.engine.port.OutgoingListener;
import dev.spinel.engine.port.ReplicationListener;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.port.StreamTap;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica whose primary is this test, which says every line by hand. */
class FollowingTest {
    private static final String ID = "a".repeat(40);
    private static final String OTHER_ID = "b".repeat(40);
    private static final String READ_ONLY = "-READONLY You can't write against a read only replica.\r\n";
    private static final String SET = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";

    private final EngineHarness harness = new EngineHarness();
    private final List<String> events = new ArrayList<>();
    private final StringBuilder sent = new StringBuilder();
    private final StringBuilder file = new StringBuilder();
    private OutgoingListener listener;
    private StreamTap tap;
    private Client primary;
    private String early;
    private int dials;
    private boolean isFileGood = true;
    private boolean isDiscarded;

    private final class Link implements Outgoing {
        @Override
        public void send(byte[] bytes) {
            sent.append(Text.string(bytes));
        }

        @Override
        public void close() {
            listener = null;
        }

        @Override
        public Client toClient(StreamTap streamTap, long address, long length) {
            tap = streamTap;
            early = Text.string(address, length);
            primary = harness.engine().connect(new StillConnection("127.0.0.9:7000"));
            return primary;
        }
    }

    private final class Files implements Snapshotter {
        @Override
        public IncomingFile receive() {
            return new IncomingFile() {
                @Override
                public void write(long address, long length) {
                    file.append(Text.string(address, length));
                }

                @Override
                public Loaded load(OldData old, boolean lazily) {
                    harness.engine().replaceData();
                    harness.engine().keyspace().flushAll();
                    return isFileGood ? Loaded.DONE : Loaded.BROKEN;
                }

                @Override
                public void discard() {
                    isDiscarded = true;
                }
            };
        }
    }

    @BeforeEach
    void plug() {
        harness.engine().snapshotter(new Files());
        harness.engine().dialer((host, port, hearer) -> {
            dials++;
            listener = hearer;
            return new Link();
        });
        harness.engine().replicationListener(new ReplicationListener() {
            @Override
            public void onRole(Role role) {
                events.add(role.host() == null ? "primary" : "replica of " + role.host() + ":" + role.port());
            }

            @Override
            public void onPrimaryLink(boolean isUp) {
                events.add(isUp ? "up" : "down");
            }
        });
    }

    @AfterEach
    void close() {
        lose();
        harness.close();
    }

    private void lose() {
        if (primary != null) {
            Client gone = primary;
            primary = null;
            gone.reply().clear();
            harness.engine().disconnect(gone);
        }
    }

    private String sent() {
        String all = sent.toString();
        sent.setLength(0);
        return all;
    }

    /** The primary says something before it is a client. */
    private void say(String text) {
        long address = Arena.allocate(MemoryTag.SERVER, text.length());
        Mem.initCopyIn(Text.bytes(text), 0, address, text.length());
        listener.onReceived(address, text.length());
        Arena.free(address);
    }

    /** The primary sends a command of its stream; answers what it gets. */
    private String stream(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        long address = Arena.allocate(MemoryTag.SERVER, request.length());
        Mem.initCopyIn(Text.bytes(request.toString()), 0, address, request.length());
        tap.onReceived(address, request.length());
        Arena.free(address);
        String reply = harness.run(primary, words);
        tap.onExecuted(0);
        return reply;
    }

    private void handshake() {
        listener.onConnected();
        say("+PONG\r\n");
        say("+OK\r\n+OK\r\n+OK\r\n");
    }

    private void follow() {
        assertEquals("+OK\r\n", harness.run("REPLICAOF", "127.0.0.9", "7000"));
        handshake();
        say("+FULLRESYNC " + ID + " 100\r\n");
        say("$4\r\nDATA");
        sent();
    }

    private long offset() {
        return harness.room().replication().offset();
    }

    private String role() {
        return harness.run("ROLE");
    }

    @Test
    void theHandshakeSaysWhoWeAreAndWhatWeHave() {
        harness.run("CONFIG", "SET", "masteruser", "u", "masterauth", "p", "replica-announce-port", "7777",
                "replica-announce-ip", "me");
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        String id = harness.room().replication().id();
        assertEquals("*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.9\r\n:7000\r\n$10\r\nconnecting\r\n:-1\r\n", role());
        listener.onConnected();
        assertEquals("*1\r\n$4\r\nPING\r\n", sent());
        say("-NOAUTH Authentication required.\r\n");
        assertEquals("*3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$1\r\np\r\n*3\r\n$8\r\nREPLCONF\r\n$14\r\nlistening-port\r\n"
                + "$4\r\n7777\r\n*3\r\n$8\r\nREPLCONF\r\n$10\r\nip-address\r\n$2\r\nme\r\n*5\r\n$8\r\nREPLCONF\r\n"
                + "$4\r\ncapa\r\n$3\r\neof\r\n$4\r\ncapa\r\n$6\r\npsync2\r\n*3\r\n$8\r\nREPLCONF\r\n$7\r\nversion\r\n"
                + "$5\r\n7.4.1\r\n", sent());
        say("+OK\r\n-ERR no\r\n-ERR no\r\n+OK\r\n-ERR no\r\n");
        assertEquals("*3\r\n$5\r\nPSYNC\r\n$40\r\n" + id + "\r\n$1\r\n1\r\n", sent());
    }

    @Test
    void aFileOfKnownLengthIsFollowedByTheStream() {
        harness.run("SET", "old", "1");
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        handshake();
        say("\n\n+FULLRESYNC " + ID + " 100\r\n\n$10\r\n0123");
        assertTrue(role().contains("sync"));
        assertTrue(harness.run("INFO", "replication").contains("master_sync_left_bytes:6"));
        say("456789" + SET);
        assertEquals("0123456789", file.toString());
        assertEquals(SET, early);
        assertEquals("*5\r\n$5\r\nslave\r\n$9\r\n127.0.0.9\r\n:7000\r\n$9\r\nconnected\r\n:100\r\n", role());
        assertEquals(":0\r\n", harness.run("DBSIZE"));
        assertEquals(ID, harness.room().replication().id());
        assertEquals(List.of("replica of 127.0.0.9:7000", "up"), events);
    }

    @Test
    void aMarkEndsAFileOfUnknownLength() {
        String mark = "0123456789".repeat(4);
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        handshake();
        say("+FULLRESYNC " + ID + " 0\r\n$EOF:" + mark + "\r\nDA");
        say("TA" + mark.substring(0, 15));
        say(mark.substring(15, 39));
        assertTrue(role().contains("sync"));
        say(mark.substring(39));
        assertEquals("DATA", file.toString());
        assertTrue(role().contains("connected"));
    }

    @Test
    void theStreamIsObeyedAndCounted() {
        follow();
        assertEquals(READ_ONLY, harness.run("SET", "k", "mine"));
        assertEquals("*3\r\n$8\r\nREPLCONF\r\n$3\r\nACK\r\n$3\r\n100\r\n", stream("SELECT", "3"));
        assertEquals("", stream("SET", "k", "v"));
        harness.run("SELECT", "3");
        assertEquals("$1\r\nv\r\n", harness.run("GET", "k"));
        String acknowledge = "*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n";
        assertEquals("*3\r\n$8\r\nREPLCONF\r\n$3\r\nACK\r\n$3\r\n" + offset() + "\r\n",
                stream("REPLCONF", "GETACK", "*"));
        long selectBytes = "*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n".length();
        assertEquals(100 + selectBytes + SET.length() + acknowledge.length(), offset());
    }

    @Test
    void aTransactionCountsWhenItIsOver() {
        follow();
        stream("MULTI");
        stream("SET", "k", "v");
        assertEquals(100, offset());
        stream("EXEC");
        assertEquals(100 + "*1\r\n$5\r\nMULTI\r\n".length() + SET.length() + "*1\r\n$4\r\nEXEC\r\n".length(), offset());
        assertEquals("$1\r\nv\r\n", harness.run("GET", "k"));
    }

    @Test
    void aLostLinkIsTakenUpWhereItWas() {
        follow();
        stream("SET", "k", "v");
        lose();
        harness.advanceMs(0);
        assertEquals(2, dials);
        handshake();
        assertTrue(sent().endsWith("*3\r\n$5\r\nPSYNC\r\n$40\r\n" + ID + "\r\n$3\r\n" + (offset() + 1) + "\r\n"));
        say("+CONTINUE " + OTHER_ID + "\r\n");
        assertEquals(OTHER_ID, harness.room().replication().id());
        assertEquals(ID, harness.room().replication().secondId());
        assertEquals("$1\r\nv\r\n", harness.run("GET", "k"));
        assertEquals(List.of("replica of 127.0.0.9:7000", "up", "down", "up"), events);
    }

    @Test
    void whoIsPromotedKeepsTheStreamForOthers() {
        follow();
        stream("SET", "k", "v");
        long before = offset();
        assertEquals("+OK\r\n", harness.run("REPLICAOF", "NO", "ONE"));
        assertTrue(((StillConnection) primary.connection()).isClosing());
        assertEquals(ID, harness.room().replication().secondId());
        assertEquals(before + 1, harness.room().replication().secondOffset());
        assertEquals("+OK\r\n", harness.run("SET", "k", "mine"));
        assertTrue(offset() > before);
        assertEquals(List.of("replica of 127.0.0.9:7000", "up", "down", "primary"), events);
    }

    @Test
    void aBrokenFileIsAskedForAgain() {
        isFileGood = false;
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        handshake();
        say("+FULLRESYNC " + ID + " 100\r\n$4\r\nDATA");
        assertTrue(role().contains("connect\r\n"));
        harness.advanceMs(1100);
        assertEquals(2, dials);
        handshake();
        assertTrue(sent().endsWith("*3\r\n$5\r\nPSYNC\r\n$1\r\n?\r\n$2\r\n-1\r\n"));
    }

    @Test
    void aSilentPrimaryIsGivenUp() {
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        handshake();
        say("+FULLRESYNC " + ID + " 100\r\n$4\r\nDA");
        harness.advanceMs(61_000);
        assertTrue(isDiscarded);
        assertEquals(2, dials);
    }

    @Test
    void withoutItsPrimaryAReplicaMayRefuseToAnswer() {
        harness.run("CONFIG", "SET", "replica-serve-stale-data", "no");
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        assertEquals("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.\r\n",
                harness.run("GET", "k"));
        assertTrue(harness.run("INFO", "replication").contains("master_link_status:down"));
    }

    @Test
    void aTransactionNeedsTheDataThatItsCommandsNeed() {
        follow();
        harness.run("CONFIG", "SET", "replica-serve-stale-data", "no");
        harness.run("MULTI");
        harness.run("GET", "k");
        lose();
        assertEquals("-EXECABORT Transaction discarded because of: MASTERDOWN Link with MASTER is down and "
                + "replica-serve-stale-data is set to 'no'.\r\n", harness.run("EXEC"));
        harness.run("MULTI");
        harness.run("INFO", "server");
        assertTrue(harness.run("EXEC").startsWith("*1\r\n"));
    }

    @Test
    void whatIsDueLooksAbsentUntilThePrimaryRemovesIt() {
        follow();
        stream("SET", "k", "v", "PXAT", Long.toString(EngineHarness.START_MS + 50));
        harness.advanceMs(100);
        assertEquals("$-1\r\n", harness.run("GET", "k"));
        assertEquals(":1\r\n", harness.run("DBSIZE"));
        stream("APPEND", "k", "w");
        stream("PERSIST", "k");
        assertEquals("$2\r\nvw\r\n", harness.run("GET", "k"));
    }

    @Test
    void clientsOfAWritableReplicaHaveKeysThatExpire() {
        harness.run("CONFIG", "SET", "replica-read-only", "no");
        follow();
        assertEquals("+OK\r\n", harness.run("SET", "mine", "1", "PX", "50"));
        stream("SET", "theirs", "1", "PX", "50");
        harness.advanceMs(100);
        assertEquals(":1\r\n", harness.run("DBSIZE"));
        assertEquals("$-1\r\n", harness.run("GET", "theirs"));
    }

    @Test
    void whoWaitsForAKeyIsSentAway() {
        Client waiting = harness.engine().connect(new StillConnection("127.0.0.9:7000"));
        harness.run(waiting, "BLPOP", "l", "0");
        assertTrue(waiting.isBlocked());
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        assertFalse(waiting.isBlocked());
        assertTrue(harness.takeReply(waiting).startsWith("-UNBLOCKED"));
        harness.engine().disconnect(waiting);
    }

    @Test
    void anotherPrimaryThatCannotSynchronizeIsAskedForSync() {
        harness.run("REPLICAOF", "127.0.0.9", "7000");
        handshake();
        say("-ERR unknown command\r\n");
        assertTrue(sent().endsWith("SYNC\r\n"));
        say("$4\r\nDATA");
        assertTrue(role().contains("connected"));
    }

    // ---- FAILOVER

    /** A primary with one replica, which listens at 127.0.0.9:7001 and lacks a change. */
    private Client lead() {
        follow();
        harness.run("REPLICAOF", "NO", "ONE");
        lose();
        Client replica = harness.engine().connect(new StillConnection("127.0.0.9:5000"));
        harness.run(replica, "REPLCONF", "listening-port", "7001");
        String id = harness.room().replication().id();
        assertTrue(harness.run(replica, "PSYNC", id, Long.toString(offset() + 1)).startsWith("+CONTINUE"));
        harness.run("SET", "k", "v");
        sent();
        return replica;
    }

    private void leave(Client replica) {
        replica.reply().clear();
        replica.args().clear();
        harness.engine().disconnect(replica);
    }

    private void assertFailover(String state) {
        String info = harness.run("INFO", "replication");
        assertTrue(info.contains("master_failover_state:" + state + "\r\n"), info);
    }

    @Test
    void aPrimaryHandsOverToTheReplicaThatHasEverything() {
        Client replica = lead();
        assertEquals("+OK\r\n", harness.run("FAILOVER"));
        assertFailover("waiting-for-sync");
        assertEquals("-ERR FAILOVER already in progress.\r\n", harness.run("FAILOVER"));
        assertEquals("-ERR REPLICAOF not allowed while failing over.\r\n", harness.run("REPLICAOF", "NO", "ONE"));
        harness.advanceMs(200);
        assertTrue(role().contains("master"));
        harness.run(replica, "REPLCONF", "ACK", Long.toString(offset()));
        harness.advanceMs(200);
        assertFailover("failover-in-progress");
        assertTrue(role().contains("127.0.0.9\r\n:7001"), role());
        handshake();
        assertTrue(sent().endsWith("$8\r\nFAILOVER\r\n"));
        say("+CONTINUE " + ID + "\r\n");
        assertFailover("no-failover");
        assertTrue(role().contains("connected"), role());
        assertFalse(harness.engine().clientPause().isActive());
        leave(replica);
    }

    @Test
    void aPrimaryThatIsRefusedStaysOne() {
        Client replica = lead();
        harness.run(replica, "REPLCONF", "ACK", Long.toString(offset()));
        assertEquals("+OK\r\n", harness.run("FAILOVER", "TO", "127.0.0.9", "7001"));
        harness.advanceMs(200);
        handshake();
        say("-ERR no\r\n");
        assertFailover("no-failover");
        assertTrue(role().contains("master"));
        assertFalse(harness.engine().clientPause().isActive());
        leave(replica);
    }

    @Test
    void whenItsTimeIsUpAFailoverEndsOrIsForced() {
        Client replica = lead();
        assertEquals("+OK\r\n", harness.run("FAILOVER", "TIMEOUT", "1000"));
        harness.advanceMs(1100);
        assertFailover("no-failover");
        assertEquals("+OK\r\n", harness.run("FAILOVER", "TO", "127.0.0.9", "7001", "FORCE", "TIMEOUT", "1000"));
        harness.advanceMs(1100);
        assertFailover("failover-in-progress");
        assertEquals("+OK\r\n", harness.run("FAILOVER", "ABORT"));
        assertTrue(role().contains("master"));
        assertEquals("-ERR No failover in progress.\r\n", harness.run("FAILOVER", "ABORT"));
        leave(replica);
    }

    @Test
    void aFailoverNeedsAReplicaThatIsOnline() {
        assertEquals("-ERR FAILOVER requires connected replicas.\r\n", harness.run("FAILOVER"));
        Client replica = lead();
        assertEquals("-ERR FAILOVER target HOST and PORT is not a replica.\r\n",
                harness.run("FAILOVER", "TO", "127.0.0.9", "7002"));
        assertEquals("-ERR FAILOVER with force option requires both a timeout and target HOST and IP.\r\n",
                harness.run("FAILOVER", "TO", "127.0.0.9", "7001", "FORCE"));
        assertEquals("-ERR FAILOVER timeout must be greater than 0\r\n", harness.run("FAILOVER", "TIMEOUT", "0"));
        assertEquals("-ERR syntax error\r\n", harness.run("FAILOVER", "FORCE", "FORCE"));
        Client waiting = harness.engine().connect(new StillConnection("127.0.0.9:5001"));
        harness.run(waiting, "REPLCONF", "listening-port", "7003");
        harness.run(waiting, "SYNC");
        assertEquals("-ERR FAILOVER target replica is not online.\r\n",
                harness.run("FAILOVER", "TO", "127.0.0.9", "7003"));
        leave(waiting);
        leave(replica);
    }
}
