package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArrayCursor;
import dev.spinel.engine.struct.array.WordText;

/** AROP: one number out of the elements of a range. */
final class FoldCommand {
    private static final NumberFold.Operation[] OPERATIONS = NumberFold.Operation.values();
    private static final byte[][] NAMES = {
        Text.bytes("sum"), Text.bytes("min"), Text.bytes("max"), Text.bytes("and"), Text.bytes("or"), Text.bytes("xor"),
    };
    private static final byte[] MATCH = Text.bytes("match");
    private static final byte[] USED = Text.bytes("used");
    private static final byte[] UNKNOWN_OPERATION = Errors.bytes("ERR unknown operation");
    private static final byte[] NO_MATCH_VALUE = Errors.bytes("ERR MATCH requires a value argument");

    private final ArrayValue value;
    private final ArrayIndex index = new ArrayIndex();
    private final SparseArrayCursor cursor = new SparseArrayCursor();

    FoldCommand(SliceLimits limits) {
        value = new ArrayValue(limits);
    }

    void register(CommandTable table) {
        table.add("AROP", this::fold);
    }

    /** Replies a count, or a number, null where there is none. Errors: index, operation. Redis: aropCommand. */
    private void fold(Call call) {
        long start = index.parse(call, 2);
        long end = call.failed() ? 0 : index.parse(call, 3);
        boolean isMatch = call.args().is(4, MATCH);
        boolean isCount = isMatch || call.args().is(4, USED);
        NumberFold numbers = isCount ? null : numbers(call);
        if (!call.failed() && call.argCount() != (isMatch ? 6 : 5)) {
            call.fail(isMatch ? NO_MATCH_VALUE : Errors.wrongArity(call.row().fullName()));
        }
        Key key = call.failed() ? null : call.read(1, 0, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        boolean exists = value.open(call, key).exists();
        if (exists) {
            cursor.begin(value.array(), start, end);
        }
        if (isCount) {
            call.reply().integer(exists ? count(call.args(), isMatch) : 0);
            return;
        }
        while (exists && cursor.next()) {
            long word = cursor.word();
            numbers.add(word, value.text(word));
        }
        numbers.reply(call.reply());
    }

    private static NumberFold numbers(Call call) {
        for (int i = 0; i < NAMES.length; i++) {
            if (call.args().is(4, NAMES[i])) {
                return new NumberFold(OPERATIONS[i]);
            }
        }
        call.fail(UNKNOWN_OPERATION);
        return null;
    }

    /** How many elements there are, or how many equal the last argument. */
    private long count(Args args, boolean isMatch) {
        long count = 0;
        while (cursor.next()) {
            count += !isMatch || isEqual(value.text(cursor.word()), args.address(5), args.length(5)) ? 1 : 0;
        }
        return count;
    }

    private static boolean isEqual(WordText text, long address, long length) {
        return text.length() == length && Mem.isEqual(text.address(), address, length);
    }
}
