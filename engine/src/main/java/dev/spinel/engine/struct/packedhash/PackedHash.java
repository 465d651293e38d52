package dev.spinel.engine.struct.packedhash;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.RefArray;
import dev.spinel.engine.struct.listpack.Decimal;
import dev.spinel.engine.struct.table.SipHash;
import dev.spinel.engine.struct.table.TableStatistics;
import java.util.random.RandomGenerator;

/**
 * A hash, or a set where all values are empty, of any size: a flyweight over the root block of one at a time. Reactor
 * thread. Bytes handed in must not lie inside the hash itself.
 *
 * <pre>
 *   0           12        13   16        24        32           40           48        56
 *   | directory | longest | -  | count 8 | bytes 8 | expiring 8 | earliest 8 | bounds 8 |
 *
 *   longest    most elements a bucket ever had; bounds the draw of random
 *   bytes      of all blocks of the hash, this one included
 *   expiring   elements with an expiry; earliest: lower bound of their expiries; bounds: the same per few buckets
 * </pre>
 */
public final class PackedHash {
    /** The earliest expiry of a hash in which nothing expires. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int DIRECTORY_OFFSET = 0;
    private static final int LONGEST_OFFSET = DIRECTORY_OFFSET + RefArray.HEADER_BYTES;
    private static final int COUNT_OFFSET = 16;
    private static final int BYTES_OFFSET = COUNT_OFFSET + Long.BYTES;
    private static final int EXPIRING_OFFSET = BYTES_OFFSET + Long.BYTES;
    private static final int EARLIEST_OFFSET = EXPIRING_OFFSET + Long.BYTES;
    private static final int BOUNDS_OFFSET = EARLIEST_OFFSET + Long.BYTES;
    private static final int ROOT_BYTES = BOUNDS_OFFSET + Long.BYTES;

    private static final int GROWS_ABOVE = 12;
    private static final int SHRINKS_BELOW = 5;
    private static final int STEPS_PER_CHANGE = 2;
    private static final int SMALLEST_DRAW = 16;

    private final SipHash hasher;
    private final PackedHashCursor place = new PackedHashCursor();
    /** Which elements of a bucket being split go to the new one. */
    private final boolean[] goesUp = new boolean[PackedBucket.MAX_COUNT];
    private final byte[] digits = new byte[Decimal.MAX_BYTES];
    private long root;

    public PackedHash(SipHash hasher) {
        this.hasher = hasher;
    }

    /** A new empty hash; returns its root block, to be given back to {@link #free}. */
    public static long create() {
        long root = Blocks.allocate(MemoryTag.VALUE, ROOT_BYTES);
        Mem.initFill(root, ROOT_BYTES, (byte) 0);
        Mem.initLong(root + BYTES_OFFSET, Arena.blockSize(root));
        Mem.initLong(root + EARLIEST_OFFSET, NEVER);
        return root;
    }

    /** Frees a hash with everything in it. */
    public static void free(long root) {
        freeSlice(root, Integer.MAX_VALUE);
    }

    /**
     * Frees up to about {@code blocks} blocks of a hash that is not used any more; answers how many are left, 0 when
     * the hash is not free yet.
     */
    public static int freeSlice(long root, int blocks) {
        long directory = root + DIRECTORY_OFFSET;
        int left = blocks;
        for (int i = RefArray.count(directory) - 1; i >= 0; i--) {
            if (left <= 0) {
                return 0;
            }
            long bucket = RefArray.blockAt(directory, i);
            if (bucket != 0) {
                left -= 1 + freeOutside(bucket);
                Arena.free(bucket);
            }
            RefArray.drop(directory);
        }
        ExpiryBounds.free(root + BOUNDS_OFFSET);
        Arena.free(root);
        return Math.max(left, 1);
    }

    /** Moves blocks from the bucket {@code from} on to better places; answers where to go on, 0 at the end. */
    public static int relocate(long root, int from, Relocation relocation) {
        long directory = root + DIRECTORY_OFFSET;
        int index = from;
        if (from == 0) {
            ExpiryBounds.relocate(root + BOUNDS_OFFSET, relocation);
        }
        while (index < RefArray.count(directory) && !relocation.isOver()) {
            RefArray.relocate(directory, index, relocation);
            long bucket = RefArray.blockAt(directory, index);
            if (bucket != 0) {
                long moved = relocation.move(bucket);
                if (moved != 0) {
                    RefArray.setBlock(directory, index, moved);
                }
                relocateOutside(moved == 0 ? bucket : moved, relocation);
            }
            index++;
        }
        return index < RefArray.count(directory) ? index : 0;
    }

    private static void relocateOutside(long bucket, Relocation relocation) {
        for (int i = IntegerBucket.is(bucket) ? -1 : PackedBucket.count(bucket) - 1; i >= 0; i--) {
            long field = PackedBucket.isFieldOutside(bucket, i)
                    ? relocation.move(PackedBucket.fieldAddress(bucket, i)) : 0;
            if (field != 0) {
                Mem.putRef(PackedBucket.valueStart(bucket, i) - PackedBucket.OUTSIDE_BYTES, Arena.ref(field));
            }
            long value = PackedBucket.isValueOutside(bucket, i)
                    ? relocation.move(PackedBucket.valueAddress(bucket, i)) : 0;
            if (value != 0) {
                Mem.putRef(PackedBucket.valueStart(bucket, i), Arena.ref(value));
            }
        }
    }

    /** Answers how many blocks that were. */
    private static int freeOutside(long bucket) {
        if (IntegerBucket.is(bucket)) {
            return 0;
        }
        int blocks = 0;
        for (int i = PackedBucket.count(bucket) - 1; i >= 0; i--) {
            if (PackedBucket.isFieldOutside(bucket, i)) {
                Arena.free(PackedBucket.fieldAddress(bucket, i));
                blocks++;
            }
            if (PackedBucket.isValueOutside(bucket, i)) {
                Arena.free(PackedBucket.valueAddress(bucket, i));
                blocks++;
            }
        }
        return blocks;
    }

    /** Lays the flyweight over the hash with this root. */
    public PackedHash open(long root) {
        this.root = root;
        return this;
    }

    public long root() {
        return root;
    }

    /** Number of elements. */
    public long count() {
        return Mem.getLong(root + COUNT_OFFSET);
    }

    /** Bytes of all blocks of the hash. */
    public long memoryBytes() {
        return Mem.getLong(root + BYTES_OFFSET);
    }

    /** Elements with an expiry. */
    public long expiringCount() {
        return Mem.getLong(root + EXPIRING_OFFSET);
    }

    /** Lower bound of the expiries, in ms since the epoch, or {@link #NEVER}. */
    public long earliestExpiry() {
        return Mem.getLong(root + EARLIEST_OFFSET);
    }

    private void earliestExpiry(long whenMs) {
        Mem.putLong(root + EARLIEST_OFFSET, whenMs);
    }

    /** Counts by walking all buckets; for the slow lane. */
    public TableStatistics statistics() {
        int buckets = bucketCount();
        long[] lengths = new long[PackedBucket.MAX_COUNT + 1];
        int longest = 0;
        for (int i = 0; i < buckets; i++) {
            long bucket = bucketAt(i);
            int length = bucket == 0 ? 0 : PackedBucket.count(bucket);
            longest = Math.max(longest, length);
            lengths[length]++;
        }
        return new TableStatistics(count(), buckets, 0, longest, memoryBytes(), lengths);
    }

    public int bucketCount() {
        return RefArray.count(directory());
    }

    /** Puts the cursor on the element with this field; false, and nowhere, if there is none. */
    public boolean find(PackedHashCursor cursor, long fieldAddress, long fieldLength) {
        return find(cursor, hasher.hash(fieldAddress, fieldLength), fieldAddress, fieldLength);
    }

    public boolean contains(long fieldAddress, long fieldLength) {
        return find(place, fieldAddress, fieldLength);
    }

    private boolean find(PackedHashCursor cursor, long hash, long fieldAddress, long fieldLength) {
        cursor.moveTo(0, 0, 0);
        if (count() == 0) {
            return false;
        }
        int bucketIndex = bucketOf(hash, bucketCount());
        long bucket = bucketAt(bucketIndex);
        if (bucket == 0) {
            return false;
        }
        int index = IntegerBucket.is(bucket) ? IntegerBucket.find(bucket, fieldAddress, fieldLength)
            : PackedBucket.find(bucket, PackedBucket.tagOf(hash), fieldAddress, fieldLength);
        if (index < 0) {
            return false;
        }
        cursor.moveTo(bucketIndex, bucket, index);
        return true;
    }

    /**
     * Sets the value of a field, which keeps its expiry if it has one. Whether the field is new.
     */
    public boolean put(long fieldAddress, long fieldLength, long valueAddress, long valueLength) {
        long hash = hasher.hash(fieldAddress, fieldLength);
        if (find(place, hash, fieldAddress, fieldLength)) {
            setValue(place, valueAddress, valueLength);
            return false;
        }
        append(hash, fieldAddress, fieldLength, valueAddress, valueLength);
        return true;
    }

    /** Adds a member of a set; whether it is new. */
    public boolean add(long memberAddress, long memberLength) {
        long hash = hasher.hash(memberAddress, memberLength);
        boolean isNew = !find(place, hash, memberAddress, memberLength);
        if (isNew) {
            append(hash, memberAddress, memberLength, 0, 0);
        }
        return isNew;
    }

    /**
     * {@link #add} that keeps integers as such, as long as a bucket has no other members; who walks such a set asks its
     * cursor whether it {@link PackedHashCursor#isInteger}.
     */
    public boolean addCompactly(long memberAddress, long memberLength) {
        long hash = hasher.hash(memberAddress, memberLength);
        boolean isNew = !find(place, hash, memberAddress, memberLength);
        if (isNew && Decimal.isCanonical(memberAddress, memberLength)) {
            appendInteger(hash, memberAddress, memberLength);
        } else if (isNew) {
            append(hash, memberAddress, memberLength, 0, 0);
        }
        return isNew;
    }

    private void appendInteger(long hash, long memberAddress, long memberLength) {
        int buckets = bucketCount();
        long there = buckets == 0 ? 0 : bucketAt(bucketOf(hash, buckets));
        if (there != 0 && !IntegerBucket.is(there)) {
            append(hash, memberAddress, memberLength, 0, 0);
            return;
        }
        long value = Decimal.parse(memberAddress, memberLength);
        Mem.putLong(root + COUNT_OFFSET, count() + 1);
        grow();
        int bucketIndex = bucketOf(hash, bucketCount());
        long bucket = bucketAt(bucketIndex);
        if (bucket == 0) {
            replaceBucket(bucketIndex, IntegerBucket.createWith(value));
        } else {
            Invariant.check(PackedBucket.count(bucket) < PackedBucket.MAX_COUNT, "a bucket of a packed hash is full");
            IntegerBucket.append(resizeBlock(bucketIndex, bucket, IntegerBucket.blockBytesWith(bucket, value)), value);
        }
        noteLength(PackedBucket.count(bucketAt(bucketIndex)));
    }

    private void noteLength(int count) {
        if (count > Mem.getUnsignedByte(root + LONGEST_OFFSET)) {
            Mem.putByte(root + LONGEST_OFFSET, (byte) count);
        }
    }

    private void append(long hash, long fieldAddress, long fieldLength, long valueAddress, long valueLength) {
        Mem.putLong(root + COUNT_OFFSET, count() + 1);
        grow();
        spellOut(bucketOf(hash, bucketCount()));
        int bucketIndex = bucketOf(hash, bucketCount());
        long bucket = bucketAt(bucketIndex);
        int used = bucket == 0 ? 0 : PackedBucket.elementBytes(bucket);
        boolean isCrowded = used > PackedBucket.CROWDED_BYTES;
        boolean fieldOutside = isOutside(fieldLength, isCrowded);
        boolean valueOutside = isOutside(valueLength, isCrowded);
        int bytes = 1 + (fieldOutside ? PackedBucket.OUTSIDE_BYTES : (int) fieldLength)
            + (valueOutside ? PackedBucket.OUTSIDE_BYTES : (int) valueLength);
        bucket = openElement(bucketIndex, bucket, PackedBucket.tagOf(hash), bytes, valueOutside);
        int index = PackedBucket.count(bucket) - 1;
        if (fieldOutside) {
            PackedBucket.writeFieldOutside(bucket, index, store(fieldAddress, fieldLength), fieldLength);
        } else {
            PackedBucket.writeField(bucket, index, fieldAddress, fieldLength);
        }
        writeValue(bucket, index, valueOutside, valueAddress, valueLength);
    }

    private long openElement(int bucketIndex, long bucket, int tag, int bytes, boolean valueOutside) {
        int count = bucket == 0 ? 0 : PackedBucket.count(bucket);
        Invariant.check(count < PackedBucket.MAX_COUNT, "a bucket of a packed hash is full");
        long roomy;
        if (bucket == 0) {
            roomy = PackedBucket.create(0, bytes + 3);
            addBytes(Arena.blockSize(roomy));
            RefArray.setBlock(directory(), bucketIndex, roomy);
        } else {
            roomy = resize(bucketIndex, bucket, count + 1, PackedBucket.elementBytes(bucket) + bytes);
        }
        PackedBucket.append(roomy, tag, bytes, valueOutside);
        noteLength(count + 1);
        return roomy;
    }

    /** Makes a bucket of integers one of texts, before something else gets into it. */
    private void spellOut(int bucketIndex) {
        long bucket = bucketAt(bucketIndex);
        if (bucket == 0 || !IntegerBucket.is(bucket)) {
            return;
        }
        int count = PackedBucket.count(bucket);
        long texts = PackedBucket.create(count, IntegerBucket.elementBytes(bucket));
        for (int i = 0; i < count; i++) {
            long value = IntegerBucket.value(bucket, i);
            PackedBucket.writeInteger(texts, i, PackedBucket.tagOf(hashOf(value)), value);
        }
        replaceBucket(bucketIndex, texts);
        release(bucket);
    }

    /** Hash of the text of a value. */
    private long hashOf(long value) {
        long rest = value;
        int at = digits.length;
        do {
            digits[--at] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            digits[--at] = '-';
        }
        return hasher.hash(digits, at, digits.length - at);
    }

    private long hashAt(long bucket, int index) {
        return IntegerBucket.is(bucket) ? hashOf(IntegerBucket.value(bucket, index))
            : hasher.hash(PackedBucket.fieldAddress(bucket, index), PackedBucket.fieldLength(bucket, index));
    }

    private static boolean isOutside(long length, boolean isCrowded) {
        return length > (isCrowded ? PackedBucket.OUTSIDE_BYTES : PackedBucket.MAX_INSIDE);
    }

    private long store(long address, long length) {
        long block = Blocks.allocate(MemoryTag.VALUE, length);
        Mem.initCopy(address, block, length);
        addBytes(Arena.blockSize(block));
        return block;
    }

    private void release(long block) {
        addBytes(-Arena.blockSize(block));
        Arena.free(block);
    }

    private void writeValue(long bucket, int index, boolean isOutside, long address, long length) {
        long start = PackedBucket.valueStart(bucket, index);
        if (isOutside) {
            PackedBucket.writeOutside(start, store(address, length), length);
        } else if (length > 0) {
            Mem.copy(address, start, length);
        }
    }

    /** Sets the value of the element the cursor is on; the cursor stays there. */
    public void setValue(PackedHashCursor cursor, long address, long length) {
        long bucket = cursor.bucket();
        int index = cursor.index();
        if (PackedBucket.isValueOutside(bucket, index)) {
            release(PackedBucket.valueAddress(bucket, index));
        }
        int others = PackedBucket.elementBytes(bucket) - PackedBucket.valueBytes(bucket, index);
        boolean isOutside = isOutside(length, others > PackedBucket.CROWDED_BYTES);
        int bytes = isOutside ? PackedBucket.OUTSIDE_BYTES : (int) length;
        resizeValue(cursor, bytes);
        PackedBucket.setValueOutside(cursor.bucket(), index, isOutside);
        writeValue(cursor.bucket(), index, isOutside, address, length);
    }

    private void resizeValue(PackedHashCursor cursor, int bytes) {
        long bucket = cursor.bucket();
        int change = bytes - PackedBucket.valueBytes(bucket, cursor.index());
        int elementBytes = PackedBucket.elementBytes(bucket) + change;
        if (change > 0) {
            bucket = resize(cursor.bucketIndex(), bucket, PackedBucket.count(bucket), elementBytes);
        }
        PackedBucket.resizeValue(bucket, cursor.index(), bytes);
        if (change < 0) {
            bucket = resize(cursor.bucketIndex(), bucket, PackedBucket.count(bucket), elementBytes);
        }
        cursor.moveTo(cursor.bucketIndex(), bucket, cursor.index());
    }

    /** Removes a field; whether it was there. */
    public boolean remove(long fieldAddress, long fieldLength) {
        boolean isThere = find(place, fieldAddress, fieldLength);
        if (isThere) {
            removeAt(place);
            shrink();
        }
        return isThere;
    }

    /**
     * Removes the element the cursor is on. The cursor stands before the next one: {@link #next} goes on with a walk.
     * Buckets stay as they are; {@link #shrink} afterwards.
     */
    public void removeAt(PackedHashCursor cursor) {
        long bucket = cursor.bucket();
        int index = cursor.index();
        if (IntegerBucket.is(bucket)) {
            removeInteger(cursor, bucket, index);
            return;
        }
        if (PackedBucket.isFieldOutside(bucket, index)) {
            release(PackedBucket.fieldAddress(bucket, index));
        }
        if (PackedBucket.isValueOutside(bucket, index)) {
            release(PackedBucket.valueAddress(bucket, index));
        }
        if (PackedBucket.expires(bucket, index)) {
            removeExpiring();
        }
        Mem.putLong(root + COUNT_OFFSET, count() - 1);
        int count = PackedBucket.count(bucket) - 1;
        if (count == 0) {
            release(bucket);
            RefArray.setBlock(directory(), cursor.bucketIndex(), 0);
            cursor.moveTo(cursor.bucketIndex(), 0, 0);
            return;
        }
        PackedBucket.remove(bucket, index);
        bucket = resize(cursor.bucketIndex(), bucket, count, PackedBucket.elementBytes(bucket));
        cursor.moveTo(cursor.bucketIndex(), bucket, index - 1);
    }

    private void removeInteger(PackedHashCursor cursor, long bucket, int index) {
        Mem.putLong(root + COUNT_OFFSET, count() - 1);
        if (PackedBucket.count(bucket) == 1) {
            release(bucket);
            RefArray.setBlock(directory(), cursor.bucketIndex(), 0);
            cursor.moveTo(cursor.bucketIndex(), 0, 0);
            return;
        }
        IntegerBucket.remove(bucket, index);
        long kept = resizeBlock(cursor.bucketIndex(), bucket, IntegerBucket.blockBytes(bucket));
        cursor.moveTo(cursor.bucketIndex(), kept, index - 1);
    }

    /** Gives the element the cursor is on an expiry, in ms since the epoch; the cursor stays there. */
    public void setExpiry(PackedHashCursor cursor, long whenMs) {
        long bucket = cursor.bucket();
        if (!PackedBucket.expires(bucket, cursor.index())) {
            int bytes = PackedBucket.elementBytes(bucket) + PackedBucket.EXPIRY_BYTES;
            bucket = resize(cursor.bucketIndex(), bucket, PackedBucket.count(bucket), bytes);
            PackedBucket.addExpiry(bucket, cursor.index());
            cursor.moveTo(cursor.bucketIndex(), bucket, cursor.index());
            addExpiring(1);
        }
        PackedBucket.setExpiry(bucket, cursor.index(), whenMs);
        sinkBound(cursor.bucketIndex(), whenMs);
        if (whenMs < earliestExpiry()) {
            earliestExpiry(whenMs);
        }
    }

    private void sinkBound(int bucketIndex, long whenMs) {
        addBytes(ExpiryBounds.sink(root + BOUNDS_OFFSET, ExpiryBounds.groupOf(bucketIndex), whenMs));
    }

    /** Takes the expiry of the element the cursor is on away, if it has one; the cursor stays there. */
    public void clearExpiry(PackedHashCursor cursor) {
        long bucket = cursor.bucket();
        if (!PackedBucket.expires(bucket, cursor.index())) return;
        PackedBucket.removeExpiry(bucket, cursor.index());
        bucket = resize(cursor.bucketIndex(), bucket, PackedBucket.count(bucket), PackedBucket.elementBytes(bucket));
        cursor.moveTo(cursor.bucketIndex(), bucket, cursor.index());
        removeExpiring();
    }

    private void removeExpiring() {
        addExpiring(-1);
        if (expiringCount() == 0) {
            earliestExpiry(NEVER);
            addBytes(ExpiryBounds.free(root + BOUNDS_OFFSET));
        }
    }

    // What is due

    /** The first group of buckets from {@code from} on in which something may have expired at {@code nowMs}, or -1. */
    public int nextDueGroup(int from, long nowMs) {
        int groups = bucketCount() == 0 ? 0 : ExpiryBounds.groupOf(bucketCount() - 1) + 1;
        return ExpiryBounds.nextDue(root + BOUNDS_OFFSET, from, groups, nowMs);
    }

    /**
     * Puts the cursor before the elements of a group, for {@link #nextExpiring}, and forgets when they expire: each is
     * to be removed, or kept with {@link #keepSwept}. Then {@link #endSweep}.
     */
    public void beginSweep(PackedHashCursor cursor, int group) {
        ExpiryBounds.clear(root + BOUNDS_OFFSET, group);
        walkGroup(cursor, group);
    }

    /** Notes that the element the cursor is on stays. */
    public void keepSwept(PackedHashCursor cursor) {
        sinkBound(cursor.bucketIndex(), cursor.expiry());
    }

    /** The first expiry of all, exact, or {@link #NEVER}; the cursor is on some element then. */
    public long firstExpiry(PackedHashCursor cursor) {
        long first = NEVER;
        int groups = bucketCount() == 0 ? 0 : ExpiryBounds.groupOf(bucketCount() - 1) + 1;
        for (int group = 0; group < groups; group++) {
            if (ExpiryBounds.bound(root + BOUNDS_OFFSET, group) < first) {
                walkGroup(cursor, group);
                while (nextExpiring(cursor)) {
                    first = Math.min(first, cursor.expiry());
                }
            }
        }
        return first;
    }

    private void walkGroup(PackedHashCursor cursor, int group) {
        int last = Math.min(bucketCount(), ExpiryBounds.firstBucket(group + 1)) - 1;
        cursor.walk(ExpiryBounds.firstBucket(group), last, 1);
    }

    /** Ends sweeps of groups: the earliest expiry is as exact again as the bounds are. */
    public void endSweep() {
        earliestExpiry(expiringCount() == 0 ? NEVER : ExpiryBounds.earliest(root + BOUNDS_OFFSET));
    }

    /** Puts the cursor before the first element of a walk over all; then call {@link #next}. */
    public void begin(PackedHashCursor cursor) {
        cursor.walk(0, bucketCount() - 1, 1);
    }

    /**
     * Puts the cursor before the elements of one step of a scan, and returns the next scan cursor, 0 at the end. Same
     * guarantee as a scan of a table of keys. The step has to be walked before the hash grows or shrinks.
     */
    public long beginScan(PackedHashCursor cursor, long scanCursor) {
        int buckets = bucketCount();
        if (buckets == 0) {
            cursor.walk(0, -1, 1);
            return 0;
        }
        int mask = Integer.highestOneBit(buckets) - 1;
        int first = (int) scanCursor & mask;
        int sibling = first + mask + 1;
        cursor.walk(first, sibling < buckets ? sibling : first, mask + 1);
        return Long.reverse(Long.reverse(scanCursor | ~(long) mask) + 1);
    }

    /** Goes to the next element of a walk; false, and nowhere, at the end. */
    public boolean next(PackedHashCursor cursor) {
        long bucket = cursor.bucket();
        if (bucket != 0 && cursor.index() + 1 < PackedBucket.count(bucket)) {
            cursor.moveTo(cursor.bucketIndex(), bucket, cursor.index() + 1);
            return true;
        }
        for (int i = cursor.bucketIndex() + cursor.stride(); i <= cursor.lastBucket(); i += cursor.stride()) {
            bucket = bucketAt(i);
            if (bucket != 0) {
                cursor.moveTo(i, bucket, 0);
                return true;
            }
        }
        cursor.moveTo(cursor.lastBucket(), 0, 0);
        return false;
    }

    /** Like {@link #next}, but goes only to elements with an expiry, and skips buckets without any at once. */
    public boolean nextExpiring(PackedHashCursor cursor) {
        while (next(cursor)) {
            if (PackedBucket.expires(cursor.bucket(), cursor.index())) {
                return true;
            }
            if (!PackedBucket.hasExpiries(cursor.bucket())) {
                int last = PackedBucket.count(cursor.bucket()) - 1;
                cursor.moveTo(cursor.bucketIndex(), cursor.bucket(), last);
            }
        }
        return false;
    }

    /** Puts the cursor on an element drawn so that all are equally likely; false, and nowhere, in an empty hash. */
    public boolean random(PackedHashCursor cursor, RandomGenerator random) {
        cursor.moveTo(0, 0, 0);
        if (count() == 0) {
            return false;
        }
        int buckets = bucketCount();
        int draw = buckets == 1 ? (int) count() : Math.max(SMALLEST_DRAW, Mem.getUnsignedByte(root + LONGEST_OFFSET));
        while (true) {
            long bits = random.nextLong();
            int bucketIndex = scale(bits >>> 32, buckets);
            int index = scale(bits & 0xFFFF_FFFFL, draw);
            long bucket = bucketAt(bucketIndex);
            if (bucket != 0 && index < PackedBucket.count(bucket)) {
                cursor.moveTo(bucketIndex, bucket, index);
                return true;
            }
        }
    }

    private static int scale(long bits32, int bound) {
        return (int) (bits32 * bound >>> 32);
    }

    /** A copy; returns its root. */
    public long copy() {
        long target = create();
        long directory = directory();
        int buckets = bucketCount();
        for (int i = 0; i < buckets; i++) {
            long bytes = RefArray.append(target + DIRECTORY_OFFSET);
            long bucket = RefArray.blockAt(directory, i);
            if (bucket != 0) {
                long copy = Blocks.allocate(MemoryTag.VALUE, Arena.blockSize(bucket));
                Mem.initCopy(bucket, copy, usedBytes(bucket));
                RefArray.setBlock(target + DIRECTORY_OFFSET, i, copy);
                bytes += Arena.blockSize(copy) + copyOutside(copy);
            }
            Mem.putLong(target + BYTES_OFFSET, Mem.getLong(target + BYTES_OFFSET) + bytes);
        }
        Mem.putByte(target + LONGEST_OFFSET, Mem.getByte(root + LONGEST_OFFSET));
        Mem.putLong(target + COUNT_OFFSET, count());
        Mem.putLong(target + EXPIRING_OFFSET, expiringCount());
        Mem.putLong(target + EARLIEST_OFFSET, earliestExpiry());
        long bounds = ExpiryBounds.copy(root + BOUNDS_OFFSET, target + BOUNDS_OFFSET);
        Mem.putLong(target + BYTES_OFFSET, Mem.getLong(target + BYTES_OFFSET) + bounds);
        return target;
    }

    private static long usedBytes(long bucket) {
        return IntegerBucket.is(bucket) ? IntegerBucket.blockBytes(bucket)
            : PackedBucket.blockBytes(PackedBucket.count(bucket), PackedBucket.elementBytes(bucket));
    }

    /** Gives a copied bucket its own blocks for what lies outside; returns their bytes. */
    private static long copyOutside(long bucket) {
        if (IntegerBucket.is(bucket)) {
            return 0;
        }
        long bytes = 0;
        for (int i = PackedBucket.count(bucket) - 1; i >= 0; i--) {
            if (PackedBucket.isFieldOutside(bucket, i)) {
                long block = copyBlock(PackedBucket.fieldAddress(bucket, i), PackedBucket.fieldLength(bucket, i));
                long start = PackedBucket.valueStart(bucket, i) - PackedBucket.OUTSIDE_BYTES;
                Mem.putRef(start, Arena.ref(block));
                bytes += Arena.blockSize(block);
            }
            if (PackedBucket.isValueOutside(bucket, i)) {
                long block = copyBlock(PackedBucket.valueAddress(bucket, i), PackedBucket.valueLength(bucket, i));
                Mem.putRef(PackedBucket.valueStart(bucket, i), Arena.ref(block));
                bytes += Arena.blockSize(block);
            }
        }
        return bytes;
    }

    private static long copyBlock(long address, long length) {
        long block = Blocks.allocate(MemoryTag.VALUE, length);
        Mem.initCopy(address, block, length);
        return block;
    }

    private void grow() {
        if (bucketCount() == 0) {
            addBytes(RefArray.append(directory()));
        }
        for (int step = 0; step < STEPS_PER_CHANGE && count() > (long) GROWS_ABOVE * bucketCount(); step++) {
            split();
        }
    }

    /** Merges buckets until they are as few as the count asks for. */
    public void shrink() {
        boolean more = true;
        while (more && count() < (long) SHRINKS_BELOW * bucketCount()) {
            more = bucketCount() > 1 && merge();
        }
    }

    private void split() {
        int target = bucketCount();
        int source = target - Integer.highestOneBit(target);
        addBytes(RefArray.append(directory()));
        long bucket = bucketAt(source);
        if (bucket == 0) {
            return;
        }
        int count = PackedBucket.count(bucket);
        boolean areIntegers = IntegerBucket.is(bucket);
        int movedCount = 0;
        int movedBytes = 0;
        for (int i = 0; i < count; i++) {
            boolean up = bucketOf(hashAt(bucket, i), target + 1) == target;
            goesUp[i] = up;
            movedCount += up ? 1 : 0;
            movedBytes += up && !areIntegers ? PackedBucket.elementBytes(bucket, i) : 0;
        }
        int bytes = areIntegers ? 0 : PackedBucket.elementBytes(bucket);
        replaceBucket(source, copyMarked(bucket, false, count - movedCount, bytes - movedBytes));
        replaceBucket(target, copyMarked(bucket, true, movedCount, movedBytes));
        moveBound(source, target);
        release(bucket);
    }

    /** Elements moved from one bucket to another: what bounds the one bounds the other. */
    private void moveBound(int source, int target) {
        if (expiringCount() > 0) {
            sinkBound(target, ExpiryBounds.bound(root + BOUNDS_OFFSET, ExpiryBounds.groupOf(source)));
        }
    }

    /** A block with those elements of a bucket whose mark is {@code mark}, or 0 if there are none. */
    private long copyMarked(long bucket, boolean mark, int count, int bytes) {
        if (count == 0) {
            return 0;
        }
        if (IntegerBucket.is(bucket)) {
            return IntegerBucket.copyMarked(bucket, goesUp, mark, count);
        }
        long part = PackedBucket.create(count, bytes);
        int from = 0;
        for (int i = 0; i < count; i++) {
            while (goesUp[from] != mark) {
                from++;
            }
            PackedBucket.copyElement(bucket, from++, part, i);
        }
        return part;
    }

    private void replaceBucket(int bucketIndex, long bucket) {
        RefArray.setBlock(directory(), bucketIndex, bucket);
        if (bucket != 0) {
            addBytes(Arena.blockSize(bucket));
        }
    }

    /** Merges the last bucket into the one it was split from; false if the two do not fit into one. */
    private boolean merge() {
        int source = bucketCount() - 1;
        int target = source - Integer.highestOneBit(source);
        long from = bucketAt(source);
        long to = bucketAt(target);
        if (from != 0 && to != 0) {
            int count = PackedBucket.count(from) + PackedBucket.count(to);
            if (count > PackedBucket.MAX_COUNT) {
                return false;
            }
            if (IntegerBucket.is(from) != IntegerBucket.is(to)) {
                spellOut(source);
                spellOut(target);
                from = bucketAt(source);
                to = bucketAt(target);
            }
            boolean areIntegers = IntegerBucket.is(from);
            int bytes = areIntegers ? 0 : PackedBucket.elementBytes(from) + PackedBucket.elementBytes(to);
            if (bytes > PackedBucket.CROWDED_BYTES) {
                return false;
            }
            replaceBucket(target,
                areIntegers ? IntegerBucket.concatenate(to, from) : concatenate(to, from, count, bytes));
            release(from);
            release(to);
            if (count > Mem.getUnsignedByte(root + LONGEST_OFFSET)) {
                Mem.putByte(root + LONGEST_OFFSET, (byte) count);
            }
        } else if (from != 0) {
            RefArray.setBlock(directory(), target, from);
        }
        moveBound(source, target);
        addBytes(RefArray.drop(directory()));
        return true;
    }

    private static long concatenate(long first, long second, int count, int bytes) {
        long merged = PackedBucket.create(count, bytes);
        int firstCount = PackedBucket.count(first);
        for (int i = 0; i < count; i++) {
            if (i < firstCount) {
                PackedBucket.copyElement(first, i, merged, i);
            } else {
                PackedBucket.copyElement(second, i - firstCount, merged, i);
            }
        }
        return merged;
    }

    private long resize(int bucketIndex, long bucket, int count, int elementBytes) {
        Invariant.check(elementBytes <= PackedBucket.MAX_ELEMENT_BYTES, "a bucket of a packed hash is too large");
        return resizeBlock(bucketIndex, bucket, PackedBucket.blockBytes(count, elementBytes));
    }

    private long resizeBlock(int bucketIndex, long bucket, long bytes) {
        long oldSize = Arena.blockSize(bucket);
        long moved = Blocks.reallocate(bucket, bytes);
        if (moved != bucket) {
            RefArray.setBlock(directory(), bucketIndex, moved);
        }
        addBytes(Arena.blockSize(moved) - oldSize);
        return moved;
    }

    private static int bucketOf(long hash, int buckets) {
        int smallMask = Integer.highestOneBit(buckets) - 1;
        int index = (int) hash & (smallMask << 1 | 1);
        return index < buckets ? index : index & smallMask;
    }

    long directory() {
        return root + DIRECTORY_OFFSET;
    }

    private long bucketAt(int bucketIndex) {
        return RefArray.blockAt(directory(), bucketIndex);
    }

    private void addBytes(long change) {
        if (change != 0) {
            Mem.putLong(root + BYTES_OFFSET, memoryBytes() + change);
        }
    }

    private void addExpiring(int change) {
        Mem.putLong(root + EXPIRING_OFFSET, expiringCount() + change);
    }
}
