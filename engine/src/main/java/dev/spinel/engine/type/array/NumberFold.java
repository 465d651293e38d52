package dev.spinel.engine.type.array;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.LongDouble;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.Word;
import dev.spinel.engine.struct.array.WordText;
import java.math.BigInteger;

/** The sum, the smallest, the largest or the bits of the numbers of an array; what is no number is passed over. */
final class NumberFold {
    /** What becomes of the numbers. */
    enum Operation {
        SUM, MIN, MAX, AND, OR, XOR;

        boolean isBitwise() {
            return compareTo(AND) >= 0;
        }
    }

    private static final int EXACT_DIGITS = 15;
    private static final long LOW_BITS = 3;

    private final Operation operation;
    private boolean isEmpty = true;
    private boolean isLong = true;
    private long integer;
    private LongDouble number;
    private boolean hasInfinity;
    private boolean hasMinusInfinity;

    NumberFold(Operation operation) {
        this.operation = operation;
    }

    /** Takes an element in. */
    void add(long word, WordText text) {
        if (Word.isInteger(word)) {
            add(Word.integer(word));
            return;
        }
        LongDouble parsed = Word.isDecimal(word) ? decimal(text) : LongDouble.parse(text.address(), text.length());
        if (parsed == null) {
            return;
        }
        if (!parsed.isFinite()) {
            addInfinity(Mem.getByte(text.address()) == '-');
        } else if (!operation.isBitwise()) {
            add(parsed);
        } else {
            BigInteger truncated = parsed.truncated();
            if (truncated.bitLength() < Long.SIZE) {
                add(truncated.longValue());
            }
        }
    }

    /** Redis keeps a decimal as a double if that prints alike and its two lowest bits are clear. */
    private static LongDouble decimal(WordText text) {
        String digits = Text.string(Mem.toBytes(text.address(), text.length()));
        double rounded = Double.parseDouble(digits);
        boolean isShort = (Double.doubleToRawLongBits(rounded) & LOW_BITS) == 0 && digits.length() <= EXACT_DIGITS;
        String printed = isShort ? Doubles.format(rounded) : "";
        return printed.equals(digits) || (printed + ".0").equals(digits) ? LongDouble.of(rounded)
            : LongDouble.parse(text.address(), text.length());
    }

    private void addInfinity(boolean isNegative) {
        if (!operation.isBitwise()) {
            hasInfinity |= !isNegative;
            hasMinusInfinity |= isNegative;
        }
    }

    private void add(long value) {
        if (isEmpty) {
            isEmpty = false;
            integer = value;
        } else if (!isLong) {
            add(LongDouble.of(value));
        } else {
            combine(value);
        }
    }

    private void combine(long value) {
        switch (operation) {
            case MIN -> integer = Math.min(integer, value);
            case MAX -> integer = Math.max(integer, value);
            case AND -> integer &= value;
            case OR -> integer |= value;
            case XOR -> integer ^= value;
            default -> {
                long sum = integer + value;
                if (((integer ^ sum) & (value ^ sum)) < 0) {
                    add(LongDouble.of(value));
                } else {
                    integer = sum;
                }
            }
        }
    }

    private void add(LongDouble value) {
        if (isLong) {
            isLong = false;
            number = isEmpty ? null : LongDouble.of(integer);
            isEmpty = false;
        }
        if (number == null) {
            number = value;
            return;
        }
        switch (operation) {
            case MIN -> number = value.compareTo(number) < 0 ? value : number;
            case MAX -> number = value.compareTo(number) > 0 ? value : number;
            default -> number = number.plus(value);
        }
    }

    /** Replies the outcome; null when there was no number. */
    void reply(ReplyBuilder reply) {
        if (isEmpty && !hasInfinity && !hasMinusInfinity) {
            reply.nil();
        } else if (operation.isBitwise()) {
            reply.integer(integer);
        } else {
            reply.bulk(format());
        }
    }

    private String format() {
        boolean isInfinite = hasInfinity && (operation != Operation.MIN || isEmpty && !hasMinusInfinity);
        boolean isMinusInfinite = hasMinusInfinity && (operation != Operation.MAX || isEmpty && !hasInfinity);
        if (isInfinite && isMinusInfinite) {
            return "-nan";
        }
        if (isInfinite || isMinusInfinite) {
            return isInfinite ? "inf" : "-inf";
        }
        return (isLong ? LongDouble.of(integer) : number).formatShort();
    }
}
