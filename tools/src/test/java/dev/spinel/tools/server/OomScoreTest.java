package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.OperatorLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomScoreTest {
    private final Settings settings = new Settings();
    private final List<String> lines = new ArrayList<>();
    @TempDir
    Path directory;
    private Path file;
    private OomScore score;

    @BeforeEach
    void writeInheritedScore() throws IOException {
        file = Files.writeString(directory.resolve("score"), "50\n");
        score = new OomScore(settings, new OperatorLog() {
            @Override
            public boolean isEnabled(int level) {
                return true;
            }

            @Override
            public void log(int level, String text) {
                lines.add(text);
            }
        }, file);
    }

    private String apply(String mode, String... values) throws IOException {
        settings.oomScoreAdj.assign(List.of(mode));
        settings.oomScoreAdjValues.assign(List.of(values));
        assertNull(score.apply());
        return Files.readString(file).strip();
    }

    @Test
    void nothingIsWrittenUnlessAsked() throws IOException {
        assertEquals("50", apply("no", "1", "2", "3"));
    }

    @Test
    void relativeAddsToTheInheritedScoreAndAbsoluteDoesNot() throws IOException {
        assertEquals("60", apply("yes", "10", "2", "3"));
        assertEquals("70", apply("relative", "20", "2", "3"));
        assertEquals("20", apply("absolute", "20", "2", "3"));
        assertEquals("1000", apply("relative", "2000", "2", "3"));
        assertEquals("50", apply("no", "20", "2", "3"));
    }

    @Test
    void aReplicaHasItsOwnScoreFromTheMomentItFollows() throws IOException {
        settings.replicaof.onApply(score::apply);
        assertEquals("1", apply("absolute", "1", "2", "3"));
        settings.replicaof.replace("127.0.0.1", 6380);
        assertEquals("2", Files.readString(file).strip());
        settings.replicaof.replace(null, 0);
        assertEquals("1", Files.readString(file).strip());
    }

    @Test
    void aRefusalIsToldAndLogged() throws IOException {
        Files.delete(file);
        settings.oomScoreAdj.assign(List.of("yes"));
        assertEquals("Failed to set current oom_score_adj. Check server logs.", score.apply());
        assertEquals(1, lines.size());
    }
}
