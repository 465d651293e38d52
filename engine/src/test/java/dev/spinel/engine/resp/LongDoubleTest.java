package dev.spinel.engine.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.spinel.engine.RedisOracle;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongDoubleTest {
    @Test
    void addsRandomNumbersAsRedisDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        try (RedisOracle oracle = RedisOracle.open("7.0")) {
            for (int i = 0; i < 300; i++) {
                String left = randomNumber(random);
                String right = randomNumber(random);
                oracle.run("SET", "k", left);
                String sum = LongDouble.parse(left).plus(LongDouble.parse(right)).format();
                assertEquals(oracle.run("INCRBYFLOAT", "k", right), sum, left + " + " + right);
            }
        }
    }

    private static String randomNumber(SplittableRandom random) {
        double mantissa = random.nextDouble(-10, 10);
        return random.nextBoolean() ? Double.toString(mantissa * random.nextInt()) : mantissa + "e" + random.nextInt(-20, 20);
    }

    /** Third column: what a redis-server 7.0.15 on x86-64 answers. */
    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5, 3",
        "0, 0.1, 0.1",
        "0.1, 0.2, 0.3",
        "3.0e3, 200, 3200",
        "17179869184, 1.5, 17179869185.5",
        "-1.1, 0.1, -1",
        "1, 1e-17, 1.00000000000000001",
        "1e-18, 0, 0",
        "-1e-18, 0, 0",
        "9223372036854775807, 1, 9223372036854775808",
        "18446744073709551615, 0.5, 18446744073709551616",
        "10, 0x1.8p3, 22",
        "5, +.5, 5.5",
        "5, 1., 6",
        "0.3, 1e10, 10000000000.29999999981373549",
        "1234567.1234567, 0.00000000001, 1234567.12345670001002418",
    })
    void addsAndPrintsAsRedisDoes(String left, String right, String sum) {
        assertEquals(sum, LongDouble.parse(left).plus(LongDouble.parse(right)).format());
    }

    @ParameterizedTest
    @ValueSource(strings = {" 1", "1 ", "abc", "1x", "1e", "1e+", ".", "-", "0x", "nan", "1e5000", "1e-5000", "1_0"})
    void refusesWhatIsNoNumber(String text) {
        assertNull(LongDouble.parse(text));
    }

    @Test
    void infinityIsReadButNotFinite() {
        assertFalse(LongDouble.parse("+inf").isFinite());
        assertFalse(LongDouble.parse("-Infinity").plus(LongDouble.of(1)).isFinite());
    }

    @Test
    void zeroWithAHugeExponentIsZero() {
        assertNotNull(LongDouble.parse("0e9999999999"));
        assertEquals("0", LongDouble.parse("0e9999999999").format());
    }

    @Test
    void sumsBeyondTheRangeAreNotFinite() {
        LongDouble large = LongDouble.parse("1e4932");
        assertFalse(large.plus(large).isFinite());
    }
}
