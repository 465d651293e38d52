package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.DeletionPropagator;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.LongDouble;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;

/**
 * A counter that stays within bounds and may expire: INCREX. Integers are computed as long doubles too, which hold all
 * of them. One per engine. Source: documentation of Redis 8.8.
 */
final class BoundedCounter {
    private static final byte[] SET = Text.bytes("SET");
    private static final byte[] KEEPTTL = Text.bytes("KEEPTTL");
    private static final byte[] PXAT = Text.bytes("PXAT");
    private static final byte[] INCREMENT_NOT_INTEGER = Errors.bytes("ERR Increment is not an integer or out of range");
    private static final byte[] INCREMENT_NOT_FLOAT = Errors.bytes("ERR Increment is not a valid float");
    private static final byte[] INCREMENT_INFINITE = Errors.bytes("ERR BYFLOAT increment cannot be Infinity");
    private static final byte[] LOWER_NOT_INTEGER = Errors.bytes("ERR LBOUND is not an integer or out of range");
    private static final byte[] LOWER_NOT_FLOAT = Errors.bytes("ERR LBOUND is not a valid float");
    private static final byte[] UPPER_NOT_INTEGER = Errors.bytes("ERR UBOUND is not an integer or out of range");
    private static final byte[] UPPER_NOT_FLOAT = Errors.bytes("ERR UBOUND is not a valid float");
    private static final byte[] BOUNDS_CROSSED = Errors.bytes("ERR LBOUND can't be greater than UBOUND");
    private static final byte[] ENX_ALONE = Errors.bytes("ERR ENX flag requires an expiration");
    private static final byte[] VALUE_INFINITE = Errors.bytes("ERR value cannot be Infinity");
    private static final byte[] APPLIED_OVERFLOW = Errors.bytes("ERR applied increment would overflow");
    private static final byte[] APPLIED_INFINITE = Errors.bytes("ERR applied increment would be Infinity");

    private static final int BYINT = 1 << 20;
    private static final int BYFLOAT = 1 << 21;
    private static final int SATURATE = 1 << 22;
    private static final int LBOUND = 1 << 23;
    private static final int UBOUND = 1 << 24;
    private static final int ENX = 1 << 25;
    /** Words with an operand. */
    private static final int WITH_OPERAND = BYINT | BYFLOAT | LBOUND | UBOUND | StringOptions.EXPIRIES;
    private static final int EXPIRIES = StringOptions.EXPIRIES | StringOptions.PERSIST;

    private static final byte[][] WORDS = {
        Text.bytes("byint"), Text.bytes("byfloat"), Text.bytes("saturate"), Text.bytes("lbound"), Text.bytes("ubound"),
        Text.bytes("enx"), Text.bytes("ex"), Text.bytes("px"), Text.bytes("exat"), Text.bytes("pxat"),
        Text.bytes("persist"),
    };
    private static final int[] FLAGS = {
        BYINT, BYFLOAT, SATURATE, LBOUND, UBOUND, ENX, StringOptions.EX, StringOptions.PX, StringOptions.EXAT,
        StringOptions.PXAT, StringOptions.PERSIST,
    };

    /** Made with the first INCREX: big decimals would cost every start of the server milliseconds. */
    private static final class Numbers {
        static final LongDouble SMALLEST_INTEGER = LongDouble.of(Long.MIN_VALUE);
        static final LongDouble LARGEST_INTEGER = LongDouble.of(Long.MAX_VALUE);
        static final LongDouble ZERO = LongDouble.of(0);
    }

    private int flags;
    private int incrementIndex;
    private int lowerIndex;
    private int upperIndex;
    private int expiryIndex;
    private LongDouble increment;
    private LongDouble lower;
    private LongDouble upper;

    void register(CommandTable table) {
        table.add("INCREX", this::add);
    }

    /** Replies the value and what was added to it, nothing if that would leave the bounds. Repeated as SET. */
    private void add(Call call) {
        parseWords(call);
        parseNumbers(call);
        long expireAt = call.failed() ? Key.NEVER : StringOptions.expireAt(call, expiryIndex, flags);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STRING);
        LongDouble old = value(call, key);
        if (call.failed()) {
            return;
        }
        LongDouble sum = old.plus(increment);
        boolean isAbove = sum.isFinite() ? sum.compareTo(upper) > 0 : increment.compareTo(Numbers.ZERO) > 0;
        boolean isBelow = sum.isFinite() ? sum.compareTo(lower) < 0 : increment.compareTo(Numbers.ZERO) < 0;
        if ((isAbove || isBelow) && !has(SATURATE)) {
            reply(call.reply(), old, Numbers.ZERO);
            return;
        }
        LongDouble result = isAbove ? upper : isBelow ? lower : sum;
        LongDouble applied = isAbove || isBelow ? result.minus(old) : increment;
        checkApplied(call, applied);
        if (!call.failed()) {
            store(call, key, result, expireAt);
            reply(call.reply(), result, applied);
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void parseWords(Call call) {
        Args args = call.args();
        flags = 0;
        incrementIndex = 0;
        lowerIndex = 0;
        upperIndex = 0;
        expiryIndex = 0;
        for (int i = 2; i < args.count(); i++) {
            int flag = word(args, i);
            if (flag == 0 || has(opposites(flag)) || (flag & WITH_OPERAND) != 0 && i + 1 == args.count()) {
                call.fail(Errors.SYNTAX);
                return;
            }
            flags |= flag;
            if ((flag & WITH_OPERAND) != 0) {
                i++;
                incrementIndex = (flag & (BYINT | BYFLOAT)) != 0 ? i : incrementIndex;
                lowerIndex = flag == LBOUND ? i : lowerIndex;
                upperIndex = flag == UBOUND ? i : upperIndex;
                expiryIndex = (flag & StringOptions.EXPIRIES) != 0 ? i : expiryIndex;
            }
        }
        if (has(ENX) && expiryIndex == 0) {
            call.fail(ENX_ALONE);
        }
    }

    private static int word(Args args, int index) {
        for (int i = 0; i < WORDS.length; i++) {
            if (args.is(index, WORDS[i])) {
                return FLAGS[i];
            }
        }
        return 0;
    }

    /** What may not stand beside a word, itself included. */
    private static int opposites(int flag) {
        if ((flag & (BYINT | BYFLOAT)) != 0) {
            return BYINT | BYFLOAT;
        }
        if (flag == StringOptions.PERSIST) {
            return EXPIRIES | ENX;
        }
        if (flag == ENX) {
            return ENX | StringOptions.PERSIST;
        }
        return (flag & EXPIRIES) != 0 ? EXPIRIES : flag;
    }

    private void parseNumbers(Call call) {
        if (call.failed()) {
            return;
        }
        boolean isFloat = has(BYFLOAT);
        increment = number(call, incrementIndex, INCREMENT_NOT_INTEGER, INCREMENT_NOT_FLOAT, LongDouble.of(1));
        if (!call.failed() && !increment.isFinite()) {
            call.fail(INCREMENT_INFINITE);
        }
        LongDouble least = isFloat ? LongDouble.LARGEST.negate() : Numbers.SMALLEST_INTEGER;
        LongDouble most = isFloat ? LongDouble.LARGEST : Numbers.LARGEST_INTEGER;
        lower = number(call, lowerIndex, LOWER_NOT_INTEGER, LOWER_NOT_FLOAT, least);
        upper = number(call, upperIndex, UPPER_NOT_INTEGER, UPPER_NOT_FLOAT, most);
        if (call.failed()) {
            return;
        }
        lower = lower.isFinite() ? lower : least;
        upper = upper.isFinite() ? upper : most;
        if (lower.compareTo(upper) > 0) {
            call.fail(BOUNDS_CROSSED);
        }
    }

    private LongDouble number(Call call, int index, byte[] notInteger, byte[] notFloat, LongDouble fallback) {
        if (index == 0 || call.failed()) {
            return fallback;
        }
        if (!has(BYFLOAT)) {
            return LongDouble.of(call.integer(index, notInteger));
        }
        LongDouble number = LongDouble.parse(call.args().address(index), call.args().length(index));
        if (number == null) {
            call.fail(notFloat);
        }
        return number;
    }

    private LongDouble value(Call call, Key key) {
        if (!has(BYFLOAT)) {
            return LongDouble.of(CounterCommands.integer(call, key));
        }
        LongDouble value = CounterCommands.longDouble(call, key);
        if (!call.failed() && !value.isFinite()) {
            call.fail(VALUE_INFINITE);
        }
        return value;
    }

    private void checkApplied(Call call, LongDouble applied) {
        if (!applied.isFinite()) {
            call.fail(APPLIED_INFINITE);
        } else if (!has(BYFLOAT)
            && (applied.compareTo(Numbers.LARGEST_INTEGER) > 0 || applied.compareTo(Numbers.SMALLEST_INTEGER) < 0)) {
            call.fail(APPLIED_OVERFLOW);
        }
    }

    private void store(Call call, Key key, LongDouble result, long expireAt) {
        boolean hadExpiry = key.expireAt() != Key.NEVER;
        boolean expires = expiryIndex > 0 && !(has(ENX) && hadExpiry);
        if (expires && call.keyspace().isAlreadyExpired(expireAt)) {
            delete(call, key);
            return;
        }
        long ends = expires ? expireAt : has(StringOptions.PERSIST) ? Key.NEVER : key.expireAt();
        byte[] text = Text.bytes(result.format());
        if (has(BYFLOAT)) {
            key.putBytes(ValueType.STRING, StringValue.encodingOf(text.length), text, ends);
        } else {
            key.putInteger(result.longValue(), ends);
        }
        repeat(call, text, expires ? expireAt : Key.NEVER);
        call.changed(key, KeyEvent.STRING, has(BYFLOAT) ? CounterCommands.INCRBYFLOAT : CounterCommands.INCRBY);
        if (expires) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.EXPIRE);
        } else if (hadExpiry && has(StringOptions.PERSIST)) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.PERSIST);
        }
    }

    private static void delete(Call call, Key key) {
        if (key.exists()) {
            key.delete();
            byte[] word = DeletionPropagator.command(call.keyspace().lazyFree().onExpiry());
            call.rewrite().begin(call.database(), 2).word(word).bytes(call.args().address(1), call.args().length(1));
            call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    private void repeat(Call call, byte[] text, long expireAt) {
        boolean keeps = expireAt == Key.NEVER && !has(StringOptions.PERSIST);
        int words = expireAt != Key.NEVER ? 5 : keeps ? 4 : 3;
        Propagator propagator = call.rewrite().begin(call.database(), words).word(SET)
            .bytes(call.args().address(1), call.args().length(1)).word(text);
        if (expireAt != Key.NEVER) {
            propagator.word(PXAT).integer(expireAt);
        } else if (keeps) {
            propagator.word(KEEPTTL);
        }
    }

    private void reply(ReplyBuilder reply, LongDouble value, LongDouble applied) {
        reply.array(2);
        if (has(BYFLOAT)) {
            reply.number(Text.bytes(value.format()));
            reply.number(Text.bytes(applied.format()));
        } else {
            reply.integer(value.longValue());
            reply.integer(applied.longValue());
        }
    }
}
