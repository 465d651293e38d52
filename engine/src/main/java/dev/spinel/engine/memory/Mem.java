package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * Every access to arena memory: raw addresses in, values out, little-endian, any alignment.
 *
 * <p>{@code put*}, {@link #copy} and {@link #fill} carry the snapshot barrier and are for blocks that may be older
 * than a running snapshot; {@code init*} skips it and is for blocks allocated in the same command. Reactor thread,
 * except where a caller says otherwise.
 */
public final class Mem {
    private static final long BYTES = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final long REF_MASK = (1L << 40) - 1;

    private Mem() {}

    public static byte getByte(long address) {
        return UnsafeApi.getByte(address);
    }

    public static int getUnsignedByte(long address) {
        return UnsafeApi.getByte(address) & 0xFF;
    }

    public static short getShort(long address) {
        return UnsafeApi.getShort(address);
    }

    public static int getUnsignedShort(long address) {
        return UnsafeApi.getShort(address) & 0xFFFF;
    }

    public static int getInt(long address) {
        return UnsafeApi.getInt(address);
    }

    public static long getLong(long address) {
        return UnsafeApi.getLong(address);
    }

    public static double getDouble(long address) {
        return UnsafeApi.getDouble(address);
    }

    /** Reads a 5-byte reference; see {@link Arena#address}. Zero means none. */
    public static long getRef(long address) {
        return (UnsafeApi.getInt(address) & 0xFFFF_FFFFL) | (long) getUnsignedByte(address + 4) << 32;
    }

    public static void putByte(long address, byte value) {
        UnsafeApi.putByte(address, value);
    }

    public static void putShort(long address, short value) {
        UnsafeApi.putShort(address, value);
    }

    public static void putInt(long address, int value) {
        UnsafeApi.putInt(address, value);
    }

    public static void putLong(long address, long value) {
        UnsafeApi.putLong(address, value);
    }

    public static void putDouble(long address, double value) {
        UnsafeApi.putDouble(address, value);
    }

    /** Writes a 5-byte reference. */
    public static void putRef(long address, long ref) {
        UnsafeApi.putInt(address, (int) (ref & REF_MASK));
        UnsafeApi.putByte(address + 4, (byte) (ref >>> 32));
    }

    /** Copies {@code length} bytes; the ranges may overlap. Both ends are in the arena. */
    public static void copy(long source, long destination, long length) {
        UnsafeApi.copyMemory(source, destination, length);
    }

    /** Copies from memory outside the arena, for example a module's or a socket's, into it. */
    public static void copyFromForeign(long source, long destination, long length) {
        UnsafeApi.copyMemory(source, destination, length);
    }

    /** Copies out of the arena to memory outside it. */
    public static void copyToForeign(long source, long destination, long length) {
        UnsafeApi.copyMemory(source, destination, length);
    }

    public static void copyIn(byte[] source, int offset, long destination, int length) {
        UnsafeApi.copyMemory(source, BYTES + offset, null, destination, length);
    }

    public static void copyOut(long source, byte[] destination, int offset, int length) {
        UnsafeApi.copyMemory(null, source, destination, BYTES + offset, length);
    }

    public static void fill(long address, long length, byte value) {
        UnsafeApi.setMemory(address, length, value);
    }

    public static void initByte(long address, byte value) {
        UnsafeApi.putByte(address, value);
    }

    public static void initShort(long address, short value) {
        UnsafeApi.putShort(address, value);
    }

    public static void initInt(long address, int value) {
        UnsafeApi.putInt(address, value);
    }

    public static void initLong(long address, long value) {
        UnsafeApi.putLong(address, value);
    }

    public static void initRef(long address, long ref) {
        UnsafeApi.putInt(address, (int) (ref & REF_MASK));
        UnsafeApi.putByte(address + 4, (byte) (ref >>> 32));
    }

    public static void initCopy(long source, long destination, long length) {
        UnsafeApi.copyMemory(source, destination, length);
    }

    public static void initCopyIn(byte[] source, int offset, long destination, int length) {
        UnsafeApi.copyMemory(source, BYTES + offset, null, destination, length);
    }

    public static void initFill(long address, long length, byte value) {
        UnsafeApi.setMemory(address, length, value);
    }

    /** Whether two ranges of the same length hold the same bytes. */
    public static boolean isEqual(long a, long b, long length) {
        for (long i = 0; i < length; i++) {
            if (getByte(a + i) != getByte(b + i)) {
                return false;
            }
        }
        return true;
    }

    /** Orders two ranges as {@code memcmp} does, a prefix before its extensions. */
    public static int compare(long a, long aLength, long b, long bLength) {
        long shared = Math.min(aLength, bLength);
        for (long i = 0; i < shared; i++) {
            int difference = getUnsignedByte(a + i) - getUnsignedByte(b + i);
            if (difference != 0) {
                return difference;
            }
        }
        return Long.compare(aLength, bLength);
    }

    /** A copy on the Java heap; for the slow lane only. */
    public static byte[] toBytes(long address, long length) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        copyOut(address, bytes, 0, bytes.length);
        return bytes;
    }
}
