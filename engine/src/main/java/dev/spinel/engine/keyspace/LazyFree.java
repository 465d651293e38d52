package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.struct.table.LinearTable;
import dev.spinel.engine.struct.table.SlotVisitor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Frees large values, and whole databases, a slice at a time, so that no deletion holds the reactor up; and knows which
 * deletions are lazy, as the {@code lazyfree-*} settings say. All on the reactor, between commands. Source: lazyfree.c.
 */
public final class LazyFree {
    /** A lazy deletion of fewer steps than this is done at once, and does not count as lazy. */
    private static final int LAZY_STEPS = 64;
    /** A value of more steps than this is freed in slices, however it was deleted. */
    private static final int LARGE_STEPS = 4_096;
    /** Blocks of a step. */
    private static final int STEP_BLOCKS = 128;
    private static final int COUNTED = 1 << 8;

    /** Roots of values that are being freed, oldest first, and their types with a bit whether they count as lazy. */
    private long[] roots = new long[16];
    private int[] kinds = new int[16];
    private int first;
    private int count;
    private final ArrayDeque<Flushed> flushed = new ArrayDeque<>();
    private final IntConsumer onSpaceFree;
    private long pendingBytes;
    private long pendingObjects;
    private long freedObjects;
    private boolean onExpiry;
    private boolean onEviction;
    private boolean onServerDelete;
    private boolean onUserDelete;
    private boolean onUserFlush;

    /** @param onSpaceFree hears of each space that was taken over, when it is empty */
    LazyFree(IntConsumer onSpaceFree) {
        this.onSpaceFree = onSpaceFree;
    }

    /** The table of a database that was emptied, as far as it is not freed, and the space of its entries. */
    private final class Flushed {
        private final LinearTable table;
        private final int space;
        private final long keys;
        private final SlotVisitor freeing;

        Flushed(LinearTable table, int space) {
            this.table = table;
            this.space = space;
            keys = table.count();
            freeing = slot -> LazyFree.this.free(table.entryAt(slot), false);
        }
    }

    /** {@code lazyfree-lazy-expire}: an expired key is repeated as UNLINK. */
    public boolean onExpiry() {
        return onExpiry;
    }

    public void onExpiry(boolean lazy) {
        onExpiry = lazy;
    }

    /** {@code lazyfree-lazy-eviction}: an evicted key is repeated as UNLINK. */
    public boolean onEviction() {
        return onEviction;
    }

    public void onEviction(boolean lazy) {
        onEviction = lazy;
    }

    /** {@code lazyfree-lazy-server-del}: a key that a command empties at once is repeated as UNLINK. */
    public boolean onServerDelete() {
        return onServerDelete;
    }

    public void onServerDelete(boolean lazy) {
        onServerDelete = lazy;
    }

    /** {@code lazyfree-lazy-user-del}: DEL is UNLINK. */
    public boolean onUserDelete() {
        return onUserDelete;
    }

    public void onUserDelete(boolean lazy) {
        onUserDelete = lazy;
    }

    /** {@code lazyfree-lazy-user-flush}: FLUSHALL and FLUSHDB are ASYNC unless they say otherwise. */
    public boolean onUserFlush() {
        return onUserFlush;
    }

    public void onUserFlush(boolean lazy) {
        onUserFlush = lazy;
    }

    /** Bytes of values that are in no database any more and not free yet. */
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Values that were deleted lazily and are not free yet. */
    public long pendingObjects() {
        return pendingObjects;
    }

    /** Values that were freed lazily, since the statistics were reset. */
    public long freedObjects() {
        return freedObjects;
    }

    /** CONFIG RESETSTAT. */
    public void resetStats() {
        freedObjects = 0;
    }

    /** Counts keys that were freed at once where Redis would have done it lazily. */
    public void countFreed(long objects) {
        freedObjects += objects;
    }

    /** Frees an entry that is in no table, with its value. */
    void free(long entry, boolean lazily) {
        freeValue(entry, lazily);
        Arena.free(entry);
    }

    /** Frees what an entry holds outside its block, or takes it over. */
    void freeValue(long entry, boolean lazily) {
        if (Entry.isRoot(entry)) {
            freeRoot(entry, lazily);
        } else if (Entry.isBlock(entry)) {
            Arena.free(Entry.blockAddress(entry));
        }
    }

    private void freeRoot(long entry, boolean lazily) {
        ValueType type = ValueType.of(Entry.type(entry));
        long steps = type.freeEffort(entry);
        boolean counts = lazily && steps > LAZY_STEPS;
        if (steps > LARGE_STEPS && type.isFreedInSlices()) {
            pendingBytes += type.memoryBytes(entry);
            pendingObjects += counts ? 1 : 0;
            enqueue(Entry.root(entry), type.code() | (counts ? COUNTED : 0));
        } else {
            type.free(entry);
            freedObjects += counts ? 1 : 0;
        }
    }

    private void enqueue(long root, int kind) {
        if (first + count == roots.length) {
            makeRoom();
        }
        roots[first + count] = root;
        kinds[first + count] = kind;
        count++;
    }

    private void makeRoom() {
        int capacity = count > roots.length / 2 ? roots.length * 2 : roots.length;
        roots = Arrays.copyOf(Arrays.copyOfRange(roots, first, first + count), capacity);
        kinds = Arrays.copyOf(Arrays.copyOfRange(kinds, first, first + count), capacity);
        first = 0;
    }

    /** Takes a table over that belongs to no database any more, with the space that has its entries and no others. */
    void free(LinearTable table, int space) {
        pendingObjects += table.count();
        flushed.add(new Flushed(table, space));
    }

    /** Whether something waits to be freed. */
    public boolean isPending() {
        return count > 0 || !flushed.isEmpty();
    }

    /** Frees a little, some dozen microseconds of work; whether more is pending. */
    public boolean runStep() {
        run(STEP_BLOCKS);
        return isPending();
    }

    /** Frees everything that is pending. */
    public void finish() {
        while (isPending()) {
            run(Integer.MAX_VALUE);
        }
    }

    private void run(int blocks) {
        long before = Arena.usedBytes();
        int left = blocks;
        while (left > 0 && count > 0) {
            left = ValueType.of(kinds[first] & COUNTED - 1).freeSlice(roots[first], left);
            if (left > 0) {
                boolean counts = (kinds[first] & COUNTED) != 0;
                pendingObjects -= counts ? 1 : 0;
                freedObjects += counts ? 1 : 0;
                first++;
                count--;
            }
        }
        first = count == 0 ? 0 : first;
        pendingBytes = count == 0 ? 0 : Math.max(0, pendingBytes - (before - Arena.usedBytes()));
        while (left > 0 && count == 0 && !flushed.isEmpty()) {
            left = freeKeys(flushed.peek(), left);
        }
    }

    private int freeKeys(Flushed database, int blocks) {
        int left = blocks;
        LinearTable table = database.table;
        while (left > 0 && table.bucketCount() > 0) {
            left -= table.dismantle(database.freeing);
        }
        if (left > 0) {
            pendingObjects -= database.keys;
            freedObjects += database.keys;
            table.clear();
            flushed.remove();
            onSpaceFree.accept(database.space);
        }
        return left;
    }
}
