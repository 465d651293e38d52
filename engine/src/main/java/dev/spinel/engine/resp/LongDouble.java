package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A number with the 64-bit significand of the x87 extended format, which Redis computes INCRBYFLOAT and HINCRBYFLOAT
 * in. Reads what C's strtold reads, adds with one rounding to even, prints with 17 decimals at most. Immutable; for
 * the slow lane only.
 */
public final class LongDouble implements Comparable<LongDouble> {
    private static final LongDouble INFINITY = new LongDouble(null);
    private static final int MAX_TEXT_BYTES = 5 * 1024;
    private static final int DECIMALS = 17;
    private static final int SIGNIFICAND_BITS = 64;
    private static final int MAX_BINARY_EXPONENT = 16384;
    private static final int MIN_BINARY_EXPONENT = -16445;
    /** Decimal orders of magnitude beyond which nothing is finite, or distinct from zero. */
    private static final int MAX_ORDER = 4940;
    private static final int MIN_ORDER = -4990;
    private static final int MAX_EXPONENT_DIGITS = 7;

    /** The largest finite number. */
    public static final LongDouble LARGEST = new LongDouble(new BigDecimal(BigInteger.TWO.pow(SIGNIFICAND_BITS)
        .subtract(BigInteger.ONE).shiftLeft(MAX_BINARY_EXPONENT - SIGNIFICAND_BITS)));

    /** Null when not finite. */
    private final BigDecimal value;

    private LongDouble(BigDecimal value) {
        this.value = value;
    }

    /** The exact value of an integer. */
    public static LongDouble of(long value) {
        return new LongDouble(BigDecimal.valueOf(value));
    }

    /** The exact value of a finite double. */
    public static LongDouble of(double value) {
        return new LongDouble(new BigDecimal(value));
    }

    /** The number a text in memory stands for, or null when it is none, is a NaN, or is out of range. */
    public static LongDouble parse(long address, long length) {
        return length == 0 || length >= MAX_TEXT_BYTES ? null : parse(Text.string(Mem.toBytes(address, length)));
    }

    static LongDouble parse(String text) {
        char first = text.charAt(0);
        boolean signed = first == '-' || first == '+';
        String digits = signed ? text.substring(1) : text;
        if (digits.equalsIgnoreCase("inf") || digits.equalsIgnoreCase("infinity")) {
            return INFINITY;
        }
        boolean isHex = digits.startsWith("0x") || digits.startsWith("0X");
        BigDecimal exact = isHex ? parseHex(digits.substring(2)) : parseDecimal(digits);
        if (exact == null) {
            return null;
        }
        LongDouble rounded = round(first == '-' ? exact.negate() : exact);
        boolean vanished = rounded.isFinite() && rounded.value.signum() == 0 && exact.signum() != 0;
        return rounded.isFinite() && !vanished ? rounded : null;
    }

    public boolean isFinite() {
        return value != null;
    }

    /** The sum; not finite when an operand is not or the range is exceeded. */
    public LongDouble plus(LongDouble other) {
        return isFinite() && other.isFinite() ? round(value.add(other.value)) : INFINITY;
    }

    /** The difference; not finite when an operand is not or the range is exceeded. */
    public LongDouble minus(LongDouble other) {
        return other.isFinite() ? plus(other.negate()) : INFINITY;
    }

    /** Needs a finite number, as {@link #compareTo} and {@link #longValue} do. */
    public LongDouble negate() {
        return new LongDouble(value.negate());
    }

    @Override
    public int compareTo(LongDouble other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongDouble number && isFinite() && number.isFinite() && compareTo(number) == 0;
    }

    @Override
    public int hashCode() {
        return isFinite() ? value.stripTrailingZeros().hashCode() : 0;
    }

    /** The number, which is an integer of 64 bits. */
    public long longValue() {
        return value.longValueExact();
    }

    /** Plain decimal text without trailing zeros. */
    public String format() {
        BigDecimal rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** What C prints for {@code %.17Lg}: 17 significant digits without trailing zeros. */
    public String formatShort() {
        return Doubles.formatSeventeen(value);
    }

    /** What is before the point, of either sign. */
    public BigInteger truncated() {
        return value.toBigInteger();
    }

    private static BigDecimal parseDecimal(String text) {
        int end = mantissaEnd(text, 10);
        String mantissa = text.substring(0, end);
        if (mantissa.isEmpty() || mantissa.equals(".")) {
            return null;
        }
        BigDecimal digits = new BigDecimal(mantissa);
        if (end == text.length()) {
            return digits;
        }
        char mark = text.charAt(end);
        Integer exponent = mark == 'e' || mark == 'E' ? parseExponent(text.substring(end + 1)) : null;
        return exponent == null ? null : digits.scaleByPowerOfTen(exponent);
    }

    private static BigDecimal parseHex(String text) {
        int end = mantissaEnd(text, 16);
        String mantissa = text.substring(0, end);
        if (mantissa.isEmpty() || mantissa.equals(".")) {
            return null;
        }
        int point = mantissa.indexOf('.');
        int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
        BigDecimal digits = new BigDecimal(new BigInteger(mantissa.replace(".", ""), 16));
        Integer exponent = 0;
        if (end < text.length()) {
            char mark = text.charAt(end);
            exponent = mark == 'p' || mark == 'P' ? parseExponent(text.substring(end + 1)) : null;
        }
        return exponent == null ? null : scaleByPowerOfTwo(digits, exponent - 4 * fraction);
    }

    private static BigDecimal scaleByPowerOfTwo(BigDecimal digits, int exponent) {
        int bounded = Math.clamp(exponent, -8 * MAX_TEXT_BYTES, 8 * MAX_TEXT_BYTES);
        return bounded >= 0
            ? digits.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(bounded)))
            : digits.multiply(new BigDecimal(BigInteger.valueOf(5).pow(-bounded), -bounded));
    }

    private static int mantissaEnd(String text, int radix) {
        int end = 0;
        boolean pointSeen = false;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            if (c == '.' && !pointSeen) {
                pointSeen = true;
            } else if (c >= 0x80 || Character.digit(c, radix) < 0) {
                return end;
            }
        }
        return end;
    }

    /** Null when it is no number; bounded to what still matters. */
    private static Integer parseExponent(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        String plain = digits.replaceFirst("^0+", "0");
        int size = plain.length() > MAX_EXPONENT_DIGITS ? 100_000 : Math.min(Integer.parseInt(plain), 100_000);
        return text.startsWith("-") ? -size : size;
    }

    private static LongDouble round(BigDecimal exact) {
        int order = exact.precision() - exact.scale();
        if (exact.signum() == 0 || order < MIN_ORDER) {
            return new LongDouble(BigDecimal.ZERO);
        }
        if (order > MAX_ORDER) {
            return INFINITY;
        }
        int scale = exact.scale();
        BigInteger unscaled = exact.unscaledValue().abs();
        BigInteger numerator = scale >= 0 ? unscaled : unscaled.multiply(BigInteger.TEN.pow(-scale));
        BigInteger denominator = scale >= 0 ? BigInteger.TEN.pow(scale) : BigInteger.ONE;
        int exponent = numerator.bitLength() - denominator.bitLength() - SIGNIFICAND_BITS;
        if (shiftedQuotient(numerator, denominator, exponent).bitLength() > SIGNIFICAND_BITS) {
            exponent++;
        }
        exponent = Math.max(exponent, MIN_BINARY_EXPONENT);
        BigInteger significand = roundedQuotient(numerator, denominator, exponent);
        if (significand.bitLength() + exponent > MAX_BINARY_EXPONENT) {
            return INFINITY;
        }
        BigDecimal magnitude = scaleByPowerOfTwo(new BigDecimal(significand), exponent);
        return new LongDouble(exact.signum() < 0 ? magnitude.negate() : magnitude);
    }

    private static BigInteger shiftedQuotient(BigInteger numerator, BigInteger denominator, int exponent) {
        return exponent >= 0
            ? numerator.divide(denominator.shiftLeft(exponent))
            : numerator.shiftLeft(-exponent).divide(denominator);
    }

    /** {@code numerator / denominator / 2^exponent}, half to even. */
    private static BigInteger roundedQuotient(BigInteger numerator, BigInteger denominator, int exponent) {
        BigInteger dividend = exponent >= 0 ? numerator : numerator.shiftLeft(-exponent);
        BigInteger divisor = exponent >= 0 ? denominator.shiftLeft(exponent) : denominator;
        BigInteger[] parts = dividend.divideAndRemainder(divisor);
        int half = parts[1].shiftLeft(1).compareTo(divisor);
        boolean isUp = half > 0 || half == 0 && parts[0].testBit(0);
        return isUp ? parts[0].add(BigInteger.ONE) : parts[0];
    }
}
