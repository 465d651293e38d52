package dev.spinel.engine.type.stream;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.tree.IdTree;

/** What the keyspace knows about streams. */
final class StreamType extends ValueType {
    StreamType() {
        super(STREAM, "stream");
    }

    @Override
    public String encoding(long entry) {
        return "stream";
    }

    @Override
    public long length(long entry) {
        return StreamRoot.length(Entry.root(entry));
    }

    @Override
    public void free(long entry) {
        StreamRoot.free(Entry.root(entry));
    }

    @Override
    public boolean isFreedInSlices() {
        return true;
    }

    @Override
    public int freeSlice(long root, int blocks) {
        return StreamRoot.freeSlice(root, blocks);
    }

    @Override
    public long relocate(long entry, long from, Relocation relocation) {
        relocateRoot(entry, from, relocation);
        return StreamRelocation.run(Entry.root(entry), from, relocation);
    }

    @Override
    public long memoryBytes(long entry) {
        return StreamRoot.memoryBytes(Entry.root(entry));
    }

    @Override
    public long freeEffort(long entry) {
        long root = Entry.root(entry);
        int groups = StreamRoot.groupCount(root);
        long effort = IdTree.count(StreamRoot.nodes(root));
        if (groups > 0) {
            long group = StreamRoot.groupAt(root, 0);
            effort += groups * (1L + ConsumerGroup.pendingCount(group));
        }
        return effort;
    }

    @Override
    public boolean copy(Key source, Key target) {
        target.putRoot(STREAM, Entry.STREAM, StreamRoot.copy(source.root()), 0, Key.NEVER);
        return true;
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        StreamCursor cursor = new StreamCursor().all(key.root(), false);
        while (cursor.next()) {
            digest.mix(Text.bytes(Long.toUnsignedString(cursor.ms()) + '.' + Long.toUnsignedString(cursor.seq())));
            for (long i = cursor.fieldCount(); i > 0; i--) {
                cursor.nextField();
                mix(digest, cursor.field());
                mix(digest, cursor.value());
            }
        }
    }

    private static void mix(ValueDigest digest, ListpackReader element) {
        if (element.isInteger()) {
            digest.mix(Text.bytes(Long.toString(element.integer())));
        } else {
            digest.mix(element.address(), element.length());
        }
    }

    @Override
    public void save(Key key, ValueSink sink) {
        StreamRdb.save(key.root(), StreamRdb.type(key.root()), sink);
    }

    @Override
    public int imageType(EntryImage value, int version) {
        return StreamImage.rdbType(value, version);
    }

    @Override
    public boolean isSavedByReactor() {
        return false;
    }

    @Override
    public void saveImage(EntryImage value, ValueSink sink) {
        StreamImage.save(value, sink);
    }

    @Override
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        return StreamRewrite.rewrite(value, version, sink);
    }

    @Override
    public int rdbType(long entry) {
        return StreamRdb.type(Entry.root(entry));
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return StreamRdb.isKnown(rdbType);
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        long root = StreamRdb.load(rdbType, source, key.keyspace().nowMs());
        if (root == 0) {
            return false;
        }
        key.putRoot(STREAM, Entry.STREAM, root, 0, Key.NEVER);
        return true;
    }
}
