package dev.spinel.module.api;

import dev.spinel.module.abi.LongDouble;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Long doubles as Redis writes them. Source: ld2string in util.c. */
final class LongDoubleText {
    private static final int MANTISSA_BITS = 64;
    private static final int BIAS = 16383;
    private static final int SIGN = 1 << 15;
    private static final Pattern HEX = Pattern.compile("(-?)0x([0-9a-f]+)\\.?([0-9a-f]*)p([-+]?\\d+)");
    private static final MathContext EXACT_ENOUGH = new MathContext(1200);

    private LongDoubleText() {}

    /** Without exponent: 17 digits behind the point, trailing zeros removed. */
    static String human(long mantissa, long signExponent) {
        String special = special(mantissa, signExponent);
        if (special != null) {
            return special;
        }
        String text = LongDouble.format("%.17Lf", mantissa, signExponent);
        if (text.indexOf('.') >= 0) {
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            if (text.charAt(end - 1) == '.') {
                end--;
            }
            text = text.substring(0, end);
        }
        return text.equals("-0") ? "0" : text;
    }

    /** 17 significant digits, with an exponent where {@code %g} has one. */
    static String exact(long mantissa, long signExponent) {
        String special = special(mantissa, signExponent);
        return special != null ? special : LongDouble.format("%.17Lg", mantissa, signExponent);
    }

    /** Every bit, in hexadecimal: what RDB files hold. */
    static String hex(long mantissa, long signExponent) {
        String special = special(mantissa, signExponent);
        return special != null ? special : LongDouble.format("%La", mantissa, signExponent);
    }

    private static String special(long mantissa, long signExponent) {
        double value = LongDouble.toDouble(mantissa, signExponent);
        boolean isSpecial = (signExponent & 0x7FFF) == 0x7FFF;
        if (!isSpecial) {
            return null;
        }
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    /** Reads a decimal number, rounded to 64 bits, and writes it to {@code address}; false when it is none. */
    static boolean parse(String text, long address) {
        double rough = NumberText.real(text);
        if (Double.isNaN(rough)) {
            return false;
        }
        Matcher hex = HEX.matcher(text);
        if (rough != 0 && hex.matches()) {
            return parseHex(hex, address);
        }
        if (Double.isInfinite(rough) || rough == 0 || !NumberText.isPlainDecimal(text)) {
            LongDouble.put(address, rough);
            return true;
        }
        BigDecimal value = new BigDecimal(text).abs();
        int exponent = Math.getExponent(rough);
        exponent += mantissa(value, exponent, RoundingMode.DOWN).bitLength() - MANTISSA_BITS;
        BigInteger mantissa = mantissa(value, exponent, RoundingMode.HALF_EVEN);
        if (mantissa.bitLength() > MANTISSA_BITS) {
            mantissa = mantissa.shiftRight(1);
            exponent++;
        }
        LongDouble.put(address, mantissa.longValue(), (rough < 0 ? SIGN : 0) | exponent + BIAS);
        return true;
    }

    /** What {@link #hex} wrote: every bit of the mantissa is there. */
    private static boolean parseHex(Matcher hex, long address) {
        BigInteger mantissa = new BigInteger(hex.group(2) + hex.group(3), 16);
        int excess = mantissa.bitLength() - MANTISSA_BITS;
        int exponent = Integer.parseInt(hex.group(4)) - 4 * hex.group(3).length() + mantissa.bitLength() - 1;
        int sign = hex.group(1).isEmpty() ? 0 : SIGN;
        LongDouble.put(address, mantissa.shiftRight(excess).longValue(), sign | exponent + BIAS);
        return true;
    }

    /** {@code value * 2^(63 - exponent)}, rounded. */
    private static BigInteger mantissa(BigDecimal value, int exponent, RoundingMode rounding) {
        int shift = MANTISSA_BITS - 1 - exponent;
        BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(shift)));
        BigDecimal scaled = shift >= 0 ? value.multiply(power) : value.divide(power, EXACT_ENOUGH);
        return scaled.setScale(0, rounding).toBigInteger();
    }
}
