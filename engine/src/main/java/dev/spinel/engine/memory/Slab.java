package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * The record of one 64 KiB unit, and of the slab of equal blocks that starts there. A slab is named by the address of
 * its record. Units inside a group carry the same kind and the distance back to the first.
 *
 * <pre>
 *   0        1       2       3        4            8
 *   | class  | kind  | back  | state  | block size | reciprocal of block size (2^40 / size, rounded up) |
 *   16       20      24      28         32     36      40      44        48
 *   | tag    | owner | used  | capacity | hint | words | child | sibling | previous: heap links |
 *   52           56            60         64                    72             80               96
 *   | owner next | owner prev. | log next | preserved bitmap    | shadow map   | preserved bits | spare ... 128
 * </pre>
 * Bytes from 60 on belong to {@link Barrier} and exist for units of every kind.
 */
final class Slab {
    static final int KIND_FREE = 0;
    static final int KIND_SLAB = 1;
    static final int KIND_SPAN = 2;
    static final int KIND_HUGE = 3;

    /** Has no room and is in no heap. */
    static final int FULL = 0;
    /** Serves its bin's next allocation. */
    static final int CURRENT = 1;
    /** Has room and waits in one of its bin's heaps. */
    static final int LISTED = 2;

    static final int GROUP_UNITS = 4;

    private static final int CLASS = 0;
    private static final int KIND = CLASS + Byte.BYTES;
    private static final int BACK = KIND + Byte.BYTES;
    private static final int STATE = BACK + Byte.BYTES;
    private static final int BLOCK_SIZE = STATE + Byte.BYTES;
    private static final int RECIPROCAL = BLOCK_SIZE + Integer.BYTES;
    private static final int TAG = RECIPROCAL + Long.BYTES;
    private static final int OWNER = TAG + Integer.BYTES;
    private static final int USED = OWNER + Integer.BYTES;
    private static final int CAPACITY = USED + Integer.BYTES;
    private static final int HINT = CAPACITY + Integer.BYTES;
    private static final int WORDS = HINT + Integer.BYTES;
    static final int CHILD = WORDS + Integer.BYTES;
    static final int SIBLING = CHILD + Integer.BYTES;
    static final int PREVIOUS = SIBLING + Integer.BYTES;
    private static final int OWNER_NEXT = PREVIOUS + Integer.BYTES;
    private static final int OWNER_PREVIOUS = OWNER_NEXT + Integer.BYTES;
    static final int LOG_NEXT = OWNER_PREVIOUS + Integer.BYTES;
    static final int PRESERVED_BITMAP = LOG_NEXT + Integer.BYTES;
    static final int SHADOW_MAP = PRESERVED_BITMAP + Long.BYTES;
    static final int PRESERVED_BITS = SHADOW_MAP + Long.BYTES;

    private static final int RECIPROCAL_SHIFT = 40;
    private static final int UNIT_TO_ADDRESS_SHIFT = AddressSpace.UNIT_SHIFT - AddressSpace.UNIT_RECORD_SHIFT;
    private static final int UNIT_TO_BITMAP_SHIFT = AddressSpace.BITMAP_SHIFT - AddressSpace.UNIT_RECORD_SHIFT;

    private Slab() {}

    /** The record of a unit. */
    static long record(int unit) {
        return AddressSpace.UNIT_RECORDS + ((long) unit << AddressSpace.UNIT_RECORD_SHIFT);
    }

    static int unit(long slab) {
        return (int) (slab - AddressSpace.UNIT_RECORDS >>> AddressSpace.UNIT_RECORD_SHIFT);
    }

    /** The record of the slab a block address lies in; the unit must be of kind slab. */
    static long containing(long address) {
        long record = record(AddressSpace.unit(address));
        return record - ((long) UnsafeApi.getByte(record + BACK) << AddressSpace.UNIT_RECORD_SHIFT);
    }

    /** First block of a slab. */
    static long base(long slab) {
        return AddressSpace.BASE + (slab - AddressSpace.UNIT_RECORDS << UNIT_TO_ADDRESS_SHIFT);
    }

    static long bitmap(long slab) {
        return AddressSpace.BITMAPS + (slab - AddressSpace.UNIT_RECORDS << UNIT_TO_BITMAP_SHIFT);
    }

    static int kind(long record) {
        return UnsafeApi.getByte(record + KIND);
    }

    /** Labels {@code count} units from {@code unit} on; a reader that sees the kind also sees their epochs. */
    static void label(int unit, int count, int kind, int epoch) {
        for (int i = 0; i < count; i++) {
            AddressSpace.epoch(unit + i, epoch);
        }
        UnsafeApi.storeStoreFence();
        for (int i = 0; i < count; i++) {
            UnsafeApi.putByte(record(unit + i) + BACK, (byte) i);
            UnsafeApi.putByte(record(unit + i) + KIND, (byte) kind);
        }
    }

    /** Makes the units at {@code unit} an empty slab; all links and marks are clear. */
    static long open(int unit, int owner, int tag, int sizeClass) {
        long slab = record(unit);
        int blockSize = SizeClass.bytes(sizeClass);
        int units = units(sizeClass);
        int capacity = units * AddressSpace.UNIT / blockSize;
        int words = capacity + 63 >>> 6;
        UnsafeApi.putByte(slab + CLASS, (byte) sizeClass);
        UnsafeApi.putInt(slab + BLOCK_SIZE, blockSize);
        UnsafeApi.putLong(slab + RECIPROCAL, ((1L << RECIPROCAL_SHIFT) + blockSize - 1) / blockSize);
        UnsafeApi.putInt(slab + TAG, tag);
        UnsafeApi.putInt(slab + OWNER, owner);
        UnsafeApi.putInt(slab + USED, 0);
        UnsafeApi.putInt(slab + CAPACITY, capacity);
        UnsafeApi.putInt(slab + HINT, 0);
        UnsafeApi.putInt(slab + WORDS, words);
        clearBitmap(slab);
        label(unit, units, KIND_SLAB, Barrier.epochFor(tag));
        return slab;
    }

    /** Marks every block free; bits past the capacity stay set so that no search finds them. */
    static void clearBitmap(long slab) {
        long bitmap = bitmap(slab);
        int words = words(slab);
        UnsafeApi.setMemory(bitmap, (long) words << 3, (byte) 0);
        int tail = capacity(slab) & 63;
        if (tail != 0) UnsafeApi.putLong(bitmap + ((long) (words - 1) << 3), -1L << tail);
        UnsafeApi.putInt(slab + HINT, 0);
        UnsafeApi.putInt(slab + USED, 0);
    }

    static int units(int sizeClass) {
        return SizeClass.bytes(sizeClass) > SizeClass.MAX_SINGLE_SLAB_BYTES ? GROUP_UNITS : 1;
    }

    /** Takes the lowest free block; 0 when there is none. */
    static long take(long slab) {
        long bitmap = bitmap(slab);
        int words = UnsafeApi.getInt(slab + WORDS);
        for (int word = UnsafeApi.getInt(slab + HINT); word < words; word++) {
            long address = bitmap + ((long) word << 3);
            long bits = UnsafeApi.getLong(address);
            if (bits != -1) {
                int bit = Long.numberOfTrailingZeros(~bits);
                UnsafeApi.putLong(address, bits | 1L << bit);
                UnsafeApi.putInt(slab + HINT, word);
                UnsafeApi.putInt(slab + USED, UnsafeApi.getInt(slab + USED) + 1);
                return base(slab) + ((word << 6) + bit) * (long) UnsafeApi.getInt(slab + BLOCK_SIZE);
            }
        }
        UnsafeApi.putInt(slab + HINT, words);
        return 0;
    }

    /** The number of the block that starts at or before an address; equals the capacity or more in the tail waste. */
    static int indexOf(long slab, long address) {
        return (int) ((address - base(slab)) * UnsafeApi.getLong(slab + RECIPROCAL) >>> RECIPROCAL_SHIFT);
    }

    static long block(long slab, int index) {
        return base(slab) + index * (long) blockSize(slab);
    }

    static boolean isLive(long slab, int index) {
        return index < capacity(slab) && Bits.get(bitmap(slab), index);
    }

    /** Clears a block's bit and returns how many blocks are left. */
    static int give(long slab, int index) {
        Bits.clear(bitmap(slab), index);
        if (index >>> 6 < UnsafeApi.getInt(slab + HINT)) UnsafeApi.putInt(slab + HINT, index >>> 6);
        int used = UnsafeApi.getInt(slab + USED) - 1;
        UnsafeApi.putInt(slab + USED, used);
        return used;
    }

    /** Bytes of records that count as used while the slab has live blocks. */
    static long recordBytes(long slab) {
        return (1L << AddressSpace.UNIT_RECORD_SHIFT) * units(sizeClass(slab)) + ((long) words(slab) << 3);
    }

    static int sizeClass(long slab) {
        return UnsafeApi.getByte(slab + CLASS) & 0xFF;
    }

    static int state(long slab) {
        return UnsafeApi.getByte(slab + STATE);
    }

    static void state(long slab, int state) {
        UnsafeApi.putByte(slab + STATE, (byte) state);
    }

    static int blockSize(long slab) {
        return UnsafeApi.getInt(slab + BLOCK_SIZE);
    }

    static int tag(long slab) {
        return UnsafeApi.getInt(slab + TAG);
    }

    static int owner(long slab) {
        return UnsafeApi.getInt(slab + OWNER);
    }

    static int used(long slab) {
        return UnsafeApi.getInt(slab + USED);
    }

    static int capacity(long slab) {
        return UnsafeApi.getInt(slab + CAPACITY);
    }

    static int words(long slab) {
        return UnsafeApi.getInt(slab + WORDS);
    }

    /** Unit number of the owner's next slab; 0 at the end. */
    static int ownerNext(long slab) {
        return UnsafeApi.getInt(slab + OWNER_NEXT);
    }

    /** Puts a slab in front of its owner's list, whose head is the int at {@code head}. */
    static void linkOwner(long slab, long head) {
        int next = UnsafeApi.getInt(head);
        UnsafeApi.putInt(slab + OWNER_NEXT, next);
        UnsafeApi.putInt(slab + OWNER_PREVIOUS, 0);
        if (next != 0) UnsafeApi.putInt(record(next) + OWNER_PREVIOUS, unit(slab));
        UnsafeApi.putInt(head, unit(slab));
    }

    static void unlinkOwner(long slab, long head) {
        int next = UnsafeApi.getInt(slab + OWNER_NEXT);
        int previous = UnsafeApi.getInt(slab + OWNER_PREVIOUS);
        if (previous == 0) UnsafeApi.putInt(head, next);
        else UnsafeApi.putInt(record(previous) + OWNER_NEXT, next);
        if (next != 0) UnsafeApi.putInt(record(next) + OWNER_PREVIOUS, previous);
    }
}
