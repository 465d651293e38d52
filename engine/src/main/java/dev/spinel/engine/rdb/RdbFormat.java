package dev.spinel.engine.rdb;

/**
 * Numbers of the RDB format that lengths and strings are made of.
 *
 * <pre>
 *   length   00llllll                      6 bits
 *            01llllll llllllll            14 bits, big-endian
 *            10000000 + 4 bytes           32 bits, big-endian
 *            10000001 + 8 bytes           64 bits, big-endian
 *   string   length bytes
 *            11000000 int8 · 11000001 int16 · 11000010 int32, little-endian: decimal text of that number
 *            11000011 length length bytes: LZF, compressed and plain length
 * </pre>
 *
 * Source: rdb.h.
 */
public final class RdbFormat {
    /** Version of what is written, and the newest that is read. */
    public static final int VERSION = 12;

    static final int LENGTH_6 = 0;
    static final int LENGTH_14 = 1;
    static final int SPECIAL = 3;
    static final int LENGTH_32 = 0x80;
    static final int LENGTH_64 = 0x81;

    static final int INT8 = 0xC0;
    static final int INT16 = 0xC1;
    static final int INT32 = 0xC2;
    static final int LZF = 0xC3;

    private RdbFormat() {}
}
