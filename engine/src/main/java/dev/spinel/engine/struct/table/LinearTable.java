package dev.spinel.engine.struct.table;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;
import java.util.random.RandomGenerator;

/**
 * A hash table of entry blocks, which it refers to but does not own. Grows at 8.5 entries per bucket and shrinks
 * below 4, one bucket at a time. Reactor thread.
 *
 * <p>An entry is the address of its block. A slot is an opaque number, 0 for none, naming the place of an entry in
 * the table; any insert, removal or clear makes all other slots invalid. Nothing here allocates on the Java heap.
 */
public final class LinearTable {
    /** What lookups return when there is nothing to name. */
    public static final long NO_SLOT = Bucket.NO_SLOT;
    /** The bound of a group in which nothing expires. */
    public static final long NEVER = ExpiryGroups.NEVER;

    private static final int SMALLEST_DRAW = 16;
    private static final int STEPS_PER_CHANGE = 2;
    private static final int MOST_RESERVED = 1 << 30;

    private final EntryKeys keys;
    private final SipHash hasher;
    private final BucketStore buckets = new BucketStore();
    private final ExpiryGroups groups = new ExpiryGroups();
    /** 2^k - 1, where 2^k is the largest power of two that is not above the number of buckets. */
    private int smallMask;
    private long count;
    private long ttlCount;
    private long moves;
    private long overflowBlocks;
    private long overflowBytes;
    /** No chain ever had more slots; bounds the draw of {@link #random}. */
    private int longestChainSlots;
    private int pauses;
    /** The table does not shrink below so many buckets. */
    private int reservedBuckets;

    private int sweptGroup = -1;
    private int sweptBucket;
    private long sweptSlot;
    private long sweptBound;

    public LinearTable(EntryKeys keys, SipHash hasher) {
        this.keys = keys;
        this.hasher = hasher;
    }

    /** Entries in the table. */
    public long count() {
        return count;
    }

    /**
     * Another number whenever a slot may hold another entry than before: what was found stays right until it changes.
     */
    public long moves() {
        return moves;
    }

    /** Slots whose TTL bit is set. */
    public long ttlCount() {
        return ttlCount;
    }

    /** Bytes of arena blocks the table owns, without the entries. */
    public long memoryBytes() {
        return buckets.memoryBytes() + overflowBytes + groups.memoryBytes();
    }

    /** The hash of a key under this table's secret, to be computed once per command. */
    public long hash(long keyAddress, long keyLength) {
        return hasher.hash(keyAddress, keyLength);
    }

    /** The slot of the entry with this key, or {@link #NO_SLOT}. */
    public long find(long hash, long keyAddress, long keyLength) {
        if (count == 0) {
            return NO_SLOT;
        }
        long bucket = buckets.address(bucketOf(hash));
        int tag = Bucket.tagOf(hash);
        for (long hits = Bucket.hits(Mem.getLong(bucket), tag); hits != 0; hits &= hits - 1) {
            long slot = Bucket.slot(bucket, Long.numberOfTrailingZeros(hits) >>> 3);
            if (holds(slot, keyAddress, keyLength)) {
                return slot;
            }
        }
        int tail = Bucket.tail(bucket);
        if ((tail & 0xFF) == tag && holds(Bucket.slot(bucket, 8), keyAddress, keyLength)) {
            return Bucket.slot(bucket, 8);
        }
        if ((tail >>> 8 & 0xFF) == tag && holds(Bucket.slot(bucket, 9), keyAddress, keyLength)) {
            return Bucket.slot(bucket, 9);
        }
        return Bucket.isChainedTail(tail) ? findChained(bucket, tag, keyAddress, keyLength) : NO_SLOT;
    }

    private long findChained(long bucket, int tag, long keyAddress, long keyLength) {
        for (long block = Bucket.firstOverflow(bucket); block != 0; block = Bucket.nextOverflow(block)) {
            int tags = Bucket.overflowTags(block);
            for (int i = 0; i < Bucket.OVERFLOW_SLOTS; i++, tags >>>= 8) {
                if ((tags & 0xFF) == tag && holds(Bucket.overflowSlot(block, i), keyAddress, keyLength)) {
                    return Bucket.overflowSlot(block, i);
                }
            }
        }
        return NO_SLOT;
    }

    private boolean holds(long slot, long keyAddress, long keyLength) {
        long entry = entryAt(slot);
        return keys.keyLength(entry) == keyLength && Mem.isEqual(keys.keyAddress(entry), keyAddress, keyLength);
    }

    /**
     * The slot of an entry that may have moved or gone, by its address and the hash of its key; or {@link #NO_SLOT}.
     */
    public long findEntry(long hash, long entry) {
        if (count == 0) {
            return NO_SLOT;
        }
        long ref = Arena.ref(entry);
        long slot = Bucket.first(buckets.address(bucketOf(hash)));
        while (slot != NO_SLOT && Bucket.ref(slot) != ref) {
            slot = Bucket.after(slot);
        }
        return slot;
    }

    /** The bucket word of a hash, to be loaded ahead of {@link #find}: the sum of a group hides its misses. */
    public long probeBucket(long hash) {
        return count == 0 ? 0 : Mem.getLong(buckets.address(bucketOf(hash)));
    }

    /** First word of the entry whose tag matches, to be loaded ahead of {@link #find}; 0 when no tag matches. */
    public long probeEntry(long hash) {
        if (count == 0) {
            return 0;
        }
        long bucket = buckets.address(bucketOf(hash));
        long hits = Bucket.hits(Mem.getLong(bucket), Bucket.tagOf(hash));
        return hits == 0 ? 0 : Mem.getLong(entryAt(Bucket.slot(bucket, Long.numberOfTrailingZeros(hits) >>> 3)));
    }

    /** The entry in a slot. */
    public long entryAt(long slot) {
        return Arena.address(Bucket.ref(slot));
    }

    /** Notes that the entry of a slot moved to {@code entry}; key and TTL bit stay. */
    public void replaceAt(long slot, long entry) {
        moves++;
        Bucket.setRef(slot, Arena.ref(entry));
    }

    /** Adds an entry whose key the caller knows to be absent, without a TTL. Returns its slot. */
    public long insert(long hash, long entry) {
        moves++;
        count++;
        adjust();
        return place(buckets.address(bucketOf(hash)), Bucket.tagOf(hash), Arena.ref(entry), false);
    }

    /**
     * Grows at once to what so many entries take, and does not shrink below that until {@link #unreserve}: filling a
     * table that knows its size moves no entry twice.
     */
    public void reserve(long entries) {
        int wanted = (int) Math.min(entries * 2 / 17 + 1, MOST_RESERVED);
        if (buckets.count() == 0) {
            buckets.append();
        }
        while (buckets.count() < wanted) {
            split();
        }
        reservedBuckets = wanted;
    }

    /** Lets a reserved table shrink again, little by little with the changes to come. */
    public void unreserve() {
        reservedBuckets = 0;
        if (count == 0) {
            clear();
        }
    }

    /** Removes the entry of a slot from the table. The entry block must still be readable; it stays the caller's. */
    public void removeAt(long slot) {
        moves++;
        count--;
        if (Bucket.hasTtl(slot)) {
            ttlCount--;
        }
        boolean mayEmptyBlock = Bucket.isOverflow(slot) && pauses == 0;
        long bucket = mayEmptyBlock ? buckets.address(bucketOfEntry(slot)) : 0;
        Bucket.vacate(slot);
        if (mayEmptyBlock && Bucket.overflowTags(Bucket.block(slot)) == 0) {
            freeOverflow(bucket, Bucket.block(slot));
        }
        if (pauses == 0) {
            settle();
        }
    }

    /** Frees all blocks of the table; the entries are the caller's. Not while paused. */
    public void clear() {
        moves++;
        for (int i = 0; i < buckets.count() && overflowBlocks > 0; i++) {
            freeChain(buckets.address(i));
        }
        buckets.clear();
        groups.clear();
        smallMask = 0;
        count = 0;
        ttlCount = 0;
        longestChainSlots = 0;
        reservedBuckets = 0;
    }

    /** Sets or clears the TTL bit of a slot; when set, {@code whenMs} is the time its entry has to be visited. */
    public void setTtlBit(long slot, boolean on, long whenMs) {
        if (Bucket.hasTtl(slot) != on) {
            Bucket.setTtl(slot, on);
            ttlCount += on ? 1 : -1;
        }
        if (on) {
            groups.sink(ExpiryGroups.groupOf(bucketOfEntry(slot)), whenMs);
        }
    }

    /** {@link #setTtlBit(long, boolean, long)} where the hash of the key is at hand. */
    public void setTtlBit(long slot, long hash, boolean on, long whenMs) {
        if (Bucket.hasTtl(slot) != on) {
            Bucket.setTtl(slot, on);
            ttlCount += on ? 1 : -1;
        }
        if (on) {
            groups.sink(ExpiryGroups.groupOf(bucketOf(hash)), whenMs);
        }
    }

    public boolean ttlBit(long slot) {
        return Bucket.hasTtl(slot);
    }

    /** Groups of 64 buckets, the last one perhaps partial. */
    public int groupCount() {
        return ExpiryGroups.groupOf(buckets.count() + ExpiryGroups.firstBucket(1) - 1);
    }

    /** Lower bound of the earliest expiry in a group, or {@link #NEVER}. */
    public long groupMin(int group) {
        return groups.bound(group);
    }

    /** First group from {@code from} on with something due at {@code nowMs}, or -1. */
    public int nextDueGroup(int from, long nowMs) {
        return ttlCount == 0 ? -1 : groups.nextDue(from, groupCount(), nowMs);
    }

    /**
     * Starts a sweep over the slots with TTL bit of one group. Until {@link #endSweep} the table neither grows nor
     * shrinks, and the slot last given by {@link #nextSwept} may be removed.
     */
    public void beginSweep(int group) {
        pause();
        sweptGroup = group;
        sweptBucket = ExpiryGroups.firstBucket(group) - 1;
        sweptSlot = NO_SLOT;
        sweptBound = groups.bound(group);
        groups.set(group, NEVER);
    }

    /** Whether a sweep is under way: there is only one at a time. */
    public boolean isSweeping() {
        return sweptGroup >= 0;
    }

    /** Next slot with TTL bit of the group, or {@link #NO_SLOT} at the end. */
    public long nextSwept() {
        int end = Math.min(buckets.count(), ExpiryGroups.firstBucket(sweptGroup + 1));
        do {
            sweptSlot = sweptSlot == NO_SLOT ? firstOfNextBucket(end) : Bucket.after(sweptSlot);
        } while (sweptSlot == NO_SLOT ? sweptBucket < end : !Bucket.hasTtl(sweptSlot));
        return sweptSlot;
    }

    private long firstOfNextBucket(int end) {
        sweptBucket++;
        return sweptBucket < end ? Bucket.first(buckets.address(sweptBucket)) : NO_SLOT;
    }

    /** Notes that the entry of the slot last given stays and has to be visited at {@code whenMs}. */
    public void keepSwept(long whenMs) {
        groups.sink(sweptGroup, whenMs);
    }

    /** Ends a sweep; one that did not reach the end leaves the old bound in place. */
    public void endSweep() {
        if (sweptBucket < Math.min(buckets.count(), ExpiryGroups.firstBucket(sweptGroup + 1))) {
            groups.sink(sweptGroup, sweptBound);
        }
        sweptGroup = -1;
        resume();
    }

    /**
     * Gives the visitor one bucket and its split sibling, and returns the next cursor, 0 at the end. From the first
     * call with cursor 0 to the end every entry present throughout is given at least once, however the table grows
     * and shrinks between calls: the cursor counts buckets with its bits reversed, under the small mask.
     */
    public long scan(long cursor, SlotVisitor visitor) {
        if (count == 0) {
            return 0;
        }
        pause();
        int mask = smallMask;
        int index = (int) cursor & mask;
        visitBucket(index, visitor);
        if (index + mask + 1 < buckets.count()) {
            visitBucket(index + mask + 1, visitor);
        }
        resume();
        return nextCursor(cursor, mask);
    }

    /** Moves the overflow blocks of the buckets that a scan with this cursor visits to better places. */
    public void relocate(long cursor, Relocation relocation) {
        moves++;
        int index = (int) cursor & smallMask;
        for (int i = index; count > 0 && i < buckets.count(); i += smallMask + 1) {
            Bucket.relocate(buckets.address(i), relocation);
        }
    }

    private static long nextCursor(long cursor, long mask) {
        return Long.reverse(Long.reverse(cursor | ~mask) + 1);
    }

    private void visitBucket(int index, SlotVisitor visitor) {
        for (long slot = Bucket.first(buckets.address(index)); slot != NO_SLOT; slot = Bucket.after(slot)) {
            visitor.onSlot(slot);
        }
        if (pauses == 1) {
            compact(buckets.address(index));
        }
    }

    public int bucketCount() {
        return buckets.count();
    }

    /**
     * Gives the visitor the slots of the last bucket, drops it with what is chained to it, and answers how many slots
     * there were. From then on the table is good for nothing but this, and {@link #clear} once no bucket is left.
     */
    public int dismantle(SlotVisitor visitor) {
        long address = buckets.address(buckets.count() - 1);
        int visited = 0;
        for (long slot = Bucket.first(address); slot != NO_SLOT; slot = Bucket.after(slot)) {
            visitor.onSlot(slot);
            visited++;
        }
        freeChain(address);
        buckets.drop();
        return visited;
    }

    /** Gives the visitor every slot, in table order. */
    public void forEach(SlotVisitor visitor) {
        pause();
        for (int i = 0; i < buckets.count(); i++) {
            visitBucket(i, visitor);
        }
        resume();
    }

    /** A slot drawn so that all entries are equally likely, or {@link #NO_SLOT} of an empty table. */
    public long random(RandomGenerator random) {
        if (count == 0) {
            return NO_SLOT;
        }
        int draw = Math.max(SMALLEST_DRAW, longestChainSlots);
        while (true) {
            long bits = random.nextLong();
            long bucket = buckets.address(scale(bits >>> 32, buckets.count()));
            int position = scale(bits & 0xFFFF_FFFFL, draw);
            long slot = Bucket.first(bucket);
            while (slot != NO_SLOT && position-- > 0) {
                slot = Bucket.after(slot);
            }
            if (slot != NO_SLOT) {
                return slot;
            }
        }
    }

    /**
     * Fills {@code slots} with up to {@code limit} slots of neighbouring buckets from a random place in one of them on,
     * and returns how many. Cheaper and less fair than {@link #random}: for eviction.
     */
    public int sample(RandomGenerator random, long[] slots, int limit) {
        int found = 0;
        int size = buckets.count();
        long bits = random.nextLong();
        int index = size == 0 ? 0 : scale(bits >>> 32, size);
        int skipped = size == 0 ? 0 : scale(bits & 0xFFFF_FFFFL, Bucket.length(buckets.address(index)));
        for (int steps = Math.min(size, limit * 10); steps > 0 && found < limit; steps--) {
            long slot = Bucket.first(buckets.address(index));
            for (; slot != NO_SLOT && found < limit; slot = Bucket.after(slot)) {
                if (skipped > 0) {
                    skipped--;
                } else {
                    slots[found++] = slot;
                }
            }
            index = index + 1 == size ? 0 : index + 1;
        }
        return found;
    }

    private static int scale(long bits32, int bound) {
        return (int) (bits32 * bound >>> 32);
    }

    /** Counts by walking all buckets; for the slow lane. */
    public TableStatistics statistics() {
        long[] lengths = new long[50];
        long longest = 0;
        for (int i = 0; i < buckets.count(); i++) {
            int length = Bucket.length(buckets.address(i));
            longest = Math.max(longest, length);
            lengths[Math.min(length, lengths.length - 1)]++;
        }
        return new TableStatistics(count, buckets.count(), overflowBlocks, longest, memoryBytes(), lengths);
    }

    /** Holds growth and shrinkage back until the matching {@link #resume}; nests. */
    public void pause() {
        pauses++;
    }

    public void resume() {
        pauses--;
        if (pauses == 0) {
            settle();
        }
    }

    private int bucketOf(long hash) {
        int mask = smallMask;
        int index = (int) hash & (mask << 1 | 1);
        return index < buckets.count() ? index : index & mask;
    }

    private int bucketOfEntry(long slot) {
        long entry = entryAt(slot);
        return bucketOf(hasher.hash(keys.keyAddress(entry), keys.keyLength(entry)));
    }

    private long place(long bucket, int tag, long ref, boolean hasTtl) {
        long slot = Bucket.freeSlot(bucket);
        if (slot == NO_SLOT) {
            addOverflow(bucket);
            slot = Bucket.freeSlot(bucket);
        }
        Bucket.occupy(slot, tag, ref, hasTtl);
        return slot;
    }

    private void addOverflow(long bucket) {
        long block = Blocks.allocate(MemoryTag.TABLE, Bucket.OVERFLOW_BYTES);
        overflowBlocks++;
        overflowBytes += Arena.blockSize(block);
        Bucket.chain(bucket, block);
        int slots = Bucket.SLOTS - 1;
        for (long at = Bucket.firstOverflow(bucket); at != 0; at = Bucket.nextOverflow(at)) {
            slots += Bucket.OVERFLOW_SLOTS;
        }
        longestChainSlots = Math.max(longestChainSlots, slots);
    }

    private void freeChain(long bucket) {
        for (long block = Bucket.firstOverflow(bucket); block != 0; block = Bucket.firstOverflow(bucket)) {
            freeOverflow(bucket, block);
        }
    }

    private void freeOverflow(long bucket, long block) {
        Bucket.unchain(bucket, block);
        overflowBlocks--;
        overflowBytes -= Arena.blockSize(block);
        Arena.free(block);
    }

    /** After removals: an empty table gives all memory back, others catch up with their shrinkage. */
    private void settle() {
        if (count == 0) {
            clear();
        } else {
            adjust();
        }
    }

    /** Brings the number of buckets nearer to what the count asks for, by a bounded number of steps. */
    private void adjust() {
        if (buckets.count() == 0) {
            buckets.append();
        }
        for (int step = 0; step < STEPS_PER_CHANGE && pauses == 0; step++) {
            if (2 * count > 17L * buckets.count()) {
                split();
            } else if (count < 4L * buckets.count() && buckets.count() > Math.max(reservedBuckets, 1)) {
                merge();
            } else {
                return;
            }
        }
    }

    private void split() {
        moves++;
        int target = buckets.count();
        int source = target - smallMask - 1;
        int largeMask = smallMask << 1 | 1;
        buckets.append();
        long from = buckets.address(source);
        long to = buckets.address(target);
        boolean movedTtl = false;
        for (long slot = Bucket.first(from); slot != NO_SLOT; slot = Bucket.after(slot)) {
            long entry = entryAt(slot);
            int index = (int) hasher.hash(keys.keyAddress(entry), keys.keyLength(entry)) & largeMask;
            if (index == target) {
                movedTtl |= Bucket.hasTtl(slot);
                place(to, Bucket.tag(slot), Bucket.ref(slot), Bucket.hasTtl(slot));
                Bucket.vacate(slot);
            }
        }
        compact(from);
        if (movedTtl) {
            groups.sink(ExpiryGroups.groupOf(target), groups.bound(ExpiryGroups.groupOf(source)));
        }
        if (target == largeMask) {
            smallMask = largeMask;
        }
    }

    private void merge() {
        moves++;
        int source = buckets.count() - 1;
        if (source == smallMask) {
            smallMask >>>= 1;
        }
        int target = source - smallMask - 1;
        long from = buckets.address(source);
        long to = buckets.address(target);
        boolean movedTtl = false;
        for (long slot = Bucket.first(from); slot != NO_SLOT; slot = Bucket.after(slot)) {
            movedTtl |= Bucket.hasTtl(slot);
            place(to, Bucket.tag(slot), Bucket.ref(slot), Bucket.hasTtl(slot));
        }
        for (long block = Bucket.firstOverflow(from); block != 0; block = Bucket.firstOverflow(from)) {
            freeOverflow(from, block);
        }
        compact(to);
        if (movedTtl) {
            groups.sink(ExpiryGroups.groupOf(target), groups.bound(ExpiryGroups.groupOf(source)));
        }
        buckets.drop();
        if ((source & ExpiryGroups.firstBucket(1) - 1) == 0) {
            groups.set(ExpiryGroups.groupOf(source), NEVER);
            groups.truncate(ExpiryGroups.groupOf(source));
        }
    }

    /** Moves entries of overflow blocks into free slots before them and frees the blocks that end up empty. */
    private void compact(long bucket) {
        long next;
        for (long block = Bucket.firstOverflow(bucket); block != 0; block = next) {
            next = Bucket.nextOverflow(block);
            for (int i = 0; i < Bucket.OVERFLOW_SLOTS; i++) {
                long slot = Bucket.overflowSlot(block, i);
                int tag = Bucket.tag(slot);
                if (tag != 0) {
                    boolean hasTtl = Bucket.hasTtl(slot);
                    Bucket.vacate(slot);
                    Bucket.occupy(Bucket.freeSlot(bucket), tag, Bucket.ref(slot), hasTtl);
                }
            }
        }
        for (long block = Bucket.firstOverflow(bucket); block != 0; block = next) {
            next = Bucket.nextOverflow(block);
            if (Bucket.overflowTags(block) == 0) {
                freeOverflow(bucket, block);
            }
        }
        unchainLast(bucket);
    }

    /** After {@link #compact}: a single overflow block with a single entry gives way to slot 9. */
    private void unchainLast(long bucket) {
        long block = Bucket.firstOverflow(bucket);
        long slot = Bucket.overflowSlot(block, 0);
        if (block == 0 || Bucket.nextOverflow(block) != 0 || Bucket.overflowTags(block) != Bucket.tag(slot)) {
            return;
        }
        int tag = Bucket.tag(slot);
        long ref = Bucket.ref(slot);
        boolean hasTtl = Bucket.hasTtl(slot);
        freeOverflow(bucket, block);
        Bucket.occupy(Bucket.slot(bucket, Bucket.SLOTS - 1), tag, ref, hasTtl);
    }
}
