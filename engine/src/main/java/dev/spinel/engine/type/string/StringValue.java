package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Numbers;

/** What can be done with the value of a string key, whichever way it is encoded. */
public final class StringValue {
    /** Longest value SET stores as embstr. */
    private static final int MAX_EMBSTR = 44;
    /** Blocks shorter than this are copied into the entry rather than adopted. */
    private static final int MIN_ADOPTED = 256;

    private StringValue() {}

    /** Length of the value as text; 0 when the key is absent. */
    public static long length(Key key) {
        if (!key.exists()) {
            return 0;
        }
        return key.isInteger() ? Numbers.length(key.integer()) : key.bytesLength();
    }

    /** Address of the value as text; an integer is written to {@code digits}, which has room for 20 bytes. */
    public static long address(Key key, long digits) {
        if (!key.isInteger()) {
            return key.bytesAddress();
        }
        Numbers.write(digits, key.integer());
        return digits;
    }

    /** Replies the value as a bulk, an absent key as null. */
    public static void reply(Call call, Key key) {
        if (!key.exists()) {
            call.reply().nil();
        } else if (key.isInteger()) {
            call.reply().bulkInteger(key.integer());
        } else {
            call.reply().bulk(key.bytesAddress(), key.bytesLength());
        }
    }

    /** Stores an argument as the value of a key, as an integer where it is one; a block received alone is adopted. */
    public static void store(Call call, int index, Key key, long expireAt) {
        Args args = call.args();
        int length = args.length(index);
        long block = length >= MIN_ADOPTED ? args.adopt(index) : 0;
        if (block == 0) {
            store(key, args.address(index), length, expireAt);
        } else {
            key.beforeOverwrite();
            key.putBlock(ValueType.STRING, Entry.RAW, block, length, expireAt);
        }
    }

    /** Stores bytes as the value of a key, in the encoding SET chooses. */
    public static void store(Key key, long address, long length, long expireAt) {
        key.beforeOverwrite();
        if (Numbers.isLong(address, length)) {
            key.putInteger(Numbers.parseLong(address, length), expireAt);
        } else {
            key.putBytes(ValueType.STRING, encodingOf(length), address, length, expireAt);
        }
    }

    /** The encoding of bytes that are no integer. */
    public static int encodingOf(long length) {
        return length <= MAX_EMBSTR ? Entry.EMBSTR : Entry.RAW;
    }

    /**
     * Makes the value {@code bytes} long and {@code raw}, and answers where its bytes are now. New bytes are zero; an
     * absent key comes into being. Values never shrink here.
     */
    public static long extend(Call call, Key key, long bytes) {
        if (!key.exists()) {
            key.putBytes(ValueType.STRING, Entry.RAW, call.scratch(1), 0, Key.NEVER);
        } else if (key.isInteger()) {
            long digits = call.scratch(Numbers.MAX_LONG_DIGITS);
            int length = Numbers.write(digits, key.integer());
            key.putBytes(ValueType.STRING, Entry.RAW, digits, length, key.expireAt());
        } else {
            key.encoding(Entry.RAW);
        }
        long old = key.bytesLength();
        if (bytes <= old) {
            return key.bytesAddress();
        }
        long address = key.resizeBytes(bytes);
        Mem.fill(address + old, bytes - old, (byte) 0);
        return address;
    }
}
