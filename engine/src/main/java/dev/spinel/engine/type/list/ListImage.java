package dev.spinel.engine.type.list;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ListpackImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.quicklist.QuicklistImage;

/**
 * A list as of a snapshot: in RDB form, as nodes or single elements where a version has no listpacks, and as commands.
 * Any thread.
 */
final class ListImage {
    private static final int PLAIN = 1;
    private static final int PACKED = 2;
    private static final byte[] RPUSH = Text.bytes("RPUSH");

    private ListImage() {}

    static int rdbType(EntryImage value, int version) {
        return version >= RdbFormat.LISTPACKS_SINCE ? ListType.RDB_QUICKLIST_2 : ListType.RDB_LIST;
    }

    static void save(EntryImage value, ValueSink sink) {
        boolean hasNodes = sink.version() >= RdbFormat.LISTPACKS_SINCE;
        if (!Entry.isRoot(value.entry())) {
            saveListpack(value, sink, hasNodes);
            return;
        }
        QuicklistImage list = new QuicklistImage(value.blocks(), Entry.root(value.entry()));
        sink.writeLength(hasNodes ? list.nodeCount() : list.count());
        while (list.next()) {
            if (hasNodes) {
                sink.writeLength(list.isPlain() ? PLAIN : PACKED);
            }
            if (hasNodes || list.isPlain()) {
                sink.writeString(list.payload(), list.payloadBytes());
            } else {
                new ListpackImage(list.payload()).writeAll(sink);
            }
        }
    }

    private static void saveListpack(EntryImage value, ValueSink sink, boolean hasNodes) {
        if (hasNodes) {
            sink.writeLength(1);
            sink.writeLength(PACKED);
            value.writeBytes(sink);
        } else {
            long lp = value.bytesAddress();
            sink.writeLength(Listpack.count(lp));
            new ListpackImage(lp).writeAll(sink);
        }
    }

    static void rewrite(EntryImage value, CommandSink sink) {
        if (!Entry.isRoot(value.entry())) {
            long lp = value.bytesAddress();
            rewrite(lp, new CommandChunks(sink, RPUSH, value, Listpack.count(lp), 1));
            return;
        }
        QuicklistImage list = new QuicklistImage(value.blocks(), Entry.root(value.entry()));
        CommandChunks elements = new CommandChunks(sink, RPUSH, value, list.count(), 1);
        while (list.next()) {
            if (list.isPlain()) {
                elements.next().bytes(list.payload(), list.payloadBytes());
            } else {
                rewrite(list.payload(), elements);
            }
        }
    }

    private static void rewrite(long lp, CommandChunks elements) {
        ListpackImage image = new ListpackImage(lp);
        while (image.next()) {
            elements.next().element(image.element());
        }
    }
}
