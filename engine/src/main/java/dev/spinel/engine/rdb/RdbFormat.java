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
 * <pre>
 *   file     "REDIS" version as four digits | aux … | functions | databases | END | checksum 8, little-endian, 0 = none
 *   database SELECT_DB length | RESIZE_DB length length | keys
 *   key      [EXPIRE_MS 8] [IDLE length | FREQ 1] type 1 | name string | object
 * </pre>
 *
 * Source: rdb.h.
 */
public final class RdbFormat {
    /** Version of what is written. Arrays are written too, which readers of this version do not know by themselves. */
    public static final int VERSION = 12;
    /** The newest version that is read: of Redis 8.8. */
    public static final int NEWEST_READ = 14;

    /** The oldest version that is written on request. */
    public static final int OLDEST_WRITTEN = 9;
    /** Since then hashes, lists and sorted sets may be listpacks; then sets; then fields may expire. */
    public static final int LISTPACKS_SINCE = 10;
    public static final int SET_LISTPACKS_SINCE = 11;
    public static final int FIELD_EXPIRY_SINCE = 12;
    /** Since then a file ends with a checksum. */
    public static final int CHECKSUM_SINCE = 5;

    /** Opcodes of a file: what stands where a type byte could. */
    public static final int SLOT_INFO = 244;
    public static final int FUNCTION_2 = 245;
    public static final int FUNCTION_PRE_GA = 246;
    public static final int MODULE_AUX = 247;
    public static final int IDLE = 248;
    public static final int FREQ = 249;
    public static final int AUX = 250;
    public static final int RESIZE_DB = 251;
    public static final int EXPIRE_MS = 252;
    public static final int EXPIRE_SECONDS = 253;
    public static final int SELECT_DB = 254;
    public static final int END = 255;

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
