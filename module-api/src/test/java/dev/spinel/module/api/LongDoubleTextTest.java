package dev.spinel.module.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongDoubleTextTest {
    @ParameterizedTest
    @CsvSource({"aaaaaaaaaaaaaaab, 3ffd", "aaaaaaaaaaaaaaab, bffd", "8000000000000000, 3fff", "deadbeefcafef00d, 3e80"})
    void whatAFileHoldsIsReadBitByBit(String mantissa, String signExponent) {
        long bits = Long.parseUnsignedLong(mantissa, 16);
        int head = Integer.parseInt(signExponent, 16);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment read = scratch.allocate(16);
            assertTrue(LongDoubleText.parse(LongDoubleText.hex(bits, head), read.address()));
            assertEquals(bits, read.get(ValueLayout.JAVA_LONG, 0));
            assertEquals((short) head, read.get(ValueLayout.JAVA_SHORT, 8));
        }
    }
}
