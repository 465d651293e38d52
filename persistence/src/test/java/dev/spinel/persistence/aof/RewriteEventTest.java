package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.snapshot.FlightRecording;
import java.io.IOException;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RewriteEventTest {
    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aRewriteIsTold(String asRdb) throws IOException {
        try (AofFixture server = new AofFixture(new SimulatedDisk(), "aof-use-rdb-preamble", asRdb)) {
            assertTrue(server.start());
            server.run("DEBUG", "POPULATE", "100");
            try (FlightRecording recording = new FlightRecording("dev.spinel.AofRewrite", "dev.spinel.SnapshotPhase")) {
                server.run("BGREWRITEAOF");
                List<RecordedEvent> events = recording.events();
                RecordedEvent last = named(events, "dev.spinel.AofRewrite").getLast();
                assertEquals(asRdb.equals("yes"), last.getBoolean("isRdb"));
                assertNull(last.getString("complaint"));
                assertEquals(List.of("cut", "scan", "write", "fsync", "preserved", "finish"),
                        named(events, "dev.spinel.SnapshotPhase").stream().map(event -> event.getString("phase"))
                                .toList());
            }
        }
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
    }
}
