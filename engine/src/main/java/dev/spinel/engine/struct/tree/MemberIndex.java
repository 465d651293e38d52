package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.RefArray;

/**
 * From the hash of a member to the ids of leaves that may hold it: linear hashing over bucket blocks of exactly the
 * size of their slots. All static over the {@link RefArray} header of the directory, in the root of a tree.
 *
 * <pre>
 *   0       1        1+n
 *   | n u8  | tag xn | leaf id u32 xn |
 *
 *   tag     top 8 bits of the hash
 * </pre>
 *
 * A slot knows no hash: to split a bucket, the members are looked up in their leaves. Two slots with the same tag and
 * leaf are interchangeable. What changes blocks returns by how many bytes.
 */
final class MemberIndex {
    private static final int MAX_COUNT = 255;
    private static final int SMALLEST_BYTES = 16;
    private static final int GROWS_ABOVE = 12;
    private static final int SHRINKS_BELOW = 5;
    private static final int STEPS_PER_CHANGE = 2;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long LOW_SEVEN = 0x7F7F_7F7F_7F7F_7F7FL;

    private MemberIndex() {}

    static int tagOf(long hash) {
        return (int) (hash >>> 56);
    }

    static int bucketOf(long hash, int buckets) {
        int smallMask = Integer.highestOneBit(buckets) - 1;
        int index = (int) hash & (smallMask << 1 | 1);
        return index < buckets ? index : index & smallMask;
    }

    /** The bucket block of a hash, or 0. */
    static long bucket(long directory, long hash) {
        int buckets = RefArray.count(directory);
        return buckets == 0 ? 0 : RefArray.blockAt(directory, bucketOf(hash, buckets));
    }

    /** First slot from {@code from} on with this tag, or -1. */
    static int find(long bucket, int from, int tag) {
        int count = count(bucket);
        for (int base = from; base < count; base += Long.BYTES) {
            long difference = Mem.getLong(bucket + 1 + base) ^ LOW_BITS * tag;
            long hits = ~((difference & LOW_SEVEN) + LOW_SEVEN | difference | LOW_SEVEN);
            if (hits != 0) {
                int index = base + (Long.numberOfTrailingZeros(hits) >>> 3);
                return index < count ? index : -1;
            }
        }
        return -1;
    }

    static int leafId(long bucket, int index) {
        return Mem.getInt(idAt(bucket, count(bucket), index));
    }

    private static int count(long bucket) {
        return Mem.getUnsignedByte(bucket);
    }

    private static int tag(long bucket, int index) {
        return Mem.getUnsignedByte(bucket + 1 + index);
    }

    private static long idAt(long bucket, int count, int index) {
        return bucket + 1 + count + 4L * index;
    }

    /** Room for eight tags to be read at once behind any of them. */
    private static long blockBytes(int count) {
        return Math.max(SMALLEST_BYTES, 1 + 5L * count);
    }

    private static int findSlot(long bucket, int tag, int leafId) {
        int index = find(bucket, 0, tag);
        while (index >= 0 && leafId(bucket, index) != leafId) {
            index = find(bucket, index + 1, tag);
        }
        Invariant.check(index >= 0, "a member of a tree is missing in its index");
        return index;
    }

    /** Adds a slot to a directory that is not empty. */
    static long add(long directory, long hash, int leafId) {
        int bucketIndex = bucketOf(hash, RefArray.count(directory));
        long bucket = RefArray.blockAt(directory, bucketIndex);
        int count = bucket == 0 ? 0 : count(bucket);
        Invariant.check(count < MAX_COUNT, "a bucket of a member index is full");
        long oldSize = bucket == 0 ? 0 : Arena.blockSize(bucket);
        long roomy = bucket == 0 ? Blocks.allocate(MemoryTag.VALUE, blockBytes(1))
            : Blocks.reallocate(bucket, blockBytes(count + 1));
        if (roomy != bucket) {
            RefArray.setBlock(directory, bucketIndex, roomy);
        }
        long ids = idAt(roomy, count, 0);
        Mem.copy(ids, ids + 1, 4L * count);
        Mem.putByte(roomy, (byte) (count + 1));
        put(roomy, count, tagOf(hash), leafId);
        return Arena.blockSize(roomy) - oldSize;
    }

    private static void put(long bucket, int index, int tag, int leafId) {
        Mem.putByte(bucket + 1 + index, (byte) tag);
        Mem.putInt(idAt(bucket, count(bucket), index), leafId);
    }

    /** Takes a slot away. */
    static long remove(long directory, long hash, int leafId) {
        int bucketIndex = bucketOf(hash, RefArray.count(directory));
        long bucket = RefArray.blockAt(directory, bucketIndex);
        int index = findSlot(bucket, tagOf(hash), leafId);
        int last = count(bucket) - 1;
        long oldSize = Arena.blockSize(bucket);
        if (last == 0) {
            Arena.free(bucket);
            RefArray.setBlock(directory, bucketIndex, 0);
            return -oldSize;
        }
        put(bucket, index, tag(bucket, last), leafId(bucket, last));
        long ids = idAt(bucket, last + 1, 0);
        Mem.copy(ids, ids - 1, 4L * last);
        Mem.putByte(bucket, (byte) last);
        long moved = Blocks.reallocate(bucket, blockBytes(last));
        if (moved != bucket) {
            RefArray.setBlock(directory, bucketIndex, moved);
        }
        return Arena.blockSize(moved) - oldSize;
    }

    /** Notes that a member moved from one leaf to another. */
    static void repoint(long directory, long hash, int oldLeafId, int newLeafId) {
        long bucket = bucket(directory, hash);
        int index = findSlot(bucket, tagOf(hash), oldLeafId);
        Mem.putInt(idAt(bucket, count(bucket), index), newLeafId);
    }

    /** Makes buckets for {@code members}, while index and leaves agree. */
    static long grow(ScoreTree tree, long directory, long members) {
        long change = RefArray.count(directory) == 0 ? RefArray.append(directory) : 0;
        for (int i = 0; i < STEPS_PER_CHANGE && members > (long) GROWS_ABOVE * RefArray.count(directory); i++) {
            change += split(tree, directory);
        }
        return change;
    }

    private static long split(ScoreTree tree, long directory) {
        int target = RefArray.count(directory);
        int source = target - Integer.highestOneBit(target);
        long change = RefArray.append(directory);
        long bucket = RefArray.blockAt(directory, source);
        if (bucket == 0) {
            return change;
        }
        int count = count(bucket);
        int moved = 0;
        boolean[] goesUp = tree.marks();
        for (int i = 0; i < count; i++) {
            goesUp[i] = bucketOf(hashOf(tree, bucket, i, source, target), target + 1) == target;
            moved += goesUp[i] ? 1 : 0;
        }
        change += setBlock(directory, source, copyMarked(bucket, goesUp, false, count - moved));
        change += setBlock(directory, target, copyMarked(bucket, goesUp, true, moved));
        change -= Arena.blockSize(bucket);
        Arena.free(bucket);
        return change;
    }

    /** Slots of a bucket of the directory. */
    static int slots(long directory, int bucketIndex) {
        long bucket = RefArray.blockAt(directory, bucketIndex);
        return bucket == 0 ? 0 : count(bucket);
    }

    /** Puts a cursor on the member a slot of a bucket stands for. */
    static void moveToSlot(ScoreTree tree, long directory, int bucketIndex, int slot, ScoreTreeCursor cursor) {
        long bucket = RefArray.blockAt(directory, bucketIndex);
        int index = indexOf(tree, bucket, slot, bucketIndex, RefArray.count(directory));
        cursor.moveTo(tree.node(leafId(bucket, slot)), index);
    }

    private static long hashOf(ScoreTree tree, long bucket, int slot, int bucketIndex, int buckets) {
        int index = indexOf(tree, bucket, slot, bucketIndex, buckets);
        return tree.hashAt(tree.node(leafId(bucket, slot)), index);
    }

    /**
     * Index in its leaf of the member a slot stands for. Of several members in one leaf with one tag in one bucket, the
     * k-th slot stands for the k-th.
     */
    private static int indexOf(ScoreTree tree, long bucket, int slot, int bucketIndex, int buckets) {
        int tag = tag(bucket, slot);
        int leafId = leafId(bucket, slot);
        int before = 0;
        for (int i = find(bucket, 0, tag); i < slot; i = find(bucket, i + 1, tag)) {
            before += leafId(bucket, i) == leafId ? 1 : 0;
        }
        long leaf = tree.node(leafId);
        for (int i = Leaf.findTag(leaf, 0, tag); i >= 0; i = Leaf.findTag(leaf, i + 1, tag)) {
            long hash = tree.hashAt(leaf, i);
            if (bucketOf(hash, buckets) == bucketIndex && before-- == 0) {
                return i;
            }
        }
        throw Invariant.broken("a slot of a member index stands for no member");
    }

    private static long copyMarked(long bucket, boolean[] marks, boolean mark, int count) {
        if (count == 0) {
            return 0;
        }
        long part = Blocks.allocate(MemoryTag.VALUE, blockBytes(count));
        Mem.initByte(part, (byte) count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            while (marks[from] != mark) {
                from++;
            }
            put(part, i, tag(bucket, from), leafId(bucket, from++));
        }
        return part;
    }

    private static long setBlock(long directory, int index, long bucket) {
        RefArray.setBlock(directory, index, bucket);
        return bucket == 0 ? 0 : Arena.blockSize(bucket);
    }

    /** Gives buckets back that {@code members} do not need. */
    static long shrink(long directory, long members) {
        long change = 0;
        for (int i = 0; i < STEPS_PER_CHANGE; i++) {
            int buckets = RefArray.count(directory);
            if (buckets <= 1 || members >= (long) SHRINKS_BELOW * buckets) {
                return change;
            }
            change += merge(directory, buckets - 1);
        }
        return change;
    }

    private static long merge(long directory, int source) {
        int target = source - Integer.highestOneBit(source);
        long from = RefArray.blockAt(directory, source);
        long to = RefArray.blockAt(directory, target);
        long change = 0;
        if (from != 0 && to != 0) {
            int count = count(from) + count(to);
            if (count > MAX_COUNT) {
                return 0;
            }
            change -= Arena.blockSize(from) + Arena.blockSize(to);
            change += setBlock(directory, target, concatenate(to, from, count));
            Arena.free(from);
            Arena.free(to);
        } else if (from != 0) {
            RefArray.setBlock(directory, target, from);
        }
        return change + RefArray.drop(directory);
    }

    private static long concatenate(long first, long second, int count) {
        long merged = Blocks.allocate(MemoryTag.VALUE, blockBytes(count));
        Mem.initByte(merged, (byte) count);
        int firstCount = count(first);
        for (int i = 0; i < count; i++) {
            if (i < firstCount) {
                put(merged, i, tag(first, i), leafId(first, i));
            } else {
                put(merged, i, tag(second, i - firstCount), leafId(second, i - firstCount));
            }
        }
        return merged;
    }

    /** Moves buckets to better places; a place to go on is negative, 0 is the end. */
    static long relocate(long directory, long from, Relocation relocation) {
        int index = from < 0 ? (int) (-from - 1) : 0;
        while (index < RefArray.count(directory) && !relocation.isOver()) {
            RefArray.relocate(directory, index, relocation);
            long bucket = RefArray.blockAt(directory, index);
            long moved = bucket == 0 ? 0 : relocation.move(bucket);
            if (moved != 0) {
                RefArray.setBlock(directory, index, moved);
            }
            index++;
        }
        return index < RefArray.count(directory) ? -index - 1L : 0;
    }

    /**
     * Frees up to {@code blocks} buckets of an index that is not used any more, from the last one on; answers how many
     * are left, 0 when there are buckets left.
     */
    static int freeSlice(long directory, int blocks) {
        int left = blocks;
        for (int i = RefArray.count(directory) - 1; i >= 0; i--) {
            if (left <= 0) {
                return 0;
            }
            long bucket = RefArray.blockAt(directory, i);
            if (bucket != 0) {
                Arena.free(bucket);
                left--;
            }
            RefArray.drop(directory);
        }
        return Math.max(left, 1);
    }
}
