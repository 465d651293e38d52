package dev.spinel.engine.struct.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import org.junit.jupiter.api.Test;

class SipHashTest {
    /** Input 00 01 02 …, secret 00 01 … 0f; lengths and hashes of an independent implementation. */
    private static final int[] LENGTHS = {0, 1, 7, 8, 9, 15, 16, 31, 63};
    private static final long[] HASHES = {
        0xcea28b51565c12e2L, 0x94aaf38c34ce7ba6L, 0xf03c4cbcf492b05aL, 0x606845b4d093af74L, 0xe304e78271c74a56L,
        0xec8f61bc1c8966a6L, 0x1311f4dfe747a751L, 0x3d9450fef5eaa3b3L, 0xff6d07afacbad6d9L,
    };

    private final SipHash hasher = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void agreesWithKnownVectors() {
        byte[] input = counting(64);
        for (int i = 0; i < LENGTHS.length; i++) {
            assertEquals(HASHES[i], hasher.hash(input, 0, LENGTHS[i]), "length " + LENGTHS[i]);
        }
    }

    @Test
    void memoryAndArrayHashAlike() {
        byte[] input = counting(200);
        long block = Arena.allocate(MemoryTag.SERVER, 256);
        Mem.initCopyIn(input, 0, block + 1, 200);
        for (int length = 0; length <= 190; length++) {
            assertEquals(hasher.hash(input, 3, length), hasher.hash(block + 4, length), "length " + length);
        }
        Arena.free(block);
    }

    @Test
    void theSecretMatters() {
        SipHash other = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0909L);
        assertNotEquals(hasher.hash(counting(8), 0, 8), other.hash(counting(8), 0, 8));
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
