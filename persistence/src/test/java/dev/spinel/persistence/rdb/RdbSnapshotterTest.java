package dev.spinel.persistence.rdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.keyspace.LazyFree;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.ExpiredKey;
import dev.spinel.engine.port.IncomingFile;
import dev.spinel.engine.port.IncomingFile.OldData;
import dev.spinel.engine.port.Snapshotter.Loaded;
import dev.spinel.engine.port.Snapshotter.Reload;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.file.SimulatedDisk.Fault;
import dev.spinel.persistence.snapshot.DataMutator;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RdbSnapshotterTest {
    private static final Reload FROM_FILE = new Reload(false, true, false);
    private static final String OK = "+OK\r\n";

    @Test
    void savedDataIsLoadedAgain() {
        try (PersistentHarness server = new PersistentHarness()) {
            new DataMutator(server.engine(), 3).change(3000);
            String digest = server.digest();
            assertEquals(OK, server.run("SAVE"));
            assertEquals(OK, server.run("DEBUG", "RELOAD", "NOSAVE"));
            assertEquals(digest, server.digest());
        }
    }

    /** Long values that waited in a transaction lie where a snapshot finds them, also while they change. */
    @Test
    void valuesOfATransactionAreSaved() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("MULTI");
            server.run("SET", "long", "a".repeat(20_000));
            server.run("EXEC");
            String digest = server.digest();
            server.run("BGSAVE");
            server.run("SETRANGE", "long", "10", "changed");
            server.awaitSave();
            assertNull(server.snapshotter().reload(FROM_FILE), () -> server.logged().toString());
            assertEquals(digest, server.digest());
        }
    }

    /** Files are read through a window of a megabyte: values cross its end, and one is longer. */
    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aLargeFileIsLoaded(String compression) {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("CONFIG", "SET", "rdbcompression", compression);
            server.run("DEBUG", "POPULATE", "20000", "key", "333");
            server.run("SETRANGE", "long", "3000000", "end");
            new DataMutator(server.engine(), 11).change(20_000);
            String digest = server.digest();
            assertEquals(OK, server.run("DEBUG", "RELOAD"), () -> server.logged().toString());
            assertEquals(digest, server.digest());
        }
    }

    /** A string too long to be held twice is compressed in pieces. */
    @Test
    void aVeryLongStringIsCompressed() throws IOException {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SETRANGE", "long", "67108864", "the end");
            String digest = server.digest();
            server.run("BGSAVE");
            server.awaitSave();
            assertTrue(server.disk().length("dump.rdb") < 2_000_000);
            assertNull(server.snapshotter().reload(FROM_FILE), () -> server.logged().toString());
            assertEquals(digest, server.digest());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "10", "11", "12"})
    void olderVersionsSayTheSame(String version) {
        try (PersistentHarness server = new PersistentHarness()) {
            new DataMutator(server.engine(), 5).change(3000);
            withoutNewerData(server);
            String digest = server.digest();
            server.run("CONFIG", "SET", "rdb-save-version", version);
            assertEquals(OK, server.run("DEBUG", "RELOAD"));
            assertEquals(digest, server.digest());
        }
    }

    private static void withoutNewerData(PersistentHarness server) {
        for (int database = 0; database < 4; database++) {
            server.run("SELECT", Integer.toString(database));
            for (int i = 0; i < 12; i++) {
                server.run("DEL", "h" + i, "r" + i, "a" + i, "y" + i, Integer.toString(i));
            }
        }
        server.run("SELECT", "0");
    }

    @Test
    void aVersionThatCannotSayAValueNamesItsKey() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("HSET", "mine", "field", "value");
            server.run("HPEXPIRE", "mine", "100000", "FIELDS", "1", "field");
            server.run("CONFIG", "SET", "rdb-save-version", "11");
            assertTrue(server.run("SAVE").startsWith("-ERR"));
            assertTrue(server.logged().toString().contains("Key 'mine' cannot be saved in RDB version 11"));
        }
    }

    @Test
    void anExpiredKeyIsNotLoaded() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SET", "soon", "gone", "PX", "1000");
            server.run("SET", "later", "here", "PX", "1000000");
            server.run("SAVE");
            server.engine().advanceMs(2000);
            assertEquals(OK, server.run("DEBUG", "RELOAD", "NOSAVE"));
            assertEquals(":1\r\n", server.run("DBSIZE"));
            assertTrue(server.run("INFO", "persistence").contains("rdb_last_load_keys_expired:1"));
        }
    }

    @Test
    void theFileOfABackgroundSaveHoldsTheMomentItBegan() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SET", "k", "before");
            assertEquals("+Background saving started\r\n", server.run("BGSAVE"));
            assertTrue(server.run("BGSAVE").startsWith("-ERR Background save already in progress"));
            server.run("SET", "k", "behind");
            server.awaitSave();
            assertTrue(server.run("INFO", "persistence").contains("rdb_changes_since_last_save:1\r\n"));
            assertNull(server.snapshotter().reload(FROM_FILE));
            assertEquals("$6\r\nbefore\r\n", server.run("GET", "k"));
        }
    }

    @Test
    void aCancelledSaveLeavesTheOldFile() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SET", "k", "old");
            server.run("SAVE");
            server.run("SET", "k", "new");
            server.run("CONFIG", "SET", "rdb-key-save-delay", "10000000");
            server.run("BGSAVE");
            assertEquals("+Background saving cancelled\r\n", server.run("BGSAVE", "CANCEL"));
            server.awaitSave();
            assertNull(server.snapshotter().reload(FROM_FILE));
            assertEquals("$3\r\nold\r\n", server.run("GET", "k"));
        }
    }

    @Test
    void flushAllWithSavePointsSavesThatNothingIsLeft() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("CONFIG", "SET", "save", "900 1");
            server.run("SET", "a", "1");
            server.run("FLUSHALL");
            assertEquals(0, changes(server));
            server.run("SET", "a", "1");
            server.run("MULTI");
            server.run("SET", "b", "1");
            server.run("FLUSHALL", "ASYNC");
            server.run("SET", "c", "1");
            server.run("EXEC");
            assertEquals(1, changes(server));
            server.run("FLUSHDB");
            assertEquals(2, changes(server));
        }
    }

    @Test
    void flushAllWithoutSavePointsCountsTheKeysItRemoved() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("CONFIG", "SET", "save", "");
            server.run("MSET", "a", "1", "b", "1");
            long before = changes(server);
            server.run("FLUSHALL");
            assertEquals(before + 2, changes(server));
        }
    }

    private static long changes(PersistentHarness server) {
        String[] parts = server.run("INFO", "persistence").split("rdb_changes_since_last_save:");
        return Long.parseLong(parts[1].lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAVE", "BGSAVE"})
    void nothingOfAFlushedDatabaseIsSavedAndNobodyWaitsUntilItIsFree(String command) {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("DEBUG", "POPULATE", "100000");
            server.run("FLUSHDB", "ASYNC");
            server.run("SET", "new", "1");
            LazyFree lazyFree = server.engine().engine().keyspace().lazyFree();
            long pending = lazyFree.pendingObjects();
            assertTrue(pending > 0);
            server.run(command);
            assertEquals(pending, lazyFree.pendingObjects());
            server.awaitSave();
            assertNull(server.snapshotter().reload(FROM_FILE));
            assertEquals("*1\r\n$3\r\nnew\r\n", server.run("KEYS", "*"));
        }
    }

    @Test
    void flushAllGivesUpWhatIsWritten() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SET", "k", "v");
            server.run("CONFIG", "SET", "rdb-key-save-delay", "10000000");
            server.run("BGSAVE");
            server.run("FLUSHALL");
            server.awaitSave();
            assertNull(server.snapshotter().reload(FROM_FILE));
            assertEquals(":0\r\n", server.run("DBSIZE"));
        }
    }

    @Test
    void savePointsSave() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("CONFIG", "SET", "save", "10 2");
            server.run("SET", "a", "1");
            server.engine().advanceMs(11_000);
            server.awaitSave();
            assertFalse(server.disk().exists("dump.rdb"));
            server.run("SET", "b", "1");
            server.engine().advanceMs(1_000);
            server.awaitSave();
            assertTrue(server.disk().exists("dump.rdb"));
        }
    }

    @Test
    void writesStopWhenSavingFailed() {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SET", "a", "1");
            server.disk().failAt(server.disk().callCount(), Fault.IO_ERROR);
            server.run("BGSAVE");
            server.awaitSave();
            assertTrue(server.run("SET", "a", "2").startsWith("-MISCONF"));
            assertEquals("$1\r\n1\r\n", server.run("GET", "a"));
            server.run("BGSAVE");
            server.awaitSave();
            assertEquals(OK, server.run("SET", "a", "2"));
        }
    }

    /** Whatever call fails while a file is written beside, the error is told and the old file stays whole. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void anyFailingCallOfABackgroundSaveLeavesTheOldFile(Fault fault) {
        try (PersistentHarness server = new PersistentHarness()) {
            new DataMutator(server.engine(), 9).change(1500);
            SimulatedDisk disk = server.disk();
            long calls = disk.callCount();
            server.run("BGSAVE");
            server.awaitSave();
            calls = disk.callCount() - calls;
            assertTrue(calls > 5);
            String old = server.digest();
            for (long call = 0; call < calls; call++) {
                server.run("SET", "fresh", Long.toString(call));
                String now = server.digest();
                disk.failAt(disk.callCount() + call, fault);
                server.run("BGSAVE");
                server.awaitSave();
                disk.failAt(-1, fault);
                boolean isGood = server.run("INFO", "persistence").contains("rdb_last_bgsave_status:ok");
                server.snapshotter().reload(FROM_FILE);
                String loaded = server.digest();
                assertTrue(loaded.equals(now) || !isGood && loaded.equals(old),
                        "call " + call + ": " + server.logged());
                assertTrue(isGood || fault != Fault.SHORT_WRITE, "a short write is gone on with");
                old = loaded;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatWereDueAreNamedOnceAsFarAsTheBacklogReaches(boolean isEnough) {
        SimulatedDisk disk = new SimulatedDisk();
        String name = "k".repeat(20_000);
        try (PersistentHarness server = new PersistentHarness(disk)) {
            server.run("SET", name, "v", "PX", "100");
            server.run("SAVE");
        }
        try (PersistentHarness server = new PersistentHarness(disk)) {
            server.engine().engine().settings().replBacklogSize.assignText(isEnough ? "20000" : "19999");
            server.engine().advanceMs(1000);
            assertTrue(server.snapshotter().loadAtStart());
            List<ExpiredKey> expired = server.snapshotter().takeExpired();
            if (isEnough) {
                assertEquals(name, Text.string(expired.get(0).name()));
                assertEquals(0, server.snapshotter().takeExpired().size());
            } else {
                assertNull(expired);
            }
        }
    }

    /** With {@code rdb-del-sync-files} it stays only on a server that keeps its data on disk. */
    @ParameterizedTest
    @CsvSource({"yes, '', false", "yes, 900 1, true", "no, '', true"})
    void theFileOfAPrimaryIsKeptByWhoKeepsItsDataOnDisk(String deletes, String save, boolean isKept) throws IOException {
        try (PersistentHarness server = new PersistentHarness()) {
            server.run("SET", "k", "of the primary");
            server.run("SAVE");
            byte[] file = server.disk().bytes("dump.rdb");
            server.run("CONFIG", "SET", "rdb-del-sync-files", deletes, "save", save);
            server.run("SET", "k", "mine");
            assertEquals(Loaded.DONE, receive(server, file).load(OldData.DROPPED, false));
            assertEquals("$14\r\nof the primary\r\n", server.run("GET", "k"));
            assertEquals(isKept, server.disk().exists("dump.rdb"));
        }
    }

    /** Data that are kept take part in nothing until the file is whole, and then make way for it in one step. */
    @ParameterizedTest
    @CsvSource({"KEPT, false", "SERVED, true"})
    void keptDataMakeWayForTheFileOfAPrimaryAtOnce(OldData old, boolean isLazy) throws IOException {
        try (PersistentHarness server = new PersistentHarness()) {
            new DataMutator(server.engine(), 4).change(2000);
            server.run("SELECT", "0");
            server.run("SET", "k", "of the primary", "EX", "1000");
            server.run("SAVE");
            byte[] file = server.disk().bytes("dump.rdb");
            String digest = server.digest();
            new DataMutator(server.engine(), 5).change(2000);
            server.run("SELECT", "0");
            server.run("SET", "only mine", "1");
            server.run("WATCH", "only mine");
            assertEquals(Loaded.DONE, receive(server, file).load(old, isLazy));
            assertEquals(digest, server.digest());
            server.run("MULTI");
            assertEquals("*-1\r\n", server.run("EXEC"));
            assertTrue(server.run("INFO", "keyspace").contains("db0:keys="));
            server.run("SAVE");
            server.run("DEBUG", "RELOAD", "NOSAVE");
            assertEquals(digest, server.digest());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEPT", "SERVED"})
    void keptDataStayWhenTheFileOfAPrimaryIsBroken(OldData old) throws IOException {
        try (PersistentHarness server = new PersistentHarness()) {
            new DataMutator(server.engine(), 6).change(2000);
            server.run("SAVE");
            byte[] file = server.disk().bytes("dump.rdb");
            server.run("FLUSHALL");
            server.run("SET", "k", "mine");
            String digest = server.digest();
            assertEquals(Loaded.BROKEN, receive(server, Arrays.copyOf(file, file.length / 2)).load(old, false));
            assertEquals(digest, server.digest());
            server.engine().engine().keyspace().lazyFree().finish();
        }
    }

    private static IncomingFile receive(PersistentHarness server, byte[] file) throws IOException {
        IncomingFile incoming = server.snapshotter().receive();
        long copy = Arena.allocate(MemoryTag.SERVER, file.length);
        Mem.initCopyIn(file, 0, copy, file.length);
        incoming.write(copy, file.length);
        Arena.free(copy);
        return incoming;
    }

    /** Whatever call fails while a server loads, it does not start, or has everything. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void anyFailingCallOfAStartIsNoticed(Fault fault) {
        SimulatedDisk disk = new SimulatedDisk();
        String digest;
        try (PersistentHarness server = new PersistentHarness(disk)) {
            new DataMutator(server.engine(), 9).change(1500);
            server.run("SAVE");
            digest = server.digest();
        }
        long calls = disk.callCount();
        try (PersistentHarness server = new PersistentHarness(disk)) {
            assertTrue(server.snapshotter().loadAtStart());
        }
        calls = disk.callCount() - calls;
        boolean refuses = false;
        for (long call = 0; call < calls; call++) {
            disk.failAt(disk.callCount() + call, fault);
            try (PersistentHarness server = new PersistentHarness(disk)) {
                boolean starts = server.snapshotter().loadAtStart();
                assertTrue(!starts || server.digest().equals(digest), "call " + call + ": " + server.logged());
                refuses |= !starts;
            }
        }
        assertEquals(fault != Fault.SHORT_WRITE, refuses);
    }

    /** Whatever call fails, the error is told, the old file stays whole, and the server goes on. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void anyFailingCallLeavesTheOldFile(Fault fault) {
        try (PersistentHarness server = new PersistentHarness()) {
            new DataMutator(server.engine(), 9).change(1500);
            server.run("SAVE");
            String old = server.digest();
            server.run("SET", "fresh", "value");
            String now = server.digest();
            SimulatedDisk disk = server.disk();
            long before = disk.callCount();
            server.run("SAVE");
            long calls = disk.callCount() - before;
            assertTrue(calls > 5);
            for (long call = 0; call < calls; call++) {
                disk.failAt(disk.callCount() + call, fault);
                String reply = server.run("SAVE");
                disk.failAt(-1, fault);
                server.snapshotter().reload(FROM_FILE);
                String loaded = server.digest();
                assertTrue(loaded.equals(now) || !reply.equals(OK) && loaded.equals(old), "call " + call + ": " + reply);
            }
        }
    }
}
