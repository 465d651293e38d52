package dev.spinel.engine.struct.array;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Decimal;

/**
 * An element of an array in eight bytes. Texts that are numbers in their plain form become numbers; what is read from
 * a word are always the bytes that were written.
 *
 * <pre>
 *   0                                       nothing
 *   | reference of a block 62        | 00 |  more than 7 bytes: | length 5 | bytes |
 *   | integer 62                     | 01 |  decimal text of it
 *   | digits as integer 58 | scale 4 | 10 |  the same with a point before the last {@code scale} digits, of 1 to 15
 *   | bytes 7        | 000 | length  | 11 |  up to 7 bytes, length in 3 bits
 * </pre>
 */
public final class Word {
    /** No element. */
    public static final long NONE = 0;
    /** Longest text of a word that is no block. */
    public static final int MAX_INLINE_BYTES = 24;

    private static final int TAG_BITS = 2;
    private static final long TAG_MASK = 3;
    private static final int BLOCK = 0;
    private static final int INTEGER = 1;
    private static final int DECIMAL = 2;
    private static final int BYTES = 3;
    private static final int INTEGER_BITS = Long.SIZE - TAG_BITS;
    private static final int SCALE_BITS = 4;
    private static final int SCALE_MASK = (1 << SCALE_BITS) - 1;
    private static final int DIGITS_SHIFT = TAG_BITS + SCALE_BITS;
    private static final int DIGITS_BITS = Long.SIZE - DIGITS_SHIFT;
    private static final int MAX_SCALE = SCALE_MASK;
    /** Digits that surely fit; longer decimals are kept as bytes. */
    private static final int MAX_DIGITS = 17;
    private static final int MAX_BYTES = 7;
    private static final int LENGTH_MASK = 7;
    /** Bytes of a block before those of the text. */
    static final int BLOCK_HEADER_BYTES = 5;

    private Word() {}

    /** The word of some bytes, which may own a new block. */
    public static long of(long address, long length) {
        if (length > 0 && length <= MAX_INLINE_BYTES) {
            long number = ofNumber(address, (int) length);
            if (number != NONE) {
                return number;
            }
        }
        return length <= MAX_BYTES ? ofBytes(address, (int) length) : ofBlock(address, length);
    }

    /** The word of an integer, or {@link #NONE} if it is too large. */
    public static long ofInteger(long value) {
        boolean fits = value << TAG_BITS >> TAG_BITS == value;
        return fits ? value << TAG_BITS | INTEGER : NONE;
    }

    private static long ofNumber(long address, int length) {
        int first = Mem.getByte(address);
        if (first != '-' && (first < '0' || first > '9')) {
            return NONE;
        }
        return Decimal.isCanonical(address, length) ? ofInteger(Decimal.parse(address, length))
            : ofDecimal(address, length);
    }

    /** A decimal in the form that {@link #write} gives it: no needless zero in front, a digit on both sides. */
    private static long ofDecimal(long address, int length) {
        int start = Mem.getByte(address) == '-' ? 1 : 0;
        int point = -1;
        long digits = 0;
        if (length - start - 1 > MAX_DIGITS) {
            return NONE;
        }
        for (int i = start; i < length; i++) {
            int digit = Mem.getByte(address + i) - '0';
            if (digit == '.' - '0' && point < 0) {
                point = i;
            } else if (digit < 0 || digit > 9) {
                return NONE;
            } else {
                digits = digits * 10 + digit;
            }
        }
        int scale = length - 1 - point;
        boolean isPlain = point > start && scale >= 1 && scale <= MAX_SCALE
            && (Mem.getByte(address + start) != '0' || point == start + 1) && (start == 0 || digits != 0);
        return isPlain && digits >>> DIGITS_BITS - 1 == 0
            ? (start == 0 ? digits : -digits) << DIGITS_SHIFT | (long) scale << TAG_BITS | DECIMAL : NONE;
    }

    private static long ofBytes(long address, int length) {
        long word = (long) length << TAG_BITS | BYTES;
        for (int i = 0; i < length; i++) {
            word |= (long) Mem.getUnsignedByte(address + i) << Byte.SIZE * (i + 1);
        }
        return word;
    }

    private static long ofBlock(long address, long length) {
        long block = Blocks.allocate(MemoryTag.VALUE, BLOCK_HEADER_BYTES + length);
        Mem.initRef(block, length);
        Mem.initCopy(address, block + BLOCK_HEADER_BYTES, length);
        return Arena.ref(block) << TAG_BITS;
    }

    /** A word with the same bytes and a block of its own. */
    static long copy(long word) {
        return isBlock(word) ? ofBlock(blockBytes(block(word)), blockLength(block(word))) : word;
    }

    /** Frees what the word owns. */
    static void free(long word) {
        if (isBlock(word)) {
            Arena.free(block(word));
        }
    }

    /** Bytes the word owns besides its own eight. */
    static long blockSize(long word) {
        return isBlock(word) ? Arena.blockSize(block(word)) : 0;
    }

    static boolean isBlock(long word) {
        return word != NONE && (word & TAG_MASK) == BLOCK;
    }

    /** The block of a word that is one; its layout is that of {@link #blockLength} and {@link #blockBytes}. */
    static long block(long word) {
        return Arena.address(word >>> TAG_BITS);
    }

    static long blockLength(long block) {
        return Mem.getRef(block);
    }

    static long blockBytes(long block) {
        return block + BLOCK_HEADER_BYTES;
    }

    public static boolean isInteger(long word) {
        return (word & TAG_MASK) == INTEGER;
    }

    public static long integer(long word) {
        return word >> TAG_BITS;
    }

    /** Whether the word is a number with a point in it. */
    public static boolean isDecimal(long word) {
        return (word & TAG_MASK) == DECIMAL;
    }

    /** The digits of a decimal without their point. */
    public static long digits(long word) {
        return word >> DIGITS_SHIFT;
    }

    /** How many digits of a decimal are behind the point. */
    public static int scale(long word) {
        return (int) (word >>> TAG_BITS) & SCALE_MASK;
    }

    /**
     * Writes the text of a word that is no block to scratch memory of {@link #MAX_INLINE_BYTES}; answers its length.
     */
    static int write(long word, long at) {
        if (isInteger(word)) {
            return Decimal.write(integer(word), at);
        }
        if (isDecimal(word)) {
            return writeDecimal(digits(word), scale(word), at);
        }
        int length = (int) (word >>> TAG_BITS) & LENGTH_MASK;
        Mem.initLong(at, word >>> Byte.SIZE);
        return length;
    }

    private static int writeDecimal(long digits, int scale, long at) {
        int start = digits < 0 ? 1 : 0;
        if (start > 0) {
            Mem.initByte(at, (byte) '-');
        }
        long rest = Math.abs(digits);
        int before = Math.max(1, Decimal.length(rest) - scale);
        int length = start + before + 1 + scale;
        for (int i = length - 1; i >= start; i--) {
            if (i == start + before) {
                Mem.initByte(at + i, (byte) '.');
            } else {
                Mem.initByte(at + i, (byte) ('0' + rest % 10));
                rest /= 10;
            }
        }
        return length;
    }
}
