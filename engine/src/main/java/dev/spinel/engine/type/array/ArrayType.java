package dev.spinel.engine.type.array;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ElementVisitor;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArray;
import dev.spinel.engine.struct.array.SparseArrayCursor;
import dev.spinel.engine.struct.array.Word;
import dev.spinel.engine.struct.array.WordText;

/** What the keyspace knows about arrays. */
final class ArrayType extends ValueType {
    private final SliceLimits limits;
    private final SparseArray array;

    ArrayType(SliceLimits limits) {
        super(ARRAY, "array");
        this.limits = limits;
        array = new SparseArray(limits);
    }

    @Override
    public String encoding(long entry) {
        return "sliced-array";
    }

    @Override
    public void free(long entry) {
        SparseArray.free(Entry.root(entry));
    }

    @Override
    public boolean isFreedInSlices() {
        return true;
    }

    @Override
    public int freeSlice(long root, int blocks) {
        return SparseArray.freeSlice(root, blocks);
    }

    @Override
    public long relocate(long entry, long from, Relocation relocation) {
        relocateRoot(entry, from, relocation);
        return array.open(Entry.root(entry)).relocate(from != 0, relocation) ? 1 : 0;
    }

    @Override
    public long memoryBytes(long entry) {
        return array.open(Entry.root(entry)).memoryBytes();
    }

    @Override
    public long freeEffort(long entry) {
        return length(entry);
    }

    @Override
    public long length(long entry) {
        return array.open(Entry.root(entry)).count();
    }

    @Override
    public boolean copy(Key source, Key target) {
        target.putRoot(ARRAY, Entry.SLICED_ARRAY, array.open(source.root()).copy(), 0, Key.NEVER);
        return true;
    }

    @Override
    public boolean forEachElement(Key key, ElementVisitor visitor) {
        forEach(key, (index, text) -> visitor.onElement(text.address(), text.length()));
        return true;
    }

    /** Hears of an element. */
    @FunctionalInterface
    private interface Visitor {
        void onElement(long index, WordText text);
    }

    private void forEach(Key key, Visitor visitor) {
        SparseArrayCursor cursor = new SparseArrayCursor().all(array.open(key.root()));
        WordText text = new WordText();
        try (Scratch scratch = new Scratch()) {
            while (cursor.next()) {
                visitor.onElement(cursor.index(), text.open(cursor.word(), scratch.reserve(Word.MAX_INLINE_BYTES)));
            }
        }
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        forEach(key, (index, text) -> {
            digest.mix(Text.bytes(Long.toUnsignedString(index)));
            digest.mix(text.address(), text.length());
        });
    }

    @Override
    public void save(Key key, ValueSink sink) {
        array.open(key.root());
        ArrayRdb.begin(sink, array.count(), array.mark());
        SparseArrayCursor cursor = new SparseArrayCursor().all(array);
        WordText text = new WordText();
        try (Scratch scratch = new Scratch()) {
            while (cursor.next()) {
                ArrayRdb.element(sink, cursor.index(), cursor.word(),
                    text.open(cursor.word(), scratch.reserve(Word.MAX_INLINE_BYTES)));
            }
        }
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return ArrayRdb.imageType(version);
    }

    @Override
    public boolean isSavedByReactor() {
        return false;
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        ArrayRdb.saveImage(value, sink);
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        ArrayRdb.rewrite(value, sink);
        return true;
    }

    @Override
    public int rdbType(long entry) {
        return ArrayRdb.TYPE;
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == ArrayRdb.TYPE;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        SparseArray loaded = new SparseArray(limits).create();
        if (!ArrayRdb.load(loaded, source)) {
            SparseArray.free(loaded.root());
            return false;
        }
        key.putRoot(ARRAY, Entry.SLICED_ARRAY, loaded.root(), 0, Key.NEVER);
        return true;
    }
}
