package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Numbers;

/** Rows and methods of the string group. */
public final class StringCommands {
    private static final int MAX_EMBSTR = 44;

    private StringCommands() {}

    /** Adds the commands of this room. */
    public static void register(CommandTable table) {
        ValueType.register(new StringType());
        table.add("GET", StringCommands::get);
        table.add("SET", StringCommands::set);
    }

    /** Replies the value, or null. Errors: WRONGTYPE. Redis: getCommand. */
    private static void get(Call call) {
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        replyValue(call, key);
    }

    private static void set(Call call) {
        Key key = call.write(1);
        store(call, 2, key, Key.NEVER);
        call.changed(key, KeyEvent.STRING, KeyEvent.SET_NAME);
        call.reply().ok();
    }

    /** Replies a string value as a bulk, an absent key as null. */
    static void replyValue(Call call, Key key) {
        if (!key.exists()) {
            call.reply().nil();
        } else if (key.isInteger()) {
            call.reply().bulkInteger(key.integer());
        } else {
            call.reply().bulk(key.bytesAddress(), key.bytesLength());
        }
    }

    /** Stores an argument as the value of a key, as an integer where it is one; a block received alone is adopted. */
    static void store(Call call, int index, Key key, long expireAt) {
        Args args = call.args();
        long address = args.address(index);
        int length = args.length(index);
        if (Numbers.isLong(address, length)) {
            key.putInteger(Numbers.parseLong(address, length), expireAt);
            return;
        }
        long block = args.adopt(index);
        int encoding = length <= MAX_EMBSTR ? Entry.EMBSTR : Entry.RAW;
        if (block != 0) {
            key.putBlock(ValueType.STRING, encoding, block, length, expireAt);
        } else {
            key.putBytes(ValueType.STRING, encoding, address, length, expireAt);
        }
    }
}
