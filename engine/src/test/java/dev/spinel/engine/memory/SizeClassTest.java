package dev.spinel.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizeClassTest {
    @Test
    void everyRequestGetsTheSmallestClassThatHoldsIt() {
        for (int size = 0; size <= SizeClass.MAX_BYTES; size++) {
            int sizeClass = SizeClass.of(size);
            assertTrue(SizeClass.bytes(sizeClass) >= size);
            assertTrue(sizeClass == 0 || SizeClass.bytes(sizeClass - 1) < size, "size " + size);
        }
    }

    @Test
    void stepsWidenFromEightBytesToOneKibibyte() {
        assertEquals(16, SizeClass.bytes(0));
        assertEquals(24, SizeClass.bytes(1));
        assertEquals(256, SizeClass.bytes(30));
        assertEquals(272, SizeClass.bytes(31));
        assertEquals(512, SizeClass.bytes(46));
        assertEquals(1088, SizeClass.bytes(SizeClass.of(1048)));
        assertEquals(32768, SizeClass.bytes(SizeClass.COUNT - 1));
        assertEquals(SizeClass.COUNT - 1, SizeClass.of(32768));
    }

    @Test
    void aMultipleOfAPowerOfTwoStaysOne() {
        for (int size = 8; size <= SizeClass.MAX_BYTES; size += 8) {
            int alignment = Integer.lowestOneBit(size);
            assertEquals(0, SizeClass.bytes(SizeClass.of(size)) % alignment, "size " + size);
        }
    }
}
