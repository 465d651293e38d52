package dev.spinel.engine.struct.table;

import dev.spinel.engine.memory.Mem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-1-2 with a 128-bit secret: one round per word, two to finish, 64 bits out. Immutable, any thread.
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 */
public final class SipHash {
    private static final VarHandle WORD =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    public SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** Hash of {@code length} bytes of memory. */
    public long hash(long address, long length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        long end = address + (length & ~7L);
        for (long at = address; at < end; at += Long.BYTES) {
            long word = Mem.getLong(at);
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        return finish(v0, v1, v2, v3, tail(end, (int) length & 7) | length << 56);
    }

    /** Hash of a range of a Java array; equal to the hash of the same bytes in memory. */
    public long hash(byte[] bytes, int offset, int length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        int end = offset + (length & ~7);
        for (int at = offset; at < end; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
        }
        long last = (long) length << 56;
        for (int i = 0; i < (length & 7); i++) {
            last |= (bytes[end + i] & 0xFFL) << (i << 3);
        }
        return finish(v0, v1, v2, v3, last);
    }

    /** Up to seven bytes as the low bytes of a word, without reading beyond them. */
    private static long tail(long address, int length) {
        if (length >= 4) {
            int shift = length - 4 << 3;
            long high = Mem.getInt(address + length - 4) & 0xFFFF_FFFFL;
            return Mem.getInt(address) & 0xFFFF_FFFFL | high << shift;
        }
        if (length == 0) {
            return 0;
        }
        long first = Mem.getUnsignedByte(address);
        long middle = (long) Mem.getUnsignedByte(address + (length >>> 1)) << (length >>> 1 << 3);
        long last = (long) Mem.getUnsignedByte(address + length - 1) << (length - 1 << 3);
        return first | middle | last;
    }

    private static long finish(long v0, long v1, long v2, long v3, long word) {
        v3 ^= word;
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32) + v3;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32) ^ 0xFF;
        v0 ^= word;
        for (int round = 0; round < 2; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32) + v3;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
