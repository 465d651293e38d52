package dev.spinel.persistence.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.persistence.rdb.PersistentHarness;
import java.io.IOException;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotEventsTest {
    private static final List<String> PHASES = List.of("cut", "scan", "write", "fsync", "preserved", "finish");

    @ParameterizedTest
    @ValueSource(strings = {"BGSAVE", "SAVE"})
    void eachPhaseIsTold(String command) throws IOException {
        try (PersistentHarness server = new PersistentHarness();
                FlightRecording recording = new FlightRecording("dev.spinel.SnapshotPhase")) {
            server.run("DEBUG", "POPULATE", "1000");
            server.run(command);
            server.awaitSave();
            List<RecordedEvent> events = recording.events();
            assertEquals(PHASES, events.stream().map(event -> event.getString("phase")).toList());
            assertEquals(1000, events.get(1).getLong("keys"));
            assertTrue(events.get(2).getLong("bytes") > 1000, "all bytes are counted");
        }
    }

    @Test
    void theWholeIsTold() throws IOException {
        try (PersistentHarness server = new PersistentHarness();
                FlightRecording recording = new FlightRecording("dev.spinel.Snapshot")) {
            server.run("DEBUG", "POPULATE", "1000");
            server.run("BGSAVE");
            server.awaitSave();
            List<RecordedEvent> events = recording.events();
            assertEquals(1, events.size());
            assertEquals(1000, events.get(0).getLong("keys"));
            assertTrue(events.get(0).getBoolean("isDone"));
        }
    }
}
