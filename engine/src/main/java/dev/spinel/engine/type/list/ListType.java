package dev.spinel.engine.type.list;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ElementVisitor;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.quicklist.Quicklist;
import java.util.List;
import java.util.Locale;

/**
 * What the keyspace knows about lists. In RDB form a list is a number of nodes, each one a listpack or one large
 * element; lists of single strings and of ziplists, from old versions, are read too.
 */
final class ListType extends ValueType {
    static final int RDB_LIST = 1;
    static final int RDB_QUICKLIST_2 = 18;
    private static final int RDB_LIST_ZIPLIST = 10;
    private static final int RDB_QUICKLIST = 14;
    private static final int PLAIN = 1;
    private static final int PACKED = 2;

    private final ListValue lists;
    private final Quicklist view = new Quicklist();

    /** @param lists the flyweight of the room, which knows the limits */
    ListType(ListValue lists) {
        super(LIST, "list");
        this.lists = lists;
    }

    @Override
    public String encoding(long entry) {
        return Entry.isRoot(entry) ? "quicklist" : "listpack";
    }

    @Override
    public long length(long entry) {
        return Entry.isRoot(entry) ? open(entry).count() : Listpack.count(Entry.bytesAddress(entry));
    }

    @Override
    public long relocate(long entry, long from, Relocation relocation) {
        relocateRoot(entry, from, relocation);
        return open(entry).relocate(from != 0, relocation) ? 1 : 0;
    }

    @Override
    public void free(long entry) {
        Quicklist.free(Entry.root(entry));
    }

    @Override
    public boolean isFreedInSlices() {
        return true;
    }

    @Override
    public int freeSlice(long root, int blocks) {
        return Quicklist.freeSlice(root, blocks);
    }

    @Override
    public long memoryBytes(long entry) {
        return Entry.isRoot(entry) ? open(entry).memoryBytes() : super.memoryBytes(entry);
    }

    @Override
    public long freeEffort(long entry) {
        return Entry.isRoot(entry) ? open(entry).nodeCount() : 1;
    }

    @Override
    public String debugDetails(long entry) {
        if (!Entry.isRoot(entry)) {
            return "";
        }
        Quicklist list = open(entry);
        long bytes = 0;
        for (long node = list.firstNode(); node != 0; node = Quicklist.nextNode(node)) {
            bytes += Quicklist.payloadBytes(node);
        }
        double average = (double) list.count() / list.nodeCount();
        return String.format(Locale.ROOT, " ql_nodes:%d ql_avg_node:%.2f ql_listpack_max:%d ql_compressed:0 "
            + "ql_uncompressed_size:%d", list.nodeCount(), average, lists.fill(), bytes);
    }

    /** A view of a large list, good until the next call. */
    private Quicklist open(long entry) {
        return view.open(Entry.root(entry));
    }

    @Override
    public boolean copy(Key source, Key target) {
        ListValue.copy(source, target);
        return true;
    }

    @Override
    public boolean forEachElement(Key key, ElementVisitor visitor) {
        ListCursor cursor = new ListCursor();
        try (Scratch digits = new Scratch()) {
            boolean more = new ListValue().open(key).seek(cursor, 0);
            for (; more; more = cursor.next()) {
                if (cursor.isInteger()) {
                    long text = digits.reserve(Numbers.MAX_LONG_DIGITS);
                    visitor.onElement(text, Numbers.write(text, cursor.integer()));
                } else {
                    visitor.onElement(cursor.address(), cursor.length());
                }
            }
        }
        return true;
    }

    @Override
    public void storeElements(Key key, List<byte[]> elements) {
        long root = Quicklist.create();
        Quicklist quicklist = new Quicklist().open(root);
        try (Scratch scratch = new Scratch()) {
            for (byte[] element : elements) {
                long copy = scratch.reserve(element.length);
                Mem.initCopyIn(element, 0, copy, element.length);
                quicklist.pushTail(copy, element.length);
            }
        }
        key.putRoot(LIST, Entry.QUICKLIST, root, 0, Key.NEVER);
        lists.open(key).settle();
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        ListCursor cursor = new ListCursor();
        boolean more = new ListValue().open(key).seek(cursor, 0);
        for (; more; more = cursor.next()) {
            if (cursor.isInteger()) {
                digest.mix(Text.bytes(Long.toString(cursor.integer())));
            } else {
                digest.mix(cursor.address(), cursor.length());
            }
        }
    }

    @Override
    public void save(Key key, ValueSink sink) {
        if (!Entry.isRoot(key.entry())) {
            sink.writeLength(1);
            sink.writeLength(PACKED);
            sink.writeString(key.bytesAddress(), key.bytesLength());
            return;
        }
        Quicklist quicklist = open(key.entry());
        sink.writeLength(quicklist.nodeCount());
        for (long node = quicklist.firstNode(); node != 0; node = Quicklist.nextNode(node)) {
            sink.writeLength(Quicklist.isPlain(node) ? PLAIN : PACKED);
            sink.writeString(Quicklist.payload(node), Quicklist.payloadBytes(node));
        }
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return ListImage.rdbType(value, version);
    }

    @Override
    public boolean isSavedByReactor() {
        return false;
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        ListImage.save(value, sink);
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        ListImage.rewrite(value, sink);
        return true;
    }

    @Override
    public int rdbType(long entry) {
        return RDB_QUICKLIST_2;
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_QUICKLIST_2 || rdbType == RDB_LIST || rdbType == RDB_LIST_ZIPLIST
            || rdbType == RDB_QUICKLIST;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        long root = Quicklist.create();
        Quicklist quicklist = new Quicklist().open(root);
        long parts = rdbType == RDB_LIST_ZIPLIST ? 1 : source.readLength();
        for (long rest = parts; rest > 0 && !source.failed(); rest--) {
            loadPart(quicklist, rdbType, source);
        }
        if (!source.failed() && quicklist.count() == 0) {
            source.failEmpty();
        }
        if (source.failed()) {
            Quicklist.free(root);
            return false;
        }
        key.putRoot(LIST, Entry.QUICKLIST, root, 0, Key.NEVER);
        lists.open(key).settle();
        return true;
    }

    private static void loadPart(Quicklist quicklist, int rdbType, ValueSource source) {
        switch (rdbType) {
            case RDB_LIST -> {
                source.readString();
                appendText(quicklist, source);
            }
            case RDB_QUICKLIST_2 -> loadNode(quicklist, source);
            default -> {
                source.readZiplist();
                appendListpack(quicklist, source);
            }
        }
    }

    private static void appendText(Quicklist quicklist, ValueSource source) {
        if (!source.failed()) {
            quicklist.pushTail(source.address(), source.length());
        }
    }

    private static void loadNode(Quicklist quicklist, ValueSource source) {
        long kind = source.readLength();
        source.readString();
        if (source.failed() || kind != PLAIN && kind != PACKED) {
            source.fail();
        } else if (source.length() == 0) {
            source.fail("Quicklist integrity check failed.");
        } else if (kind == PLAIN) {
            quicklist.appendPlain(source.address(), source.length());
        } else if (!Listpack.isValid(source.address(), source.length(), true)) {
            source.fail();
        } else {
            appendListpack(quicklist, source);
        }
    }

    private static void appendListpack(Quicklist quicklist, ValueSource source) {
        if (!source.failed() && !Listpack.isEmpty(source.address())) {
            quicklist.appendListpack(source.address());
        }
    }
}
