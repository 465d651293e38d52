package dev.spinel.engine.memory;

import java.lang.foreign.MemorySegment;
import org.agrona.UnsafeApi;

/**
 * Every access to arena memory: raw addresses in, values out, little-endian, any alignment.
 *
 * <p>{@code put*}, {@link #copy} and {@link #fill} carry the snapshot barrier and are for blocks that may be older
 * than a running snapshot; {@code init*} skips it and is for blocks allocated in the same command. Reactor thread,
 * except where a caller says otherwise.
 */
public final class Mem {
    /**
     * Whether every access is checked: {@code -Dspinel.check=true}. A constant, so checks that are off cost nothing.
     */
    public static final boolean CHECKS = Boolean.getBoolean("spinel.check");

    private static final long BYTES = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final int HINT_BYTES = 3;
    private static final int REF_BYTES = 5;
    private static final int REF_LEAD = Long.BYTES - REF_BYTES;
    /** From here on the intrinsic of the JDK beats a loop over 8-byte words. */
    private static final long LONG_RANGE = 64;
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Mem() {}

    public static byte getByte(long address) {
        if (CHECKS) Checks.access(address, Byte.BYTES);
        return UnsafeApi.getByte(address);
    }

    public static int getUnsignedByte(long address) {
        return getByte(address) & 0xFF;
    }

    public static short getShort(long address) {
        if (CHECKS) Checks.access(address, Short.BYTES);
        return UnsafeApi.getShort(address);
    }

    public static int getUnsignedShort(long address) {
        return getShort(address) & 0xFFFF;
    }

    public static int getInt(long address) {
        if (CHECKS) Checks.access(address, Integer.BYTES);
        return UnsafeApi.getInt(address);
    }

    public static long getLong(long address) {
        if (CHECKS) Checks.access(address, Long.BYTES);
        return UnsafeApi.getLong(address);
    }

    public static double getDouble(long address) {
        if (CHECKS) Checks.access(address, Double.BYTES);
        return UnsafeApi.getDouble(address);
    }

    /**
     * Reads a 5-byte reference; see {@link Arena#address}. Zero means none. One load of 8 bytes that starts 3 bytes
     * early: unit 0 of the arena is never handed out, so those bytes are always readable.
     */
    public static long getRef(long address) {
        if (CHECKS) Checks.access(address, REF_BYTES);
        return UnsafeApi.getLong(address - REF_LEAD) >>> REF_LEAD * Byte.SIZE;
    }

    public static void putByte(long address, byte value) {
        if (CHECKS) Checks.access(address, Byte.BYTES);
        if (Barrier.on) Barrier.beforeWrite(address, Byte.BYTES);
        UnsafeApi.putByte(address, value);
    }

    public static void putShort(long address, short value) {
        if (CHECKS) Checks.access(address, Short.BYTES);
        if (Barrier.on) Barrier.beforeWrite(address, Short.BYTES);
        UnsafeApi.putShort(address, value);
    }

    public static void putInt(long address, int value) {
        if (CHECKS) Checks.access(address, Integer.BYTES);
        if (Barrier.on) Barrier.beforeWrite(address, Integer.BYTES);
        UnsafeApi.putInt(address, value);
    }

    public static void putLong(long address, long value) {
        if (CHECKS) Checks.access(address, Long.BYTES);
        if (Barrier.on) Barrier.beforeWrite(address, Long.BYTES);
        UnsafeApi.putLong(address, value);
    }

    /**
     * Writes the low 24 bits of {@code value} past the snapshot barrier, into a block of any age: for hints such as an
     * access clock, of which a snapshot may see the old or the new value.
     */
    public static void putHint24(long address, int value) {
        if (CHECKS) Checks.access(address, HINT_BYTES);
        UnsafeApi.putShort(address, (short) value);
        UnsafeApi.putByte(address + Short.BYTES, (byte) (value >>> Short.SIZE));
    }

    public static void putDouble(long address, double value) {
        if (CHECKS) Checks.access(address, Double.BYTES);
        if (Barrier.on) Barrier.beforeWrite(address, Double.BYTES);
        UnsafeApi.putDouble(address, value);
    }

    /** Writes a 5-byte reference. */
    public static void putRef(long address, long ref) {
        if (CHECKS) Checks.access(address, REF_BYTES);
        if (Barrier.on) Barrier.beforeWrite(address, REF_BYTES);
        UnsafeApi.putInt(address, (int) ref);
        UnsafeApi.putByte(address + 4, (byte) (ref >>> 32));
    }

    /** Copies {@code length} bytes; the ranges may overlap. Both ends are in the arena. */
    public static void copy(long source, long destination, long length) {
        if (CHECKS) Checks.access(source, length);
        if (CHECKS) Checks.access(destination, length);
        if (Barrier.on) Barrier.beforeWrite(destination, length);
        UnsafeApi.copyMemory(source, destination, length);
    }

    /** Copies from memory outside the arena, for example a module's or a socket's, into it. */
    public static void copyFromForeign(long source, long destination, long length) {
        if (CHECKS) Checks.access(destination, length);
        if (Barrier.on) Barrier.beforeWrite(destination, length);
        UnsafeApi.copyMemory(source, destination, length);
    }

    /** Copies out of the arena to memory outside it. */
    public static void copyToForeign(long source, long destination, long length) {
        if (CHECKS) Checks.access(source, length);
        UnsafeApi.copyMemory(source, destination, length);
    }

    public static void copyIn(byte[] source, int offset, long destination, int length) {
        if (CHECKS) Checks.access(destination, length);
        if (Barrier.on) Barrier.beforeWrite(destination, length);
        UnsafeApi.copyMemory(source, BYTES + offset, null, destination, length);
    }

    public static void copyOut(long source, byte[] destination, int offset, int length) {
        if (CHECKS) Checks.access(source, length);
        UnsafeApi.copyMemory(null, source, destination, BYTES + offset, length);
    }

    public static void fill(long address, long length, byte value) {
        if (CHECKS) Checks.access(address, length);
        if (Barrier.on) Barrier.beforeWrite(address, length);
        UnsafeApi.setMemory(address, length, value);
    }

    public static void initByte(long address, byte value) {
        if (CHECKS) Checks.initialise(address, Byte.BYTES);
        UnsafeApi.putByte(address, value);
    }

    public static void initShort(long address, short value) {
        if (CHECKS) Checks.initialise(address, Short.BYTES);
        UnsafeApi.putShort(address, value);
    }

    public static void initInt(long address, int value) {
        if (CHECKS) Checks.initialise(address, Integer.BYTES);
        UnsafeApi.putInt(address, value);
    }

    public static void initLong(long address, long value) {
        if (CHECKS) Checks.initialise(address, Long.BYTES);
        UnsafeApi.putLong(address, value);
    }

    public static void initRef(long address, long ref) {
        if (CHECKS) Checks.initialise(address, REF_BYTES);
        UnsafeApi.putInt(address, (int) ref);
        UnsafeApi.putByte(address + 4, (byte) (ref >>> 32));
    }

    public static void initCopy(long source, long destination, long length) {
        if (CHECKS) Checks.access(source, length);
        if (CHECKS) Checks.initialise(destination, length);
        copyFresh(source, destination, length);
    }

    /** As {@link #initCopy} from memory outside the arena, for example a module's. */
    public static void initCopyFromForeign(long source, long destination, long length) {
        if (CHECKS) Checks.initialise(destination, length);
        copyFresh(source, destination, length);
    }

    /** Names and small values are mostly shorter than what a call of the copying routine costs. */
    private static void copyFresh(long source, long destination, long length) {
        if (length > 2 * Long.BYTES) {
            UnsafeApi.copyMemory(source, destination, length);
        } else if (length >= Long.BYTES) {
            long last = UnsafeApi.getLong(source + length - Long.BYTES);
            UnsafeApi.putLong(destination, UnsafeApi.getLong(source));
            UnsafeApi.putLong(destination + length - Long.BYTES, last);
        } else if (length >= Integer.BYTES) {
            int last = UnsafeApi.getInt(source + length - Integer.BYTES);
            UnsafeApi.putInt(destination, UnsafeApi.getInt(source));
            UnsafeApi.putInt(destination + length - Integer.BYTES, last);
        } else {
            for (long i = 0; i < length; i++) {
                UnsafeApi.putByte(destination + i, UnsafeApi.getByte(source + i));
            }
        }
    }

    public static void initCopyIn(byte[] source, int offset, long destination, int length) {
        if (CHECKS) Checks.initialise(destination, length);
        UnsafeApi.copyMemory(source, BYTES + offset, null, destination, length);
    }

    public static void initFill(long address, long length, byte value) {
        if (CHECKS) Checks.initialise(address, length);
        UnsafeApi.setMemory(address, length, value);
    }

    /** Whether two ranges of the same length hold the same bytes. */
    public static boolean isEqual(long a, long b, long length) {
        if (CHECKS) checkBoth(a, length, b, length);
        if (length < Long.BYTES) return isEqualShort(a, b, (int) length);
        if (length > LONG_RANGE) return MemorySegment.mismatch(ALL, a, a + length, ALL, b, b + length) < 0;
        long last = length - Long.BYTES;
        for (long i = 0; i < last; i += Long.BYTES) {
            if (UnsafeApi.getLong(a + i) != UnsafeApi.getLong(b + i)) return false;
        }
        return UnsafeApi.getLong(a + last) == UnsafeApi.getLong(b + last);
    }

    private static boolean isEqualShort(long a, long b, int length) {
        if (length >= Integer.BYTES) {
            int last = length - Integer.BYTES;
            return UnsafeApi.getInt(a) == UnsafeApi.getInt(b)
                    && UnsafeApi.getInt(a + last) == UnsafeApi.getInt(b + last);
        }
        for (int i = 0; i < length; i++) {
            if (UnsafeApi.getByte(a + i) != UnsafeApi.getByte(b + i)) return false;
        }
        return true;
    }

    /** Orders two ranges as {@code memcmp} does, a prefix before its extensions. */
    public static int compare(long a, long aLength, long b, long bLength) {
        if (CHECKS) checkBoth(a, aLength, b, bLength);
        long shared = Math.min(aLength, bLength);
        long i = shared > LONG_RANGE ? mismatch(a, b, shared) : 0;
        for (; i <= shared - Long.BYTES; i += Long.BYTES) {
            long left = UnsafeApi.getLong(a + i);
            long right = UnsafeApi.getLong(b + i);
            if (left != right) return Long.compareUnsigned(Long.reverseBytes(left), Long.reverseBytes(right));
        }
        for (; i < shared; i++) {
            int difference = (UnsafeApi.getByte(a + i) & 0xFF) - (UnsafeApi.getByte(b + i) & 0xFF);
            if (difference != 0) return difference;
        }
        return Long.compare(aLength, bLength);
    }

    private static long mismatch(long a, long b, long length) {
        long index = MemorySegment.mismatch(ALL, a, a + length, ALL, b, b + length);
        return index < 0 ? length : index;
    }

    private static void checkBoth(long a, long aLength, long b, long bLength) {
        Checks.access(a, aLength);
        Checks.access(b, bLength);
    }

    /** A copy on the Java heap; for the slow lane only. */
    public static byte[] toBytes(long address, long length) {
        byte[] bytes = new byte[Math.toIntExact(length)];
        copyOut(address, bytes, 0, bytes.length);
        return bytes;
    }
}
