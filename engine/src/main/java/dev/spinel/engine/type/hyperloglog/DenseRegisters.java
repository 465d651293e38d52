package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.memory.Mem;

/** Registers of 6 bits each, without gaps. {@code address} is that of the first one. */
final class DenseRegisters {
    private static final int BITS = 6;
    private static final int MASK = (1 << BITS) - 1;
    static final int BYTES = HyperLogLog.REGISTERS * BITS / Byte.SIZE;

    private DenseRegisters() {}

    static int get(long address, int index) {
        long at = address + index * BITS / Byte.SIZE;
        int shift = index * BITS % Byte.SIZE;
        int bits = Mem.getUnsignedByte(at) >>> shift;
        return shift <= Byte.SIZE - BITS ? bits & MASK
                : (bits | Mem.getUnsignedByte(at + 1) << Byte.SIZE - shift) & MASK;
    }

    static void set(long address, int index, int value) {
        long at = address + index * BITS / Byte.SIZE;
        int shift = index * BITS % Byte.SIZE;
        Mem.putByte(at, (byte) (Mem.getByte(at) & ~(MASK << shift) | value << shift));
        if (shift > Byte.SIZE - BITS) {
            int taken = Byte.SIZE - shift;
            Mem.putByte(at + 1, (byte) (Mem.getByte(at + 1) & ~(MASK >>> taken) | value >>> taken));
        }
    }

    /** Raises a register; false when it is that high already. */
    static boolean raise(long address, int index, int value) {
        boolean isLower = get(address, index) < value;
        if (isLower) {
            set(address, index, value);
        }
        return isLower;
    }

    /** Counts how often each value occurs: four registers are three bytes. */
    static void count(long address, int[] histogram) {
        for (long at = address; at < address + BYTES; at += 3) {
            int four = Mem.getUnsignedByte(at) | Mem.getUnsignedByte(at + 1) << 8 | Mem.getUnsignedByte(at + 2) << 16;
            histogram[four & MASK]++;
            histogram[four >>> BITS & MASK]++;
            histogram[four >>> 2 * BITS & MASK]++;
            histogram[four >>> 3 * BITS]++;
        }
    }
}
