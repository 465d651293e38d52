package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compiled module in an engine without sockets: what it sees, what clients see, and what it leaves behind. */
class ModuleHostTest {
    private static final String FAILED = "-ERR Error loading the extension. Please check the server logs.\r\n";

    @TempDir
    static Path directory;
    private static String path;

    private final EngineHarness engine = new EngineHarness();
    private final ConcurrentLinkedQueue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ModuleHost host = ModuleHost.register(engine.engine(), new ModuleHarness.TestLock(), jobs::add, new TestLog());
    private int handlesBefore;

    @BeforeAll
    static void compile() throws Exception {
        CCompiler.assumePresent();
        path = CCompiler.compile(ModuleHostTest.class, "sampler.c", ModuleApi.catalog(), directory, "-lpthread")
                .toString();
    }

    @BeforeEach
    void load() {
        handlesBefore = HandleTable.liveCount();
        assertEquals("+OK\r\n", engine.run("MODULE", "LOAD", path, "x", "y"));
    }

    @AfterEach
    void leaveNothing() {
        if (!host.server().all().isEmpty()) {
            assertEquals("+OK\r\n", engine.run("MODULE", "UNLOAD", "sampler"));
        }
        assertEquals(handlesBefore, HandleTable.liveCount());
        host.close();
        engine.close();
    }

    @Test
    void commandsOfAModuleReply() {
        assertEquals("$4\r\nabab\r\n", engine.run("S.ECHO", "ab"));
        assertEquals("-ERR wrong number of arguments for 's.echo' command\r\n", engine.run("s.echo"));
    }

    @Test
    void repliesComeInBothProtocols() {
        assertEquals("*7\r\n:-5\r\n*2\r\n$3\r\n0.5\r\n$4\r\n1.25\r\n*2\r\n$3\r\nkey\r\n:1\r\n$3\r\n123\r\n"
                + "$4\r\ntext\r\n$-1\r\n-ERR 2 lines\r\n", engine.run("s.shapes"));
        engine.client().reply().version(3);
        assertEquals("*7\r\n:-5\r\n*2\r\n,0.5\r\n,1.25\r\n%1\r\n$3\r\nkey\r\n#t\r\n(123\r\n=8\r\ntxt:text\r\n_\r\n"
                + "-ERR 2 lines\r\n", engine.run("s.shapes"));
    }

    @Test
    void stringsBecomeNumbers() {
        assertEquals("*5\r\n:12\r\n:6\r\n$2\r\n12\r\n$2\r\n12\r\n:12000\r\n", engine.run("s.numbers", "12"));
        assertEquals("*5\r\n:-99\r\n:-99\r\n$4\r\n-0.1\r\n$4\r\n-0.1\r\n:-99\r\n", engine.run("s.numbers", "-0.1"));
        assertEquals("*5\r\n:-99\r\n:9223372036854775807\r\n$22\r\n1.8446744073709552e+19\r\n$20\r\n"
                + "18446744073709551615\r\n:-1000\r\n", engine.run("s.numbers", "18446744073709551615"));
        assertEquals("*5\r\n:-99\r\n:-99\r\n$3\r\n-99\r\n$3\r\n-99\r\n:5007\r\n", engine.run("s.numbers", "5-7"));
    }

    @Test
    void dictionariesAreSortedByBytes() {
        assertEquals("*4\r\n$1\r\nb\r\n$2\r\nba\r\n$1\r\nc\r\n$1\r\nc\r\n",
                engine.run("s.dict", ">", "aa", "c", "a", "ba", "b", "a"));
        assertEquals("*3\r\n$2\r\nbb\r\n$1\r\nc\r\n$1\r\nc\r\n", engine.run("s.dict", "<=", "bz", "c", "a", "bb"));
    }

    @Test
    void timersFireInTheirDatabaseAndKeepTheModule() {
        engine.run("SELECT", "2");
        assertEquals(":499\r\n", engine.run("s.timer", "500"));
        assertEquals("-ERR Error unloading module: the module holds timer that is not fired. Please stop the timer or "
                + "wait until it fires.\r\n", engine.run("MODULE", "UNLOAD", "sampler"));
        engine.advanceMs(600);
        assertEquals(":42\r\n", engine.run("s.timer"));
    }

    @Test
    void aThreadAnswersABlockedClient() {
        Client client = engine.newClient();
        assertEquals("", engine.run(client, "s.block", "word"));
        assertTrue(client.isBlocked());
        runJobs();
        assertEquals("*2\r\n$4\r\nword\r\n:42\r\n+from the thread\r\n", engine.takeReply(client));
    }

    @Test
    void aBlockedClientTimesOutAndTheModuleStillOwnsItsHandle() {
        Client client = engine.newClient();
        engine.run(client, "s.block", "wait");
        engine.advanceMs(1100);
        assertEquals("+too late\r\n", engine.takeReply(client));
        assertEquals("-ERR Error unloading module: the module has blocked clients. Please wait for them to be "
                + "unblocked and try again\r\n", engine.run("MODULE", "UNLOAD", "sampler"));
        engine.run("s.release");
        runJobs();
        assertEquals("", engine.takeReply(client));
    }

    @Test
    void blockingInsideMultiIsRefused() {
        engine.run("MULTI");
        engine.run("s.block", "wait");
        assertEquals("*1\r\n-ERR Blocking module command called from transaction\r\n", engine.run("EXEC"));
        engine.run("s.release");
        runJobs();
    }

    @Test
    void filtersChangeWhatIsExecuted() {
        assertEquals("+OK\r\n", engine.run("SET", "@swap", "v"));
        assertEquals("$1\r\nv\r\n", engine.run("GET", "swapped"));
        assertEquals("+PONG\r\n", engine.run("PING", "@drop"));
    }

    @Test
    void modulesTellWhereTheirKeysAre() {
        assertEquals("*2\r\n:201\r\n:401\r\n", engine.run("s.keys", "a", "k", "b", "k2"));
    }

    @Test
    void subcommandsBelongToTheirContainer() {
        assertEquals("*0\r\n", engine.run("s.group", "echo"));
        assertEquals("-ERR unknown subcommand 'x'. Try S.GROUP HELP.\r\n", engine.run("s.group", "x"));
    }

    @Test
    void infoHasTheModulesLinesAndSections() {
        assertTrue(host.info().startsWith("module:name=sampler,ver=3,api=1,filters=1,usedby=[],using=[],options=[]\r\n"
                + "module_memory_sampler:alloc="), host.info());
        assertEquals("# sampler_one\r\nsampler_limit:7\r\nsampler_pair:a=b,c=0.10000000000000001\r\n",
                host.server().infoSections(null, false));
        assertEquals("", host.server().infoSections(Set.of("other"), false));
    }

    @Test
    void listShowsPathAndArguments() {
        assertEquals("*1\r\n*8\r\n$4\r\nname\r\n$7\r\nsampler\r\n$3\r\nver\r\n:3\r\n$4\r\npath\r\n$" + path.length()
                + "\r\n" + path + "\r\n$4\r\nargs\r\n*2\r\n$1\r\nx\r\n$1\r\ny\r\n", engine.run("MODULE", "LIST"));
    }

    @Test
    void aModuleIsLoadedOnce() {
        assertEquals(FAILED, engine.run("MODULE", "LOAD", path));
        assertEquals("Module " + path + " initialization failed. Module not loaded", log.getLast());
    }

    @Test
    void aFailedLoadLeavesNothing() {
        engine.run("MODULE", "UNLOAD", "sampler");
        long used = Arena.usedBytes();
        assertEquals(FAILED, engine.run("MODULE", "LOAD", path, "fail"));
        assertEquals(used, Arena.usedBytes());
        assertNull(engine.engine().commands().find("s.echo"));
        assertNull(engine.engine().settings().find("sampler.limit"));
        assertEquals(Long.MAX_VALUE, engine.engine().timers().nextDueMs());
    }

    @Test
    void whatAModuleLeavesIsToldAndFreed() {
        LoadedModule module = host.server().modules().get("sampler");
        engine.run("s.leak");
        assertEquals(1, Arena.blockCount(module.memory().alloc()));
        assertEquals(0, Arena.blockCount(module.memory().pool()) - poolBlocksOfSettings());
        long used = Arena.usedBytes();
        engine.run("MODULE", "UNLOAD", "sampler");
        assertTrue(Arena.usedBytes() < used);
        assertTrue(log.stream().anyMatch(line -> line.contains("left ") && line.contains(":alloc")), log.toString());
    }

    /** The one setting keeps its name in a block. */
    private static long poolBlocksOfSettings() {
        return 1;
    }

    @Test
    void loadExSetsSettings() {
        engine.run("MODULE", "UNLOAD", "sampler");
        assertEquals("+OK\r\n", engine.run("MODULE", "LOADEX", path, "CONFIG", "sampler.limit", "21", "ARGS", "z"));
        assertEquals("21", engine.engine().settings().find("sampler.limit").text());
        assertEquals("argument must be between 0 and 100 inclusive",
                engine.engine().settings().find("sampler.limit").assignText("101"));
        assertEquals("unlucky", engine.engine().settings().find("sampler.limit").assignText("13"));
    }

    @Test
    void loadExRefusesWhatNobodyTakes() {
        engine.run("MODULE", "UNLOAD", "sampler");
        assertEquals(FAILED, engine.run("MODULE", "LOADEX", path, "CONFIG", "other.limit", "21"));
        assertEquals(FAILED, engine.run("MODULE", "LOADEX", path, "CONFIG", "sampler.limit", "13"));
        assertEquals(FAILED, engine.run("MODULE", "LOADEX", path, "CONFIG", "sampler.limit"));
        assertEquals(FAILED, engine.run("MODULE", "LOADEX", path, "ARGS", "noconfigs"));
        assertTrue(host.server().all().isEmpty());
        assertTrue(host.server().pendingSettings().isEmpty());
    }

    @Test
    void unknownModulesCannotBeUnloaded() {
        assertEquals("-ERR Error unloading module: no such module with that name\r\n",
                engine.run("MODULE", "UNLOAD", "none"));
    }

    private void runJobs() {
        for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
            job.run();
        }
    }

    private final class TestLog implements OperatorLog {
        @Override
        public boolean isEnabled(int level) {
            return true;
        }

        @Override
        public void log(int level, String text) {
            log.add(text);
        }
    }
}
