package dev.spinel.persistence.snapshot;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.rdb.RdbWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An RDB file, from its magic to its checksum. For the thread of the snapshot. Source: rdbSaveRio in rdb.c.
 *
 * <pre>
 *   | REDISnnnn | aux … | aux of modules | functions | database, keys … | … | aux of modules | end | CRC-64 |
 * </pre>
 */
final class RdbForm implements KeyForm, AutoCloseable {
    private final Cut cut;
    private final int tag;
    private final SnapshotView.Drain drain;
    private final RdbWriter writer;

    /** @param tag memory that this thread may allocate */
    RdbForm(Cut cut, int tag, SnapshotView.Drain drain) {
        this.cut = cut;
        this.tag = tag;
        this.drain = drain;
        writer = new RdbWriter(cut.compresses(), cut.version(), tag, drain);
    }

    /** Writes what stands before the keys. */
    void begin(boolean isAofBase) {
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

    @Override
    public void beginDatabase(int index, long keys, long expiries) {
        writer.writeByte(RdbFormat.SELECT_DB);
        writer.writeLength(index);
        writer.writeByte(RdbFormat.RESIZE_DB);
        writer.writeLength(keys);
        writer.writeLength(expiries);
    }

    @Override
    public void key(EntryImage value, ValueType type, int rdbType) {
        beginKey(value.entry(), rdbType);
        type.saveImage(value, writer);
    }

    @Override
    public void keyFromReactor(long entry, int rdbType, long address, long length) {
        beginKey(entry, rdbType);
        writer.writeBytes(address, length);
    }

    private void beginKey(long entry, int rdbType) {
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
        writer.writeByte(rdbType);
        writer.writeString(Entry.keyAddress(entry), Entry.keyLength(entry));
    }

    /** Writes what stands behind the keys. */
    void end() {
        raw(cut.auxAfter());
        writer.writeByte(RdbFormat.END);
        writer.writeLong(cut.hasChecksum() ? writer.checksum() : 0);
        writer.flush();
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public boolean hasFailed() {
        return drain.hasFailed();
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

    @Override
    public void close() {
        writer.close();
    }
}
