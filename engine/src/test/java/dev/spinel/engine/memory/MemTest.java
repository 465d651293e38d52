package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemTest {
    private static final int SIZE = 600;

    private final long a = Arena.allocate(MemoryTag.SERVER, SIZE);
    private final long b = Arena.allocate(MemoryTag.SERVER, SIZE);

    @AfterEach
    void free() {
        Arena.free(a);
        Arena.free(b);
    }

    @Test
    void valuesComeBackAtAnyAlignment() {
        for (int at = 0; at < 16; at++) {
            Mem.putLong(a + at, 0x8182838485868788L);
            assertEquals(0x8182838485868788L, Mem.getLong(a + at));
            assertEquals(0x85868788, Mem.getInt(a + at));
            assertEquals((short) 0x8788, Mem.getShort(a + at));
            assertEquals(0x8788, Mem.getUnsignedShort(a + at));
            assertEquals((byte) 0x88, Mem.getByte(a + at));
            assertEquals(0x88, Mem.getUnsignedByte(a + at));
            Mem.putDouble(a + at, -1.5);
            assertEquals(-1.5, Mem.getDouble(a + at));
        }
    }

    @Test
    void aReferenceIsFiveBytesAndLeavesItsNeighboursAlone() {
        for (int at = 0; at < 16; at++) {
            Mem.fill(a, 32, (byte) 0x55);
            Mem.putRef(a + at, 0xFE_DCBA_9876L);
            assertEquals(0xFE_DCBA_9876L, Mem.getRef(a + at));
            assertEquals(0x55, Mem.getByte(a + at + 5));
            assertEquals(0x55, Mem.getByte(a + 31));
            Mem.initRef(a + at, Arena.ref(b));
            assertEquals(b, Arena.address(Mem.getRef(a + at)));
        }
    }

    @Test
    void copiesMayOverlap() {
        byte[] bytes = randomBytes(new SplittableRandom(1), 100);
        Mem.copyIn(bytes, 0, a, 100);
        Mem.copy(a, a + 7, 93);
        assertArrayEquals(Arrays.copyOf(bytes, 93), Mem.toBytes(a + 7, 93));
    }

    @Test
    void comparisonsAgreeWithTheJdkForEveryLengthAndFirstDifference() {
        SplittableRandom random = new SplittableRandom(2);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = randomBytes(random, length);
            assertCompares(bytes, bytes);
            for (int difference = 0; difference < length; difference++) {
                byte[] other = bytes.clone();
                other[difference] += (byte) (1 + random.nextInt(255));
                assertCompares(bytes, other);
            }
            assertCompares(bytes, Arrays.copyOf(bytes, random.nextInt(length + 1)));
        }
    }

    private void assertCompares(byte[] left, byte[] right) {
        Mem.copyIn(left, 0, a + 1, left.length);
        Mem.copyIn(right, 0, b + 3, right.length);
        int expected = Integer.signum(Arrays.compareUnsigned(left, right));
        assertEquals(expected, Integer.signum(Mem.compare(a + 1, left.length, b + 3, right.length)));
        if (left.length == right.length) assertEquals(expected == 0, Mem.isEqual(a + 1, b + 3, left.length));
    }

    private static byte[] randomBytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
