package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.port.Snapshotter;
import dev.spinel.persistence.file.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** All data is replaced by what a file holds, as modules may ask for, while a log is kept. */
final class ReplacedDataTest {
    private static Snapshotter files(AofFixture server) {
        return server.harness().engine().snapshotter();
    }

    @Test
    void theLogBeginsAnewWithTheNewData() {
        SimulatedDisk disk = new SimulatedDisk();
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start());
            server.run("SET", "k", "kept");
            assertTrue(files(server).saveTo("copy.rdb"));
            server.run("SET", "k", "lost");
            server.run("SET", "other", "lost");
            assertEquals(Snapshotter.Loaded.DONE, files(server).loadFrom("copy.rdb"));
            server.turn();
            server.run("SET", "later", "kept");
            assertEquals("$4\r\nkept\r\n", server.run("GET", "k"));
        }
        try (AofFixture server = new AofFixture(disk)) {
            assertTrue(server.start(), () -> "starts: " + server.log());
            assertEquals("*3\r\n$4\r\nkept\r\n$-1\r\n$4\r\nkept\r\n", server.run("MGET", "k", "other", "later"));
        }
    }

    @Test
    void withoutALogNoneBegins() {
        try (AofFixture server = new AofFixture(new SimulatedDisk(), "appendonly", "no")) {
            assertTrue(server.start());
            server.run("SET", "k", "kept");
            assertTrue(files(server).saveTo("copy.rdb"));
            server.run("FLUSHALL");
            assertEquals(Snapshotter.Loaded.DONE, files(server).loadFrom("copy.rdb"));
            server.turn();
            assertEquals("$4\r\nkept\r\n", server.run("GET", "k"));
            assertFalse(server.appendOnly().isOn());
        }
    }

    @Test
    void aMissingFileCostsNothing() {
        try (AofFixture server = new AofFixture(new SimulatedDisk())) {
            assertTrue(server.start());
            server.run("SET", "k", "kept");
            assertEquals(Snapshotter.Loaded.MISSING, files(server).loadFrom("absent.rdb"));
            assertEquals("$4\r\nkept\r\n", server.run("GET", "k"));
        }
    }
}
