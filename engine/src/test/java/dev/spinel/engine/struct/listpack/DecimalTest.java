package dev.spinel.engine.struct.listpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.Texts;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DecimalTest {
    @Test
    void refusesWhatWouldNotComeBackUnchanged() {
        try (Texts texts = new Texts()) {
            String[] bad = {"", "-", "-0", "00", "01", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808",
                "-9223372036854775809", "10000000000000000000", "99999999999999999999", "100000000000000000000"};
            for (String text : bad) {
                assertFalse(Decimal.isCanonical(texts.at(text), text.length()), text);
            }
        }
    }

    @Test
    void acceptsTheLimits() {
        long[] limits = {0, 1, -1, 9, 10, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1};
        for (long value : limits) {
            roundTrip(value);
        }
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            roundTrip(power);
            roundTrip(power - 1);
            roundTrip(-power);
            roundTrip(1 - power);
        }
    }

    @Property
    void everyLongMakesTheTrip(@ForAll long value) {
        roundTrip(value);
    }

    @Property
    void agreesWithTheJdk(@ForAll @CharRange(from = '-', to = '9') @StringLength(max = 21) String text) {
        boolean expected;
        try {
            expected = Long.toString(Long.parseLong(text)).equals(text);
        } catch (NumberFormatException notANumber) {
            expected = false;
        }
        try (Texts texts = new Texts()) {
            assertEquals(expected, Decimal.isCanonical(texts.at(text), text.length()));
        }
    }

    private static void roundTrip(long value) {
        try (Texts texts = new Texts()) {
            String text = Long.toString(value);
            long address = texts.at(text);
            assertTrue(Decimal.isCanonical(address, text.length()), text);
            assertEquals(value, Decimal.parse(address, text.length()));
            assertEquals(text.length(), Decimal.length(value));
            long scratch = texts.at("");
            assertEquals(text.length(), Decimal.write(value, scratch));
            assertEquals(text, Texts.read(scratch, text.length()));
        }
    }
}
