package dev.spinel.tools.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.persistence.file.DiskStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.FileFeed;
import dev.spinel.persistence.rdb.RdbSnapshotter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckRdbTest {
    private static final OperatorLog SILENT = new OperatorLog() {
        @Override
        public boolean isEnabled(int level) {
            return false;
        }

        @Override
        public void log(int level, String text) {}
    };

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void saveAFewKeys() {
        file = directory.resolve("dump.rdb");
        try (EngineHarness engine = new EngineHarness();
                RdbSnapshotter snapshotter = RdbSnapshotter.register(engine.engine(), new DiskStore(directory::resolve),
                        Runnable::run, SILENT, () -> true)) {
            engine.run("SET", "text", "value", "PX", "1");
            engine.run("RPUSH", "list", "a", "b", "c");
            engine.run("ZADD", "scores", "1", "a", "2.5", "b");
            engine.run("XADD", "stream", "*", "field", "value");
            engine.run("HSET", "hash", "field", "value", "other", "x".repeat(500));
            engine.run("SELECT", "3");
            engine.run("SADD", "numbers", "1", "2", "3");
            assertTrue(snapshotter.save());
        }
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsThatAFileIsGood() {
        assertTrue(new CheckRdb(out).run(file.toString()), this::printed);
        assertTrue(printed().contains("[info] 6 keys read\n[info] 1 expires"), printed());
    }

    @Test
    void tellsWhereAFileIsNot() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertFalse(new CheckRdb(out).run(file.toString()));
        assertTrue(printed().contains("--- RDB ERROR DETECTED ---\n[offset "), printed());
    }

    @Test
    void reportsWhatAFileHolds() throws IOException {
        try (StoredFile stored = new DiskStore(directory::resolve).open("dump.rdb", OpenMode.READ);
                RdbReader reader = new RdbReader()) {
            reader.begin(new FileFeed(stored));
            assertTrue(new RdbReport(out, null, true, stored.length()).walk(reader));
        }
        assertTrue(printed().contains("0\tlist\tquicklist-v2\t3\t"), printed());
        assertTrue(printed().contains("3\tset\tset-intset\t3\t"), printed());
    }
}
