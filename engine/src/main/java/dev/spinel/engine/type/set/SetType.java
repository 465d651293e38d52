package dev.spinel.engine.type.set;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ElementVisitor;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.PackedHashType;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.struct.intset.Intset;
import dev.spinel.engine.struct.listpack.Decimal;
import dev.spinel.engine.struct.listpack.Listpack;

/** What the keyspace knows about sets. */
final class SetType extends PackedHashType {
    static final int RDB_SET = 2;
    static final int RDB_INTSET = 11;
    static final int RDB_LISTPACK = 20;

    private final SetLimits limits;

    SetType(SetLimits limits) {
        super(SET, "set");
        this.limits = limits;
    }

    @Override
    public String encoding(long entry) {
        return switch (Entry.encoding(entry)) {
            case Entry.INTSET -> "intset";
            case Entry.LISTPACK -> "listpack";
            default -> "hashtable";
        };
    }

    @Override
    public long length(long entry) {
        return switch (Entry.encoding(entry)) {
            case Entry.INTSET -> Intset.count(Entry.bytesAddress(entry));
            case Entry.LISTPACK -> Listpack.count(Entry.bytesAddress(entry));
            default -> open(entry).count();
        };
    }

    private SetValue value(Key key) {
        return new SetValue(key.keyspace().hasher(), limits).open(key);
    }

    @Override
    public boolean copy(Key source, Key target) {
        value(source).copyTo(target);
        return true;
    }

    @Override
    public boolean forEachElement(Key key, ElementVisitor visitor) {
        long text = ValueSlot.allocate(Decimal.MAX_BYTES);
        SetCursor cursor = new SetCursor();
        cursor.begin(value(key), text);
        while (cursor.next()) {
            visitor.onElement(cursor.address(), cursor.length());
        }
        Arena.free(text);
        return true;
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        forEachElement(key, digest::xor);
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return SetImage.rdbType(value, version);
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        SetImage.save(value, sink);
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        SetImage.rewrite(value, sink);
        return true;
    }

    @Override
    public int rdbType(long entry) {
        return switch (Entry.encoding(entry)) {
            case Entry.INTSET -> RDB_INTSET;
            case Entry.LISTPACK -> RDB_LISTPACK;
            default -> RDB_SET;
        };
    }

    @Override
    public void save(Key key, ValueSink sink) {
        if (Entry.isRoot(key.entry())) {
            sink.writeLength(length(key.entry()));
            forEachElement(key, sink::writeString);
        } else {
            sink.writeString(key.bytesAddress(), key.bytesLength());
        }
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_SET || rdbType == RDB_INTSET || rdbType == RDB_LISTPACK;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        SetValue value = new SetValue(key.keyspace().hasher(), limits).openFree();
        boolean isGood = rdbType == RDB_SET ? loadMembers(value, source) : loadBytes(value, rdbType, source);
        if (isGood) {
            value.storeAt(key);
        } else {
            value.discard();
        }
        return isGood;
    }

    private static boolean loadMembers(SetValue value, ValueSource source) {
        long count = source.readLength();
        if (count == 0) {
            source.failEmpty();
        }
        for (long i = 0; i < count && !source.failed(); i++) {
            source.readString();
            if (i == 0) {
                value.expect(count, Decimal.isCanonical(source.address(), source.length()));
            }
            if (!source.failed() && !value.add(source.address(), source.length())) {
                source.fail();
            }
        }
        return count > 0 && !source.failed();
    }

    private static boolean loadBytes(SetValue value, int rdbType, ValueSource source) {
        long block = source.readBlock();
        long bytes = source.length();
        boolean isIntset = rdbType == RDB_INTSET;
        if (!source.failed() && !isIntset && Listpack.isValid(block, bytes, true) && Listpack.isEmpty(block)) {
            source.failEmpty();
        }
        boolean isGood = !source.failed() && (isIntset ? Intset.isValid(block, bytes, true)
            : Listpack.isValid(block, bytes, true) && !Listpack.isEmpty(block));
        if (!isGood) {
            Arena.free(block);
            return false;
        }
        value.adopt(isIntset ? Entry.INTSET : Entry.LISTPACK, block, bytes);
        return isIntset || value.slot().encoding() != Entry.LISTPACK || value.isDistinct();
    }
}
