package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A module that breaks the rules: the server names it and lives on, or ends as {@code docs/modules.md} says. */
class HostileModuleTest {
    private static final int ABORTED = 134;

    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("hostile.c");

    private final ModuleHarness harness = MODULE.newServer();

    private void assertNamed(String complaint) {
        assertTrue(harness.log().contains("<hostile> "), harness::log);
        assertTrue(harness.log().contains(complaint), harness::log);
    }

    @Test
    void aStringFreedTwiceIsNamed() {
        MODULE.load();
        assertEquals("+OK\r\n", harness.run("h.free-twice"));
        assertNamed("RedisModule_FreeString failed inside the server");
    }

    @Test
    void aStringOfAutomaticMemoryStaysItsOwn() {
        MODULE.load();
        assertEquals("$4\r\ntext\r\n", harness.run("h.free-automatic"));
        assertNamed("belongs to automatic memory, which will free it");
    }

    @Test
    void anArgumentStaysTheServers() {
        MODULE.load();
        assertEquals("$3\r\nabc\r\n", harness.run("h.free-argument", "abc"));
        assertNamed("belongs to automatic memory, which will free it");
    }

    @Test
    void aBlockFreedTwiceIsNamed() {
        MODULE.load();
        assertEquals("+OK\r\n", harness.run("h.free-block-twice"));
        assertNamed("RedisModule_Free failed inside the server");
    }

    @Test
    void whatIsNoBlockIsNotFreed() {
        MODULE.load();
        assertEquals("+OK\r\n", harness.run("h.free-anything"));
        assertNamed("RedisModule_Free failed inside the server");
        assertNamed("RedisModule_FreeString failed inside the server");
    }

    @Test
    void aContextKeptTooLongIsRefused() {
        MODULE.load();
        harness.run("h.keep");
        for (int i = 0; i < 3; i++) {
            harness.run("PING");
        }
        assertEquals(":1\r\n", harness.run("h.use-kept"));
        assertNamed("RedisModule_Call failed inside the server");
    }

    @Test
    void aLockNobodyTookStaysAsItIs() {
        MODULE.load();
        assertEquals("+OK\r\n", harness.run("h.unlock"));
        assertNamed("gave back a lock it does not hold");
    }

    @Test
    void aKeyOpenForReadingIsNotWritten() {
        MODULE.load();
        harness.run("SET", "k", "v");
        assertEquals(":1\r\n", harness.run("h.write-read-only", "k"));
        assertEquals("$1\r\nv\r\n", harness.run("GET", "k"));
    }

    @Test
    void aKeyClosedTwiceIsNamed() {
        MODULE.load();
        assertEquals(":0\r\n", harness.run("h.close-twice", "k"));
        assertNamed("RedisModule_CloseKey failed inside the server");
    }

    @Test
    void aLockThatIsHeldIsNotTakenAgain() {
        MODULE.load();
        harness.holdLock();
        assertEquals("+OK\r\n", harness.run("h.lock"));
        assertNamed("waits for a lock it holds already");
    }

    @Test
    void lengthsThatDoNotFitAreNamedAndTheReplyIsWhole() {
        MODULE.load();
        assertEquals("*0\r\n", harness.run("h.forget-length"));
        assertTrue(harness.log().contains("API misuse detected in module hostile"), harness::log);
    }

    @Test
    void aLengthThatIsAnnouncedIsSentAsItIs() {
        MODULE.load();
        assertEquals("*3\r\n:1\r\n", harness.run("h.announce-more"));
        assertEquals("+PONG\r\n", harness.run("PING"));
    }

    @Test
    void withoutDebugModeARefusedCallAnswersZero() {
        MODULE.load();
        assertEquals(":0\r\n", harness.run("h.set-closed", "k"));
        assertNamed("RedisModule_StringSet failed inside the server");
    }

    @Test
    void debugModeAnswersAnError() {
        debug();
        assertEquals(":1\r\n", harness.run("h.set-closed", "k"));
        assertNamed("module-debug: RedisModule_StringSet: wanted a ModuleKey, but ");
    }

    @Test
    void debugModeNamesAContextKeptTooLong() {
        debug();
        harness.run("h.keep");
        assertEquals(":1\r\n", harness.run("h.use-kept"));
        assertNamed("module-debug: RedisModule_Call: wanted a ModuleContext, but ");
    }

    @Test
    void debugModeNamesAWriteToAKeyOpenForReading() {
        debug();
        harness.run("SET", "k", "v");
        assertEquals(":1\r\n", harness.run("h.write-read-only", "k"));
        assertNamed("module-debug: RedisModule_StringSet: writes to a key opened for reading");
    }

    @Test
    void debugModeNamesALockNobodyTook() {
        debug();
        harness.run("h.lock");
        assertNamed("module-debug: RedisModule_ThreadSafeContextLock: waits for a lock it holds already");
    }

    @Test
    void debugModeKeepsThreadsWithoutTheLockOut() {
        debug();
        harness.run("SET", "k", "v");
        assertEquals(":0\r\n", harness.run("h.no-lock", "k"));
        assertNamed("module-debug: RedisModule_OpenKey: called without the lock over all data");
        harness.run("CONFIG", "SET", "module-debug", "no");
        assertEquals(":1\r\n", harness.run("h.no-lock", "k"));
    }

    /** On a module that is loaded already. */
    private void debug() {
        MODULE.load();
        harness.holdLock();
        assertEquals("+OK\r\n", harness.run("CONFIG", "SET", "module-debug", "strict"));
    }

    @Test
    void callsAndLatencyAreCounted() {
        MODULE.load();
        harness.run("h.set-closed", "k");
        harness.run("h.set-closed", "k");
        String info = harness.host().info();
        assertTrue(info.contains("module_calls_hostile:total="), info);
        assertTrue(info.contains(",StringSet=2"), info);
        assertTrue(info.contains(",OpenKey=2"), info);
    }

    @Test
    void aLoadThatFailsLateLeavesNothing() {
        assertTrue(harness.run("MODULE", "LOAD", MODULE.path(), "fail").startsWith("-ERR Error loading the extension"));
        assertTrue(harness.run("h.keep").startsWith("-ERR unknown command"));
        assertEquals("*0\r\n", harness.run("CONFIG", "GET", "hostile.*").replace("%0", "*0"));
        assertEquals("*0\r\n", harness.run("MODULE", "LIST"));
        MODULE.load();
    }

    @Test
    void abortEndsTheProcess() throws Exception {
        assertEquals(ABORTED, victim("h.abort"));
    }

    @Test
    void aFailedAssertionEndsTheProcess() throws Exception {
        assertEquals(ABORTED, victim("h.claim"));
    }

    private static int victim(String command) throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + MODULE.directory().resolve("error.log"),
                "-cp", System.getProperty("java.class.path"), Victim.class.getName(), MODULE.path(), command)
                .redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(60, TimeUnit.SECONDS), output);
        return child.exitValue();
    }

    /** A process that runs one command of the module. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) {
            try (ModuleHarness harness = new ModuleHarness()) {
                harness.run("MODULE", "LOAD", args[0]);
                harness.run(args[1]);
            }
        }
    }
}
