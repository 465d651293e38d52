package dev.spinel.engine.type.hash;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.LongDouble;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.ListpackReader;

/** Fields as numbers: rows and methods of HINCRBY and HINCRBYFLOAT. */
final class HashCounters {
    private static final byte[] HINCRBY = KeyEvent.name("hincrby");
    private static final byte[] HINCRBYFLOAT = KeyEvent.name("hincrbyfloat");
    private static final byte[] HSET = Text.bytes("HSET");

    private final HashValue hashes;
    private final HashCursor cursor = new HashCursor();
    /** Expiry of the field found last, which it keeps. */
    private long expireAt;

    HashCounters(HashValue hashes) {
        this.hashes = hashes;
    }

    void register(CommandTable table) {
        table.add("HINCRBY", this::add);
        table.add("HINCRBYFLOAT", this::addFloat);
    }

    /** Replies the new value. Errors: not an integer, WRONGTYPE, overflow. Redis: hincrbyCommand. */
    private void add(Call call) {
        long increment = call.integer(3);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.HASH);
        long old = call.failed() ? 0 : integer(call, key);
        long sum = old + increment;
        if (((old ^ sum) & (increment ^ sum)) < 0) {
            call.fail(Errors.OVERFLOW);
        }
        if (call.failed()) {
            return;
        }
        long digits = call.scratch(Numbers.MAX_LONG_DIGITS);
        put(call, key, digits, Numbers.write(digits, sum));
        call.changed(key, KeyEvent.HASH, HINCRBY);
        call.reply().integer(sum);
    }

    private void put(Call call, Key key, long text, long length) {
        HashValue hash = hashes.open(key);
        hash.grow(1);
        hash.putKeepingExpiry(call.args().address(2), call.args().length(2), text, length);
    }

    private boolean find(Call call, Key key) {
        Args args = call.args();
        boolean isThere = FieldExpiry.find(hashes.open(key), cursor, args.address(2), args.length(2));
        expireAt = isThere ? cursor.expireAt() : Key.NEVER;
        return isThere;
    }

    private long integer(Call call, Key key) {
        if (!find(call, key)) {
            return 0;
        }
        ListpackReader value = cursor.value();
        if (value.isInteger()) {
            return value.integer();
        }
        if (!Numbers.isLong(value.address(), value.length())) {
            call.fail(Errors.HASH_NOT_INTEGER);
            return 0;
        }
        return Numbers.parseLong(value.address(), value.length());
    }

    /** Replies the new value as text; repeated as HSET, so that rounding is done once. Redis: hincrbyfloatCommand. */
    private void addFloat(Call call) {
        Args args = call.args();
        LongDouble increment = LongDouble.parse(args.address(3), args.length(3));
        if (increment == null) {
            call.fail(Errors.NOT_FLOAT);
        } else if (!increment.isFinite()) {
            call.fail(Errors.VALUE_NAN_OR_INFINITY);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.HASH);
        LongDouble old = call.failed() ? null : longDouble(call, key);
        if (call.failed()) {
            return;
        }
        LongDouble sum = old.plus(increment);
        if (!sum.isFinite()) {
            call.fail(Errors.NAN_OR_INFINITY);
            return;
        }
        byte[] text = Text.bytes(sum.format());
        long copy = call.scratch(text.length);
        Mem.initCopyIn(text, 0, copy, text.length);
        put(call, key, copy, text.length);
        repeat(call, text);
        call.changed(key, KeyEvent.HASH, HINCRBYFLOAT);
        call.reply().bulk(text);
    }

    /** As HSET of the sum, which drops the expiry of the field, so that follows. */
    private void repeat(Call call, byte[] text) {
        Args args = call.args();
        call.rewrite().begin(call.database(), 4).word(HSET).bytes(args.address(1), args.length(1))
            .bytes(args.address(2), args.length(2)).word(text);
        if (expireAt != Key.NEVER) {
            call.rewrite().begin(call.database(), 6).word(HashExpiryCommands.HPEXPIREAT)
                .bytes(args.address(1), args.length(1)).integer(expireAt).word(FieldArguments.FIELDS).integer(1)
                .bytes(args.address(2), args.length(2));
        }
    }

    private LongDouble longDouble(Call call, Key key) {
        if (!find(call, key)) {
            return LongDouble.of(0);
        }
        ListpackReader value = cursor.value();
        LongDouble number = value.isInteger()
            ? LongDouble.of(value.integer())
            : LongDouble.parse(value.address(), value.length());
        if (number == null) {
            call.fail(Errors.HASH_NOT_FLOAT);
        }
        return number;
    }
}
