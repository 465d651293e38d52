package dev.spinel.engine.rdb;

import dev.spinel.engine.memory.Mem;

/** CRC-64 of Jones: polynomial ad93d23594c935a9, reflected, start and final xor 0. Eight bytes per step. */
public final class Crc64 {
    private static final long REFLECTED_POLYNOMIAL = 0x95AC9329AC4BC9B5L;
    private static final int SLICES = 8;
    /** {@code TABLES[slice << 8 | byte]}. */
    private static final long[] TABLES = tables();

    private Crc64() {}

    /** The checksum {@code crc} of what came before, continued over {@code length} bytes. */
    public static long update(long crc, long address, long length) {
        long[] tables = TABLES;
        long end = address + length;
        long at = address;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            long word = crc ^ Mem.getLong(at);
            crc = tables[7 << 8 | (int) word & 0xFF]
                ^ tables[6 << 8 | (int) (word >>> 8) & 0xFF]
                ^ tables[5 << 8 | (int) (word >>> 16) & 0xFF]
                ^ tables[4 << 8 | (int) (word >>> 24) & 0xFF]
                ^ tables[3 << 8 | (int) (word >>> 32) & 0xFF]
                ^ tables[2 << 8 | (int) (word >>> 40) & 0xFF]
                ^ tables[1 << 8 | (int) (word >>> 48) & 0xFF]
                ^ tables[(int) (word >>> 56)];
        }
        for (; at < end; at++) {
            crc = tables[(int) (crc ^ Mem.getByte(at)) & 0xFF] ^ crc >>> 8;
        }
        return crc;
    }

    private static long[] tables() {
        long[] tables = new long[SLICES << 8];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ REFLECTED_POLYNOMIAL : crc >>> 1;
            }
            tables[i] = crc;
        }
        for (int i = 256; i < tables.length; i++) {
            long previous = tables[i - 256];
            tables[i] = tables[(int) previous & 0xFF] ^ previous >>> 8;
        }
        return tables;
    }
}
