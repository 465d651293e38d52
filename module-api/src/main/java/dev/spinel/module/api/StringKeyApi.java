package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.type.string.StringValue;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;

/** Keys that hold strings. */
@NeedsLock
public final class StringKeyApi {
    private static final long MAX_BYTES = 512L << 20;

    private StringKeyApi() {}

    /** Stores a string, in place of whatever was there, without expiry. */
    @ModuleFunction(since = "4.0", c = "int StringSet(RedisModuleKey *key, RedisModuleString *str)")
    public static int stringSet(ModuleKey key, long str) {
        if (KeyApi.deleteKey(key) == ReplyApi.ERR) {
            return ReplyApi.ERR;
        }
        long length = StringCell.length(str);
        Key target = key.key();
        target.putBytes(ValueType.STRING, StringValue.encodingOf(length), StringCell.bytes(str), length, Key.NEVER);
        key.changed(target);
        return ReplyApi.OK;
    }

    /**
     * The bytes of the value itself, to read, and, when the key is open for writing, to write. They stay where they
     * are until something else changes the value. NULL for another type; an absent key reads as empty.
     */
    @ModuleFunction(since = "4.0", c = "char *StringDMA(RedisModuleKey *key, size_t *len, int mode)")
    public static long stringDma(LoadedModule caller, ModuleKey key, long len, int mode) {
        Key value = key == null ? null : key.keyOf(ValueType.STRING);
        if (value == null) {
            return 0;
        }
        if (!value.exists()) {
            Native.putLong(len, 0);
            return StringCell.bytes(caller.server().constantText(""));
        }
        settle(value);
        long bytes = value.bytesLength();
        if ((mode & ModuleKey.WRITE) != 0 && (key.mayChange() || !key.context().module().isStrict())) {
            // What a module writes is unseen: a snapshot must have its copy before.
            Mem.copy(value.bytesAddress(), value.bytesAddress(), bytes);
        }
        Native.putLong(len, bytes);
        return value.bytesAddress();
    }

    /** Gives the value a block of its own, which stays where it is when the entry moves. */
    private static void settle(Key value) {
        if (Entry.isBlock(value.entry())) {
            if (value.encoding() != Entry.RAW) value.encoding(Entry.RAW);
            return;
        }
        long length = StringValue.length(value);
        long block = Arena.allocate(MemoryTag.VALUE, Math.max(length, 1));
        if (value.isInteger()) {
            Numbers.write(block, value.integer());
        } else {
            Mem.initCopy(value.bytesAddress(), block, length);
        }
        value.putBlock(ValueType.STRING, Entry.RAW, block, length, value.expireAt());
    }

    /** Makes the value {@code newlen} bytes long; new ones are zero. An absent key comes into being. */
    @ModuleFunction(since = "4.0", c = "int StringTruncate(RedisModuleKey *key, size_t newlen)")
    public static int stringTruncate(ModuleKey key, long newlen) {
        Key value = key.keyOf(ValueType.STRING);
        if (!key.mayChange() || value == null || newlen < 0 || newlen > MAX_BYTES) {
            return ReplyApi.ERR;
        }
        if (!value.exists()) {
            if (newlen == 0) {
                return ReplyApi.OK;
            }
            value.putBytes(ValueType.STRING, Entry.RAW, new byte[0], Key.NEVER);
            key.changed(value);
        }
        settle(value);
        long old = value.bytesLength();
        long bytes = value.resizeBytes(newlen);
        if (newlen > old) {
            Mem.fill(bytes + old, newlen - old, (byte) 0);
        }
        return ReplyApi.OK;
    }
}
