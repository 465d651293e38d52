package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ElementVisitor;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.PackedHashType;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.packedhash.PackedHashCursor;

/** What the keyspace knows about hashes. In RDB form a hash is its listpack, or a number of fields and values. */
final class HashType extends PackedHashType {
    private static final int RDB_HASH = 4;
    private static final int RDB_HASH_ZIPMAP = 9;
    private static final int RDB_HASH_ZIPLIST = 13;
    private static final int RDB_HASH_LISTPACK = 16;
    // Before 7.4 was released the two below came without the first expiry, and with absolute ones.
    private static final int RDB_HASH_EXPIRING_EARLY = 22;
    private static final int RDB_HASH_LISTPACK_EX_EARLY = 23;
    private static final int RDB_HASH_EXPIRING = 24;
    private static final int RDB_HASH_LISTPACK_EX = 25;
    private static final byte[] EXPIRES = Text.bytes("!!hexpire!!");

    private final HashValue limits;

    /** @param limits the flyweight of the room, which knows the limits */
    HashType(HashValue limits) {
        super(HASH, "hash");
        this.limits = limits;
    }

    @Override
    public String encoding(long entry) {
        return switch (Entry.encoding(entry)) {
            case Entry.HASHTABLE -> "hashtable";
            case Entry.LISTPACK_EX -> "listpackex";
            default -> "listpack";
        };
    }

    @Override
    public long length(long entry) {
        if (Entry.isRoot(entry)) {
            return open(entry).count();
        }
        return Listpack.count(Entry.bytesAddress(entry)) / (Entry.encoding(entry) == Entry.LISTPACK_EX ? 3 : 2);
    }

    @Override
    public long earliestFieldExpiry(long entry) {
        if (Entry.isRoot(entry)) {
            return open(entry).earliestExpiry();
        }
        long at = Entry.encoding(entry) == Entry.LISTPACK_EX
            ? ListpackFields.earliest(Entry.bytesAddress(entry)) : Key.NEVER;
        return at == Key.NEVER ? NEVER : at;
    }

    @Override
    public int expireFields(Key key, int limit) {
        return FieldExpiry.removeDue(new HashValue(key.keyspace().hasher()).open(key), limit);
    }

    @Override
    public boolean readField(Key key, long address, long length, ElementVisitor visitor) {
        HashCursor cursor = new HashCursor();
        if (!FieldExpiry.find(new HashValue(key.keyspace().hasher()).open(key), cursor, address, length)) {
            return false;
        }
        long digits = Blocks.allocate(MemoryTag.SERVER, Numbers.MAX_LONG_DIGITS);
        visitor.onElement(HashValue.text(cursor.value(), digits), cursor.value().textLength());
        Arena.free(digits);
        return true;
    }

    @Override
    public boolean copy(Key source, Key target) {
        if (source.encoding() == Entry.HASHTABLE) {
            target.putRoot(HASH, Entry.HASHTABLE, open(source.entry()).copy(), 0, Key.NEVER);
        } else {
            target.putBytes(HASH, source.encoding(), source.bytesAddress(), source.bytesLength(), Key.NEVER);
        }
        target.updateFieldExpiry();
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
            if (cursor.expireAt() != Key.NEVER) {
                digest.xor(EXPIRES);
            }
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
            if (key.encoding() == Entry.LISTPACK_EX) {
                sink.writeLong(Math.max(ListpackFields.earliest(key.bytesAddress()), 0));
            }
            sink.writeString(key.bytesAddress(), key.bytesLength());
            return;
        }
        PackedHash table = open(key.entry());
        PackedHashCursor cursor = new PackedHashCursor();
        long earliest = table.firstExpiry(cursor);
        if (earliest != NEVER) {
            sink.writeLong(earliest);
        }
        sink.writeLength(table.count());
        table.begin(cursor);
        while (table.next(cursor)) {
            if (earliest != NEVER) {
                sink.writeLength(cursor.hasExpiry() ? cursor.expiry() - earliest + 1 : 0);
            }
            sink.writeString(cursor.fieldAddress(), cursor.fieldLength());
            sink.writeString(cursor.valueAddress(), cursor.valueLength());
        }
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return HashImage.rdbType(value, version);
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        HashImage.save(value, sink);
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        HashImage.rewrite(value, sink);
        return true;
    }

    @Override
    public int rdbType(long entry) {
        return switch (Entry.encoding(entry)) {
            case Entry.HASHTABLE -> open(entry).expiringCount() > 0 ? RDB_HASH_EXPIRING : RDB_HASH;
            case Entry.LISTPACK_EX -> RDB_HASH_LISTPACK_EX;
            default -> RDB_HASH_LISTPACK;
        };
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_HASH || rdbType == RDB_HASH_LISTPACK || rdbType == RDB_HASH_ZIPMAP
            || rdbType == RDB_HASH_ZIPLIST
            || rdbType >= RDB_HASH_EXPIRING_EARLY && rdbType <= RDB_HASH_LISTPACK_EX;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        return switch (rdbType) {
            case RDB_HASH_ZIPMAP -> {
                source.readZipmap();
                yield loadListpack(key, source, rdbType);
            }
            case RDB_HASH_ZIPLIST -> {
                source.readZiplist();
                yield loadListpack(key, source, rdbType);
            }
            case RDB_HASH_LISTPACK, RDB_HASH_LISTPACK_EX_EARLY -> {
                source.readString();
                yield loadListpack(key, source, rdbType);
            }
            case RDB_HASH_LISTPACK_EX -> {
                source.readLong();
                source.readString();
                yield loadListpack(key, source, rdbType);
            }
            case RDB_HASH_EXPIRING_EARLY -> loadFields(key, source, true, 0);
            case RDB_HASH_EXPIRING -> loadFields(key, source, true, source.readLong() - 1);
            default -> loadFields(key, source, false, 0);
        };
    }

    /** @param beforeFirst what an expiry other than 0 counts from, in ms since the epoch */
    private boolean loadFields(Key key, ValueSource source, boolean hasExpiries, long beforeFirst) {
        long fields = source.readLength();
        if (source.failed() || fields <= 0) {
            if (fields == 0) {
                source.failEmpty();
            }
            return false;
        }
        HashValue hash = limits.forLoading(key);
        hash.grow(fields);
        if (hasExpiries) {
            hash.prepareExpiries();
        }
        HashCursor cursor = new HashCursor();
        for (long i = 0; i < fields && !source.failed(); i++) {
            long expiry = hasExpiries ? source.readLength() : 0;
            loadField(hash, cursor, source, expiry == 0 ? Key.NEVER : expiry + beforeFirst);
        }
        if (source.failed()) {
            key.delete();
        }
        return !source.failed();
    }

    private static void loadField(HashValue hash, HashCursor cursor, ValueSource source, long expireAt) {
        long field = source.readBlock();
        long fieldLength = source.length();
        source.readString();
        boolean isExpiryValid = expireAt == Key.NEVER || expireAt > 0 && expireAt < ListpackFields.EXPIRY_LIMIT_MS;
        if (!source.failed()
                && (!isExpiryValid || !hash.put(field, fieldLength, source.address(), source.length()))) {
            source.fail();
        }
        if (!source.failed() && expireAt != Key.NEVER && hash.find(cursor, field, fieldLength)) {
            hash.setExpiry(cursor, expireAt);
        }
        Arena.free(field);
    }

    /** The listpack is what was read last. Only of a zipmap fields and values may be longer than it should have. */
    private boolean loadListpack(Key key, ValueSource source, int rdbType) {
        boolean hasExpiries = rdbType == RDB_HASH_LISTPACK_EX || rdbType == RDB_HASH_LISTPACK_EX_EARLY;
        long lp = source.address();
        long bytes = source.length();
        if (source.failed() || !Listpack.isValid(lp, bytes, true)) {
            return false;
        }
        if (Listpack.isEmpty(lp)) {
            source.failEmpty();
            return false;
        }
        if (!isValid(lp, hasExpiries)) {
            return false;
        }
        long root = PackedHash.create();
        PackedHash table = new PackedHash(key.keyspace().hasher()).open(root);
        if (!HashValue.addAll(table, lp, hasExpiries)) {
            PackedHash.free(root);
            if (rdbType == RDB_HASH_LISTPACK) {
                source.fail("Hash listpack with dup elements");
            }
            return false;
        }
        if (limits.fitsListpack(table.count()) && (rdbType != RDB_HASH_ZIPMAP || limits.isShort(lp))) {
            PackedHash.free(root);
            long block = Blocks.allocate(MemoryTag.VALUE, bytes);
            Mem.initCopy(lp, block, bytes);
            key.putBlock(HASH, hasExpiries ? Entry.LISTPACK_EX : Entry.LISTPACK, block, bytes, Key.NEVER);
            key.resizeBytes(bytes);
        } else {
            key.putRoot(HASH, Entry.HASHTABLE, root, 0, Key.NEVER);
        }
        key.updateFieldExpiry();
        return true;
    }

    private static boolean isValid(long lp, boolean hasExpiries) {
        return hasExpiries ? ListpackFields.isValid(lp) : Listpack.count(lp) % 2 == 0;
    }
}
