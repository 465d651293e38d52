package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;

/** Rows and methods of the string group that read or edit a value; the others are registered from here. */
public final class StringCommands {
    private static final byte[] APPEND = KeyEvent.name("append");
    private static final byte[] SETRANGE = KeyEvent.name("setrange");
    private static final byte[] NOTHING = {};

    private StringCommands() {}

    /** Adds the commands of this room and its type. */
    public static void register(CommandTable table) {
        ValueType.register(new StringType());
        table.add("GET", StringCommands::get);
        table.add("MGET", StringCommands::getMany);
        table.add("STRLEN", StringCommands::length);
        table.add("GETRANGE", StringCommands::getRange);
        table.add("SUBSTR", StringCommands::getRange);
        table.add("APPEND", StringCommands::append);
        table.add("SETRANGE", StringCommands::setRange);
        table.add("LCS", Lcs::run);
        new SetCommands().register(table);
        new GetExCommands().register(table);
        CounterCommands.register(table);
    }

    /** Replies the value, or null. Errors: WRONGTYPE. Redis: getCommand. */
    private static void get(Call call) {
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        StringValue.reply(call, key);
    }

    /** Replies a value per key, null for what is absent or no string. Redis: mgetCommand. */
    private static void getMany(Call call) {
        int count = call.argCount();
        call.reply().array(count - 1);
        for (int i = 1; i < count; i++) {
            int mark = call.keyMark();
            Key key = call.read(i);
            if (key.type() == ValueType.STRING) {
                StringValue.reply(call, key);
            } else {
                call.reply().nil();
            }
            call.releaseKeys(mark);
        }
    }

    private static void length(Call call) {
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        call.reply().integer(StringValue.length(key));
    }

    /** Replies the bytes from start to end, both inclusive, negative ones from the end. Redis: getrangeCommand. */
    private static void getRange(Call call) {
        long start = call.integer(2);
        long end = call.integer(3);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        long length = StringValue.length(key);
        long from = Math.max(start < 0 ? start + length : start, 0);
        long to = Math.min(end < 0 ? end + length : end, length - 1);
        if (from > to) {
            call.reply().bulk(NOTHING);
            return;
        }
        long address = StringValue.address(key, call.scratch(Numbers.MAX_LONG_DIGITS));
        call.reply().bulk(address + from, to - from + 1);
    }

    /** Replies the new length. Errors: WRONGTYPE, too long. Redis: appendCommand. */
    private static void append(Call call) {
        Key key = call.writeTyped(1, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        int tail = args.length(2);
        long length = StringValue.length(key);
        if (key.exists()) {
            call.checkStringLength(length + tail);
        }
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            StringValue.store(call, 2, key, Key.NEVER);
        } else {
            Mem.copy(args.address(2), StringValue.extend(call, key, length + tail) + length, tail);
        }
        call.changed(key, KeyEvent.STRING, APPEND);
        call.reply().integer(length + tail);
    }

    /** Replies the length. Errors: offset out of range, WRONGTYPE, too long. Redis: setrangeCommand. */
    private static void setRange(Call call) {
        long offset = call.integer(2);
        if (offset < 0) {
            call.fail(Errors.OFFSET_OUT_OF_RANGE);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.STRING);
        Args args = call.args();
        int patch = args.length(3);
        if (patch > 0) {
            call.checkStringLength(offset + patch);
        }
        if (call.failed()) {
            return;
        }
        long length = StringValue.length(key);
        if (patch > 0) {
            length = Math.max(length, offset + patch);
            Mem.copy(args.address(3), StringValue.extend(call, key, length) + offset, patch);
            call.changed(key, KeyEvent.STRING, SETRANGE);
        }
        call.reply().integer(length);
    }
}
