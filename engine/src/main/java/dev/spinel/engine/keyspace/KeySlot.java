package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Mem;

/**
 * The cluster's slot of a key: CRC-16 (polynomial 0x1021, start 0) of its hash tag, which is what stands between the
 * first brace and the first closing brace behind it, or of the whole name when that is empty or missing. Source:
 * cluster specification.
 */
public final class KeySlot {
    public static final int COUNT = 16384;
    private static final int POLYNOMIAL = 0x1021;
    private static final int[] TABLE = table();

    private KeySlot() {}

    /** The slot of a name of {@code length} bytes in the arena. */
    public static int of(long address, long length) {
        long end = address + length;
        long open = find('{', address, end);
        long close = find('}', open + 1, end);
        return close < end && close > open + 1 ? slot(open + 1, close) : slot(address, end);
    }

    private static long find(char wanted, long from, long end) {
        long at = Math.min(from, end);
        while (at < end && Mem.getByte(at) != wanted) {
            at++;
        }
        return at;
    }

    private static int slot(long from, long end) {
        int crc = 0;
        for (long at = from; at < end; at++) {
            crc = next(crc, Mem.getByte(at));
        }
        return crc & COUNT - 1;
    }

    /** The slot of a name without braces. */
    public static int of(byte[] name) {
        int crc = 0;
        for (byte letter : name) {
            crc = next(crc, letter);
        }
        return crc & COUNT - 1;
    }

    private static int next(int crc, byte letter) {
        return (crc << Byte.SIZE ^ TABLE[(crc >>> Byte.SIZE ^ letter) & 0xFF]) & 0xFFFF;
    }

    private static int[] table() {
        int[] table = new int[1 << Byte.SIZE];
        for (int i = 0; i < table.length; i++) {
            int crc = i << Byte.SIZE;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            table[i] = crc & 0xFFFF;
        }
        return table;
    }
}
