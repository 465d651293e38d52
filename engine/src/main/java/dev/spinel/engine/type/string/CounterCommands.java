package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.LongDouble;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;

/** Strings as numbers: rows and methods of INCR, DECR and their kin. */
final class CounterCommands {
    static final byte[] INCRBY = KeyEvent.name("incrby");
    static final byte[] INCRBYFLOAT = KeyEvent.name("incrbyfloat");
    private static final byte[] SET = Text.bytes("SET");
    private static final byte[] KEEPTTL = Text.bytes("KEEPTTL");

    private CounterCommands() {}

    static void register(CommandTable table) {
        table.add("INCR", call -> add(call, 1));
        table.add("DECR", call -> add(call, -1));
        table.add("INCRBY", call -> add(call, call.integer(2)));
        table.add("DECRBY", CounterCommands::subtract);
        table.add("INCRBYFLOAT", CounterCommands::addFloat);
        new BoundedCounter().register(table);
    }

    private static void subtract(Call call) {
        long decrement = call.integer(2);
        if (decrement == Long.MIN_VALUE) {
            call.fail(Errors.DECREMENT_OVERFLOW);
        }
        add(call, -decrement);
    }

    /** Replies the new value. Errors: WRONGTYPE, not an integer, overflow. Redis: incrDecrCommand. */
    private static void add(Call call, long increment) {
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STRING);
        long old = integer(call, key);
        long sum = old + increment;
        if (((old ^ sum) & (increment ^ sum)) < 0) {
            call.fail(Errors.OVERFLOW);
        }
        if (call.failed()) {
            return;
        }
        key.putInteger(sum, key.expireAt());
        call.changed(key, KeyEvent.STRING, INCRBY);
        call.reply().integer(sum);
    }

    /** The integer a key holds, 0 when it is absent; latches an error for anything else. */
    static long integer(Call call, Key key) {
        if (call.failed() || !key.exists()) {
            return 0;
        }
        if (key.isInteger()) {
            return key.integer();
        }
        if (!Numbers.isLong(key.bytesAddress(), key.bytesLength())) {
            call.fail(Errors.NOT_INTEGER);
            return 0;
        }
        return Numbers.parseLong(key.bytesAddress(), key.bytesLength());
    }

    /** Replies the new value as text; repeated as SET, so that rounding is done once. Redis: incrbyfloatCommand. */
    private static void addFloat(Call call) {
        Key key = call.writeTyped(1, ValueType.STRING);
        LongDouble old = longDouble(call, key);
        Args args = call.args();
        LongDouble increment = call.failed() ? null : LongDouble.parse(args.address(2), args.length(2));
        if (increment == null) {
            call.fail(Errors.NOT_FLOAT);
            return;
        }
        LongDouble sum = old.plus(increment);
        if (!sum.isFinite()) {
            call.fail(Errors.NAN_OR_INFINITY);
            return;
        }
        byte[] text = Text.bytes(sum.format());
        key.putBytes(ValueType.STRING, StringValue.encodingOf(text.length), text, key.expireAt());
        call.rewrite().begin(call.database(), 4).word(SET)
                .bytes(args.address(1), args.length(1)).word(text).word(KEEPTTL);
        call.changed(key, KeyEvent.STRING, INCRBYFLOAT);
        call.reply().bulk(text);
    }

    /** The number a key holds, 0 when it is absent; latches an error for anything else. */
    static LongDouble longDouble(Call call, Key key) {
        if (call.failed()) {
            return null;
        }
        if (!key.exists() || key.isInteger()) {
            return LongDouble.of(key.exists() ? key.integer() : 0);
        }
        LongDouble value = LongDouble.parse(key.bytesAddress(), key.bytesLength());
        if (value == null) {
            call.fail(Errors.NOT_FLOAT);
        }
        return value;
    }
}
