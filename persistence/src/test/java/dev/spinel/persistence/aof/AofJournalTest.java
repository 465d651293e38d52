package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.Allocations;
import dev.spinel.persistence.file.DiskStore;
import dev.spinel.persistence.file.OpenMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes on their way to a real file, beside syncs that end when the test says so. */
final class AofJournalTest {
    private static final byte[] SET = Text.bytes("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n");
    private static final byte[] SELECT = Text.bytes("*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n");

    @TempDir
    private Path directory;

    private final EngineHarness engine = new EngineHarness();
    private final Queue<Runnable> side = new ArrayDeque<>();
    private JournalWriter writer;
    private AofJournal journal;
    private long command;

    @BeforeEach
    void open() throws IOException {
        BackgroundSync background = new BackgroundSync(side::add, OperatorLog.NONE, () -> { });
        writer = new JournalWriter(engine.engine().settings(), OperatorLog.NONE, background, () -> { },
                new JournalWriter.WriteObserver() {
                    @Override
                    public void onWrite(long bytes) {}

                    @Override
                    public boolean isBusy() {
                        return false;
                    }
                }, new DiskWatch(engine.engine()));
        AofState state = new AofState();
        state.become(AofState.Phase.ON);
        journal = new AofJournal(engine.engine().keyspace(), engine.engine().settings(), state, writer);
        writer.switchTo(new IncrementFile(new DiskStore(directory::resolve).open("incr", OpenMode.APPEND)), 0);
        command = Arena.allocate(MemoryTag.SERVER, SET.length);
        Mem.initCopyIn(SET, 0, command, SET.length);
    }

    @AfterEach
    void close() {
        side.forEach(Runnable::run);
        writer.close(0);
        Arena.free(command);
        engine.close();
    }

    private void policy(String name) {
        set("appendfsync", name);
    }

    private void set(String name, String value) {
        engine.engine().settings().find(name).assignText(value);
    }

    private void append() {
        journal.append(0, command, SET.length);
    }

    private long written() throws IOException {
        return Files.size(directory.resolve("incr"));
    }

    @Test
    void aChangeAllocatesNothing() {
        policy("no");
        Allocations.assertNone(() -> {
            for (int i = 0; i < 1000; i++) {
                append();
                append();
                journal.beforeReplies();
            }
        });
    }

    @Test
    void aWriteWaitsTwoSecondsAtMostForASyncThatIsUnderWay() throws IOException {
        policy("everysec");
        append();
        writer.flush(false, 1000);
        assertEquals(SELECT.length + SET.length, written());
        assertFalse(side.isEmpty(), "a sync has begun");
        append();
        writer.flush(false, 1500);
        append();
        writer.flush(false, 3499);
        assertEquals(SELECT.length + SET.length, written(), "it waits for the sync");
        assertEquals(0, writer.delayedSyncs());
        writer.flush(false, 3500);
        assertEquals(SELECT.length + 3 * SET.length, written());
        assertEquals(1, writer.delayedSyncs());
    }

    @Test
    void aWriteGoesOnAsSoonAsTheSyncHasEnded() throws IOException {
        policy("everysec");
        append();
        writer.flush(false, 1000);
        append();
        writer.flush(false, 1500);
        side.remove().run();
        writer.flush(false, 1501);
        assertEquals(SELECT.length + 2 * SET.length, written());
        assertEquals(0, writer.delayedSyncs());
        assertTrue(side.isEmpty(), "the next sync is not due");
    }

    @Test
    void slowWritesAndSyncsAreEventsOfLatency() {
        List<String> events = new ArrayList<>();
        engine.engine().latencySamples((event, seconds, ms) -> events.add(event));
        policy("always");
        append();
        journal.beforeReplies();
        assertEquals(List.of(), events, "nobody asked");
        set("latency-monitor-threshold", "1");
        append();
        journal.beforeReplies();
        assertEquals(List.of("aof-write-alone", "aof-write", "aof-fsync-always"), events);
        events.clear();
        policy("everysec");
        long muchLater = engine.engine().keyspace().nowMs() + 10_000;
        append();
        writer.flush(false, muchLater);
        append();
        writer.flush(true, muchLater);
        assertEquals(List.of("aof-write-alone", "aof-write", "aof-write-pending-fsync", "aof-write"), events);
    }
}
