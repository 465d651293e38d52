package dev.spinel.module.abi;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The x87 80-bit number behind C's {@code long double}. Methods take it as two longs, {@code mantissa} (64 bits, the
 * integer bit explicit) and {@code signExponent} (sign in bit 15, exponent biased by 16383; upper bits are garbage).
 *
 * <pre>
 *   0          8                 10        16
 *   | mantissa | sign, exponent  | unused  |
 * </pre>
 */
public final class LongDouble {
    /** Size and alignment of a slot. */
    public static final int BYTES = 16;
    private static final int SIGN_EXPONENT_OFFSET = Long.BYTES;
    private static final int SIGN = 1 << 15;
    private static final int MAX_EXPONENT = 0x7FFF;
    private static final int BIAS = 16383;
    private static final int FRACTION_BITS = 63;
    private static final int DOUBLE_BIAS = 1023;
    private static final int DOUBLE_FRACTION_BITS = 52;

    private LongDouble() {}

    /** The nearest double. */
    public static double toDouble(long mantissa, long signExponent) {
        int exponent = (int) signExponent & MAX_EXPONENT;
        double sign = (signExponent & SIGN) != 0 ? -1.0 : 1.0;
        if (exponent == MAX_EXPONENT) {
            return mantissa << 1 == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        if (mantissa == 0) {
            return 0.0 * sign;
        }
        BigDecimal value = new BigDecimal(new BigInteger(Long.toUnsignedString(mantissa)));
        int shift = exponent - BIAS - FRACTION_BITS;
        if (shift > 1024) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (shift < -1200) {
            return 0.0 * sign;
        }
        BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(shift)));
        value = shift >= 0 ? value.multiply(power) : value.divide(power);
        return sign * value.doubleValue();
    }

    /** Writes {@code value} exactly as a long double of 16 bytes. */
    public static void put(long address, double value) {
        long bits = Double.doubleToRawLongBits(value);
        int sign = bits < 0 ? SIGN : 0;
        int exponent = (int) (bits >>> DOUBLE_FRACTION_BITS) & 0x7FF;
        long fraction = bits & (1L << DOUBLE_FRACTION_BITS) - 1;
        if (exponent == 0x7FF) {
            put(address, 1L << 63 | fraction << 11, sign | MAX_EXPONENT);
        } else if (exponent == 0 && fraction == 0) {
            put(address, 0, sign);
        } else if (exponent == 0) {
            int shift = Long.numberOfLeadingZeros(fraction);
            put(address, fraction << shift, sign | BIAS - DOUBLE_BIAS + 12 - shift);
        } else {
            put(address, 1L << 63 | fraction << 11, sign | exponent - DOUBLE_BIAS + BIAS);
        }
    }

    /** Writes both words and clears the unused bytes. */
    public static void put(long address, long mantissa, long signExponent) {
        Native.putLong(address, mantissa);
        Native.putLong(address + SIGN_EXPONENT_OFFSET, signExponent & 0xFFFF);
    }

    public static long mantissa(long address) {
        return Native.getLong(address);
    }

    public static long signExponent(long address) {
        return Native.getLong(address + SIGN_EXPONENT_OFFSET) & 0xFFFF;
    }

    /** The number as libc prints it with one conversion, for example {@code "%.17Lg"} or {@code "%La"}. */
    public static String format(String conversion, long mantissa, long signExponent) {
        try (Arena scratch = Arena.ofConfined()) {
            long number = scratch.allocate(BYTES, BYTES).address();
            put(number, mantissa, signExponent);
            long list = scratch.allocate(VaList.BYTES, Long.BYTES).address();
            Native.putInt(list + VaList.GENERAL_OFFSET, VaList.GENERAL_END);
            Native.putInt(list + VaList.VECTOR_OFFSET, VaList.VECTOR_END);
            Native.putLong(list + VaList.OVERFLOW_OFFSET, number);
            byte[] bytes = CFormat.bytes(scratch.allocateFrom(conversion).address(), list);
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }
}
