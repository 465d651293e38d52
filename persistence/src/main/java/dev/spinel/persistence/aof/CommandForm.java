package dev.spinel.persistence.aof;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.rdb.DumpPayload;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.snapshot.KeyForm;

/**
 * Writes the keys of a snapshot as commands. Each type of value knows its own; what has none becomes a RESTORE. For the
 * thread of the snapshot.
 */
final class CommandForm implements KeyForm, AutoCloseable {
    private static final byte[] SELECT = Text.bytes("SELECT");
    private static final byte[] PEXPIREAT = Text.bytes("PEXPIREAT");
    private static final byte[] RESTORE = Text.bytes("RESTORE");

    private final CommandWriter out;
    private final RdbWriter payload;

    /**
     * @param version of RDB whose readers are to understand what is written
     * @param tag memory that this thread may allocate
     */
    CommandForm(CommandWriter out, int version, int tag) {
        this.out = out;
        payload = new RdbWriter(false, version, tag, null);
    }

    @Override
    public void beginDatabase(int index, long keys, long expiries) {
        out.command(SELECT, 2).integer(index);
    }

    @Override
    public void key(EntryImage value, ValueType type, int rdbType) {
        if (!type.rewriteImage(value, payload.version(), out)) {
            restore(value, type, rdbType);
        }
        expiry(value.entry());
    }

    private void restore(EntryImage value, ValueType type, int rdbType) {
        payload.clear();
        payload.writeByte(rdbType);
        type.saveImage(value, payload);
        DumpPayload.seal(payload);
        out.command(RESTORE, 4).bytes(value.keyAddress(), value.keyLength()).integer(0)
                .bytes(payload.address(), payload.length());
    }

    @Override
    public void keyFromReactor(long entry, int rdbType, long address, long length) {
        out.raw(address, length);
        expiry(entry);
    }

    private void expiry(long entry) {
        if (Entry.hasExpiry(entry)) {
            out.command(PEXPIREAT, 3).bytes(Entry.keyAddress(entry), Entry.keyLength(entry))
                    .integer(Entry.expireAt(entry));
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public boolean hasFailed() {
        return out.hasFailed();
    }

    @Override
    public void close() {
        payload.close();
    }
}
