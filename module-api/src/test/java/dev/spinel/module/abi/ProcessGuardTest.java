package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.module.abi.NativeModuleTest.RecordingLog;
import dev.spinel.module.abi.ProbeApi.ProbeContext;
import dev.spinel.module.api.MemoryApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a module may not do to the process. */
class ProcessGuardTest {
    private static final FunctionCatalog CATALOG = FunctionCatalog.scan(MemoryApi.class);

    @TempDir
    static Path directory;
    private static Path modulePath;

    private final RecordingLog log = new RecordingLog();
    private final ProbeContext context = new ProbeContext();
    private ModuleInstance instance;
    private NativeModule module;

    @BeforeAll
    static void compile() throws Exception {
        CCompiler.assumePresent();
        modulePath = CCompiler.compile(ProcessGuardTest.class, "unruly.c", CATALOG, directory, "-Wl,-z,relro,-z,now");
    }

    @BeforeEach
    void load() throws Exception {
        instance = new ModuleInstance("unruly", log);
        module = load(modulePath, instance, context);
    }

    @AfterEach
    void unload() {
        HandleTable.close(context);
        module.close();
        instance.close();
    }

    @Test
    void signalsOfTheJvmAreRefusedAndOthersGranted() {
        assertEquals(0, call("unruly_ask"));
        assertEquals(List.of(), SignalGuard.restore());
        module.checkSignals();
        assertEquals(List.of("unruly asked for a signal the JVM needs: refused 3 times"), log.warnings);
        module.checkSignals();
        assertEquals(1, log.warnings.size());
    }

    @Test
    void signalsTakenPastTheGuardArePutBack() {
        assertEquals(0, call("unruly_take"));
        module.checkSignals();
        assertEquals(List.of("unruly replaced the JVM's handler of SIGTRAP: put back"), log.warnings);
        assertEquals(List.of(), SignalGuard.restore());
    }

    @Test
    void nullChecksStillWorkAfterAModuleAskedForTheirSignal() {
        assertEquals(0, call("unruly_ask"));
        int[][] arrays = new int[1][];
        for (int i = 0; i < 100_000; i++) {
            assertThrows(NullPointerException.class, () -> arrays[0][0]++);
        }
    }

    @Test
    void takingTheSuspendSignalIsGrantedWithAWarning() {
        Callbacks.voidP(module.symbol("unruly_suspend"), 1);
        module.checkSignals();
        module.checkSignals();
        Callbacks.voidP(module.symbol("unruly_suspend"), 0);
        assertEquals(1, log.warnings.size());
        assertTrue(log.warnings.getFirst().startsWith("unruly took signal 12, by which"), log.warnings.getFirst());
        assertEquals(40, SignalGuard.suspendSignal("40"));
        assertEquals(12, SignalGuard.suspendSignal("x"));
    }

    @Test
    void codeStaysWhileThreadsOfTheModuleRun() throws Exception {
        RecordingLog otherLog = new RecordingLog();
        ModuleInstance other = new ModuleInstance("threaded", otherLog);
        ProbeContext otherContext = new ProbeContext();
        NativeModule threaded = load(modulePath, other, otherContext);
        long finish = threaded.symbol("unruly_finish");
        assertEquals(0, Callbacks.intP(threaded.symbol("unruly_start"), 0));
        HandleTable.close(otherContext);
        threaded.close();
        other.close();
        assertEquals(List.of("threaded is gone, but 1 of its threads still run: its code and memory stay"),
                otherLog.warnings);
        assertEquals(17, Callbacks.intP(finish, 0));
        threaded.close();
        assertEquals(1, otherLog.warnings.size());
    }

    @Test
    void smallStacksAreEnlarged() {
        assertEquals(0, call("unruly_small_stack"));
    }

    @Test
    void exitInAForkedChildStaysThere() {
        assertEquals(7, call("unruly_fork_exit"));
    }

    @Test
    void exitEndsTheProcessThroughItsShutdownHooks() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Victim.class.getName(),
                modulePath.toString()).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(60, TimeUnit.SECONDS), output);
        assertEquals(5, child.exitValue(), output);
        assertEquals("[unruly called exit(5)]\nhook ran\n", output);
    }

    private int call(String function) {
        return Callbacks.intP(module.symbol(function), 0);
    }

    private static NativeModule load(Path path, ModuleInstance instance, ProbeContext context) throws Exception {
        NativeModule module = NativeModule.open(path, CATALOG, instance);
        HandleTable.open(context, module.getApi());
        assertEquals(0, module.onLoad(context.address(), 0, 0));
        return module;
    }

    /** A process whose module exits. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] args) throws Exception {
            RecordingLog log = new RecordingLog();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.println(log.warnings);
                System.out.println("hook ran");
            }));
            NativeModule module = load(Path.of(args[0]), new ModuleInstance("unruly", log), new ProbeContext());
            Callbacks.intP(module.symbol("unruly_exit"), 0);
        }
    }
}
