package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ElementVisitor;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.tree.ScoreTree;
import java.util.function.Consumer;

/** What the keyspace knows about sorted sets. */
final class SortedSetType extends ValueType {
    static final int RDB_SORTED_SET_2 = 5;
    private static final int RDB_SORTED_SET = 3;
    private static final int RDB_ZIPLIST = 12;
    static final int RDB_LISTPACK = 17;

    private final SortedSetLimits limits;
    private final ScoreTree tree = new ScoreTree(null);

    SortedSetType(SortedSetLimits limits) {
        super(SORTED_SET, "zset");
        this.limits = limits;
    }

    @Override
    public String encoding(long entry) {
        return Entry.isRoot(entry) ? "skiplist" : "listpack";
    }

    @Override
    public long relocate(long entry, long from, Relocation relocation) {
        relocateRoot(entry, from, relocation);
        return tree.open(Entry.root(entry)).relocate(from, relocation);
    }

    @Override
    public void free(long entry) {
        ScoreTree.free(Entry.root(entry));
    }

    @Override
    public boolean isFreedInSlices() {
        return true;
    }

    @Override
    public int freeSlice(long root, int blocks) {
        return ScoreTree.freeSlice(root, blocks);
    }

    @Override
    public long memoryBytes(long entry) {
        return Entry.isRoot(entry) ? tree.open(Entry.root(entry)).memoryBytes() : super.memoryBytes(entry);
    }

    @Override
    public long freeEffort(long entry) {
        return Entry.isRoot(entry) ? length(entry) : 1;
    }

    @Override
    public long length(long entry) {
        return Entry.isRoot(entry) ? tree.open(Entry.root(entry)).count()
                : Listpack.count(Entry.bytesAddress(entry)) / 2;
    }

    /** Walks over all members upwards, or downwards. */
    private void forEach(Key key, boolean isReverse, Consumer<SortedSetCursor> visitor) {
        long buffer = ValueSlot.allocate(SortedSetValue.BUFFER_BYTES);
        SortedSetValue value = new SortedSetValue(key.keyspace().hasher(), limits).open(key, buffer);
        SortedSetCursor cursor = new SortedSetCursor();
        boolean isThere = value.seek(cursor, isReverse ? value.count() - 1 : 0);
        while (isThere) {
            visitor.accept(cursor);
            isThere = isReverse ? cursor.previous() : cursor.next();
        }
        Arena.free(buffer);
    }

    @Override
    public boolean copy(Key source, Key target) {
        new SortedSetValue(source.keyspace().hasher(), limits).open(source, 0).copyTo(target);
        return true;
    }

    @Override
    public boolean forEachElement(Key key, ElementVisitor visitor) {
        forEach(key, false, cursor -> visitor.onElement(cursor.address(), cursor.length()));
        return true;
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        forEach(key, false, cursor -> {
            digest.beginElement();
            digest.mix(cursor.address(), cursor.length());
            digest.mix(Scores.text(cursor.score()));
            digest.endElement();
        });
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return SortedSetImage.rdbType(value, version);
    }

    @Override
    public boolean isSavedByReactor() {
        return false;
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        SortedSetImage.save(value, sink);
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        SortedSetImage.rewrite(value, sink);
        return true;
    }

    @Override
    public int rdbType(long entry) {
        return Entry.isRoot(entry) ? RDB_SORTED_SET_2 : RDB_LISTPACK;
    }

    /** The highest comes first, as Redis has it. */
    @Override
    public void save(Key key, ValueSink sink) {
        if (!Entry.isRoot(key.entry())) {
            sink.writeString(key.bytesAddress(), key.bytesLength());
            return;
        }
        sink.writeLength(length(key.entry()));
        forEach(key, true, cursor -> {
            sink.writeString(cursor.address(), cursor.length());
            sink.writeDouble(cursor.score());
        });
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_SORTED_SET_2 || rdbType == RDB_LISTPACK || rdbType == RDB_SORTED_SET
            || rdbType == RDB_ZIPLIST;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        long buffer = ValueSlot.allocate(SortedSetValue.BUFFER_BYTES);
        SortedSetValue value = new SortedSetValue(key.keyspace().hasher(), limits).openFree(buffer);
        boolean isGood = switch (rdbType) {
            case RDB_LISTPACK, RDB_ZIPLIST -> loadListpack(value, source, rdbType == RDB_ZIPLIST);
            default -> loadMembers(value, source, rdbType == RDB_SORTED_SET);
        };
        if (isGood) {
            value.storeAt(key);
        } else {
            value.discard();
        }
        Arena.free(buffer);
        return isGood;
    }

    private static boolean loadMembers(SortedSetValue value, ValueSource source, boolean hasTexts) {
        long count = source.readLength();
        if (count == 0) {
            source.failEmpty();
        }
        SortedSetCursor cursor = new SortedSetCursor();
        for (long i = 0; i < count && !source.failed(); i++) {
            long block = source.readBlock();
            long length = source.length();
            double score = hasTexts ? source.readDoubleText() : source.readDouble();
            if (Double.isNaN(score) || value.find(cursor, block, length)) {
                source.fail();
            }
            if (!source.failed()) {
                if (i == 0) {
                    value.expect(count, length);
                }
                value.insert(score, block, length);
            }
            Arena.free(block);
        }
        return count > 0 && !source.failed();
    }

    private static boolean loadListpack(SortedSetValue value, ValueSource source, boolean isZiplist) {
        if (isZiplist) {
            source.readZiplist();
        } else {
            source.readString();
        }
        long bytes = source.length();
        if (source.failed() || !Listpack.isValid(source.address(), bytes, true)) {
            return false;
        }
        if (Listpack.isEmpty(source.address())) {
            source.failEmpty();
            return false;
        }
        long block = ValueSlot.allocate(bytes);
        Mem.initCopy(source.address(), block, bytes);
        return value.adopt(block, bytes);
    }
}
