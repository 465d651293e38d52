package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.memory.Mem;

/** MurmurHash64A with the seed HyperLogLogs use. Source: A. Appleby's description, in the public domain. */
final class Murmur {
    private static final long FACTOR = 0xC6A4A7935BD1E995L;
    private static final long SEED = 0xADC83B19L;
    private static final int SHIFT = 47;

    private Murmur() {}

    static long hash(long address, long length) {
        long hash = SEED ^ length * FACTOR;
        long tail = address + (length & -Long.BYTES);
        for (long at = address; at < tail; at += Long.BYTES) {
            long word = Mem.getLong(at) * FACTOR;
            hash = (hash ^ (word ^ word >>> SHIFT) * FACTOR) * FACTOR;
        }
        int rest = (int) (length & Long.BYTES - 1);
        if (rest > 0) {
            long word = 0;
            for (int i = 0; i < rest; i++) {
                word |= (long) Mem.getUnsignedByte(tail + i) << i * Byte.SIZE;
            }
            hash = (hash ^ word) * FACTOR;
        }
        hash = (hash ^ hash >>> SHIFT) * FACTOR;
        return hash ^ hash >>> SHIFT;
    }
}
