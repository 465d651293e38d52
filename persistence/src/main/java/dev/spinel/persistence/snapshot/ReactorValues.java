package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValuePreserver;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.rdb.RdbWriter;
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
final class ReactorValues implements ValuePreserver {
    private static final long SLICE_NANOS = 300_000;

    private final Keyspace keyspace;
    private final Handoff handoff;
    private final Cut cut;
    private final SnapshotWork work;
    private final Key key;
    /** Reactor: values that were written, by root; null where the side thread has them already. */
    private final Map<Long, Saved> kept = new HashMap<>();
    /** Side thread: whose entries they are, and copies of entries, good until {@link #await} has returned. */
    private Database database;
    private List<Long> wanted = new ArrayList<>();
    private volatile Batch running;
    private volatile boolean isStopped;

    private record Saved(int code, byte[] bytes) {}

    /** Gets a value that was written. */
    interface Taker {
        void take(long entry, int code, byte[] value);
    }

    /** A question of the side thread, answered in slices. */
    private static final class Batch {
        final Database database;
        final List<Long> entries;
        final Saved[] values;
        final CountDownLatch done = new CountDownLatch(1);
        int next;

        Batch(Database database, List<Long> entries) {
            this.database = database;
            this.entries = entries;
            values = new Saved[entries.size()];
        }
    }

    /** @param handoff null when the reactor itself reads the snapshot */
    ReactorValues(Keyspace keyspace, Handoff handoff, Cut cut, SnapshotWork work) {
        this.work = work;
        this.keyspace = keyspace;
        this.handoff = handoff;
        this.cut = cut;
        key = keyspace.newKey();
    }

    @Override
    public void beforeChange(long entry) {
        long root = Entry.root(entry);
        boolean isWanted = ValueType.of(Entry.type(entry)).isSavedByReactor() && Snapshot.isHeld(entry)
                && !kept.containsKey(root);
        if (isWanted) {
            kept.put(root, save(cut.databaseOf(Arena.space(entry)), entry));
        }
    }

    private Saved save(Database from, long entry) {
        keyspace.bindImage(key, from, entry);
        byte[] said = work.sayOnReactor(key);
        if (said != null) {
            return new Saved(ValueType.ON_REACTOR, said);
        }
        try (RdbWriter writer = new RdbWriter(false, cut.version(), MemoryTag.SERVER, null)) {
            ValueType type = ValueType.of(Entry.type(entry));
            int code = type.rdbType(entry);
            type.save(key, writer);
            return new Saved(code, Mem.toBytes(writer.address(), writer.length()));
        }
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
        if (wanted.isEmpty()) {
            return;
        }
        Batch batch = new Batch(database, wanted);
        running = batch;
        if (handoff == null) {
            while (answerOne(batch)) {
                continue;
            }
        } else {
            handoff.post(() -> answer(batch));
            join(batch);
        }
        running = null;
        if (!isStopped) {
            for (int i = 0; i < batch.values.length; i++) {
                taker.take(batch.entries.get(i), batch.values[i].code(), batch.values[i].bytes());
            }
        }
        wanted = new ArrayList<>();
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

    private boolean answerOne(Batch batch) {
        if (batch.next == batch.values.length) {
            return false;
        }
        long entry = batch.entries.get(batch.next);
        long root = Entry.root(entry);
        Saved saved = kept.get(root);
        batch.values[batch.next++] = saved == null ? save(batch.database, entry) : saved;
        kept.put(root, null);
        return true;
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
