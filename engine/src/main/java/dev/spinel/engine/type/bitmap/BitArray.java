package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.memory.Mem;

/** Bits in memory, bit 0 being the highest of the first byte. Ranges are inclusive at both ends and not empty. */
final class BitArray {
    private BitArray() {}

    static int get(long address, long bit) {
        return Mem.getByte(address + (bit >>> 3)) >>> 7 - (int) (bit & 7) & 1;
    }

    static void set(long address, long bit, int value) {
        long at = address + (bit >>> 3);
        int mask = 1 << 7 - (int) (bit & 7);
        int old = Mem.getByte(at);
        Mem.putByte(at, (byte) (value == 0 ? old & ~mask : old | mask));
    }

    /** How many bits of a range are set. */
    static long count(long address, long first, long last) {
        long at = address + (first >>> 3);
        long end = address + (last >>> 3);
        int head = 0xFF >>> (int) (first & 7);
        int tail = 0xFF << 7 - (int) (last & 7);
        if (at == end) {
            return Integer.bitCount(Mem.getByte(at) & head & tail & 0xFF);
        }
        long count = Integer.bitCount(Mem.getByte(at++) & head) + Integer.bitCount(Mem.getByte(end) & tail & 0xFF);
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            count += Long.bitCount(Mem.getLong(at));
        }
        for (; at < end; at++) {
            count += Integer.bitCount(Mem.getUnsignedByte(at));
        }
        return count;
    }

    /** The first bit of a range that is {@code value}; -1 when there is none. */
    static long find(long address, long first, long last, int value) {
        long flip = value == 1 ? 0 : -1;
        long at = first >>> 3;
        int head = (int) (Mem.getByte(address + at) ^ flip) & 0xFF >>> (int) (first & 7);
        long lastByte = last >>> 3;
        long found = bitIn(at, head);
        while (found < 0 && ++at <= lastByte) {
            if (at + Long.BYTES <= lastByte && Mem.getLong(address + at) == flip) {
                at += Long.BYTES - 1;
                continue;
            }
            found = bitIn(at, (int) (Mem.getByte(address + at) ^ flip) & 0xFF);
        }
        return found > last ? -1 : found;
    }

    /** Index of the highest set bit of the byte at {@code index}; -1 when all are clear. */
    private static long bitIn(long index, int bits) {
        return bits == 0 ? -1 : index * 8 + Integer.numberOfLeadingZeros(bits) - 24;
    }
}
