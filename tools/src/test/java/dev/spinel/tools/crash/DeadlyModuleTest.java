package dev.spinel.tools.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.ModuleCompiler;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules that end the process: the log says which and where, and nothing is left in between. */
class DeadlyModuleTest {
    private static final int ABORTED = 134;
    private static final String END = "=== REDIS BUG REPORT END. Make sure to include from START to END. ===";

    @TempDir
    static Path directory;

    @BeforeAll
    static void build() throws Exception {
        ModuleCompiler.requireCompiler();
        ModuleCompiler.writeHeader(directory);
        compile("deadly.c", "deadly.so");
    }

    private static void compile(String source, String module, String... options) throws Exception {
        ModuleCompiler.compileResource(DeadlyModuleTest.class, source, directory.resolve(module), options);
    }

    private static ServerProcess start(String module) {
        return ServerProcess.start(ServerTarget.spinel(), List.of("save \"\"", "loadmodule " + directory.resolve(module)));
    }

    /** Runs a command of which the process dies; answers what the log holds then. */
    private static String die(int status, String... command) {
        try (ServerProcess server = start(command[0].substring(0, command[0].indexOf('.')) + ".so")) {
            try (RespClient client = server.connect()) {
                client.sendCommand(command);
                assertEquals(0, client.readToEnd().length);
            }
            assertEquals(status, server.awaitExit(), server::log);
            return server.log();
        }
    }

    private static void assertReport(String log, String... parts) {
        int at = log.indexOf("=== REDIS BUG REPORT START: Cut & paste starting from here ===");
        assertTrue(at >= 0, log);
        for (String part : parts) {
            int found = log.indexOf(part, at);
            assertTrue(found >= 0, () -> part + " is not in its place:\n" + log);
            at = found;
        }
        assertTrue(log.indexOf(END, at) >= 0, log);
        assertEquals(log.indexOf(END), log.lastIndexOf(END), log);
    }

    @Test
    void aFailedAssertionNamesModuleAndFunction() {
        assertReport(die(ABORTED, "deadly.claim", "x"), "=== ASSERTION FAILED ===", "'argc == 100' is not true",
                "Module: deadly", "------ STACK TRACE ------", "------ STACK TRACE DONE ------", "------ INFO OUTPUT ------",
                "redis_version:", "------ CLIENT LIST OUTPUT ------", "cmd=deadly.claim",
                "------ CURRENT CLIENT INFO ------", "argv[1]: 'x'");
    }

    @Test
    void anAssertionOfTheLibraryIsOneToo() {
        assertReport(die(ABORTED, "deadly.assert"), "=== ASSERTION FAILED ===", "'argc == 200' is not true",
                "Module: deadly");
    }

    @Test
    void abortIsReported() {
        assertReport(die(ABORTED, "deadly.abort"), "crashed by signal: 6, si_code: -6", "Module: deadly");
    }

    @Test
    void aFaultNamesModuleAndFunction() {
        assertReport(die(ABORTED, "deadly.fault"), "crashed by signal: 11, si_code: 1", "Accessing address: 0x18",
                "Crashed running the instruction at: 0x", "Module: deadly", "deadly_fault+0x",
                "------ INFO OUTPUT ------");
    }

    @Test
    void memoryThatThereIsNotEndsTheProcess() {
        assertReport(die(ABORTED, "deadly.alloc"),
                "Guru Meditation: Redis aborting for OUT OF MEMORY. Allocating 4611686018427387904 bytes", "'deadly'");
    }

    @Test
    void exitEndsInOrder() {
        assertTrue(die(7, "deadly.exit").contains("called exit(7)"));
    }

    /** By us when the outer callback returns, or by the JVM when it walks the stack before that. */
    @Test
    void aJumpOverACallOfTheServerIsNoticed() {
        String log = die(ABORTED, "deadly.jump");
        assertTrue(log.contains("<deadly> jumped over a call of the server (longjmp)")
                || log.contains("A fatal error has been detected by the Java Runtime Environment"), log);
    }

    @Test
    void destructorsOfAModuleMayCallTheServerThatEnded() throws Exception {
        compile("lingering.c", "lingering.so", "-pthread");
        try (ServerProcess server = start("lingering.so")) {
            try (RespClient client = server.connect()) {
                client.sendCommand("SHUTDOWN");
                assertEquals(0, client.readToEnd().length);
            }
            assertEquals(0, server.awaitExit(), server::log);
            assertTrue(server.log().contains("lingering: destructor ran"), server::log);
        }
    }

    @Test
    void aJumpWithinTheModuleIsItsOwnAffair() {
        try (ServerProcess server = start("deadly.so"); RespClient client = server.connect()) {
            assertEquals("landed", client.command("deadly.jump", "inside").text());
        }
    }

    @Test
    void aCppExceptionMustBeCaughtInTheModule() throws Exception {
        Assumptions.assumeTrue(hasCppCompiler(), "no g++ on this machine");
        compile("thrower.cc", "thrower.so", "-fvisibility=hidden");
        try (ServerProcess server = start("thrower.so"); RespClient client = server.connect()) {
            assertEquals("somebody catches this", client.command("thrower.catch").text());
        }
        assertReport(die(ABORTED, "thrower.throw"), "C++ exception that nobody caught: St13runtime_error",
                "Module: thrower");
    }

    private static boolean hasCppCompiler() throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v g++").start().waitFor() == 0;
    }
}
