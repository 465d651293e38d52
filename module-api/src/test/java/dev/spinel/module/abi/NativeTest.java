package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class NativeTest {
    @Test
    void lengthStopsAtTheFirstNulAtAnyAlignment() {
        try (Arena scratch = Arena.ofConfined()) {
            long buffer = scratch.allocate(128, 8).address();
            for (int start = 0; start < 16; start++) {
                for (int length = 0; length < 40; length++) {
                    Native.fill(buffer, 128, (byte) 0x80);
                    Native.putByte(buffer + start + length, (byte) 0);
                    assertEquals(length, Native.length(buffer + start));
                }
            }
        }
    }

    @Test
    void textIsUtf8AndNullIsNull() {
        try (Arena scratch = Arena.ofConfined()) {
            assertEquals("grün", Native.text(scratch.allocateFrom("grün").address()));
            assertNull(Native.text(0));
            long array = scratch.allocate(8).address();
            Native.putText(array, 4, "abcdef");
            assertEquals("abc", Native.text(array));
        }
    }
}
