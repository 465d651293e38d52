package dev.spinel.engine.type.set;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ListpackImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.intset.Intset;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.packedhash.PackedHashImage;

/** A set as of a snapshot: in RDB form, and as commands. Any thread. */
final class SetImage {
    private static final byte[] SADD = Text.bytes("SADD");

    private SetImage() {}

    static int rdbType(EntryImage value, int version) {
        return switch (Entry.encoding(value.entry())) {
            case Entry.INTSET -> SetType.RDB_INTSET;
            case Entry.LISTPACK -> version >= RdbFormat.SET_LISTPACKS_SINCE ? SetType.RDB_LISTPACK : SetType.RDB_SET;
            default -> SetType.RDB_SET;
        };
    }

    static void save(EntryImage value, ValueSink sink) {
        if (Entry.isRoot(value.entry())) {
            PackedHashImage members = new PackedHashImage(value.blocks(), Entry.root(value.entry()));
            sink.writeLength(members.count());
            while (members.next()) {
                if (members.isInteger()) {
                    sink.writeIntegerString(members.integer());
                } else {
                    sink.writeString(members.fieldAddress(), members.fieldLength());
                }
            }
        } else if (rdbType(value, sink.version()) == SetType.RDB_SET) {
            long lp = value.bytesAddress();
            sink.writeLength(Listpack.count(lp));
            new ListpackImage(lp).writeAll(sink);
        } else {
            value.writeBytes(sink);
        }
    }

    static void rewrite(EntryImage value, CommandSink sink) {
        if (Entry.isRoot(value.entry())) {
            rewriteTable(value, sink);
            return;
        }
        long bytes = value.bytesAddress();
        boolean isIntset = Entry.encoding(value.entry()) == Entry.INTSET;
        int count = isIntset ? Intset.count(bytes) : Listpack.count(bytes);
        CommandChunks members = new CommandChunks(sink, SADD, value, count, 1);
        if (isIntset) {
            for (int i = 0; i < count; i++) {
                members.next().integer(Intset.valueAt(bytes, i));
            }
        } else {
            ListpackImage listpack = new ListpackImage(bytes);
            while (listpack.next()) {
                members.next().element(listpack.element());
            }
        }
    }

    private static void rewriteTable(EntryImage value, CommandSink sink) {
        PackedHashImage members = new PackedHashImage(value.blocks(), Entry.root(value.entry()));
        CommandChunks chunks = new CommandChunks(sink, SADD, value, members.count(), 1);
        while (members.next()) {
            if (members.isInteger()) {
                chunks.next().integer(members.integer());
            } else {
                chunks.next().bytes(members.fieldAddress(), members.fieldLength());
            }
        }
    }
}
