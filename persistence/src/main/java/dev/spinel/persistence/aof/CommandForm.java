package dev.spinel.persistence.aof;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.rdb.DumpPayload;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.intset.Intset;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.persistence.snapshot.SnapshotView;

/**
 * Writes the keys of a snapshot as commands. Values say themselves as RDB objects, piece by piece; this listens as their
 * sink and turns the pieces into commands. A stream is said in RDB form first and turned into commands as a whole. What
 * has none becomes a RESTORE. For the thread of the snapshot.
 */
final class CommandForm implements SnapshotView.KeyForm, ValueSink, AutoCloseable {
    private static final byte[] SELECT = Text.bytes("SELECT");
    private static final byte[] PEXPIREAT = Text.bytes("PEXPIREAT");
    private static final byte[] RESTORE = Text.bytes("RESTORE");
    private static final byte[] SET = Text.bytes("SET");
    private static final byte[] RPUSH = Text.bytes("RPUSH");
    private static final byte[] SADD = Text.bytes("SADD");
    private static final byte[] ZADD = Text.bytes("ZADD");
    private static final byte[] HMSET = Text.bytes("HMSET");
    private static final byte[] HPEXPIREAT = Text.bytes("HPEXPIREAT");
    private static final byte[] FIELDS = Text.bytes("FIELDS");
    private static final int STRING = 0;
    private static final int SET_OF_MEMBERS = 2;
    private static final int HASH = 4;
    private static final int SORTED_SET = 5;
    private static final int INTSET = 11;
    private static final int HASH_LISTPACK = 16;
    private static final int SORTED_SET_LISTPACK = 17;
    private static final int QUICKLIST = 18;
    private static final int SET_LISTPACK = 20;
    private static final int HASH_EXPIRING = 24;
    private static final int HASH_LISTPACK_EX = 25;
    private static final int PLAIN_NODE = 1;

    private final CommandWriter out;
    private final int tag;
    private final ListpackReader element = new ListpackReader();
    private final RdbWriter payload;
    private final RdbReader object;
    private long keyAddress;
    private long keyLength;
    private int code;
    private boolean hasCount;
    private boolean isSecond;
    private boolean isPlainNode;
    private CommandChunks chunks;
    private long member;
    private long memberLength;
    /** Of a hash whose fields expire: what their expiries count from, and that of the field to come; 0 for none. */
    private long beforeFirst;
    private long expireAt;

    /**
     * @param version of RDB objects, where there are some
     * @param tag memory that this thread may allocate
     */
    CommandForm(CommandWriter out, int version, int tag) {
        this.out = out;
        this.tag = tag;
        payload = new RdbWriter(false, version, tag, null);
        object = new RdbReader(tag);
    }

    @Override
    public void beginDatabase(int index) {
        out.command(SELECT, 2).integer(index);
    }

    @Override
    public void key(EntryImage value, ValueType type, int rdbType) {
        long entry = value.entry();
        keyAddress = Entry.keyAddress(entry);
        keyLength = Entry.keyLength(entry);
        code = rdbType;
        hasCount = false;
        isSecond = false;
        if (hasCommands()) {
            type.saveImage(value, this);
        } else {
            payload.clear();
            payload.writeByte(rdbType);
            type.saveImage(value, payload);
            object.begin(payload.address() + 1, payload.length() - 1);
            if (!type.rewriteObject(keyAddress, keyLength, rdbType, object, out)) {
                restore();
            }
        }
        expiry(entry);
    }

    private void restore() {
        DumpPayload.seal(payload);
        out.command(RESTORE, 4).bytes(keyAddress, keyLength).integer(0).bytes(payload.address(), payload.length());
    }

    private boolean hasCommands() {
        return switch (code) {
            case STRING, SET_OF_MEMBERS, HASH, SORTED_SET, INTSET, HASH_LISTPACK, SORTED_SET_LISTPACK, QUICKLIST,
                    SET_LISTPACK, HASH_EXPIRING, HASH_LISTPACK_EX -> true;
            default -> false;
        };
    }

    @Override
    public void keyFromReactor(long entry, long address, long length) {
        keyAddress = Entry.keyAddress(entry);
        keyLength = Entry.keyLength(entry);
        out.raw(address, length);
        expiry(entry);
    }

    private void expiry(long entry) {
        if (Entry.hasExpiry(entry)) {
            out.command(PEXPIREAT, 3).bytes(keyAddress, keyLength).integer(Entry.expireAt(entry));
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

    private CommandChunks chunks(byte[] name, long items, int wordsPerItem) {
        return new CommandChunks(out, name, keyAddress, keyLength, items, wordsPerItem);
    }

    /** How many elements, or nodes, follow; in a node, what it holds. */
    @Override
    public void writeLength(long value) {
        if (code == QUICKLIST && hasCount) {
            isPlainNode = value == PLAIN_NODE;
            return;
        }
        if (code == HASH_EXPIRING && hasCount) {
            expireAt = value == 0 ? 0 : value + beforeFirst;
            return;
        }
        hasCount = true;
        switch (code) {
            case SET_OF_MEMBERS -> chunks = chunks(SADD, value, 1);
            case HASH -> chunks = chunks(HMSET, value, 2);
            case SORTED_SET -> chunks = chunks(ZADD, value, 2);
            default -> { }
        }
    }

    @Override
    public void writeString(long address, long length) {
        switch (code) {
            case STRING -> out.command(SET, 3).bytes(keyAddress, keyLength).bytes(address, length);
            case SET_OF_MEMBERS -> chunks.next().bytes(address, length);
            case HASH -> pairWord(address, length);
            case SORTED_SET -> keepMember(address, length);
            case HASH_EXPIRING -> expiringWord(address, length);
            case HASH_LISTPACK_EX -> expiringListpack(address);
            case INTSET -> intset(address);
            case HASH_LISTPACK -> listpack(chunks(HMSET, Listpack.count(address) / 2, 2), address, 2);
            case SORTED_SET_LISTPACK -> scores(address);
            case SET_LISTPACK -> listpack(chunks(SADD, Listpack.count(address), 1), address, 1);
            default -> node(address, length);
        }
    }

    private void pairWord(long address, long length) {
        if (isSecond) {
            out.bytes(address, length);
        } else {
            chunks.next().bytes(address, length);
        }
        isSecond = !isSecond;
    }

    /** Field and value by turns; as Redis does, a command for each, and one for its expiry. */
    private void expiringWord(long address, long length) {
        if (!isSecond) {
            keepMember(address, length);
        } else {
            out.command(HMSET, 4).bytes(keyAddress, keyLength).bytes(member, memberLength).bytes(address, length);
            if (expireAt != 0) {
                fieldExpiry(expireAt).bytes(member, memberLength);
            }
        }
        isSecond = !isSecond;
    }

    private CommandSink fieldExpiry(long atMs) {
        return out.command(HPEXPIREAT, 6).bytes(keyAddress, keyLength).integer(atMs).word(FIELDS).integer(1);
    }

    private void expiringListpack(long lp) {
        for (int at = Listpack.first(lp); at != Listpack.NONE; ) {
            int value = Listpack.next(lp, at);
            int expiry = Listpack.next(lp, value);
            word(out.command(HMSET, 4).bytes(keyAddress, keyLength), lp, at);
            word(out, lp, value);
            if (Listpack.integer(lp, expiry) != 0) {
                word(fieldExpiry(Listpack.integer(lp, expiry)), lp, at);
            }
            at = Listpack.next(lp, expiry);
        }
    }

    /** The score, which follows the member here, comes first in the command. */
    private void keepMember(long address, long length) {
        dropMember();
        member = Arena.allocate(tag, Math.max(length, 1));
        memberLength = length;
        Mem.initCopy(address, member, length);
    }

    private void dropMember() {
        if (member != 0) {
            Arena.free(member);
        }
        member = 0;
    }

    @Override
    public void writeDouble(double value) {
        chunks.next().word(Text.bytes(Doubles.formatExactly(value))).bytes(member, memberLength);
    }

    private void intset(long set) {
        int count = Intset.count(set);
        CommandChunks members = chunks(SADD, count, 1);
        for (int i = 0; i < count; i++) {
            members.next().integer(Intset.valueAt(set, i));
        }
    }

    private void node(long address, long length) {
        if (isPlainNode) {
            chunks(RPUSH, 1, 1).next().bytes(address, length);
        } else {
            listpack(chunks(RPUSH, Listpack.count(address), 1), address, 1);
        }
    }

    private void listpack(CommandChunks items, long lp, int wordsPerItem) {
        int word = 0;
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = Listpack.next(lp, at)) {
            word(word++ % wordsPerItem == 0 ? items.next() : out, lp, at);
        }
    }

    private void scores(long lp) {
        CommandChunks pairs = chunks(ZADD, Listpack.count(lp) / 2, 2);
        for (int at = Listpack.first(lp); at != Listpack.NONE; ) {
            int score = Listpack.next(lp, at);
            word(pairs.next(), lp, score);
            word(out, lp, at);
            at = Listpack.next(lp, score);
        }
    }

    private void word(CommandSink to, long lp, int at) {
        element.read(lp, at);
        if (element.isInteger()) {
            to.integer(element.integer());
        } else {
            to.bytes(element.address(), element.length());
        }
    }

    @Override
    public void writeIntegerString(long value) {
        switch (code) {
            case STRING -> out.command(SET, 3).bytes(keyAddress, keyLength).integer(value);
            case SET_OF_MEMBERS -> chunks.next().integer(value);
            default -> {
                if (isSecond) {
                    out.integer(value);
                } else {
                    chunks.next().integer(value);
                }
                isSecond = !isSecond;
            }
        }
    }

    @Override
    public int version() {
        return payload.version();
    }

    @Override
    public void writeByte(int value) {
        throw unexpected();
    }

    /** The earliest expiry of a field, less one: 0 is to mean none. */
    @Override
    public void writeLong(long value) {
        beforeFirst = value - 1;
    }

    @Override
    public void writeBytes(long address, long length) {
        throw unexpected();
    }

    private IllegalStateException unexpected() {
        return new IllegalStateException("a value of RDB type " + code + " has no such part");
    }

    @Override
    public void close() {
        dropMember();
        object.close();
        payload.close();
    }
}
