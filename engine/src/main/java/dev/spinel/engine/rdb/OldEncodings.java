package dev.spinel.engine.rdb;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.struct.listpack.Listpack;

/**
 * Packed lists of old versions, turned into listpacks. Malformed input is noticed, whatever it is.
 *
 * <pre>
 *   ziplist   | bytes u32 | tail u32 | count u16 | entry … | 255 |          little-endian
 *   entry     | length of the one before: 1, or 254 and 4 | encoding | data |
 *   encoding  00pppppp string 6 bits · 01pppppp + 1 string 14 bits, big-endian · 10000000 + 4 string, big-endian
 *             192 i16 · 208 i32 · 224 i64 · 240 i24 · 254 i8 · 241 … 253 the numbers 0 … 12
 *
 *   zipmap    | count u8 | ( length key | length free u8 value free bytes ) … | 255 |
 *   length    1 byte below 254, or 254 and 4
 * </pre>
 *
 * Source: ziplist.c and zipmap.c.
 */
final class OldEncodings {
    private static final int ZIPLIST_HEADER_BYTES = 10;
    private static final int ZIPLIST_TAIL_OFFSET = 4;
    private static final int ZIPLIST_COUNT_OFFSET = 8;
    private static final int UNKNOWN_COUNT = 65535;
    private static final int END = 255;
    private static final int LONG_FORM = 254;
    private static final int STRING_14 = 1;
    private static final int STRING_32 = 0x80;
    private static final int INT16 = 0xC0;
    private static final int INT32 = 0xD0;
    private static final int INT64 = 0xE0;
    private static final int INT24 = 0xF0;
    private static final int INT8 = 0xFE;
    private static final int FIRST_IMMEDIATE = 0xF1;
    private static final int LAST_IMMEDIATE = 0xFD;

    private long at;
    private long end;
    private boolean isBroken;

    /** Bytes of room that a listpack with the content of such a list needs at most. */
    static long listpackRoom(long bytes) {
        return 2 * bytes + 64;
    }

    /** Writes what a ziplist holds to a listpack; false when it is malformed. */
    boolean convertZiplist(long ziplist, long bytes, long listpack) {
        if (bytes < ZIPLIST_HEADER_BYTES + 1 || (Mem.getInt(ziplist) & 0xFFFF_FFFFL) != bytes) {
            return false;
        }
        begin(ziplist + ZIPLIST_HEADER_BYTES, ziplist + bytes - 1, listpack);
        int count = 0;
        long before = 0;
        long last = 0;
        while (at < end && !isBroken) {
            long start = at;
            last = start;
            isBroken = length() != before;
            entry(listpack);
            before = at - start;
            count++;
        }
        int told = Mem.getUnsignedShort(ziplist + ZIPLIST_COUNT_OFFSET);
        boolean isTailRight = count == 0
            || ziplist + (Mem.getInt(ziplist + ZIPLIST_TAIL_OFFSET) & 0xFFFF_FFFFL) == last;
        return !isBroken && isTailRight && at == end && Mem.getUnsignedByte(end) == END
                && (told == count || told == UNKNOWN_COUNT);
    }

    private void begin(long from, long to, long listpack) {
        at = from;
        end = to;
        isBroken = false;
        Listpack.init(listpack);
    }

    private void entry(long listpack) {
        int encoding = unsigned();
        switch (encoding >>> 6) {
            case 0 -> string(listpack, encoding);
            case STRING_14 -> string(listpack, (encoding & 0x3F) << 8 | unsigned());
            default -> number(listpack, encoding);
        }
    }

    private void number(long listpack, int encoding) {
        switch (encoding) {
            case STRING_32 -> string(listpack, Integer.reverseBytes((int) little(Integer.BYTES)) & 0xFFFF_FFFFL);
            case INT8 -> append(listpack, (byte) little(1));
            case INT16 -> append(listpack, (short) little(2));
            case INT24 -> append(listpack, (int) little(3) << 8 >> 8);
            case INT32 -> append(listpack, (int) little(4));
            case INT64 -> append(listpack, little(8));
            default -> {
                isBroken |= encoding < FIRST_IMMEDIATE || encoding > LAST_IMMEDIATE;
                append(listpack, encoding - FIRST_IMMEDIATE);
            }
        }
    }

    private void append(long listpack, long value) {
        if (!isBroken) {
            Listpack.appendInteger(listpack, value);
        }
    }

    private void string(long listpack, long length) {
        if (!isBroken && length <= end - at) {
            Listpack.appendString(listpack, at, length);
            at += length;
        } else {
            isBroken = true;
        }
    }

    /** Writes what a zipmap holds, keys and values by turns, to a listpack; false when it is malformed. */
    boolean convertZipmap(long zipmap, long bytes, long listpack) {
        if (bytes < 2) {
            return false;
        }
        begin(zipmap + 1, zipmap + bytes - 1, listpack);
        while (at < end && !isBroken) {
            string(listpack, length());
            long valueLength = length();
            int free = unsigned();
            string(listpack, valueLength);
            at += free;
        }
        return !isBroken && at == end && Mem.getUnsignedByte(end) == END;
    }

    private long length() {
        int first = unsigned();
        isBroken |= first == END;
        return first < LONG_FORM ? first : little(Integer.BYTES);
    }

    private int unsigned() {
        return (int) little(1);
    }

    private long little(int bytes) {
        long value = 0;
        isBroken |= bytes > end - at;
        for (int i = 0; i < bytes && !isBroken; i++) {
            value |= (long) Mem.getUnsignedByte(at++) << 8 * i;
        }
        return value;
    }
}
