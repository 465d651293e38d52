package dev.spinel.engine.type.bitmap;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.type.string.StringValue;
import java.util.Locale;

/** BITOP: strings combined bit by bit, shorter ones padded with zeros. Works source by source on a fresh block. */
enum BitOperation {
    AND, OR, XOR, NOT, DIFF, DIFF1, ANDOR, ONE;

    private static final BitOperation[] ALL = values();
    private static final byte[] NOT_OF_ONE = Errors.bytes("ERR BITOP NOT must be called with a single source key.");
    private static final int FIRST_SOURCE = 3;

    private final byte[] word = Text.bytes(name().toLowerCase(Locale.ROOT));

    static void register(CommandTable table) {
        table.add("BITOP", BitOperation::run);
    }

    /** Replies the length of the result, which replaces the target. Redis: bitopCommand. */
    private static void run(Call call) {
        BitOperation operation = parse(call);
        long bytes = 0;
        for (int i = FIRST_SOURCE; i < call.argCount() && !call.failed(); i++) {
            int mark = call.keyMark();
            bytes = Math.max(bytes, StringValue.length(call.read(i, 0, ValueType.STRING)));
            call.releaseKeys(mark);
        }
        if (!call.failed()) {
            store(call, bytes == 0 ? 0 : operation.combine(call, bytes), bytes);
        }
    }

    private static BitOperation parse(Call call) {
        for (BitOperation operation : ALL) {
            if (call.args().is(1, operation.word)) {
                operation.checkSources(call, call.argCount() - FIRST_SOURCE);
                return operation;
            }
        }
        call.fail(Errors.SYNTAX);
        return null;
    }

    private void checkSources(Call call, int sources) {
        if (this == NOT && sources != 1) {
            call.fail(NOT_OF_ONE);
        }
        boolean needsTwo = this == DIFF || this == DIFF1 || this == ANDOR;
        if (needsTwo && sources < 2) {
            call.fail(Errors.bytes("ERR BITOP " + name() + " must be called with at least two source keys."));
        }
    }

    /** A block of {@code bytes} with the result; the caller owns it. */
    private long combine(Call call, long bytes) {
        long result = Blocks.allocate(MemoryTag.SERVER, bytes);
        load(call, FIRST_SOURCE, result, bytes);
        long other = Blocks.allocate(MemoryTag.SERVER, bytes);
        if (this == NOT) {
            Mem.initFill(other, bytes, (byte) -1);
            apply(XOR, result, other, bytes);
        } else if (this == ONE) {
            exactlyOne(call, result, other, bytes);
        } else if (this == DIFF || this == DIFF1 || this == ANDOR) {
            firstAgainstRest(call, result, other, bytes);
        } else {
            for (int i = FIRST_SOURCE + 1; i < call.argCount(); i++) {
                load(call, i, other, bytes);
                apply(this, result, other, bytes);
            }
        }
        Arena.free(other);
        return result;
    }

    private void exactlyOne(Call call, long once, long source, long bytes) {
        long often = Arena.allocateZeroed(MemoryTag.SERVER, bytes);
        long both = Blocks.allocate(MemoryTag.SERVER, bytes);
        for (int i = FIRST_SOURCE + 1; i < call.argCount(); i++) {
            load(call, i, source, bytes);
            Mem.initCopy(once, both, bytes);
            apply(AND, both, source, bytes);
            apply(OR, often, both, bytes);
            apply(OR, once, source, bytes);
        }
        apply(DIFF, once, often, bytes);
        Arena.free(both);
        Arena.free(often);
    }

    private void firstAgainstRest(Call call, long result, long source, long bytes) {
        long rest = Arena.allocateZeroed(MemoryTag.SERVER, bytes);
        for (int i = FIRST_SOURCE + 1; i < call.argCount(); i++) {
            load(call, i, source, bytes);
            apply(OR, rest, source, bytes);
        }
        apply(this == ANDOR ? AND : this, result, rest, bytes);
        Arena.free(rest);
    }

    /** Copies the value of a source and pads it with zeros. */
    private static void load(Call call, int index, long target, long bytes) {
        int mark = call.keyMark();
        Key key = call.peek(index);
        long length = StringValue.length(key);
        if (length > 0) {
            Mem.initCopy(StringValue.address(key, call.scratch(Numbers.MAX_LONG_DIGITS)), target, length);
        }
        Mem.initFill(target + length, bytes - length, (byte) 0);
        call.releaseKeys(mark);
    }

    /** {@code target = target operation source}; DIFF is and-not, DIFF1 the same the other way round. */
    private static void apply(BitOperation operation, long target, long source, long bytes) {
        long i = 0;
        for (; i <= bytes - Long.BYTES; i += Long.BYTES) {
            Mem.initLong(target + i, operation.of(Mem.getLong(target + i), Mem.getLong(source + i)));
        }
        for (; i < bytes; i++) {
            Mem.initByte(target + i, (byte) operation.of(Mem.getByte(target + i), Mem.getByte(source + i)));
        }
    }

    private long of(long a, long b) {
        return switch (this) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case DIFF -> a & ~b;
            case DIFF1 -> b & ~a;
            default -> throw new IllegalStateException(name());
        };
    }

    private static void store(Call call, long block, long bytes) {
        Key key = call.write(2);
        if (block == 0) {
            if (key.exists()) {
                key.delete();
                call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
            }
        } else {
            key.beforeOverwrite();
            key.putBytes(ValueType.STRING, Entry.RAW, block, bytes, Key.NEVER);
            Arena.free(block);
            call.changed(key, KeyEvent.STRING, KeyEvent.SET_NAME);
        }
        call.reply().integer(bytes);
    }
}
