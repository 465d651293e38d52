package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ListpackImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.packedhash.PackedHashImage;

/** A hash as of a snapshot: in RDB form, and as commands. Any thread. */
final class HashImage {
    private static final int RDB_HASH = 4;
    private static final int RDB_HASH_LISTPACK = 16;
    private static final int RDB_HASH_EXPIRING = 24;
    private static final int RDB_HASH_LISTPACK_EX = 25;

    private static final byte[] HMSET = Text.bytes("HMSET");

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

    /** A field that expires gets a command of its own, and one for its expiry; where there is one, so do all others. */
    static void rewrite(EntryImage value, CommandSink sink) {
        switch (Entry.encoding(value.entry())) {
            case Entry.HASHTABLE -> rewriteFields(value, open(value), sink);
            case Entry.LISTPACK_EX -> rewriteExpiring(value, value.bytesAddress(), sink);
            default -> rewriteListpack(value, value.bytesAddress(), sink);
        }
    }

    private static void rewriteListpack(EntryImage value, long lp, CommandSink sink) {
        CommandChunks fields = new CommandChunks(sink, HMSET, value, Listpack.count(lp) / 2, 2);
        ListpackImage elements = new ListpackImage(lp);
        while (elements.next()) {
            fields.next().element(elements.element());
            elements.next();
            sink.element(elements.element());
        }
    }

    private static void rewriteExpiring(EntryImage value, long lp, CommandSink sink) {
        ListpackReader element = new ListpackReader();
        for (int at = Listpack.first(lp); at != Listpack.NONE; ) {
            int valueAt = Listpack.next(lp, at);
            int expiryAt = Listpack.next(lp, valueAt);
            field(value, sink).element(element.read(lp, at)).element(element.read(lp, valueAt));
            long expireAt = Listpack.integer(lp, expiryAt);
            if (expireAt != 0) {
                expiry(value, expireAt, sink).element(element.read(lp, at));
            }
            at = Listpack.next(lp, expiryAt);
        }
    }

    private static void rewriteFields(EntryImage value, PackedHashImage fields, CommandSink sink) {
        boolean expires = fields.expiringCount() > 0;
        CommandChunks chunks = new CommandChunks(sink, HMSET, value, fields.count(), 2);
        while (fields.next()) {
            (expires ? field(value, sink) : chunks.next()).bytes(fields.fieldAddress(), fields.fieldLength())
                    .bytes(fields.valueAddress(), fields.valueLength());
            if (fields.expiry() >= 0) {
                expiry(value, fields.expiry(), sink).bytes(fields.fieldAddress(), fields.fieldLength());
            }
        }
    }

    private static CommandSink field(EntryImage value, CommandSink sink) {
        return sink.command(HMSET, 4).bytes(value.keyAddress(), value.keyLength());
    }

    private static CommandSink expiry(EntryImage value, long atMs, CommandSink sink) {
        return sink.command(HashExpiryCommands.HPEXPIREAT, 6).bytes(value.keyAddress(), value.keyLength()).integer(atMs)
                .word(FieldArguments.FIELDS).integer(1);
    }
}
