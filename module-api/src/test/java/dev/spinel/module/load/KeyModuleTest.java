package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.DataFileListener;
import dev.spinel.engine.port.GlobalLock;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.CCompiler;
import dev.spinel.module.api.ModuleApi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compiled module that works on keys: values of its own type, strings in place, calls, events. */
class KeyModuleTest {
    @TempDir
    static Path directory;
    private static String path;

    private final EngineHarness engine = new EngineHarness();
    private final List<String> log = new ArrayList<>();
    private final List<String> journal = new ArrayList<>();
    private final ModuleHost host =
            ModuleHost.register(engine.engine(), new OneThread(), Runnable::run, new ListLog());

    @BeforeAll
    static void compile() throws Exception {
        CCompiler.assumePresent();
        path = CCompiler.compile(KeyModuleTest.class, "keeper.c", ModuleApi.catalog(), directory).toString();
    }

    @BeforeEach
    void load() {
        assertEquals("+OK\r\n", engine.run("MODULE", "LOAD", path), () -> log.toString());
        engine.engine().propagator().addJournal((database, address, length) -> journal.add(
                new String(Mem.toBytes(address, length), StandardCharsets.ISO_8859_1)));
    }

    @AfterEach
    void leaveNothing() {
        engine.run("FLUSHALL");
        engine.run("k.forget");
        host.close();
        engine.close();
    }

    @Test
    void valuesOfModulesAreTyped() {
        engine.run("k.pair", "p", "4", "four");
        assertEquals("*2\r\n:4\r\n$4\r\nfour\r\n", engine.run("k.pair", "p"));
        assertEquals("+test-pair\r\n", engine.run("TYPE", "p"));
        assertEquals("$3\r\nraw\r\n", engine.run("OBJECT", "ENCODING", "p"));
        assertTrue(engine.run("GET", "p").startsWith("-WRONGTYPE"));
        engine.run("SET", "s", "1");
        assertEquals("$-1\r\n", engine.run("k.pair", "s"));
    }

    @Test
    void valuesOfModulesAreFreedOnceAndAfterTheirUnlinking() {
        engine.run("k.pair", "p", "4", "four");
        engine.run("k.pair", "p", "5", "five");
        assertSeen(1, 1);
        engine.run("RENAME", "p", "q");
        assertSeen(1, 1);
        engine.run("DEL", "q");
        assertSeen(2, 2);
    }

    private void assertSeen(int freed, int unlinked) {
        assertTrue(engine.run("k.seen").startsWith("*5\r\n:" + freed + "\r\n:" + unlinked + "\r\n"));
    }

    @Test
    void valuesOfModulesAreCopiedByTheirModule() {
        engine.run("k.pair", "p", "4", "four");
        assertEquals(":1\r\n", engine.run("COPY", "p", "copy"));
        assertEquals("*2\r\n:5\r\n$4\r\ncopy\r\n", engine.run("k.pair", "copy"));
    }

    @Test
    void aCopyReplacesOnlyWhenItSucceeds() {
        engine.run("k.pair", "p", "4", "four");
        engine.run("k.pair", "refuses", "-4", "four");
        assertEquals(":1\r\n", engine.run("COPY", "p", "copy"));
        assertEquals("-ERR module key failed to copy\r\n", engine.run("COPY", "refuses", "copy", "REPLACE"));
        assertEquals("*2\r\n:5\r\n$4\r\ncopy\r\n", engine.run("k.pair", "copy"));
        engine.run("PEXPIRE", "copy", "100000");
        assertEquals(":1\r\n", engine.run("COPY", "p", "copy", "REPLACE"));
        assertEquals("*2\r\n:5\r\n$4\r\ncopy\r\n", engine.run("k.pair", "copy"));
        assertEquals(":-1\r\n", engine.run("PTTL", "copy"));
    }

    @Test
    void restoreRefusesATypeNobodyKnows() {
        assertEquals("-ERR DUMP payload version or checksum are wrong\r\n", engine.run("RESTORE", "r", "0", "x"));
    }

    @Test
    void modulesRepeatTheirCommands() {
        engine.run("k.pair", "p", "4", "four");
        assertEquals(List.of("*4\r\n$6\r\nk.pair\r\n$1\r\np\r\n$1\r\n4\r\n$4\r\nfour\r\n"), journal);
    }

    @Test
    void callsAnswerRawProtocol() {
        assertEquals("*3\r\n:0\r\n:2\r\n$5\r\n+OK\r\n\r\n", engine.run("k.call", "v", "set", "a", "b"));
        assertEquals("*3\r\n:0\r\n:1\r\n$7\r\n$1\r\nb\r\n\r\n", engine.run("k.call", "v", "get", "a"));
        assertEquals("*3\r\n:4\r\n:0\r\n$3\r\n_\r\n\r\n", engine.run("k.call", "3v", "get", "none"));
        assertEquals("*3\r\n:1\r\n:43\r\n$46\r\n-ERR value is not an integer or out of range\r\n\r\n",
                engine.run("k.call", "v", "incr", "a"));
    }

    @Test
    void callsAreRepeatedOnlyWhenTheyAskForIt() {
        engine.run("k.call", "v", "set", "a", "1");
        assertEquals(List.of(), journal);
        engine.run("k.call", "v!", "set", "a", "2");
        assertEquals(List.of("*3\r\n$3\r\nset\r\n$1\r\na\r\n$1\r\n2\r\n"), journal);
    }

    @Test
    void refusedCallsTellErrno() {
        assertEquals(":2\r\n", engine.run("k.call", "v", "nosuchcommand"));
        assertEquals(":22\r\n", engine.run("k.call", "v", "get"));
        assertEquals(":9\r\n", engine.run("k.call", "v?", "get", "a"));
        assertEquals(":28\r\n", engine.run("k.call", "vW", "set", "a", "b"));
        assertEquals(":0\r\n", engine.run("k.call", "vD", "get", "a"));
        assertTrue(engine.run("k.call", "vE", "get").startsWith("*3\r\n:1\r\n"));
    }

    @Test
    void elementsOfRepliesAreReadOneByOne() {
        assertEquals("*4\r\n:7\r\n$5\r\nseven\r\n$1\r\n7\r\n:1\r\n", engine.run("k.elements"));
    }

    @Test
    void stringsAreChangedInPlace() {
        engine.run("SET", "s", "12345");
        assertEquals("*4\r\n:0\r\n:1\r\n:3\r\n:5000\r\n", engine.run("k.dma", "s", "3", "x"));
        assertEquals("$3\r\nx23\r\n", engine.run("GET", "s"));
        assertEquals("*4\r\n:0\r\n:1\r\n:8\r\n:5000\r\n", engine.run("k.dma", "fresh", "8", "y"));
        assertEquals("$8\r\ny\0\0\0\0\0\0\0\r\n", engine.run("GET", "fresh"));
        assertEquals("*4\r\n:1\r\n:6\r\n:0\r\n:5000\r\n", engine.run("k.pair", "p", "1", "x").equals("+OK\r\n")
                ? engine.run("k.dma", "p", "8", "y") : "");
    }

    @Test
    void scansShowEveryKey() {
        for (int i = 0; i < 100; i++) {
            engine.run("SET", "key:" + i, "value");
        }
        assertEquals(":500\r\n", engine.run("k.scan"));
    }

    @Test
    void eventsOfKeysAreToldAndJobsFollowTheCommand() {
        engine.run("SET", "posting", "1");
        assertTrue(engine.run("k.seen").endsWith(":1\r\n$13\r\nincrby posted\r\n"));
        assertEquals("$1\r\n1\r\n", engine.run("GET", "posted"));
        assertEquals(List.of("*1\r\n$5\r\nmulti\r\n", "*3\r\n$3\r\nSET\r\n$7\r\nposting\r\n$1\r\n1\r\n",
                "*2\r\n$4\r\nincr\r\n$6\r\nposted\r\n", "*1\r\n$4\r\nexec\r\n"), journal);
    }

    @Test
    void flushingIsToldBeforeAndAfter() {
        long before = flushes();
        engine.run("FLUSHALL");
        assertEquals(before * 100 + 12, flushes());
    }

    @Test
    void valuesAreReadBeforeTheyGo() {
        engine.run("SET", "a", "four");
        assertEquals(told(0, 0, 0, 0, 0), engine.run("k.told"));
        engine.run("SET", "a", "three");
        assertEquals(told(4, 4, 0, 0, 0), engine.run("k.told"));
        engine.run("APPEND", "a", "+");
        engine.run("DEL", "a");
        assertEquals(told(1, 6, 0, 0, 0), engine.run("k.told"));
        engine.run("SADD", "s", "m");
        engine.run("SREM", "s", "m");
        assertEquals(told(1, 0, 0, 0, 0), engine.run("k.told"));
    }

    @Test
    void aKeyThatExpiresIsReadOnceMore() {
        engine.run("SET", "a", "four", "PX", "1000");
        engine.advanceMs(1001);
        engine.run("GET", "a");
        assertEquals(told(2, 4, 0, 0, 0), engine.run("k.told"));
    }

    @Test
    void theModuleSaysWhichArgumentsAreChannels() {
        engine.run("ACL", "SETUSER", "u", "+@all", "resetchannels", "&mine");
        assertEquals("+OK\r\n", engine.run("ACL", "DRYRUN", "u", "k.listen", "mine"));
        assertTrue(engine.run("ACL", "DRYRUN", "u", "k.listen", "other").contains("'other' channel"));
        engine.run("ACL", "DELUSER", "u");
    }

    @Test
    void savingAndLoadingAreTold() {
        DataFileListener files = engine.engine().dataFileListener();
        files.onSave(false, true);
        files.onSaved(true);
        files.onSave(true, false);
        files.onSaved(false);
        files.onSave(true, true);
        files.onLoad(DataFileListener.Source.AOF);
        files.onLoadProgress(true, 512);
        files.onLoaded(true);
        assertEquals(told(0, 0, 34256, 24, 20512), engine.run("k.told"));
    }

    private static String told(long removals, long bytes, long savings, long loadings, long progress) {
        return "*5\r\n:" + removals + "\r\n:" + bytes + "\r\n:" + savings + "\r\n:" + loadings + "\r\n:" + progress
                + "\r\n";
    }

    private long flushes() {
        return Long.parseLong(engine.run("k.seen").split("\r\n")[3].substring(1));
    }

    @Test
    void listsAreBuiltAndTakenApart() {
        assertEquals("*7\r\n:0\r\n:0\r\n:0\r\n:33\r\n$1\r\n1\r\n$1\r\nl\r\n:0\r\n",
                engine.run("k.list", "l"));
        assertEquals("*1\r\n$3\r\ntwo\r\n", engine.run("LRANGE", "l", "0", "-1"));
    }

    @Test
    void aModuleWithTypesStays() {
        assertEquals("-ERR Error unloading module: the module exports one or more module-side data types, can't "
                + "unload\r\n", engine.run("MODULE", "UNLOAD", "keeper"));
    }

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

    /** The lock of a server nobody shares. */
    private static final class OneThread implements GlobalLock {
        @Override
        public void share() {
            // Nobody else is there.
        }

        @Override
        public void lock() {
            throw new IllegalStateException("there is one thread only, and it has the lock");
        }

        @Override
        public boolean tryLock() {
            return false;
        }

        @Override
        public void unlock() {
            throw new IllegalStateException("the lock was not taken");
        }

        @Override
        public boolean isHeld() {
            return true;
        }
    }
}
