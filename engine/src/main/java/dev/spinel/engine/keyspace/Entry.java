package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;

/**
 * The block of one key: header, optional expiry, name, and the value or where it is. All methods take the address of
 * an entry; none moves it. Owned by the reactor.
 *
 * <pre>
 *   0          1            4       5 or 5..6 or 5..8
 *   | type:4   | LRU clock  | flags | key length      | expiry ms 8, if any | key bytes | value area
 *   | enc:4    | or LFU 24  |       |
 *
 *   flags: bit 0 has expiry · 1-2 width of key length (1, 2, 4 bytes) · 3-4 form of the value · 5 pinned · 6 field expiry
 *
 *   value area by form
 *     0 INSIDE  | length u8  | bytes |
 *     1 INTEGER | 1, 2, 4 or 8 bytes, width given by the encoding |
 *     2 OUTSIDE block: | ref 5 | length u32 |     root: | word 8 | info u32 |
 * </pre>
 *
 * Encodings below {@link #FIRST_ROOT} are bytes (embedded, or one block outside); from there on the word is the root
 * of a structure its {@link ValueType} owns. Source: design page of the engine, section b.
 */
public final class Entry {
    public static final int RAW = 0;
    public static final int EMBSTR = 1;
    public static final int INT8 = 2;
    public static final int INT16 = 3;
    public static final int INT32 = 4;
    public static final int INT64 = 5;
    public static final int LISTPACK = 6;
    public static final int INTSET = 7;
    public static final int LISTPACK_EX = 8;
    /** Encodings from here on are roots. */
    public static final int FIRST_ROOT = 10;
    public static final int QUICKLIST = 10;
    public static final int HASHTABLE = 11;
    public static final int SKIPLIST = 12;
    public static final int STREAM = 13;
    public static final int MODULE = 14;
    public static final int SLICED_ARRAY = 15;

    static final int INSIDE = 0;
    static final int INTEGER = 1;
    static final int OUTSIDE = 2;

    /** Most bytes a value inside the entry can have. */
    static final int MAX_INSIDE = 255;
    static final int OUTSIDE_BLOCK_BYTES = 9;
    static final int OUTSIDE_ROOT_BYTES = 12;

    private static final int KIND_OFFSET = 0;
    private static final int CLOCK_OFFSET = KIND_OFFSET + Byte.BYTES;
    private static final int FLAGS_OFFSET = CLOCK_OFFSET + 3;
    private static final int KEY_LENGTH_OFFSET = FLAGS_OFFSET + Byte.BYTES;

    private static final int HAS_EXPIRY = 1;
    private static final int KEY_WIDTH_SHIFT = 1;
    private static final int FORM_SHIFT = 3;
    private static final int FIELD_EXPIRY = 1 << 6;

    private Entry() {}

    public static int type(long entry) {
        return Mem.getByte(entry) & 15;
    }

    public static int encoding(long entry) {
        return Mem.getUnsignedByte(entry) >>> 4;
    }

    static void kind(long entry, int type, int encoding) {
        Mem.putByte(entry, (byte) (type | encoding << 4));
    }

    /** Changes the encoding without touching the value. */
    public static void encoding(long entry, int encoding) {
        kind(entry, type(entry), encoding);
    }

    /** The 24 bits of the LRU clock or of the LFU counter. */
    public static int clock(long entry) {
        return Mem.getInt(entry) >>> 8;
    }

    /** Touches the entry. A snapshot does not preserve the clock, so no barrier is needed. */
    public static void clock(long entry, int clock) {
        Mem.putHint24(entry + CLOCK_OFFSET, clock);
    }

    private static int flags(long entry) {
        return Mem.getByte(entry + FLAGS_OFFSET);
    }

    public static boolean hasExpiry(long entry) {
        return (flags(entry) & HAS_EXPIRY) != 0;
    }

    /** When the key expires, in ms since the epoch; -1 for never. */
    public static long expireAt(long entry) {
        return hasExpiry(entry) ? Mem.getLong(entry + KEY_LENGTH_OFFSET + keyWidth(entry)) : -1;
    }

    static void expireAt(long entry, long atMs) {
        Mem.putLong(entry + KEY_LENGTH_OFFSET + keyWidth(entry), atMs);
    }

    private static int keyWidth(long entry) {
        return 1 << (flags(entry) >>> KEY_WIDTH_SHIFT & 3);
    }

    public static long keyLength(long entry) {
        return switch (flags(entry) >>> KEY_WIDTH_SHIFT & 3) {
            case 0 -> Mem.getUnsignedByte(entry + KEY_LENGTH_OFFSET);
            case 1 -> Mem.getUnsignedShort(entry + KEY_LENGTH_OFFSET);
            default -> Mem.getInt(entry + KEY_LENGTH_OFFSET) & 0xFFFF_FFFFL;
        };
    }

    public static long keyAddress(long entry) {
        return entry + KEY_LENGTH_OFFSET + keyWidth(entry) + (hasExpiry(entry) ? Long.BYTES : 0);
    }

    static int form(long entry) {
        return flags(entry) >>> FORM_SHIFT & 3;
    }

    static long valueArea(long entry) {
        return keyAddress(entry) + keyLength(entry);
    }

    public static boolean isInteger(long entry) {
        return form(entry) == INTEGER;
    }

    /** Whether the value is a structure with a root. */
    public static boolean isRoot(long entry) {
        return encoding(entry) >= FIRST_ROOT;
    }

    /** Whether the value is one block outside the entry. */
    public static boolean isBlock(long entry) {
        return form(entry) == OUTSIDE && !isRoot(entry);
    }

    static long blockAddress(long entry) {
        return Arena.address(Mem.getRef(valueArea(entry)));
    }

    /** Address of the bytes of a value that is neither an integer nor a root. */
    public static long bytesAddress(long entry) {
        return form(entry) == INSIDE ? valueArea(entry) + 1 : blockAddress(entry);
    }

    public static long bytesLength(long entry) {
        long area = valueArea(entry);
        return form(entry) == INSIDE ? Mem.getUnsignedByte(area) : Mem.getInt(area + 5) & 0xFFFF_FFFFL;
    }

    /** The value of an integer. */
    public static long integer(long entry) {
        long area = valueArea(entry);
        return switch (encoding(entry)) {
            case INT8 -> Mem.getByte(area);
            case INT16 -> Mem.getShort(area);
            case INT32 -> Mem.getInt(area);
            default -> Mem.getLong(area);
        };
    }

    /** The word of a root: an address its type understands. */
    public static long root(long entry) {
        return Mem.getLong(valueArea(entry));
    }

    public static void root(long entry, long word) {
        Mem.putLong(valueArea(entry), word);
    }

    /** The 32 bits beside the word of a root. */
    public static int rootInfo(long entry) {
        return Mem.getInt(valueArea(entry) + Long.BYTES);
    }

    public static void rootInfo(long entry, int info) {
        Mem.putInt(valueArea(entry) + Long.BYTES, info);
    }

    /** Bytes of an entry whose value is not inside it; reads what stands before the name only. */
    public static long bytesWithoutValue(long entry) {
        long area = isInteger(entry) ? 1L << encoding(entry) - INT8 : isRoot(entry) ? OUTSIDE_ROOT_BYTES : OUTSIDE_BLOCK_BYTES;
        return valueArea(entry) - entry + area;
    }

    /** Bytes of an entry before its value area. */
    static long headBytes(long keyLength, boolean hasExpiry) {
        return KEY_LENGTH_OFFSET + widthOf(keyLength) + (hasExpiry ? Long.BYTES : 0) + keyLength;
    }

    private static int widthOf(long keyLength) {
        return keyLength <= 255 ? 1 : keyLength <= 65535 ? 2 : 4;
    }

    static int integerWidth(long value) {
        if (value == (byte) value) {
            return Byte.BYTES;
        }
        if (value == (short) value) {
            return Short.BYTES;
        }
        return value == (int) value ? Integer.BYTES : Long.BYTES;
    }

    static int integerEncoding(int width) {
        return INT8 + Integer.numberOfTrailingZeros(width);
    }

    /** Writes everything up to the value area into a fresh block. An expiry of -1 takes no room. */
    static void initHead(long entry, int kind, int clock, int form, long keyAddress, long keyLength, long expireAt) {
        boolean hasExpiry = expireAt >= 0;
        int width = widthOf(keyLength);
        Mem.initByte(entry, (byte) kind);
        clock(entry, clock);
        int flags = (hasExpiry ? HAS_EXPIRY : 0) | Integer.numberOfTrailingZeros(width) << KEY_WIDTH_SHIFT;
        Mem.initByte(entry + FLAGS_OFFSET, (byte) (flags | form << FORM_SHIFT));
        long at = entry + KEY_LENGTH_OFFSET;
        switch (width) {
            case 1 -> Mem.initByte(at, (byte) keyLength);
            case 2 -> Mem.initShort(at, (short) keyLength);
            default -> Mem.initInt(at, (int) keyLength);
        }
        at += width;
        if (hasExpiry) {
            Mem.initLong(at, expireAt);
            at += Long.BYTES;
        }
        Mem.initCopy(keyAddress, at, keyLength);
    }

    static int kindByte(long entry) {
        return Mem.getUnsignedByte(entry);
    }

    static void form(long entry, int form) {
        Mem.putByte(entry + FLAGS_OFFSET, (byte) (flags(entry) & ~(3 << FORM_SHIFT) | form << FORM_SHIFT));
    }

    /** Whether some part of the value expires by itself: a field of a hash. */
    public static boolean hasFieldExpiry(long entry) {
        return (flags(entry) & FIELD_EXPIRY) != 0;
    }

    static void hasFieldExpiry(long entry, boolean expires) {
        int flags = flags(entry);
        Mem.putByte(entry + FLAGS_OFFSET, (byte) (expires ? flags | FIELD_EXPIRY : flags & ~FIELD_EXPIRY));
    }
}
