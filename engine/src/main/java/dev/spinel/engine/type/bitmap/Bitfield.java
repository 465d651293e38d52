package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.memory.Mem;

/** One integer of 1 to 64 bits at any bit offset, its highest bit first. */
final class Bitfield {
    private Bitfield() {}

    /** The field as an unsigned number; bits beyond {@code length} bytes are zero. */
    static long read(long address, long length, long offset, int bits) {
        long value = 0;
        for (long bit = offset; bit < offset + bits; bit++) {
            int set = bit >>> 3 < length ? BitArray.get(address, bit) : 0;
            value = value << 1 | set;
        }
        return value;
    }

    /** The field as a signed number. */
    static long readSigned(long address, long length, long offset, int bits) {
        int unused = Long.SIZE - bits;
        return read(address, length, offset, bits) << unused >> unused;
    }

    /** Writes the lowest bits of {@code value}; the field lies within the string. */
    static void write(long address, long offset, int bits, long value) {
        int left = bits;
        long bit = offset;
        while (left > 0) {
            int room = 8 - (int) (bit & 7);
            int taken = Math.min(room, left);
            int mask = (1 << taken) - 1 << room - taken;
            int part = (int) (value >>> left - taken) << room - taken & mask;
            long at = address + (bit >>> 3);
            Mem.putByte(at, (byte) (Mem.getByte(at) & ~mask | part));
            bit += taken;
            left -= taken;
        }
    }
}
