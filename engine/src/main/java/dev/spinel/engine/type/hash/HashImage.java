package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ListpackImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.packedhash.PackedHashImage;

/** A hash as of a snapshot in RDB form. Any thread. */
final class HashImage {
    private static final int RDB_HASH = 4;
    private static final int RDB_HASH_LISTPACK = 16;
    private static final int RDB_HASH_EXPIRING = 24;
    private static final int RDB_HASH_LISTPACK_EX = 25;

    private HashImage() {}

    static int rdbType(EntryImage value, int version) {
        int encoding = Entry.encoding(value.entry());
        if (encoding == Entry.LISTPACK_EX) {
            return version >= RdbFormat.FIELD_EXPIRY_SINCE ? RDB_HASH_LISTPACK_EX : ValueType.INEXPRESSIBLE;
        }
        if (encoding == Entry.LISTPACK) {
            return version >= RdbFormat.LISTPACKS_SINCE ? RDB_HASH_LISTPACK : RDB_HASH;
        }
        if (open(value).expiringCount() == 0) {
            return RDB_HASH;
        }
        return version >= RdbFormat.FIELD_EXPIRY_SINCE ? RDB_HASH_EXPIRING : ValueType.INEXPRESSIBLE;
    }

    private static PackedHashImage open(EntryImage value) {
        return new PackedHashImage(value.blocks(), Entry.root(value.entry()));
    }

    static void save(EntryImage value, ValueSink sink) {
        int encoding = Entry.encoding(value.entry());
        if (encoding == Entry.HASHTABLE) {
            saveFields(open(value), sink);
        } else if (encoding == Entry.LISTPACK && sink.version() < RdbFormat.LISTPACKS_SINCE) {
            long lp = value.bytesAddress();
            sink.writeLength(Listpack.count(lp) / 2);
            new ListpackImage(lp).writeAll(sink);
        } else {
            if (encoding == Entry.LISTPACK_EX) {
                sink.writeLong(Math.max(ListpackFields.earliest(value.bytesAddress()), 0));
            }
            value.writeBytes(sink);
        }
    }

    private static void saveFields(PackedHashImage fields, ValueSink sink) {
        boolean expires = fields.expiringCount() > 0;
        long earliest = expires ? fields.earliestExpiry() : 0;
        if (expires) {
            sink.writeLong(earliest);
        }
        sink.writeLength(fields.count());
        while (fields.next()) {
            if (expires) {
                sink.writeLength(fields.expiry() < 0 ? 0 : fields.expiry() - earliest + 1);
            }
            sink.writeString(fields.fieldAddress(), fields.fieldLength());
            sink.writeString(fields.valueAddress(), fields.valueLength());
        }
    }
}
