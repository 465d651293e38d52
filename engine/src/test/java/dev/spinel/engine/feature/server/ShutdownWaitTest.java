package dev.spinel.engine.feature.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.StillConnection;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.engine.port.Snapshotter;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShutdownWaitTest {
    private static final String FAILED = "-ERR Errors trying to SHUTDOWN. Check logs.\r\n";

    private final EngineHarness harness = new EngineHarness();
    private Client replica;
    private Client asker;

    private static final class EmptyFile implements SnapshotFile {
        @Override
        public long length() {
            return 0;
        }

        @Override
        public int read(long offset, long address, int max) {
            return 0;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void follow() {
        harness.engine().snapshotter(new Snapshotter() {
            @Override
            public boolean saveForReplicas(Consumer<SnapshotFile> onEnd) {
                harness.engine().timers().at(harness.engine().keyspace().nowMs(), () -> onEnd.accept(new EmptyFile()));
                return true;
            }
        });
        asker = harness.engine().connect(new StillConnection("127.0.0.9:4000"));
        replica = harness.engine().connect(new StillConnection("127.0.0.9:4000"));
        harness.run(replica, "PSYNC", "?", "-1");
        harness.advanceMs(1);
        acknowledge();
        harness.run("SET", "k", "v");
    }

    @AfterEach
    void close() {
        for (Client client : new Client[] {asker, replica}) {
            client.reply().clear();
            harness.engine().disconnect(client);
        }
        harness.close();
    }

    private void acknowledge() {
        harness.run(replica, "REPLCONF", "ACK", Long.toString(harness.room().replication().offset()));
    }

    private boolean isWaiting() {
        return harness.run("INFO", "server").contains("shutdown_in_milliseconds:");
    }

    @Test
    void theServerEndsWhenItsReplicasHaveEverything() {
        assertEquals("", harness.run(asker, "SHUTDOWN", "NOSAVE"));
        assertTrue(asker.isBlocked());
        assertTrue(isWaiting());
        harness.advanceMs(100);
        assertTrue(isWaiting());
        acknowledge();
        harness.advanceMs(100);
        assertFalse(isWaiting());
        assertEquals("", harness.takeReply(asker));
    }

    @Test
    void itDoesNotWaitForEver() {
        harness.run(asker, "SHUTDOWN", "NOSAVE");
        harness.advanceMs(10_001);
        assertFalse(isWaiting());
    }

    @Test
    void abortTakesItBack() {
        harness.run(asker, "SHUTDOWN");
        assertEquals("+OK\r\n", harness.run("SHUTDOWN", "ABORT"));
        assertEquals(FAILED, harness.takeReply(asker));
        assertFalse(harness.engine().clientPause().isActive());
    }

    @Test
    void nowDoesNotWait() {
        harness.run(asker, "SHUTDOWN", "NOW");
        assertFalse(isWaiting());
    }
}
