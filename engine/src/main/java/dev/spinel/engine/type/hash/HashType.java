package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ElementVisitor;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.packedhash.PackedHashCursor;

/** What the keyspace knows about hashes. In RDB form a hash is its listpack, or a number of fields and values. */
final class HashType extends ValueType {
    private static final int RDB_HASH = 4;
    private static final int RDB_HASH_LISTPACK = 16;
    private static final byte[] HMSET = Text.bytes("HMSET");

    private final HashValue limits;

    /** @param limits the flyweight of the room, which knows the limits */
    HashType(HashValue limits) {
        super(HASH, "hash");
        this.limits = limits;
    }

    @Override
    public String encoding(long entry) {
        return Entry.isRoot(entry) ? "hashtable" : "listpack";
    }

    @Override
    public void free(long entry) {
        PackedHash.free(Entry.root(entry));
    }

    @Override
    public long memoryBytes(long entry) {
        return Entry.isRoot(entry) ? open(entry).memoryBytes() : super.memoryBytes(entry);
    }

    @Override
    public long freeEffort(long entry) {
        return Entry.isRoot(entry) ? open(entry).count() : 1;
    }

    @Override
    public boolean readField(Key key, long address, long length, ElementVisitor visitor) {
        HashCursor cursor = new HashCursor();
        if (!new HashValue(key.keyspace().hasher()).open(key).find(cursor, address, length)) {
            return false;
        }
        try (Scratch digits = new Scratch()) {
            ListpackReader value = cursor.value();
            if (value.isInteger()) {
                long text = digits.reserve(Numbers.MAX_LONG_DIGITS);
                visitor.onElement(text, Numbers.write(text, value.integer()));
            } else {
                visitor.onElement(value.address(), value.length());
            }
        }
        return true;
    }

    /** A view for what needs no hash function. */
    private static PackedHash open(long entry) {
        return new PackedHash(null).open(Entry.root(entry));
    }

    @Override
    public boolean copy(Key source, Key target) {
        if (source.encoding() == Entry.HASHTABLE) {
            target.putRoot(HASH, Entry.HASHTABLE, open(source.entry()).copy(), 0, Key.NEVER);
        } else {
            target.putBytes(HASH, Entry.LISTPACK, source.bytesAddress(), source.bytesLength(), Key.NEVER);
        }
        return true;
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        HashValue hash = new HashValue(key.keyspace().hasher()).open(key);
        HashCursor cursor = new HashCursor();
        for (boolean more = hash.first(cursor); more; more = hash.next(cursor)) {
            digest.beginElement();
            mix(digest, cursor.field());
            mix(digest, cursor.value());
            digest.endElement();
        }
    }

    private static void mix(ValueDigest digest, ListpackReader text) {
        if (text.isInteger()) {
            digest.mix(Text.bytes(Long.toString(text.integer())));
        } else {
            digest.mix(text.address(), text.length());
        }
    }

    @Override
    public void save(Key key, ValueSink sink) {
        if (!Entry.isRoot(key.entry())) {
            sink.writeString(key.bytesAddress(), key.bytesLength());
            return;
        }
        PackedHash table = open(key.entry());
        PackedHashCursor cursor = new PackedHashCursor();
        sink.writeLength(table.count());
        table.begin(cursor);
        while (table.next(cursor)) {
            sink.writeString(cursor.fieldAddress(), cursor.fieldLength());
            sink.writeString(cursor.valueAddress(), cursor.valueLength());
        }
    }

    @Override
    public void rewrite(Key key, CommandSink sink) {
        HashValue hash = new HashValue(key.keyspace().hasher()).open(key);
        CommandChunks chunks = new CommandChunks(sink, HMSET, key, hash.length(), 2);
        HashCursor cursor = new HashCursor();
        for (boolean more = hash.first(cursor); more; more = hash.next(cursor)) {
            chunks.next();
            write(sink, cursor.field());
            write(sink, cursor.value());
        }
    }

    private static void write(CommandSink sink, ListpackReader text) {
        if (text.isInteger()) {
            sink.integer(text.integer());
        } else {
            sink.bytes(text.address(), text.length());
        }
    }

    @Override
    public int rdbType(long entry) {
        return Entry.isRoot(entry) ? RDB_HASH : RDB_HASH_LISTPACK;
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_HASH || rdbType == RDB_HASH_LISTPACK;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        return rdbType == RDB_HASH ? loadPairs(key, source) : loadListpack(key, source);
    }

    private boolean loadPairs(Key key, ValueSource source) {
        long pairs = source.readLength();
        if (source.failed() || pairs <= 0) {
            return false;
        }
        HashValue hash = limits.forLoading(key);
        hash.grow(pairs);
        for (long i = 0; i < pairs && !source.failed(); i++) {
            loadPair(hash, source);
        }
        if (source.failed()) {
            key.delete();
        }
        return !source.failed();
    }

    private static void loadPair(HashValue hash, ValueSource source) {
        long field = source.readBlock();
        long fieldLength = source.length();
        source.readString();
        if (!source.failed() && !hash.put(field, fieldLength, source.address(), source.length())) {
            source.fail();
        }
        Arena.free(field);
    }

    private boolean loadListpack(Key key, ValueSource source) {
        source.readString();
        long lp = source.address();
        long bytes = source.length();
        if (source.failed() || !Listpack.isValid(lp, bytes, true) || Listpack.isEmpty(lp)
                || Listpack.count(lp) % 2 != 0) {
            return false;
        }
        long root = PackedHash.create();
        PackedHash table = new PackedHash(key.keyspace().hasher()).open(root);
        if (!HashValue.addAll(table, lp)) {
            PackedHash.free(root);
            return false;
        }
        if (limits.fitsListpack(table.count())) {
            PackedHash.free(root);
            long block = Blocks.allocate(MemoryTag.VALUE, bytes);
            Mem.initCopy(lp, block, bytes);
            key.putBlock(HASH, Entry.LISTPACK, block, bytes, Key.NEVER);
            key.resizeBytes(bytes);
        } else {
            key.putRoot(HASH, Entry.HASHTABLE, root, 0, Key.NEVER);
        }
        return true;
    }
}
