package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.module.abi.NativeModuleTest.RecordingLog;
import dev.spinel.module.abi.ProbeApi.ProbeContext;
import dev.spinel.module.api.MemoryApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module in a child process, where there is no Java. */
class ForkTest {
    private static final FunctionCatalog CATALOG = FunctionCatalog.scan(MemoryApi.class, ProbeApi.class,
            ForkProbeApi.class);

    @TempDir
    static Path directory;
    private static Path modulePath;

    private final RecordingLog log = new RecordingLog();
    private final ProbeContext context = new ProbeContext();
    private ForkingInstance instance;
    private long string;

    /** Remembers what the function is told. */
    static final class ForkingInstance extends ModuleInstance {
        final List<String> calls = new ArrayList<>();
        NativeModule module;
        boolean mayFork = true;
        Path childLog = directory.resolve("child.log");

        ForkingInstance(ModuleLog log) {
            super("forker", log);
        }
    }

    /** The functions that only make sense with a child. */
    public static final class ForkProbeApi {
        private ForkProbeApi() {}

        @ModuleFunction(since = "6.0", errno = true,
            c = "int Fork(RedisModuleForkDoneHandler cb, void *user_data)")
        public static int fork(ForkingInstance caller, long cb, long userData, int pid) {
            caller.calls.add(Long.toHexString(cb) + " " + Long.toHexString(userData) + " "
                    + (pid == 0 ? "before" : "after"));
            if (pid != 0) {
                return pid;
            }
            if (!caller.mayFork) {
                Errno.set(Errno.EEXIST);
                return 0;
            }
            caller.prepareChildLog(caller.childLog, "%d:C 100%% <forker> ");
            return 1;
        }

        @ModuleFunction(since = "7.2", c = "int RdbSave(RedisModuleCtx *ctx, RedisModuleRdbStream *stream, int flags)")
        public static int rdbSave(long ctx, long stream, int flags) {
            throw new IllegalStateException("this is the parent");
        }

        @ModuleFunction(since = "6.0", c = "int ExitFromChild(int retcode)")
        public static int exitFromChild(int retcode) {
            throw new IllegalStateException("this is the parent");
        }
    }

    @BeforeAll
    static void compile() throws Exception {
        CCompiler.assumePresent();
        modulePath = CCompiler.compile(ForkTest.class, "forker.c", CATALOG, directory);
    }

    @BeforeEach
    void load() throws Exception {
        instance = new ForkingInstance(log);
        instance.module = NativeModule.open(modulePath, CATALOG, instance);
        HandleTable.open(context, instance.module.getApi());
        assertEquals(0, instance.module.onLoad(context.address(), 0, 0));
        string = StringCell.create(instance.memory().strings(), "some text");
    }

    @AfterEach
    void unload() {
        StringCell.release(string);
        HandleTable.close(context);
        instance.module.close();
        instance.close();
        assertEquals(List.of(), log.failures);
        assertEquals(List.of(), log.warnings);
    }

    @Test
    void aChildWorksWithoutJavaAndTheParentLearnsHowItEnded() {
        ForkedChild child = run(42);
        assertEquals(new ForkedChild.End(42, 0), await(child));
        assertEquals(List.of("1234 5678 before", "1234 5678 after"), instance.calls);
    }

    @Test
    void aChildWritesItsOwnLogLines() throws Exception {
        instance.childLog = directory.resolve("lines.log");
        ForkedChild child = run(0);
        assertEquals(new ForkedChild.End(0, 0), await(child));
        assertEquals(child.pid() + ":C 100% <forker> child some text 9 2.5\n", Files.readString(instance.childLog));
    }

    @Test
    void aRefusedForkMakesNoChild() {
        instance.mayFork = false;
        assertEquals(-1, Callbacks.intPpi(instance.module.symbol("forker_run"), string, 0, 1));
        assertEquals(List.of("1234 5678 before"), instance.calls);
    }

    @Test
    void aKilledChildSaysSo() throws Exception {
        instance.childLog = directory.resolve("killed.log");
        ForkedChild child = new ForkedChild(Callbacks.intP(instance.module.symbol("forker_sleep"), 0));
        while (!Files.readString(instance.childLog).contains("asleep")) {
            assertNull(child.poll());
        }
        assertEquals(new ForkedChild.End(255, 0), child.kill());
        String last = Files.readAllLines(instance.childLog).getLast();
        assertTrue(last.matches(child.pid() + ":signal-handler \\(\\d+\\) Received SIGUSR1 in child, exiting now\\."),
                last);
    }

    @Test
    void childrenSurviveGarbageCollectionInTheParent() {
        for (int i = 0; i < 40; i++) {
            ForkedChild child = run(i);
            System.gc();
            assertEquals(new ForkedChild.End(i, 0), await(child));
        }
    }

    private ForkedChild run(int code) {
        int pid = Callbacks.intPpi(instance.module.symbol("forker_run"), string, 0, code);
        assertTrue(pid > 0, "pid " + pid);
        return new ForkedChild(pid);
    }

    private static ForkedChild.End await(ForkedChild child) {
        ForkedChild.End end = child.poll();
        for (; end == null; end = child.poll()) {
            Thread.onSpinWait();
        }
        return end;
    }
}
