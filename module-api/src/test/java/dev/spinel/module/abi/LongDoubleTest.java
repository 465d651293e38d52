package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongDoubleTest {
    @Test
    void everyDoubleSurvivesTheTrip() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (double value : new double[] {0.0, -0.0, 1, -1, 0.1, Double.MIN_VALUE, -3 * Double.MIN_VALUE,
            Double.MIN_NORMAL, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN}) {
            assertEquals(value, through(value));
        }
        for (int i = 0; i < 10_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            assertEquals(value, through(value), () -> "seed " + seed);
        }
    }

    @Test
    void valuesBeyondDoubleAreRounded() {
        assertEquals(Double.POSITIVE_INFINITY, LongDouble.toDouble(1L << 63, 16383 + 5000));
        assertEquals(-0.0, LongDouble.toDouble(1L << 63, 1 << 15 | 16383 - 5000));
        assertEquals(1.0, LongDouble.toDouble(1L << 63 | 1, 16383));
        assertEquals(2.0, LongDouble.toDouble(-1L, 16383));
    }

    @Test
    void textIsThatOfC() {
        assertEquals("1.5", LongDouble.format("%.17Lg", 3L << 62, 16383));
        assertEquals("0x8p-3", LongDouble.format("%La", 1L << 63, 16383));
        assertEquals("-inf", LongDouble.format("%Lf", 1L << 63, 0xFFFF));
    }

    private static double through(double value) {
        try (Arena scratch = Arena.ofConfined()) {
            long slot = scratch.allocate(LongDouble.BYTES, LongDouble.BYTES).address();
            LongDouble.put(slot, value);
            return LongDouble.toDouble(LongDouble.mantissa(slot), LongDouble.signExponent(slot));
        }
    }
}
