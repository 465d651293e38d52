package dev.spinel.engine.resp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as text: the shortest digits that read back as the same value, in the way C's {@code %.17g} lays them out.
 */
public final class Doubles {
    private static final int MAX_PLAIN_EXPONENT = 17;
    private static final int MIN_PLAIN_EXPONENT = -5;
    private static final int HUMAN_DECIMALS = 17;

    private static final MathContext SEVENTEEN_DIGITS = new MathContext(17, RoundingMode.HALF_EVEN);

    private Doubles() {}

    /** How a reply shows a double: {@code inf}, {@code -inf}, {@code nan}, or the shortest decimal. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        String shortest = Double.toString(Math.abs(value));
        int split = shortest.indexOf('E');
        String mantissa = split < 0 ? shortest : shortest.substring(0, split);
        int exponent = split < 0 ? 0 : Integer.parseInt(shortest.substring(split + 1));
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int leading = 0;
        while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
            leading++;
        }
        digits = digits.substring(leading).replaceAll("0+$", "");
        return (value < 0 ? "-" : "") + layOut(digits, exponent + point - leading - 1);
    }

    /** What C prints for {@code %.17g}: 17 significant digits without trailing zeros. */
    public static String formatExactly(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return format(value);
        }
        return formatSeventeen(new BigDecimal(value));
    }

    static String formatSeventeen(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal rounded = value.abs().round(SEVENTEEN_DIGITS).stripTrailingZeros();
        String digits = rounded.unscaledValue().toString();
        return (value.signum() < 0 ? "-" : "") + layOut(digits, digits.length() - 1 - rounded.scale());
    }

    /** What C prints for {@code %.nf}: the digits before the point and so many behind it. */
    public static String formatFixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return format(value);
        }
        boolean isNegative = value < 0 || 1 / value < 0;
        String digits = new BigDecimal(Math.abs(value)).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
        return isNegative ? "-" + digits : digits;
    }

    /** Up to 17 digits behind the point and no zeros at the end: how INCRBYFLOAT and GEOPOS reply. */
    public static String formatHuman(double value) {
        if (!Double.isFinite(value)) {
            return format(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(HUMAN_DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** Lays out {@code d.ddd × 10^exponent}. */
    private static String layOut(String digits, int exponent) {
        if (exponent < MIN_PLAIN_EXPONENT + 1 || exponent >= MAX_PLAIN_EXPONENT) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            String sign = exponent < 0 ? "-" : "+";
            String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
            return digits.charAt(0) + fraction + "e" + sign + power;
        }
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        if (digits.length() <= exponent + 1) {
            return digits + "0".repeat(exponent + 1 - digits.length());
        }
        return digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
    }
}
