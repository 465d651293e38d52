package dev.spinel.engine.struct.listpack;

import dev.spinel.engine.memory.Mem;

/**
 * Layout of one listpack element: encoding and data, then the backward length.
 *
 * <pre>
 *   0xxxxxxx                     integer 0 … 127
 *   10llllll data                string below 64 bytes
 *   110xxxxx xxxxxxxx            integer of 13 bits, signed, high byte first
 *   1110llll llllllll data       string below 4096 bytes, high byte first
 *   0xF0 l32 data                string, length little-endian
 *   0xF1 … 0xF4 i16 i24 i32 i64  integer, little-endian
 *   0xFF                         end of the listpack
 * </pre>
 *
 * The backward length is the size of encoding and data in groups of 7 bits, most significant first, bit 7 set in all
 * bytes but the first: it is read from its end. Strings that are canonical decimal text are stored as integers.
 * Source: listpack specification.
 */
public final class Element {
    static final int END = 0xFF;

    private static final int STRING_6 = 0x80;
    private static final int INTEGER_13 = 0xC0;
    private static final int STRING_12 = 0xE0;
    private static final int STRING_32 = 0xF0;
    private static final int INTEGER_16 = 0xF1;
    private static final int INTEGER_24 = 0xF2;
    private static final int INTEGER_32 = 0xF3;
    private static final int INTEGER_64 = 0xF4;

    private Element() {}

    /** Bytes an element of this text takes in a listpack, all included. */
    public static long stringBytes(long address, long length) {
        if (Decimal.isCanonical(address, length)) {
            return integerBytes(Decimal.parse(address, length));
        }
        long encoded = length + (length < 64 ? 1 : length < 4096 ? 2 : 5);
        return encoded + backwardBytes(encoded);
    }

    /** Bytes an element of this value takes in a listpack, all included: 2 to 10. */
    public static int integerBytes(long value) {
        return encodedIntegerBytes(value) + 1;
    }

    private static int encodedIntegerBytes(long value) {
        if (value >= -4096 && value <= 4095) {
            return value >= 0 && value <= 127 ? 1 : 2;
        }
        if (value == (short) value) {
            return 3;
        }
        if (value >= -(1 << 23) && value < 1 << 23) {
            return 4;
        }
        return value == (int) value ? 5 : 9;
    }

    /** Bytes of the backward length of {@code encoded} bytes of encoding and data. */
    static int backwardBytes(long encoded) {
        if (encoded <= 127) {
            return 1;
        }
        if (encoded < 16383) {
            return 2;
        }
        if (encoded < 2097151) {
            return 3;
        }
        return encoded < 268435455 ? 4 : 5;
    }

    /** Bytes of encoding and data of the element at {@code at}; 1 at the end byte. */
    static long encodedBytes(long at) {
        int first = Mem.getUnsignedByte(at);
        if (first < STRING_6) {
            return 1;
        }
        if (first < INTEGER_13) {
            return 1 + (first & 0x3F);
        }
        return first < STRING_12 ? 2 : encodedBytesSlow(first, at);
    }

    private static long encodedBytesSlow(int first, long at) {
        if (first < STRING_32) {
            return 2 + ((first & 15) << 8 | Mem.getUnsignedByte(at + 1));
        }
        return switch (first) {
            case STRING_32 -> 5 + (Mem.getInt(at + 1) & 0xFFFF_FFFFL);
            case INTEGER_16 -> 3;
            case INTEGER_24 -> 4;
            case INTEGER_32 -> 5;
            case INTEGER_64 -> 9;
            default -> 1;
        };
    }

    /** Bytes that have to be readable at {@code at} before {@link #encodedBytes} may be asked; 0 for a bad byte. */
    static int prefixBytes(long at) {
        int first = Mem.getUnsignedByte(at);
        if (first < STRING_12) {
            return 1;
        }
        if (first < STRING_32) {
            return 2;
        }
        return first == STRING_32 ? 5 : first <= INTEGER_64 ? 1 : 0;
    }

    /** Bytes of the whole element at {@code at}. */
    static long bytes(long at) {
        long encoded = encodedBytes(at);
        return encoded + backwardBytes(encoded);
    }

    /** Bytes of the whole element that ends before {@code end}. */
    static long bytesBefore(long end) {
        int last = Mem.getUnsignedByte(end - 1);
        if (last < 0x80) {
            return last + 1;
        }
        long encoded = backwardValue(end);
        return encoded + backwardBytes(encoded);
    }

    /** The backward length that ends before {@code end}. */
    static long backwardValue(long end) {
        long value = 0;
        int shift = 0;
        long at = end;
        int group;
        do {
            at--;
            group = Mem.getUnsignedByte(at);
            value |= (long) (group & 0x7F) << shift;
            shift += 7;
        } while (group >= 0x80 && shift < 35);
        return value;
    }

    static boolean isInteger(long at) {
        int first = Mem.getUnsignedByte(at);
        return first < STRING_6 || first >= INTEGER_13 && first < STRING_12 || first > STRING_32;
    }

    static long integer(long at) {
        int first = Mem.getUnsignedByte(at);
        if (first < STRING_6) {
            return first;
        }
        if (first < STRING_12) {
            return (first << 27 >> 19) | Mem.getUnsignedByte(at + 1);
        }
        return switch (first) {
            case INTEGER_16 -> Mem.getShort(at + 1);
            case INTEGER_24 -> Mem.getInt(at) >> 8;
            case INTEGER_32 -> Mem.getInt(at + 1);
            default -> Mem.getLong(at + 1);
        };
    }

    /** Bytes of encoding before the data of a string. */
    static int stringPrefixBytes(long at) {
        int first = Mem.getUnsignedByte(at);
        return first < INTEGER_13 ? 1 : first < STRING_32 ? 2 : 5;
    }

    /** Writes a whole element that is not canonical decimal text; the source is outside the written range. */
    static void writeString(long at, long address, long length) {
        int prefix;
        if (length < 64) {
            Mem.putByte(at, (byte) (STRING_6 | length));
            prefix = 1;
        } else if (length < 4096) {
            Mem.putByte(at, (byte) (STRING_12 | length >>> 8));
            Mem.putByte(at + 1, (byte) length);
            prefix = 2;
        } else {
            Mem.putByte(at, (byte) STRING_32);
            Mem.putInt(at + 1, (int) length);
            prefix = 5;
        }
        Mem.copy(address, at + prefix, length);
        writeBackward(at + prefix + length, prefix + length);
    }

    /** Writes a whole integer element. */
    static void writeInteger(long at, long value) {
        int encoded = encodedIntegerBytes(value);
        switch (encoded) {
            case 1 -> Mem.putByte(at, (byte) value);
            case 2 -> {
                Mem.putByte(at, (byte) (INTEGER_13 | value >>> 8 & 0x1F));
                Mem.putByte(at + 1, (byte) value);
            }
            case 3 -> {
                Mem.putByte(at, (byte) INTEGER_16);
                Mem.putShort(at + 1, (short) value);
            }
            case 4 -> Mem.putInt(at, (int) value << 8 | INTEGER_24);
            case 5 -> {
                Mem.putByte(at, (byte) INTEGER_32);
                Mem.putInt(at + 1, (int) value);
            }
            default -> {
                Mem.putByte(at, (byte) INTEGER_64);
                Mem.putLong(at + 1, value);
            }
        }
        Mem.putByte(at + encoded, (byte) encoded);
    }

    private static void writeBackward(long at, long encoded) {
        int bytes = backwardBytes(encoded);
        for (int i = 0; i < bytes; i++) {
            int group = (int) (encoded >>> 7 * (bytes - 1 - i)) & 0x7F;
            Mem.putByte(at + i, (byte) (i == 0 ? group : group | 0x80));
        }
    }
}
