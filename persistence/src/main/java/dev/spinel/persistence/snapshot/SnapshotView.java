package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.rdb.ByteDrain;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.rdb.RdbWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * All data as of the cut, which writes itself as an RDB file. Owned by the thread that does the work; the counters and
 * {@link #stop} are for the reactor. Source: rdbSaveRio in rdb.c.
 */
public final class SnapshotView {
    private final Cut cut;
    private final ReactorValues reactorValues;
    private final int tag;
    private RdbWriter writer;
    private Drain drain;
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

    /** How keys are written in another form than RDB. Side thread. */
    public interface KeyForm {
        void beginDatabase(int index);

        /** A key; its value is said by {@code type} as {@code code}, from the image. */
        void key(EntryImage value, ValueType type, int code);

        /** A key whose value the work said itself, see {@link SnapshotWork#sayOnReactor}. */
        void keyFromReactor(long entry, long address, long length);

        /** Makes sure that what was written is not only in memory: before a pause. */
        void flush();

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

    /** Writes all keys in a form of the work's. Whether they all were. */
    public boolean writeKeys(KeyForm how) throws IOException {
        try (SnapshotImage blocks = new SnapshotImage(tag); EntryScan scan = new EntryScan(tag)) {
            form = how;
            image = new EntryImage(blocks);
            for (Cut.Part part : cut.databases()) {
                form.beginDatabase(part.index());
                if (!keys(part, scan)) {
                    return false;
                }
            }
            return !isStopped() && !form.hasFailed();
        }
    }

    private boolean hasFailed() {
        return form != null ? form.hasFailed() : drain.hasFailed();
    }

    /**
     * Writes an RDB file. Whether all of it was handed to the drain.
     *
     * @param isAofBase whether commands will follow
     * @throws IOException when a value cannot be said in the version that is written
     */
    public boolean writeRdb(Drain drain, boolean isAofBase) throws IOException {
        this.drain = drain;
        try (RdbWriter fresh = new RdbWriter(cut.compresses(), cut.version(), tag, drain);
                SnapshotImage blocks = new SnapshotImage(tag);
                EntryScan scan = new EntryScan(tag)) {
            writer = fresh;
            image = new EntryImage(blocks);
            header(isAofBase);
            for (Cut.Part part : cut.databases()) {
                if (!database(part, scan)) {
                    return false;
                }
            }
            raw(cut.auxAfter());
            writer.writeByte(RdbFormat.END);
            writer.writeLong(cut.hasChecksum() ? writer.checksum() : 0);
            writer.flush();
            return !isStopped() && !drain.hasFailed();
        }
    }

    private void header(boolean isAofBase) {
        raw(String.format(Locale.ROOT, "REDIS%04d", cut.version()).getBytes(StandardCharsets.ISO_8859_1));
        aux("redis-ver", Cut.serverVersion());
        aux("redis-bits", "64");
        aux("ctime", Long.toString(cut.nowMs() / 1000));
        aux("used-mem", Long.toString(cut.usedMemory()));
        if (cut.stream() != null && !isAofBase) {
            aux("repl-stream-db", Integer.toString(cut.stream().database()));
            aux("repl-id", cut.stream().id());
            aux("repl-offset", Long.toString(cut.stream().offset()));
        }
        aux("aof-base", isAofBase ? "1" : "0");
        raw(cut.auxBefore());
        for (byte[] source : cut.functions()) {
            writer.writeByte(RdbFormat.FUNCTION_2);
            string(source);
        }
    }

    private boolean database(Cut.Part part, EntryScan scan) throws IOException {
        writer.writeByte(RdbFormat.SELECT_DB);
        writer.writeLength(part.index());
        writer.writeByte(RdbFormat.RESIZE_DB);
        writer.writeLength(part.keys());
        writer.writeLength(part.expiries());
        return keys(part, scan);
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
            if (isStopped() || hasFailed()) {
                return false;
            }
            scan.leaveSlab();
            savedKeys = keys;
        }
        for (long entry = scan.nextLarge(); entry != 0 && !isStopped(); entry = scan.nextLarge()) {
            save(entry);
            reactorValues.await(this::saveFromReactor);
        }
        return !isStopped() && !hasFailed();
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
        if (form != null) {
            form.key(image, type, code);
        } else {
            beginKey(entry, code);
            type.saveImage(image, writer);
        }
        keys++;
        pause();
    }

    private void saveFromReactor(long entry, int code, long address, long length) {
        if (form != null) {
            form.keyFromReactor(entry, address, length);
        } else {
            beginKey(entry, code);
            writer.writeBytes(address, length);
        }
        keys++;
        pause();
    }

    private void beginKey(long entry, int code) {
        if (Entry.hasExpiry(entry)) {
            writer.writeByte(RdbFormat.EXPIRE_MS);
            writer.writeLong(Entry.expireAt(entry));
        }
        if (cut.savesIdle()) {
            writer.writeByte(RdbFormat.IDLE);
            writer.writeLength(cut.clock().idleSeconds(entry));
        }
        if (cut.savesFrequency()) {
            writer.writeByte(RdbFormat.FREQ);
            writer.writeByte(cut.clock().counter(entry));
        }
        writer.writeByte(code);
        writer.writeString(Entry.keyAddress(entry), Entry.keyLength(entry));
    }

    /** {@code rdb-key-save-delay}: makes saving slow for tests. */
    private void pause() {
        long delay = cut.keyDelayMicros();
        if (delay == 0) {
            return;
        }
        savedKeys = keys;
        if (delay > 0) {
            if (form != null) {
                form.flush();
            } else {
                writer.flush();
            }
            long until = System.nanoTime() + delay * 1000;
            while (!isStopped() && System.nanoTime() < until) {
                LockSupport.parkNanos(Math.min(until - System.nanoTime(), 10_000_000));
            }
        } else if (keys % -delay == 0) {
            LockSupport.parkNanos(1000);
        }
    }

    private void aux(String name, String value) {
        writer.writeByte(RdbFormat.AUX);
        string(name.getBytes(StandardCharsets.ISO_8859_1));
        string(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void string(byte[] bytes) {
        long copy = copy(bytes);
        writer.writeString(copy, bytes.length);
        Arena.free(copy);
    }

    private void raw(byte[] bytes) {
        long copy = copy(bytes);
        writer.writeBytes(copy, bytes.length);
        Arena.free(copy);
    }

    private long copy(byte[] bytes) {
        long copy = Arena.allocate(tag, Math.max(bytes.length, 1));
        Mem.initCopyIn(bytes, 0, copy, bytes.length);
        return copy;
    }
}
