package dev.spinel.engine.type.set;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ListpackImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.packedhash.PackedHashImage;

/** A set as of a snapshot in RDB form. Any thread. */
final class SetImage {
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
}
