package dev.spinel.persistence.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both disks behave alike; the simulated one also fails. */
final class FileStoreTest {
    @TempDir
    private Path directory;

    private FileStore store(String kind) {
        return kind.equals("disk") ? new DiskStore(directory::resolve) : new SimulatedDisk();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void write(FileStore store, String path, OpenMode mode, String text) throws IOException {
        try (StoredFile file = store.open(path, mode)) {
            file.writeFully(bytes(text));
            file.sync();
        }
    }

    private static String read(FileStore store, String path) throws IOException {
        try (StoredFile file = store.open(path, OpenMode.READ)) {
            ByteBuffer content = ByteBuffer.allocate((int) file.length());
            while (content.hasRemaining() && file.read(content) >= 0) { }
            return new String(content.array(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk", "simulated"})
    void filesAreWrittenAppendedCutRenamedAndDeleted(String kind) throws IOException {
        FileStore store = store(kind);
        store.makeDirectory("aofs");
        store.makeDirectory("aofs");
        write(store, "aofs/a", OpenMode.CREATE, "hello");
        write(store, "aofs/a", OpenMode.APPEND, " world");
        assertEquals("hello world", read(store, "aofs/a"));
        try (StoredFile file = store.open("aofs/a", OpenMode.UPDATE)) {
            file.truncate(5);
            file.position(4);
            file.writeFully(bytes("O!"));
        }
        store.rename("aofs/a", "aofs/b");
        store.syncDirectory("aofs");
        assertEquals("hellO!", read(store, "aofs/b"));
        assertEquals(6, store.length("aofs/b"));
        assertEquals(List.of("b"), store.list("aofs"));
        assertTrue(store.exists("aofs/b"));
        assertTrue(store.isDirectory("aofs"));
        store.delete("aofs/b");
        store.delete("aofs/b");
        assertFalse(store.exists("aofs/b"));
        assertEquals("No such file or directory",
                assertThrows(IOException.class, () -> store.open("aofs/b", OpenMode.READ)).getMessage());
    }

    @Test
    void aFullDiskTakesWhatFitsAndThenThrows() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.capacity(3);
        try (StoredFile file = disk.open("f", OpenMode.CREATE)) {
            assertEquals(3, file.write(bytes("hello")));
            assertThrows(IOException.class, () -> file.write(bytes("lo")));
        }
        assertArrayEquals(bytes("hel").array(), disk.bytes("f"));
    }

    @Test
    void oneCallFailsAndTheNextOneWorks() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        try (StoredFile file = disk.open("f", OpenMode.CREATE)) {
            disk.failAt(disk.callCount(), SimulatedDisk.Fault.IO_ERROR);
            assertThrows(IOException.class, () -> file.write(bytes("x")));
            file.writeFully(bytes("y"));
            disk.failAt(disk.callCount(), SimulatedDisk.Fault.SHORT_WRITE);
            assertEquals(1, file.write(bytes("abc")));
            disk.failAt(disk.callCount(), SimulatedDisk.Fault.DISK_FULL);
            assertEquals(2, file.write(bytes("1234")));
            assertThrows(IOException.class, () -> file.write(bytes("34")));
        }
        assertArrayEquals(bytes("ya12").array(), disk.bytes("f"));
    }

    @Test
    void aCrashKeepsWhatWasSyncedAndMayTearTheRest() throws IOException {
        boolean torn = false;
        for (int seed = 0; seed < 200; seed++) {
            SimulatedDisk disk = new SimulatedDisk();
            StoredFile file = disk.open("f", OpenMode.CREATE);
            file.writeFully(bytes("synced"));
            file.sync();
            disk.syncDirectory(".");
            file.writeFully(bytes(" unsynced"));
            disk.open("g", OpenMode.CREATE);
            disk.crash(new Random(seed));
            String left = new String(disk.bytes("f"), StandardCharsets.ISO_8859_1);
            assertTrue("synced unsynced".startsWith(left) && left.startsWith("synced"), left);
            torn |= left.length() > 6 && left.length() < 15;
        }
        assertTrue(torn, "some crash tore the tail");
    }
}
