package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.rdb.ByteDrain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * All data as of the cut, which writes itself, as an RDB file or in another form. Owned by the thread that does the
 * work; the counters and {@link #stop} are for the reactor. Source: rdbSaveRio in rdb.c.
 */
public final class SnapshotView {
    private final Cut cut;
    private final ReactorValues reactorValues;
    private final int tag;
    private KeyForm form;
    private EntryImage image;
    private volatile boolean isStopped;
    private volatile long savedKeys;
    private long keys;

    SnapshotView(Cut cut, ReactorValues reactorValues, int tag) {
        this.cut = cut;
        this.reactorValues = reactorValues;
        this.tag = tag;
    }

    /** Has the work end early. Reactor. */
    void stop() {
        isStopped = true;
        reactorValues.stop();
    }

    /** Whether the work is to end early: what it writes is of no use. */
    public boolean isStopped() {
        return isStopped || Snapshot.isBroken();
    }

    /** Keys written so far. Any thread. */
    long savedKeys() {
        return savedKeys;
    }

    Cut cut() {
        return cut;
    }

    /** Tells whether going on makes sense: the drain may have failed. */
    public interface Drain extends ByteDrain {
        boolean hasFailed();
    }

    /** Memory tag for what the work allocates on its thread. */
    public int tag() {
        return tag;
    }

    /** Version of the RDB objects that values say. */
    public int version() {
        return cut.version();
    }

    /** Sources of the function libraries. */
    public List<byte[]> functions() {
        return cut.functions();
    }

    /** Time of the cut in ms since the epoch. */
    public long cutMs() {
        return cut.nowMs();
    }

    /** Writes all keys in a form. Whether they all were. */
    public boolean writeKeys(KeyForm how) throws IOException {
        try (SnapshotImage blocks = new SnapshotImage(tag); EntryScan scan = new EntryScan(tag)) {
            long start = System.nanoTime();
            form = how;
            image = new EntryImage(blocks);
            for (Cut.Part part : cut.databases()) {
                form.beginDatabase(part.index(), part.keys(), part.expiries());
                if (!keys(part, scan)) {
                    return false;
                }
            }
            FlightLog.tell(FlightLog.SCAN, System.nanoTime() - start, keys, 0);
            return !isStopped() && !form.hasFailed();
        }
    }

    /**
     * Writes an RDB file. Whether all of it was handed to the drain.
     *
     * @param isAofBase whether commands will follow
     * @throws IOException when a value cannot be said in the version that is written
     */
    public boolean writeRdb(Drain drain, boolean isAofBase) throws IOException {
        try (RdbForm form = new RdbForm(cut, tag, drain)) {
            form.begin(isAofBase);
            if (!writeKeys(form)) {
                return false;
            }
            form.end();
            return !isStopped() && !form.hasFailed();
        }
    }

    private boolean keys(Cut.Part part, EntryScan scan) throws IOException {
        scan.begin(part.space());
        reactorValues.begin(part.database());
        while (scan.nextSlab()) {
            for (long entry = scan.nextEntry(); entry != 0; entry = scan.nextEntry()) {
                save(entry);
                if (isStopped()) {
                    return false;
                }
            }
            reactorValues.await(this::saveFromReactor);
            if (isStopped() || form.hasFailed()) {
                return false;
            }
            scan.leaveSlab();
            savedKeys = keys;
        }
        for (long entry = scan.nextLarge(); entry != 0 && !isStopped(); entry = scan.nextLarge()) {
            save(entry);
            reactorValues.await(this::saveFromReactor);
        }
        return !isStopped() && !form.hasFailed();
    }

    private void save(long entry) throws IOException {
        ValueType type = ValueType.of(Entry.type(entry));
        image.open(entry);
        int code = type.imageType(image, cut.version());
        if (code == ValueType.ON_REACTOR) {
            reactorValues.add(entry);
            return;
        }
        if (code == ValueType.INEXPRESSIBLE) {
            throw new IOException("Key '" + new String(Mem.toBytes(Entry.keyAddress(entry),
                    Entry.keyLength(entry)), StandardCharsets.ISO_8859_1) + "' cannot be saved in RDB version "
                    + cut.version());
        }
        form.key(image, type, code);
        keys++;
        pause();
    }

    private void saveFromReactor(long entry, int code, long address, long length) {
        form.keyFromReactor(entry, code, address, length);
        keys++;
        pause();
    }

    /** {@code rdb-key-save-delay}: makes saving slow for tests. */
    private void pause() {
        long delay = cut.keyDelayMicros();
        if (delay == 0) {
            return;
        }
        savedKeys = keys;
        if (delay > 0) {
            form.flush();
            long until = System.nanoTime() + delay * 1000;
            while (!isStopped() && System.nanoTime() < until) {
                LockSupport.parkNanos(Math.min(until - System.nanoTime(), 10_000_000));
            }
        } else if (keys % -delay == 0) {
            LockSupport.parkNanos(1000);
        }
    }
}
