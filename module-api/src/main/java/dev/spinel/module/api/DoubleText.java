package dev.spinel.module.api;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Doubles as C's {@code %.17g} prints them. */
final class DoubleText {
    private static final int DIGITS = 17;
    private static final int SMALLEST_PLAIN_EXPONENT = -4;
    private static final int TWO_DIGITS = 10;

    private DoubleText() {}

    static String seventeenDigits(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal trimmed = rounded.stripTrailingZeros();
        if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < DIGITS) {
            return trimmed.toPlainString();
        }
        String mantissa = trimmed.movePointLeft(exponent).toPlainString();
        int size = Math.abs(exponent);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (size < TWO_DIGITS ? "0" : "") + size;
    }
}
