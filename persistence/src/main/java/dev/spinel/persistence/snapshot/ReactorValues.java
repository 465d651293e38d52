package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValuePreserver;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.struct.table.LinearTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Values only the reactor can write, for a snapshot. The side thread collects them while it scans and asks for them a
 * slab at a time; the reactor writes them in short slices between commands. One that is about to change before its turn
 * is written at once and kept.
 *
 * <p>A value is told by its root, the word in its entry. It cannot be freed, and its root not be used again, without
 * having been kept.
 */
final class ReactorValues implements ValuePreserver, AutoCloseable {
    private static final long SLICE_NANOS = 100_000;
    /** Answers to one question, apart from the last one, are not larger together. */
    private static final long BATCH_BYTES = 1 << 20;

    private final Keyspace keyspace;
    private final Handoff handoff;
    private final Cut cut;
    private final SnapshotWork work;
    private final Key key;
    /** Reactor: values that were written before their turn, by root, until the side thread gets them. */
    private final Map<Long, Saved> kept = new HashMap<>();
    private final RdbWriter writer;
    /** Reactor: whose answers are not free yet. */
    private Batch answered;
    /** Side thread: whose entries they are, and copies of entries, good until {@link #await} has returned. */
    private Database database;
    private List<Long> wanted = new ArrayList<>();
    private volatile Batch running;
    private volatile boolean isStopped;
    private volatile long savedEarly;

    /** A value in its form, in a block of its own. */
    private record Saved(int code, long block, long length) {}

    /** Gets a value that was written, borrowed during the call. */
    interface Taker {
        void take(long entry, int code, long address, long length);
    }

    /** A question of the side thread, answered in slices, and only so far that the answers are not too large. */
    private static final class Batch {
        final Database database;
        final List<Long> entries;
        final Saved[] values;
        final CountDownLatch done = new CountDownLatch(1);
        final int first;
        int next;
        long bytes;

        Batch(Database database, List<Long> entries, int first) {
            this.database = database;
            this.entries = entries;
            this.first = first;
            next = first;
            values = new Saved[entries.size()];
        }

        boolean isFull() {
            return next == values.length || bytes >= BATCH_BYTES;
        }
    }

    /** @param handoff null when the reactor itself reads the snapshot */
    ReactorValues(Keyspace keyspace, Handoff handoff, Cut cut, SnapshotWork work) {
        this.work = work;
        this.keyspace = keyspace;
        this.handoff = handoff;
        this.cut = cut;
        key = keyspace.newKey();
        writer = new RdbWriter(false, cut.version(), MemoryTag.SERVER, null);
    }

    @Override
    public void beforeChange(long entry) {
        boolean isWanted = ValueType.of(Entry.type(entry)).isSavedByReactor() && Snapshot.isHeld(entry)
                && !kept.containsKey(Entry.root(entry));
        if (isWanted) {
            keep(cut.databaseOf(Arena.space(entry)), entry);
        }
    }

    private void keep(Database from, long entry) {
        kept.put(Entry.root(entry), save(from, entry));
        savedEarly++;
    }

    /** Writes the values of some modules now, whether they change or not: at the point in time, before any command. */
    void keepAll(List<String> modules) {
        for (Cut.Part part : cut.databases()) {
            LinearTable table = part.database().table();
            table.forEach(slot -> {
                long entry = table.entryAt(slot);
                String module = ValueType.of(Entry.type(entry)).moduleName(entry);
                if (module != null && modules.contains(module)) {
                    keep(part.database(), entry);
                }
            });
        }
    }

    /** How many values were written before they changed. Any thread. */
    long savedEarly() {
        return savedEarly;
    }

    private Saved save(Database from, long entry) {
        keyspace.bindImage(key, from, entry);
        byte[] said = work.sayOnReactor(key);
        if (said != null) {
            long block = block(said.length);
            Mem.initCopyIn(said, 0, block, said.length);
            return new Saved(ValueType.ON_REACTOR, block, said.length);
        }
        ValueType type = ValueType.of(Entry.type(entry));
        int code = type.rdbType(entry);
        writer.clear();
        type.save(key, writer);
        long block = block(writer.length());
        Mem.initCopy(writer.address(), block, writer.length());
        return new Saved(code, block, writer.length());
    }

    private static long block(long bytes) {
        long block = Arena.allocate(MemoryTag.SNAPSHOT, Math.max(bytes, 1));
        Invariant.check(block != 0, "no memory for a value that is being saved");
        return block;
    }

    /** Entries added from now on are of this database. Side thread. */
    void begin(Database from) {
        database = from;
    }

    /** Asks for the value of an entry, of which this is a copy. Side thread. */
    void add(long entry) {
        wanted.add(entry);
    }

    /** Waits for what was asked for and hands it over. Side thread. */
    void await(Taker taker) {
        int next = 0;
        while (next < wanted.size() && !isStopped) {
            Batch batch = new Batch(database, wanted, next);
            ask(batch);
            next = batch.next;
            for (int i = batch.first; i < next && !isStopped; i++) {
                Saved saved = batch.values[i];
                taker.take(wanted.get(i), saved.code(), saved.block(), saved.length());
            }
        }
        wanted = new ArrayList<>();
    }

    private void ask(Batch batch) {
        running = batch;
        if (handoff == null) {
            answerNow();
        } else {
            handoff.post(() -> answer(batch));
            join(batch);
        }
        running = null;
    }

    private static void join(Batch batch) {
        boolean isInterrupted = false;
        while (batch.done.getCount() > 0) {
            try {
                batch.done.await();
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Batch batch) {
        long end = System.nanoTime() + SLICE_NANOS;
        boolean more = true;
        while (more && !isStopped && System.nanoTime() < end) {
            more = answerOne(batch);
        }
        if (more && !isStopped) {
            handoff.post(() -> answer(batch));
        } else {
            batch.done.countDown();
        }
    }

    /** Answers what the side thread asks for now, if anything, to the end. Reactor, while it waits for that thread. */
    void answerNow() {
        Batch batch = running;
        if (batch != null && batch.done.getCount() > 0) {
            while (!isStopped && answerOne(batch)) {
                continue;
            }
            batch.done.countDown();
        }
    }

    /** The first answer of a batch shows that those of the one before were taken. */
    private boolean answerOne(Batch batch) {
        if (batch.isFull()) {
            return false;
        }
        if (batch != answered) {
            freeAnswered();
            answered = batch;
        }
        // What is handed over need not be remembered: one that changes before its slab is left is written in vain.
        long entry = batch.entries.get(batch.next);
        Saved early = kept.remove(Entry.root(entry));
        Saved saved = early == null ? save(batch.database, entry) : early;
        batch.bytes += saved.length();
        batch.values[batch.next++] = saved;
        return !batch.isFull();
    }

    private void freeAnswered() {
        if (answered != null) {
            for (int i = answered.first; i < answered.next; i++) {
                Arena.free(answered.values[i].block());
            }
        }
        answered = null;
    }

    /** The snapshot is over: nothing is asked any more. Reactor. */
    @Override
    public void close() {
        isStopped = true;
        freeAnswered();
        kept.values().forEach(saved -> Arena.free(saved.block()));
        kept.clear();
        writer.close();
    }

    /** Has the side thread wait no longer. Reactor. */
    void stop() {
        isStopped = true;
        Batch batch = running;
        if (batch != null) {
            batch.done.countDown();
        }
    }
}
