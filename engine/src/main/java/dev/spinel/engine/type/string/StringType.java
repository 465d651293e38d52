package dev.spinel.engine.type.string;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;

/** What the keyspace knows about strings. */
public final class StringType extends ValueType {
    private static final int RDB_STRING = 0;
    private static final byte[] SET = Text.bytes("SET");

    public StringType() {
        super(STRING, "string");
    }

    @Override
    public String encoding(long entry) {
        if (Entry.isInteger(entry)) {
            return "int";
        }
        return Entry.encoding(entry) == Entry.EMBSTR ? "embstr" : "raw";
    }

    @Override
    public long length(long entry) {
        return Entry.isInteger(entry) ? Numbers.length(Entry.integer(entry)) : Entry.bytesLength(entry);
    }

    @Override
    public void free(long entry) {
        throw Invariant.broken("a string is never a root");
    }

    @Override
    public boolean copy(Key source, Key target) {
        if (source.isInteger()) {
            target.putInteger(source.integer(), Key.NEVER);
        } else {
            target.putBytes(STRING, source.encoding(), source.bytesAddress(), source.bytesLength(), Key.NEVER);
        }
        return true;
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        if (key.isInteger()) {
            digest.mix(Text.bytes(Long.toString(key.integer())));
        } else {
            digest.mix(key.bytesAddress(), key.bytesLength());
        }
    }

    @Override
    public void save(Key key, ValueSink sink) {
        if (key.isInteger()) {
            sink.writeIntegerString(key.integer());
        } else {
            sink.writeString(key.bytesAddress(), key.bytesLength());
        }
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return RDB_STRING;
    }

    @Override
    public boolean isSavedByReactor() {
        return false;
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        if (Entry.isInteger(value.entry())) {
            sink.writeIntegerString(Entry.integer(value.entry()));
        } else {
            value.writeBytes(sink);
        }
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        sink.command(SET, 3).bytes(value.keyAddress(), value.keyLength());
        if (Entry.isInteger(value.entry())) {
            sink.integer(Entry.integer(value.entry()));
        } else {
            sink.bytes(value.bytesAddress(), value.bytesLength());
        }
        return true;
    }

    @Override
    public int rdbType(long entry) {
        return RDB_STRING;
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_STRING;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        source.readString();
        if (source.failed()) {
            return false;
        }
        StringValue.store(key, source.address(), source.length(), Key.NEVER);
        return true;
    }
}
