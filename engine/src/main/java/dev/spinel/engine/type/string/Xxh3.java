package dev.spinel.engine.type.string;

import dev.spinel.engine.memory.Mem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * XXH3, 64 bits, without a seed: the digest of a string that DIGEST answers. One instance per user; not shared.
 * Source: the xxHash specification.
 */
final class Xxh3 {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] SECRET = HexFormat.of().parseHex(
        "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221"
            + "b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
            + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb"
            + "170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");

    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long PRIME_MIX_1 = 0x165667919E3779F9L;
    private static final long PRIME_MIX_2 = 0x9FB21C651E98DF25L;

    private static final int STRIPE_BYTES = 64;
    private static final int LANES = 8;
    private static final int STRIPES_PER_BLOCK = 16;
    private static final int BLOCK_BYTES = STRIPE_BYTES * STRIPES_PER_BLOCK;
    private static final int SCRAMBLE_SECRET = 128;
    private static final int LAST_STRIPE_SECRET = 121;
    private static final int MERGE_SECRET = 11;

    private final long[] lanes = new long[LANES];

    /** The digest of {@code length} bytes. */
    long hash(long address, long length) {
        if (length <= 16) {
            return hashShort(address, (int) length);
        }
        if (length <= 128) {
            return hashUpTo128(address, (int) length);
        }
        return length <= 240 ? hashUpTo240(address, (int) length) : hashLong(address, length);
    }

    private static long hashShort(long at, int length) {
        if (length > 8) {
            long low = Mem.getLong(at) ^ secret(24) ^ secret(32);
            long high = Mem.getLong(at + length - 8) ^ secret(40) ^ secret(48);
            return avalanche(length + Long.reverseBytes(low) + high + fold(low, high));
        }
        if (length >= 4) {
            long first = Mem.getInt(at) & 0xFFFF_FFFFL;
            long last = Mem.getInt(at + length - 4) & 0xFFFF_FFFFL;
            return mix(last + (first << 32) ^ secret(8) ^ secret(16), length);
        }
        if (length == 0) {
            return avalanche64(secret(56) ^ secret(64));
        }
        long bytes = (long) Mem.getUnsignedByte(at) << 16 | (long) Mem.getUnsignedByte(at + (length >> 1)) << 24
            | Mem.getUnsignedByte(at + length - 1) | (long) length << 8;
        return avalanche64(bytes ^ (secret(0) ^ secret(0) >>> 32) & 0xFFFF_FFFFL);
    }

    private static long hashUpTo128(long at, int length) {
        long sum = length * PRIME64_1;
        for (int i = (length - 1) / 32; i >= 0; i--) {
            sum += mix16(at + 16L * i, 32 * i) + mix16(at + length - 16L * (i + 1), 32 * i + 16);
        }
        return avalanche(sum);
    }

    private static long hashUpTo240(long at, int length) {
        long sum = length * PRIME64_1;
        for (int i = 0; i < 8; i++) {
            sum += mix16(at + 16L * i, 16 * i);
        }
        sum = avalanche(sum) + mix16(at + length - 16, 119);
        for (int i = 8; i < length / 16; i++) {
            sum += mix16(at + 16L * i, 16 * (i - 8) + 3);
        }
        return avalanche(sum);
    }

    private long hashLong(long address, long length) {
        start();
        long blocks = (length - 1) / BLOCK_BYTES;
        long at = address;
        for (long i = 0; i < blocks; i++, at += BLOCK_BYTES) {
            accumulate(at, STRIPES_PER_BLOCK);
            scramble();
        }
        accumulate(at, (int) ((length - 1 - blocks * BLOCK_BYTES) / STRIPE_BYTES));
        stripe(address + length - STRIPE_BYTES, LAST_STRIPE_SECRET);
        long sum = length * PRIME64_1;
        for (int i = 0; i < LANES; i += 2) {
            sum += fold(lanes[i] ^ secret(MERGE_SECRET + 8 * i), lanes[i + 1] ^ secret(MERGE_SECRET + 8 * i + 8));
        }
        return avalanche(sum);
    }

    private void start() {
        lanes[0] = PRIME32_3;
        lanes[1] = PRIME64_1;
        lanes[2] = PRIME64_2;
        lanes[3] = PRIME64_3;
        lanes[4] = PRIME64_4;
        lanes[5] = PRIME32_2;
        lanes[6] = PRIME64_5;
        lanes[7] = PRIME32_1;
    }

    private void accumulate(long at, int stripes) {
        for (int i = 0; i < stripes; i++) {
            stripe(at + (long) i * STRIPE_BYTES, 8 * i);
        }
    }

    private void stripe(long at, int secretOffset) {
        for (int i = 0; i < LANES; i++) {
            long data = Mem.getLong(at + 8L * i);
            long keyed = data ^ secret(secretOffset + 8 * i);
            lanes[i ^ 1] += data;
            lanes[i] += (keyed & 0xFFFF_FFFFL) * (keyed >>> 32);
        }
    }

    private void scramble() {
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (lanes[i] ^ lanes[i] >>> 47 ^ secret(SCRAMBLE_SECRET + 8 * i)) * PRIME32_1;
        }
    }

    private static long secret(int offset) {
        return (long) LONGS.get(SECRET, offset);
    }

    private static long mix16(long at, int secretOffset) {
        return fold(Mem.getLong(at) ^ secret(secretOffset), Mem.getLong(at + 8) ^ secret(secretOffset + 8));
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ hash >>> 37) * PRIME_MIX_1;
        return mixed ^ mixed >>> 32;
    }

    private static long avalanche64(long hash) {
        long mixed = (hash ^ hash >>> 33) * PRIME64_2;
        mixed = (mixed ^ mixed >>> 29) * PRIME64_3;
        return mixed ^ mixed >>> 32;
    }

    private static long mix(long hash, int length) {
        long mixed = (hash ^ Long.rotateLeft(hash, 49) ^ Long.rotateLeft(hash, 24)) * PRIME_MIX_2;
        mixed = (mixed ^ (mixed >>> 35) + length) * PRIME_MIX_2;
        return mixed ^ mixed >>> 28;
    }
}
