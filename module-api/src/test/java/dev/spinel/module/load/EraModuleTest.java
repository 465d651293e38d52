package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.api.ModuleApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules compiled in other years: their structs are shorter, and what lies behind them is none of ours. */
class EraModuleTest {
    @TempDir
    static Path directory;

    private final EngineHarness engine = new EngineHarness();
    private final List<String> log = new ArrayList<>();
    private final ModuleHost host =
            ModuleHost.register(engine.engine(), new ModuleHarness.TestLock(), Runnable::run, new ListLog());

    private final class ListLog implements OperatorLog {
        @Override
        public boolean isEnabled(int level) {
            return true;
        }

        @Override
        public void log(int level, String text) {
            log.add(text);
        }
    }

    /** Types stay as long as the process, so handles do. */
    @AfterEach
    void close() {
        engine.run("FLUSHALL");
        host.close();
        engine.close();
    }

    @BeforeAll
    static void needsCompiler() {
        CCompiler.assumePresent();
    }

    private static String compile(int era) throws Exception {
        Path place = Files.createDirectories(directory.resolve("era" + era));
        return CCompiler.compile(EraModuleTest.class, "era.c", ModuleApi.catalog(), place, "-DERA=" + era).toString();
    }

    @Test
    void theStructOf40KnowsNoCopies() throws Exception {
        values(compile(1));
        assertTrue(engine.run("COPY", "k", "other").startsWith("-ERR"));
        engine.run("SET", "other", "stays");
        assertTrue(engine.run("COPY", "k", "other", "REPLACE").startsWith("-ERR"));
        assertEquals("$5\r\nstays\r\n", engine.run("GET", "other"));
    }

    @Test
    void theStructOf70CopiesAndCounts() throws Exception {
        values(compile(4));
        assertEquals(":1\r\n", engine.run("COPY", "k", "other"));
        assertEquals(":7\r\n", engine.run("era.get", "other"));
    }

    private void values(String path) {
        assertEquals("+OK\r\n", engine.run("MODULE", "LOAD", path), () -> log.toString());
        assertEquals("+OK\r\n", engine.run("era.set", "k", "7"));
        assertEquals(":7\r\n", engine.run("era.get", "k"));
        assertEquals("+era-value\r\n", engine.run("TYPE", "k"));
        assertTrue(engine.run("DUMP", "k").startsWith("$"));
        assertEquals(":1\r\n", engine.run("UNLINK", "k"));
        assertEquals("+OK\r\n", engine.run("era.set", "k", "7"));
    }
}
