package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Raw access to memory that belongs to a module or to libc: out-parameters, C text, structs. A wrong address crashes
 * the process, as it does in C. Arena memory goes through {@link dev.spinel.engine.memory.Mem} instead.
 */
public final class Native {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Native() {}

    /** {@code bytes} of memory as a segment of that size, which nobody frees. */
    public static MemorySegment segment(long address, long bytes) {
        return ALL.asSlice(address, bytes);
    }

    public static byte getByte(long address) {
        return ALL.get(JAVA_BYTE, address);
    }

    public static short getShort(long address) {
        return ALL.get(JAVA_SHORT_UNALIGNED, address);
    }

    public static int getInt(long address) {
        return ALL.get(JAVA_INT_UNALIGNED, address);
    }

    public static long getLong(long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    public static double getDouble(long address) {
        return ALL.get(JAVA_DOUBLE_UNALIGNED, address);
    }

    public static void putByte(long address, byte value) {
        ALL.set(JAVA_BYTE, address, value);
    }

    public static void putShort(long address, short value) {
        ALL.set(JAVA_SHORT_UNALIGNED, address, value);
    }

    public static void putInt(long address, int value) {
        ALL.set(JAVA_INT_UNALIGNED, address, value);
    }

    public static void putLong(long address, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address, value);
    }

    public static void putDouble(long address, double value) {
        ALL.set(JAVA_DOUBLE_UNALIGNED, address, value);
    }

    public static void putFloat(long address, float value) {
        ALL.set(JAVA_FLOAT_UNALIGNED, address, value);
    }

    public static void copy(long source, long destination, long length) {
        MemorySegment.copy(ALL, source, ALL, destination, length);
    }

    public static void copyIn(byte[] source, int offset, long destination, int length) {
        MemorySegment.copy(source, offset, ALL, JAVA_BYTE, destination, length);
    }

    public static void copyOut(long source, byte[] destination, int offset, int length) {
        MemorySegment.copy(ALL, JAVA_BYTE, source, destination, offset, length);
    }

    public static void fill(long address, long length, byte value) {
        ALL.asSlice(address, length).fill(value);
    }

    /** Order of two byte strings as {@code memcmp} has it; a prefix comes first. */
    public static int compare(long a, long aLength, long b, long bLength) {
        long common = Math.min(aLength, bLength);
        long at = 0;
        for (; at + Long.BYTES <= common; at += Long.BYTES) {
            long wordOfA = getLong(a + at);
            long wordOfB = getLong(b + at);
            if (wordOfA != wordOfB) {
                return Long.compareUnsigned(Long.reverseBytes(wordOfA), Long.reverseBytes(wordOfB));
            }
        }
        for (; at < common; at++) {
            int order = Byte.compareUnsigned(getByte(a + at), getByte(b + at));
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(aLength, bLength);
    }

    public static byte[] toBytes(long address, long length) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        copyOut(address, bytes, 0, bytes.length);
        return bytes;
    }

    /** Bytes before the NUL. Reads whole aligned words, which never leave the page of the byte looked for. */
    public static long length(long text) {
        long at = text;
        for (; (at & 7) != 0; at++) {
            if (getByte(at) == 0) {
                return at - text;
            }
        }
        while (true) {
            long word = getLong(at);
            long zeros = word - LOW_BITS & ~word & HIGH_BITS;
            if (zeros != 0) {
                return at - text + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
            at += Long.BYTES;
        }
    }

    /** NUL-terminated UTF-8 text as a String; NULL is null. */
    public static String text(long address) {
        return address == 0 ? null : new String(toBytes(address, length(address)), StandardCharsets.UTF_8);
    }

    /** Writes {@code text} and a NUL into a C array of {@code capacity} bytes, cutting what does not fit. */
    public static void putText(long address, int capacity, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, capacity - 1);
        copyIn(bytes, 0, address, length);
        putByte(address + length, (byte) 0);
    }
}
