package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.module.abi.ProbeApi.ProbeContext;
import dev.spinel.module.abi.ProbeApi.ProbeKey;
import dev.spinel.module.api.MemoryApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A C module compiled against the generated header, and every way a call can travel. */
class NativeModuleTest {
    private static final FunctionCatalog CATALOG = FunctionCatalog.scan(MemoryApi.class, ProbeApi.class);

    @TempDir
    static Path directory;
    private static Path modulePath;

    private final RecordingLog log = new RecordingLog();
    private final ModuleInstance instance = new ModuleInstance("probe", log);
    private final ProbeContext context = new ProbeContext();
    private NativeModule module;
    private int handlesBefore;
    private List<String> expectedWarnings = List.of();

    @BeforeAll
    static void compile() throws Exception {
        CCompiler.assumePresent();
        modulePath = CCompiler.compile(NativeModuleTest.class, "probe.c", CATALOG, directory, "-lpthread");
    }

    @BeforeEach
    void load() throws Exception {
        ProbeApi.LOG.clear();
        handlesBefore = HandleTable.liveCount();
        module = NativeModule.open(modulePath, CATALOG, instance);
        HandleTable.open(context, module.getApi());
        assertEquals(0, module.onLoad(context.address(), 0, 0));
    }

    @AfterEach
    void unload() throws Exception {
        assertEquals(0, module.onUnload(context.address()));
        HandleTable.close(context);
        module.close();
        instance.close();
        assertEquals(expectedWarnings, log.warnings);
        assertEquals(handlesBefore, HandleTable.liveCount());
        assertFalse(Files.readString(Path.of("/proc/self/maps")).contains("probe.so"), "the library is still mapped");
    }

    @Test
    void namesResolveUnderBothPrefixesAndUnknownOnesAreLeftAlone() {
        assertEquals(1, Callbacks.intP(symbol("probe_unknown_name"), 0));
        assertEquals(0, module.boundFunctions());
    }

    @Test
    void allocationsComeFromTheArenaUnderTheModulesTag() {
        int tag = instance.memory().alloc();
        long before = Arena.usedBytes(tag);
        assertEquals(0, Callbacks.intP(symbol("probe_memory"), 0));
        assertEquals(before, Arena.usedBytes(tag));
        long block = Callbacks.longP(symbol("probe_leak"), 1000);
        assertTrue(Arena.usedBytes(tag) >= before + 1000);
        Arena.free(block);
    }

    @Test
    void whatAModuleLeavesIsToldAndFreed() throws Exception {
        RecordingLog leaks = new RecordingLog();
        ModuleInstance leaky = new ModuleInstance("leaky", leaks);
        long used = Arena.usedBytes();
        try (NativeModule other = NativeModule.open(modulePath, CATALOG, leaky)) {
            ProbeContext otherContext = new ProbeContext();
            HandleTable.open(otherContext, other.getApi());
            assertEquals(0, other.onLoad(otherContext.address(), 0, 0));
            Callbacks.longP(other.symbol("probe_leak"), 1000);
            HandleTable.close(otherContext);
        }
        leaky.close();
        assertEquals(1, leaks.warnings.size());
        assertTrue(leaks.warnings.getFirst().matches("leaky left \\d+ bytes in 1 blocks of module:leaky:alloc"),
                leaks.warnings.getFirst());
        assertEquals(used, Arena.usedBytes());
    }

    @Test
    void printfArgumentsMeanWhatTheyMeanInC() {
        Callbacks.voidP(symbol("probe_log"), context.address());
        Callbacks.voidP(symbol("probe_log_long"), context.address());
        assertEquals(List.of("probe notice: text -7 1099511627776 2.500000 3.250000 abc",
                "probe notice: 1 2 3 4 5 6 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5 9.5 10.5 11.5 12 x%"), ProbeApi.LOG);
    }

    @Test
    void variadicArgumentsAreReadFromRegistersAndStack() {
        Callbacks.voidP(symbol("probe_arguments"), context.address());
        assertEquals(List.of("10 name -5 1 2.5 more 3 4 8.5 9 last 0"), ProbeApi.LOG);
    }

    @Test
    void errnoIsSetWhenTheCallReturns() {
        assertEquals(0, Callbacks.intP(symbol("probe_errno"), context.address()));
    }

    @Test
    void everyCallHasItsOwnErrno() {
        assertEquals(0, Callbacks.intP(symbol("probe_errno_nested"), context.address()));
    }

    @Test
    void loadingAndUnloadingLeavesNothingBehind() throws Exception {
        loadAndUnload();
        long files = entries("/proc/self/fd");
        long mappings = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("memfd:") || line.contains("probe.so")).count();
        long used = Arena.usedBytes();
        for (int i = 0; i < 30; i++) {
            loadAndUnload();
        }
        assertEquals(files, entries("/proc/self/fd"));
        assertEquals(mappings, Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("memfd:") || line.contains("probe.so")).count());
        assertEquals(used, Arena.usedBytes());
    }

    private void loadAndUnload() throws Exception {
        ProbeContext other = new ProbeContext();
        try (ModuleInstance twin = new ModuleInstance("twin", log);
                NativeModule copy = NativeModule.open(modulePath, CATALOG, twin)) {
            HandleTable.open(other, copy.getApi());
            assertEquals(0, copy.onLoad(other.address(), 0, 0));
            assertEquals(0, Callbacks.intP(copy.symbol("probe_memory"), 0));
            HandleTable.close(other);
        }
    }

    private static long entries(String directory) throws Exception {
        try (var list = Files.list(Path.of(directory))) {
            return list.count();
        }
    }

    @Test
    void whatTheServerLacksAnswersZeroAndIsToldOnce() {
        assertEquals(0, Callbacks.intP(symbol("probe_lacking"), context.address()));
        expectedWarnings = List.of("probe called RedisModule_SelectDb, which this server lacks; it gets 0");
    }

    @Test
    void exceptionsBecomeZeroAndAReport() {
        assertEquals(0, Callbacks.longP(symbol("probe_exception"), context.address()));
        assertEquals(List.of("probe Explode java.lang.IllegalStateException: on purpose",
                "probe ExplodeDouble java.lang.StackOverflowError: on purpose"), log.failures);
    }

    @Test
    void longDoublesTravelExactly() {
        assertEquals(0, Callbacks.intP(symbol("probe_long_double"), context.address()));
        assertEquals(List.of("9 0.33333333333333333334"), ProbeApi.LOG);
    }

    @Test
    void eventsByValueAreTwoWords() {
        assertEquals(17 + 23 + 99, Callbacks.intP(symbol("probe_event"), context.address()));
        assertEquals(List.of("event 17 23 99"), ProbeApi.LOG);
    }

    @Test
    void argumentsBeyondTheRegistersComeFromTheStack() {
        assertEquals(5, Callbacks.intP(symbol("probe_many"), context.address()));
        assertEquals(List.of("many 1 200 3 0.25 5 6 7 8 -9 true"), ProbeApi.LOG);
    }

    @Test
    void staleAndMistakenHandlesAreNamedNotFollowed() {
        ProbeContext gone = new ProbeContext();
        long address = HandleTable.open(gone, 0);
        HandleTable.close(gone);
        ProbeKey key = new ProbeKey();
        HandleTable.open(key, 0);
        long stale = symbol("probe_stale");
        Callbacks.voidP(stale, address);
        Callbacks.voidP(stale, key.address());
        Callbacks.voidP(stale, 0x1234);
        HandleTable.close(key);
        assertEquals(3, log.failures.size());
        assertTrue(log.failures.get(0).contains("TakeEvent") && log.failures.get(0).endsWith("is already closed"));
        assertTrue(log.failures.get(1).endsWith("is a ProbeKey"), log.failures.get(1));
        assertTrue(log.failures.get(2).endsWith("0x1234 is no handle of this server"), log.failures.get(2));
        assertEquals(List.of(), ProbeApi.LOG);
    }

    @Test
    void foreignThreadsMayCall() {
        assertEquals(0, Callbacks.intP(symbol("probe_thread"), context.address()));
        assertEquals(400, ProbeApi.LOG.size());
        assertEquals(List.of(), log.failures);
    }

    @Test
    void callbacksReceiveStringsWithoutJavaObjects() {
        long argv = Arena.allocate(MemoryTag.SERVER, 3 * Long.BYTES);
        String[] texts = {"a", "", "word"};
        for (int i = 0; i < texts.length; i++) {
            Native.putLong(argv + (long) i * Long.BYTES, StringCell.create(instance.memory().strings(), texts[i]));
        }
        assertEquals(104, Callbacks.intPpi(symbol("probe_callback"), context.address(), argv, texts.length));
        for (int i = 0; i < texts.length; i++) {
            assertTrue(StringCell.release(Native.getLong(argv + (long) i * Long.BYTES)));
        }
        Arena.free(argv);
    }

    @Test
    void stringsAreReadWithoutEnteringJava() {
        long string = StringCell.create(instance.memory().strings(), "twelve bytes");
        long probe = symbol("probe_string");
        assertEquals(12, Callbacks.intP(probe, string));
        StringCell.append(string, StringCell.bytes(string), 0);
        long tail = StringCell.create(instance.memory().strings(), "x".repeat(500));
        StringCell.append(string, StringCell.bytes(tail), 500);
        assertEquals(512, Callbacks.intP(probe, string));
        assertEquals(List.of(), ProbeApi.LOG);
        assertEquals(-1, Callbacks.intP(probe, 0));
        assertEquals(-1, Callbacks.intP(probe, tail + 8));
        assertEquals(-1, Callbacks.intP(probe, tail + 1));
        assertEquals(List.of("slow", "slow", "slow"), ProbeApi.LOG);
        assertEquals(3, log.failures.size());
        assertTrue(StringCell.release(string) && StringCell.release(tail));
    }

    private long symbol(String name) {
        long address = module.symbol(name);
        assertTrue(address != 0, name);
        return address;
    }

    /** Keeps what it is told. */
    static final class RecordingLog implements ModuleLog {
        final List<String> failures = new CopyOnWriteArrayList<>();
        final List<String> warnings = new CopyOnWriteArrayList<>();

        @Override
        public void failure(String module, String function, Throwable cause) {
            failures.add(module + " " + function + " " + cause);
        }

        @Override
        public void warning(String module, String text) {
            warnings.add(module + " " + text);
        }
    }
}
