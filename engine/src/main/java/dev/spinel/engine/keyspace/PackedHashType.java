package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.table.TableStatistics;

/** The type of values that are a {@link PackedHash} when they are large: sets and hashes. */
public abstract class PackedHashType extends ValueType {
    private final PackedHash hash = new PackedHash(null);

    protected PackedHashType(int code, String name) {
        super(code, name);
    }

    /** A view of a large value for what needs no hash function, good until the next call. */
    protected final PackedHash open(long entry) {
        return hash.open(Entry.root(entry));
    }

    @Override
    public void free(long entry) {
        PackedHash.free(Entry.root(entry));
    }

    @Override
    public boolean isFreedInSlices() {
        return true;
    }

    @Override
    public int freeSlice(long root, int blocks) {
        return PackedHash.freeSlice(root, blocks);
    }

    @Override
    public long relocate(long entry, long from, Relocation relocation) {
        relocateRoot(entry, from, relocation);
        return PackedHash.relocate(Entry.root(entry), (int) from, relocation);
    }

    @Override
    public long memoryBytes(long entry) {
        return Entry.isRoot(entry) ? open(entry).memoryBytes() : super.memoryBytes(entry);
    }

    @Override
    public long freeEffort(long entry) {
        return Entry.isRoot(entry) ? open(entry).count() : 1;
    }

    @Override
    public TableStatistics tableStatistics(long entry) {
        return Entry.isRoot(entry) ? open(entry).statistics() : null;
    }

    @Override
    public boolean isSavedByReactor() {
        return false;
    }
}
