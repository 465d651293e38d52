package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scores as text: what clients send, what they get back, and what a listpack holds. Whole numbers are the fast way. */
public final class Scores {
    /** Whole numbers below this are replied with all their digits. */
    private static final double MAX_WHOLE = 1e17;
    /** Whole numbers up to here are integers in a listpack. */
    private static final double MAX_STORED = 1L << 62;
    private static final int MAX_FAST_DIGITS = 15;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern HEXADECIMAL =
        Pattern.compile("([+-]?0[xX])([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)([pP][+-]?\\d+)?");
    /** A digit other than zero before any exponent. */
    private static final Pattern NOT_ZERO = Pattern.compile("^[^pPeE]*[1-9a-dfA-DF]");
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final double[] POWERS_OF_TEN = new double[MAX_FAST_DIGITS + 1];

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private Scores() {}

    /**
     * The double in an argument; latches {@code error} and answers 0 when it is none. NaN is none, nor is
     * what only overflows to infinity or vanishes; {@link #parse(long, long)} lets that pass.
     */
    public static double parse(Call call, int index, byte[] error) {
        double score = parse(call.args().address(index), call.args().length(index));
        if (Double.isNaN(score) || isOutOfRange(score, call, index)) {
            call.fail(error);
            return 0;
        }
        return score;
    }

    /** The double the bytes stand for, in C's notation; NaN when they are no number. */
    public static double parse(long address, long length) {
        boolean isNegative = length > 0 && Mem.getByte(address) == '-';
        long mantissa = 0;
        int digits = 0;
        int fraction = -1;
        for (long i = isNegative ? 1 : 0; i < length; i++) {
            int digit = Mem.getByte(address + i) - '0';
            if (digit == '.' - '0' && fraction < 0) {
                fraction = 0;
            } else if (digit >= 0 && digit <= 9 && digits < MAX_FAST_DIGITS) {
                mantissa = mantissa * 10 + digit;
                digits++;
                fraction += fraction < 0 ? 0 : 1;
            } else {
                return parseSlow(Text.string(address, length));
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        // Both are exact in a double, so the quotient is the nearest one.
        double value = fraction <= 0 ? mantissa : mantissa / POWERS_OF_TEN[fraction];
        return isNegative ? -value : value;
    }

    private static double parseSlow(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return Double.parseDouble(text);
        }
        if (INFINITE.matcher(text).matches()) {
            return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(text);
        if (hexadecimal.matches()) {
            return Double.parseDouble(hexadecimal.group(3) == null ? text + "p0" : text);
        }
        return Double.NaN;
    }

    /** Whether a finite number is too large for a double, or too small to be told from zero. */
    private static boolean isOutOfRange(double value, Call call, int index) {
        if (value != 0 && !Double.isInfinite(value)) {
            return false;
        }
        String text = call.args().text(index);
        Matcher hexadecimal = HEXADECIMAL.matcher(text);
        String digits = hexadecimal.matches() ? hexadecimal.group(2) : text;
        return Double.isInfinite(value) ? !INFINITE.matcher(text).matches() : NOT_ZERO.matcher(digits).find();
    }

    /** Whether a listpack holds a score as an integer; it tells no sign of zero. */
    static boolean isInteger(double score) {
        return score == (long) score && Math.abs(score) <= MAX_STORED;
    }

    /** Text of a score. */
    static byte[] text(double score) {
        return Text.bytes(Doubles.formatExactly(score));
    }

    /** Replies a score: a bulk string in RESP2. */
    public static void reply(ReplyBuilder reply, double score) {
        boolean isWhole = score == (long) score && Math.abs(score) < MAX_WHOLE && (score != 0 || 1 / score > 0);
        if (reply.version() < 3 && isWhole) {
            reply.bulkInteger((long) score);
        } else {
            reply.number(text(score));
        }
    }
}
