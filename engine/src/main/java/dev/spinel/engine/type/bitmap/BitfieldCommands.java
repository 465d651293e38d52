package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.type.string.StringValue;
import java.util.Arrays;

/** BITFIELD: rows and methods. The operations of a call are parsed into columns before any is done. One per engine. */
final class BitfieldCommands {
    private static final byte[] GET_WORD = Text.bytes("get");
    private static final byte[] SET_WORD = Text.bytes("set");
    private static final byte[] INCRBY_WORD = Text.bytes("incrby");
    private static final byte[] OVERFLOW_WORD = Text.bytes("overflow");
    private static final byte[] WRAP_WORD = Text.bytes("wrap");
    private static final byte[] SAT_WORD = Text.bytes("sat");
    private static final byte[] FAIL_WORD = Text.bytes("fail");
    private static final byte[] TYPE_INVALID = Errors.bytes(
        "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.");
    private static final byte[] OVERFLOW_INVALID = Errors.bytes("ERR Invalid OVERFLOW type specified");
    private static final byte[] GET_ONLY = Errors.bytes("ERR BITFIELD_RO only supports the GET subcommand");

    private static final int GET = 0;
    private static final int SET = 1;
    private static final int INCRBY = 2;
    private static final int SIGNED = 1 << 7;

    private int count;
    private int[] kinds = new int[8];
    /** Width, with {@link #SIGNED}. */
    private int[] types = new int[8];
    private long[] offsets = new long[8];
    private long[] operands = new long[8];
    private Overflow[] overflows = new Overflow[8];
    private long lastWrittenBit;

    void register(CommandTable table) {
        table.add("BITFIELD", call -> run(call, true));
        table.add("BITFIELD_RO", call -> run(call, false));
    }

    /** Replies one value per operation, null where OVERFLOW FAIL forbade it. Redis: bitfieldGeneric. */
    private void run(Call call, boolean mayWrite) {
        parse(call);
        boolean writes = lastWrittenBit >= 0;
        if (writes && !mayWrite) {
            call.fail(GET_ONLY);
        }
        if (call.failed()) {
            return;
        }
        Key key = writes ? call.writeTyped(1, ValueType.STRING) : call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        boolean grows = false;
        long digits = call.scratch(Numbers.MAX_LONG_DIGITS);
        if (writes) {
            long needed = (lastWrittenBit >>> 3) + 1;
            grows = !key.exists() || StringValue.length(key) < needed;
            StringValue.extend(call, key, needed);
        }
        long length = StringValue.length(key);
        long address = key.exists() ? StringValue.address(key, digits) : 0;
        long changes = 0;
        call.reply().array(count);
        for (int i = 0; i < count; i++) {
            changes += execute(call, i, address, length, grows) ? 1 : 0;
        }
        if (changes > 0) {
            call.dirty(changes - 1);
            call.changed(key, KeyEvent.STRING, BitmapCommands.SETBIT);
        } else if (grows) {
            call.keyspace().sizes().settle(key);    // it grew although every operation failed by overflow
        }
    }

    /** Answers whether the operation counts as a change: any write does when the string has grown. */
    private boolean execute(Call call, int i, long address, long length, boolean grows) {
        int bits = types[i] & ~SIGNED;
        boolean isSigned = (types[i] & SIGNED) != 0;
        long old = isSigned
            ? Bitfield.readSigned(address, length, offsets[i], bits) : Bitfield.read(address, length, offsets[i], bits);
        if (kinds[i] == GET) {
            call.reply().integer(old);
            return false;
        }
        long base = kinds[i] == SET ? operands[i] : old;
        long increment = kinds[i] == SET ? 0 : operands[i];
        boolean isOutside = isSigned
            ? Overflow.isSignedOutside(base, increment, bits) : Overflow.isUnsignedOutside(base, increment, bits);
        if (isOutside && overflows[i] == Overflow.FAIL) {
            call.reply().nil();
            return false;
        }
        long fresh = isSigned
            ? overflows[i].signed(base, increment, bits) : overflows[i].unsigned(base, increment, bits);
        Bitfield.write(address, offsets[i], bits, fresh);
        call.reply().integer(kinds[i] == SET ? old : fresh);
        return grows || old != fresh;
    }

    private void parse(Call call) {
        Args args = call.args();
        count = 0;
        lastWrittenBit = -1;
        Overflow overflow = Overflow.WRAP;
        for (int i = 2; i < args.count() && !call.failed(); ) {
            int left = args.count() - i - 1;
            if (args.is(i, OVERFLOW_WORD) && left >= 1) {
                overflow = overflow(call, i + 1);
                i += 2;
            } else {
                int kind = kind(args, i, left);
                if (kind < 0) {
                    call.fail(Errors.SYNTAX);
                    return;
                }
                add(call, i, kind, overflow);
                i += kind == GET ? 3 : 4;
            }
        }
    }

    private static int kind(Args args, int index, int left) {
        if (args.is(index, GET_WORD) && left >= 2) {
            return GET;
        }
        if (args.is(index, SET_WORD) && left >= 3) {
            return SET;
        }
        return args.is(index, INCRBY_WORD) && left >= 3 ? INCRBY : -1;
    }

    private static Overflow overflow(Call call, int index) {
        Args args = call.args();
        if (args.is(index, WRAP_WORD)) {
            return Overflow.WRAP;
        }
        if (args.is(index, SAT_WORD)) {
            return Overflow.SAT;
        }
        if (!args.is(index, FAIL_WORD)) {
            call.fail(OVERFLOW_INVALID);
        }
        return Overflow.FAIL;
    }

    private void add(Call call, int index, int kind, Overflow overflow) {
        if (count == kinds.length) {
            grow();
        }
        kinds[count] = kind;
        types[count] = type(call, index + 1);
        int bits = types[count] & ~SIGNED;
        offsets[count] = call.failed() ? 0 : BitOffset.parse(call, index + 2, bits);
        overflows[count] = overflow;
        if (kind != GET) {
            lastWrittenBit = Math.max(lastWrittenBit, offsets[count] + bits - 1);
            operands[count] = call.integer(index + 3);
        }
        count++;
    }

    private static int type(Call call, int index) {
        long address = call.args().address(index);
        long length = call.args().length(index);
        int letter = length == 0 ? 0 : Mem.getByte(address);
        boolean isSigned = letter == 'i';
        if ((isSigned || letter == 'u') && Numbers.isLong(address + 1, length - 1)) {
            long bits = Numbers.parseLong(address + 1, length - 1);
            if (bits >= 1 && bits <= (isSigned ? 64 : 63)) {
                return (int) bits | (isSigned ? SIGNED : 0);
            }
        }
        call.fail(TYPE_INVALID);
        return 1;
    }

    private void grow() {
        int capacity = count * 2;
        kinds = Arrays.copyOf(kinds, capacity);
        types = Arrays.copyOf(types, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        operands = Arrays.copyOf(operands, capacity);
        overflows = Arrays.copyOf(overflows, capacity);
    }
}
