package dev.spinel.engine.feature.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.StillConnection;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.ExpiredKey;
import dev.spinel.engine.port.ReplicationListener;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicationTest {
    private static final String SET = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";
    private static final String SELECT = "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";

    private final EngineHarness harness = new EngineHarness();
    private final TextSnapshotter snapshotter = new TextSnapshotter();

    /** Saves when told to: the file says how much data there was when it was begun. */
    private static final class TextSnapshotter implements Snapshotter {
        private Consumer<SnapshotFile> waiting;
        private boolean isClosed;

        @Override
        public boolean saveForReplicas(Consumer<SnapshotFile> onEnd) {
            if (waiting != null) {
                return false;
            }
            waiting = onEnd;
            return true;
        }

        void finish(String text) {
            Consumer<SnapshotFile> onEnd = waiting;
            waiting = null;
            onEnd.accept(text == null ? null : new TextFile(text));
        }

        private final class TextFile implements SnapshotFile {
            private final String text;

            TextFile(String text) {
                this.text = text;
            }

            @Override
            public long length() {
                return text.length();
            }

            @Override
            public int read(long offset, long address, int max) {
                for (int i = 0; i < max; i++) {
                    Mem.initByte(address + i, (byte) text.charAt((int) offset + i));
                }
                return max;
            }

            @Override
            public void close() {
                isClosed = true;
            }
        }
    }

    @BeforeEach
    void plug() {
        harness.engine().snapshotter(snapshotter);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private Client newReplica() {
        return harness.engine().connect(new StillConnection("127.0.0.9:4000"));
    }

    /** A replica that has the file. */
    private Client newReplicaInStep() {
        Client replica = newReplica();
        harness.run(replica, "SYNC");
        snapshotter.finish("DATA");
        return replica;
    }

    private void leave(Client replica) {
        replica.reply().clear();
        replica.args().clear();
        harness.engine().disconnect(replica);
    }

    @Test
    void aReplicaGetsTheFileAndThenWhatHappenedMeanwhile() {
        Client replica = newReplica();
        assertEquals("", harness.run(replica, "SYNC"));
        harness.run("SET", "k", "v");
        assertEquals("", harness.takeReply(replica));
        snapshotter.finish("DATA");
        assertEquals("$4\r\nDATA" + SELECT + SET, harness.takeReply(replica));
        assertTrue(snapshotter.isClosed);
        harness.run("SET", "k", "v");
        assertEquals(SET, harness.takeReply(replica));
        leave(replica);
    }

    @Test
    void whatReplicasHaveNotTakenCostsNoKeys() {
        Client replica = newReplica();
        harness.run(replica, "SYNC");
        harness.run("SETRANGE", "k", "100000", "x");
        long used = Arena.usedBytes() - harness.engine().evictor().notCountedBytes();
        harness.run("CONFIG", "SET", "maxmemory-policy", "allkeys-random", "maxmemory", Long.toString(used + 300_000));
        overwriteWithMegabyte();
        snapshotter.finish("DATA");
        overwriteWithMegabyte();
        assertEquals(":1\r\n", harness.run("DBSIZE"));
        assertTrue(harness.engine().evictor().notCountedBytes() > 2_000_000);
        assertTrue(harness.run("INFO", "stats").contains("evicted_keys:0\r\n"));
        leave(replica);
    }

    private void overwriteWithMegabyte() {
        for (int i = 0; i < 100; i++) {
            assertEquals(":100001\r\n", harness.run("SETRANGE", "k", "0", "v".repeat(10_000)));
        }
    }

    @Test
    void whoAsksWhileAFileIsWrittenWaitsForTheNext() {
        Client first = newReplica();
        Client second = newReplica();
        harness.run(first, "SYNC");
        harness.run("SET", "k", "v");
        harness.run(second, "SYNC");
        snapshotter.finish("OLD");
        assertEquals("", harness.takeReply(second));
        snapshotter.finish("NEW");
        assertEquals("$3\r\nNEW", harness.takeReply(second));
        assertEquals("$3\r\nOLD" + SELECT + SET, harness.takeReply(first));
        leave(first);
        leave(second);
    }

    @Test
    void whoFollowedBeforeAStartHearsOfKeysThatWereDueByThen() {
        String old = "a".repeat(40);
        Replication replication = harness.room().replication();
        replication.restart(old, 100);
        replication.delete(List.of(new ExpiredKey(0, Text.bytes("k")), new ExpiredKey(0, Text.bytes("l"))));
        Client replica = newReplica();
        harness.run(replica, "REPLCONF", "capa", "psync2");
        assertEquals("+CONTINUE " + replication.id() + "\r\n" + SELECT + "*2\r\n$3\r\nDEL\r\n$1\r\nk\r\n"
                + "*2\r\n$3\r\nDEL\r\n$1\r\nl\r\n", harness.run(replica, "PSYNC", old, "101"));
        assertEquals(0, harness.engine().executor().dirty());
        leave(replica);
    }

    @Test
    void psyncContinuesWithinTheBacklogOnly() {
        Client first = newReplica();
        harness.run(first, "PSYNC", "?", "-1");
        snapshotter.finish("DATA");
        harness.run("SET", "k", "v");
        leave(first);
        Client again = newReplica();
        harness.run(again, "REPLCONF", "capa", "psync2");
        String id = harness.room().replication().id();
        long behindSelect = SELECT.length();
        assertEquals("+CONTINUE " + id + "\r\n" + SET,
            harness.run(again, "PSYNC", id, Long.toString(behindSelect + 1)));
        leave(again);
        Client other = newReplica();
        assertEquals("+FULLRESYNC " + id + " " + harness.room().replication().offset() + "\r\n",
            harness.run(other, "PSYNC", "0".repeat(40), "1"));
        assertEquals(1, harness.room().replication().notContinued());
        leave(other);
    }

    @Test
    void whoeverListensHearsOfReplicasThatFollow() {
        List<Boolean> heard = new ArrayList<>();
        harness.engine().replicationListener(new ReplicationListener() {
            @Override
            public void onReplica(boolean isOnline) {
                heard.add(isOnline);
            }
        });
        Client replica = newReplica();
        harness.run(replica, "SYNC");
        assertEquals(List.of(), heard);
        snapshotter.finish("DATA");
        assertEquals(List.of(true), heard);
        leave(replica);
        assertEquals(List.of(true, false), heard);
    }

    @Test
    void replacedDataHasEveryReplicaComeAgainForAFile() {
        Client first = newReplica();
        harness.run(first, "PSYNC", "?", "-1");
        snapshotter.finish("DATA");
        harness.engine().replaceData();
        assertTrue(((StillConnection) first.connection()).isClosing());
        leave(first);
        Client again = newReplica();
        harness.run(again, "REPLCONF", "capa", "psync2");
        harness.run(again, "PSYNC", harness.room().replication().id(), "1");
        assertEquals(2, harness.room().replication().fullSyncs());
        snapshotter.finish("NEW");
        leave(again);
    }

    @Test
    void aFailedSaveDropsWhoWaitsForIt() {
        Client replica = newReplica();
        harness.run(replica, "SYNC");
        snapshotter.finish(null);
        assertTrue(((StillConnection) replica.connection()).isClosing());
        leave(replica);
    }

    @Test
    void theBacklogKeepsTheLatestBytes() {
        harness.run("CONFIG", "SET", "repl-backlog-size", "100");
        Client replica = newReplica();
        harness.run(replica, "SYNC");
        for (int i = 0; i < 50; i++) {
            harness.run("SET", "k", "v");
        }
        Backlog backlog = harness.room().replication().backlog();
        long end = harness.room().replication().offset();
        assertTrue(backlog.reaches(end - 100) && backlog.reaches(end));
        assertFalse(backlog.reaches(end - 101) || backlog.reaches(end + 1));
        backlog.copyTo(harness.client().reply(), end - 2 * SET.length());
        assertEquals(SET + SET, harness.takeReply(harness.client()));
        leave(replica);
    }

    @Test
    void waitCountsWhoAcknowledged() {
        Client replica = newReplicaInStep();
        harness.run("SET", "k", "v");
        harness.takeReply(replica);
        assertEquals("", harness.run("WAIT", "1", "0"));
        assertEquals("*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n", harness.takeReply(replica));
        harness.run(replica, "REPLCONF", "ACK", "1000");
        assertEquals(":1\r\n", harness.takeReply(harness.client()));
        leave(replica);
    }

    @Test
    void whoWaitsWithoutAConnectionFindsTheAnswerWhenTheWaitIsOver() {
        Client replica = newReplicaInStep();
        harness.run("SET", "k", "v");
        assertEquals("", harness.run("WAIT", "1", "0"));
        List<String> heard = new ArrayList<>();
        harness.client().onUnblocked(() -> heard.add(harness.takeReply(harness.client())));
        harness.takeReply(replica);
        harness.run(replica, "REPLCONF", "ACK", "1000");
        assertEquals(List.of(":1\r\n"), heard);
        leave(replica);
    }

    @Test
    void refusesWhatNoPrimaryTakes() {
        Client replica = newReplica();
        assertEquals("-ERR REPLCONF ip-address provided by replica instance is too long: 300 bytes\r\n",
            harness.run(replica, "REPLCONF", "ip-address", "x".repeat(300)));
        assertEquals("-ERR Unsupported rdb-filter-only option: keys\r\n",
            harness.run(replica, "REPLCONF", "rdb-filter-only", "keys"));
        assertEquals("-ERR Unrecognized REPLCONF option: colour\r\n",
            harness.run(replica, "REPLCONF", "colour", "red"));
        assertEquals("-ERR PSYNC FAILOVER can't be sent to a master.\r\n",
            harness.run(replica, "PSYNC", "?", "-1", "FAILOVER"));
        harness.run(replica, "SYNC");
        assertEquals("-ERR can only reset normal client connections\r\n", harness.run(replica, "RESET"));
        assertEquals("", harness.run(replica, "SYNC"));
        leave(replica);
    }

    @Test
    void writesNeedReplicasThatAreNear() {
        harness.run("CONFIG", "SET", "min-replicas-to-write", "1");
        assertEquals("-NOREPLICAS Not enough good replicas to write.\r\n", harness.run("SET", "k", "v"));
        Client replica = newReplicaInStep();
        assertEquals("+OK\r\n", harness.run("SET", "k", "v"));
        harness.advanceMs(11_000);
        assertEquals("-NOREPLICAS Not enough good replicas to write.\r\n", harness.run("SET", "k", "v"));
        harness.run(replica, "REPLCONF", "ACK", "1");
        assertEquals("+OK\r\n", harness.run("SET", "k", "v"));
        leave(replica);
    }
}
