package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.type.string.StringValue;

/** Rows and methods of the bitmap group on single bits; the others are registered from here. One per engine. */
public final class BitmapCommands {
    static final byte[] SETBIT = KeyEvent.name("setbit");
    private static final byte[] NOT_A_BIT = Errors.bytes("ERR The bit argument must be 1 or 0.");

    private final BitRange range = new BitRange();

    private BitmapCommands() {}

    /** Adds the commands of this room. */
    public static void register(CommandTable table) {
        BitmapCommands commands = new BitmapCommands();
        table.add("SETBIT", BitmapCommands::setBit);
        table.add("GETBIT", BitmapCommands::getBit);
        table.add("BITCOUNT", commands::count);
        table.add("BITPOS", commands::position);
        BitOperation.register(table);
        new BitfieldCommands().register(table);
    }

    /** Replies the old bit. A bit that stays as it was is no change. Redis: setbitCommand. */
    private static void setBit(Call call) {
        long offset = BitOffset.parse(call, 2);
        long bit = call.integer(3, Errors.BIT_VALUE);
        if ((bit & ~1) != 0) {
            call.fail(Errors.BIT_VALUE);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        long needed = (offset >>> 3) + 1;
        boolean grows = !key.exists() || StringValue.length(key) < needed;
        long address = StringValue.extend(call, key, needed);
        int old = BitArray.get(address, offset);
        if (grows || old != bit) {
            BitArray.set(address, offset, (int) bit);
            call.changed(key, KeyEvent.STRING, SETBIT);
        }
        call.reply().integer(old);
    }

    /** Replies the bit, 0 beyond the end. Redis: getbitCommand. */
    private static void getBit(Call call) {
        long offset = BitOffset.parse(call, 2);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        boolean isInside = offset >>> 3 < StringValue.length(key);
        call.reply().integer(isInside ? BitArray.get(address(call, key), offset) : 0);
    }

    /** Replies how many bits are set. Redis: bitcountCommand. */
    private void count(Call call) {
        range.parse(call, 2, false);
        if (call.argCount() == 3) {
            call.fail(Errors.SYNTAX);
        }
        Key key = call.failed() ? null : call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        boolean isEmpty = range.isBackwards() || !range.apply(StringValue.length(key));
        call.reply().integer(isEmpty ? 0 : BitArray.count(address(call, key), range.firstBit(), range.lastBit()));
    }

    /** Replies where the first such bit is, or -1. A string without an end given goes on in zeros. */
    private void position(Call call) {
        long bit = call.integer(2);
        if ((bit & ~1) != 0) {
            call.fail(NOT_A_BIT);
        }
        range.parse(call, 3, true);
        Key key = call.failed() ? null : call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            call.reply().integer(bit == 1 ? -1 : 0);
            return;
        }
        long length = StringValue.length(key);
        if (!range.apply(length)) {
            call.reply().integer(-1);
            return;
        }
        long found = BitArray.find(address(call, key), range.firstBit(), range.lastBit(), (int) bit);
        boolean isPadding = found < 0 && bit == 0 && !range.hasEnd();
        call.reply().integer(isPadding ? length * 8 : found);
    }

    private static long address(Call call, Key key) {
        return StringValue.address(key, call.scratch(Numbers.MAX_LONG_DIGITS));
    }
}
