package dev.spinel.engine.struct.table;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Relocation;

/**
 * Layout of a bucket line, of its overflow blocks, and of slot numbers. Static and stateless; TABLE memory is never
 * read by a snapshot, hence the barrier-free {@code init} writes.
 *
 * <pre>
 * bucket, 64 bytes
 *   0         10         12        14
 *   | tag x10 | meta u16 | spare 2 | ref x10, 5 bytes each |
 *
 * overflow block, 32 bytes
 *   0        4         5         7          27       32
 *   | tag x4 | meta u8 | spare 2 | ref x4   | link 5 |
 *
 *   tag   top 8 bits of the hash, 0 replaced by 1; 0 = empty slot
 *   meta  bit i: slot i has a TTL; in a bucket bit 10: chained, then ref 9 is the first overflow block and tag 9 is 0
 *
 * slot    address of the ref &lt;&lt; 8 | overflow &lt;&lt; 4 | index
 * </pre>
 */
final class Bucket {
    static final int BYTES = 64;
    static final int SLOTS = 10;
    static final int OVERFLOW_BYTES = 32;
    static final int OVERFLOW_SLOTS = 4;
    static final long NO_SLOT = 0;

    private static final int REF_BYTES = 5;
    private static final int TAIL_TAGS = 8;
    private static final int META = 10;
    private static final int REFS = 14;
    private static final int LINK_SLOT = 9;
    private static final int CHAIN = REFS + LINK_SLOT * REF_BYTES;
    private static final int CHAINED = 1 << 10;

    private static final int OVERFLOW_META = 4;
    private static final int OVERFLOW_REFS = 7;
    private static final int OVERFLOW_LINK = OVERFLOW_REFS + OVERFLOW_SLOTS * REF_BYTES;

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long LOW_SEVEN = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final int OVERFLOW_FLAG = 1 << 4;

    private Bucket() {}

    /** Tag of a hash: its top byte, never 0. */
    static int tagOf(long hash) {
        int tag = (int) (hash >>> 56);
        return tag == 0 ? 1 : tag;
    }

    /** Bit 7 of every byte of {@code word} that equals {@code tag}; exact, no false hit. */
    static long hits(long word, int tag) {
        long difference = word ^ LOW_BITS * tag;
        return ~((difference & LOW_SEVEN) + LOW_SEVEN | difference | LOW_SEVEN);
    }

    /** Tags of slots 8 and 9 in the low two bytes, meta in the high two. */
    static int tail(long bucket) {
        return Mem.getInt(bucket + TAIL_TAGS);
    }

    static boolean isChainedTail(int tail) {
        return (tail >>> 16 & CHAINED) != 0;
    }

    static boolean isChained(long bucket) {
        return (Mem.getShort(bucket + META) & CHAINED) != 0;
    }

    static long slot(long bucket, int index) {
        return bucket + REFS + (long) index * REF_BYTES << 8 | index;
    }

    static long overflowSlot(long block, int index) {
        return block + OVERFLOW_REFS + (long) index * REF_BYTES << 8 | OVERFLOW_FLAG | index;
    }

    static boolean isOverflow(long slot) {
        return (slot & OVERFLOW_FLAG) != 0;
    }

    static int index(long slot) {
        return (int) slot & 15;
    }

    /** The bucket or overflow block a slot lies in. */
    static long block(long slot) {
        return (slot >>> 8) - (long) index(slot) * REF_BYTES - (isOverflow(slot) ? OVERFLOW_REFS : REFS);
    }

    static long ref(long slot) {
        return Mem.getRef(slot >>> 8);
    }

    static void setRef(long slot, long ref) {
        Mem.initRef(slot >>> 8, ref);
    }

    static int tag(long slot) {
        return Mem.getUnsignedByte(block(slot) + index(slot));
    }

    static boolean hasTtl(long slot) {
        long block = block(slot);
        int meta = isOverflow(slot) ? Mem.getByte(block + OVERFLOW_META) : Mem.getShort(block + META);
        return (meta >>> index(slot) & 1) != 0;
    }

    static void setTtl(long slot, boolean on) {
        long block = block(slot);
        int bit = 1 << index(slot);
        if (isOverflow(slot)) {
            int meta = Mem.getByte(block + OVERFLOW_META);
            Mem.initByte(block + OVERFLOW_META, (byte) (on ? meta | bit : meta & ~bit));
        } else {
            int meta = Mem.getShort(block + META);
            Mem.initShort(block + META, (short) (on ? meta | bit : meta & ~bit));
        }
    }

    /** Fills an empty slot. */
    static void occupy(long slot, int tag, long ref, boolean hasTtl) {
        Mem.initByte(block(slot) + index(slot), (byte) tag);
        setRef(slot, ref);
        setTtl(slot, hasTtl);
    }

    /** Empties a slot; nothing else moves. */
    static void vacate(long slot) {
        Mem.initByte(block(slot) + index(slot), (byte) 0);
        setTtl(slot, false);
    }

    /** First overflow block, or 0. */
    static long firstOverflow(long bucket) {
        return isChained(bucket) ? address(Mem.getRef(bucket + CHAIN)) : 0;
    }

    /** Overflow block behind another, or 0. */
    static long nextOverflow(long overflow) {
        return address(Mem.getRef(overflow + OVERFLOW_LINK));
    }

    private static long address(long ref) {
        return ref == 0 ? 0 : Arena.address(ref);
    }

    static int overflowTags(long overflow) {
        return Mem.getInt(overflow);
    }

    /** First empty slot of the chain, or {@link #NO_SLOT}. */
    static long freeSlot(long bucket) {
        long free = hits(Mem.getLong(bucket), 0);
        if (free != 0) {
            return slot(bucket, Long.numberOfTrailingZeros(free) >>> 3);
        }
        int tail = tail(bucket);
        if ((tail & 0xFF) == 0) {
            return slot(bucket, 8);
        }
        if (!isChainedTail(tail)) {
            return (tail & 0xFF00) == 0 ? slot(bucket, LINK_SLOT) : NO_SLOT;
        }
        return freeOverflowSlot(bucket);
    }

    private static long freeOverflowSlot(long bucket) {
        for (long block = firstOverflow(bucket); block != 0; block = nextOverflow(block)) {
            for (int i = 0; i < OVERFLOW_SLOTS; i++) {
                if (Mem.getByte(block + i) == 0) {
                    return overflowSlot(block, i);
                }
            }
        }
        return NO_SLOT;
    }

    /** Puts an empty overflow block at the head of the chain; the entry of slot 9, if any, moves into it. */
    static void chain(long bucket, long overflow) {
        Mem.initFill(overflow, OVERFLOW_BYTES, (byte) 0);
        if (isChained(bucket)) {
            Mem.initRef(overflow + OVERFLOW_LINK, Mem.getRef(bucket + CHAIN));
        } else {
            long last = slot(bucket, LINK_SLOT);
            if (tag(last) != 0) {
                occupy(overflowSlot(overflow, 0), tag(last), ref(last), hasTtl(last));
                vacate(last);
            }
            Mem.initShort(bucket + META, (short) (Mem.getShort(bucket + META) | CHAINED));
        }
        Mem.initRef(bucket + CHAIN, Arena.ref(overflow));
    }

    /** Takes one overflow block out of the chain, without freeing it. */
    static void unchain(long bucket, long overflow) {
        long next = Mem.getRef(overflow + OVERFLOW_LINK);
        long first = firstOverflow(bucket);
        if (first != overflow) {
            long before = first;
            while (nextOverflow(before) != overflow) {
                before = nextOverflow(before);
            }
            Mem.initRef(before + OVERFLOW_LINK, next);
            return;
        }
        Mem.initRef(bucket + CHAIN, next);
        if (next == 0) {
            Mem.initShort(bucket + META, (short) (Mem.getShort(bucket + META) & ~CHAINED));
        }
    }

    /** Moves the overflow blocks of a bucket to better places. */
    static void relocate(long bucket, Relocation relocation) {
        if (!isChained(bucket)) {
            return;
        }
        long link = bucket + CHAIN;
        for (long block = firstOverflow(bucket); block != 0; block = nextOverflow(block)) {
            long moved = relocation.move(block);
            if (moved != 0) {
                Mem.initRef(link, Arena.ref(moved));
                block = moved;
            }
            link = block + OVERFLOW_LINK;
        }
    }

    /** First occupied slot of the chain, or {@link #NO_SLOT}. */
    static long first(long bucket) {
        return seek(bucket, 0);
    }

    /** Occupied slot behind {@code slot} in its chain, or {@link #NO_SLOT}. */
    static long after(long slot) {
        return isOverflow(slot) ? seekOverflow(block(slot), index(slot) + 1) : seek(block(slot), index(slot) + 1);
    }

    private static long seek(long bucket, int from) {
        for (int i = from; i < SLOTS; i++) {
            if (Mem.getByte(bucket + i) != 0) {
                return slot(bucket, i);
            }
        }
        return seekOverflow(firstOverflow(bucket), 0);
    }

    private static long seekOverflow(long overflow, int from) {
        int start = from;
        for (long block = overflow; block != 0; block = nextOverflow(block)) {
            for (int i = start; i < OVERFLOW_SLOTS; i++) {
                if (Mem.getByte(block + i) != 0) {
                    return overflowSlot(block, i);
                }
            }
            start = 0;
        }
        return NO_SLOT;
    }

    /** Entries in the chain. */
    static int length(long bucket) {
        int length = 0;
        for (long slot = first(bucket); slot != NO_SLOT; slot = after(slot)) {
            length++;
        }
        return length;
    }
}
