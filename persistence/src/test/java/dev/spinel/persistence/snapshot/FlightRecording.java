package dev.spinel.persistence.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What JFR hears from us between its start and {@link #events}. */
public final class FlightRecording implements AutoCloseable {
    private final Recording recording = new Recording();
    private final List<String> names;

    /** @param names of the events it listens to */
    public FlightRecording(String... names) {
        this.names = List.of(names);
        recording.start();
    }

    /** Ends it; what it heard, in order of time. */
    public List<RecordedEvent> events() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("spinel", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> names.contains(event.getEventType().getName()))
                    .sorted((a, b) -> a.getEndTime().compareTo(b.getEndTime())).toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
