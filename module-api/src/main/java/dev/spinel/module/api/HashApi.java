package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.type.hash.FieldExpiry;
import dev.spinel.engine.type.hash.HashCursor;
import dev.spinel.engine.type.hash.HashValue;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.abi.VaList;

/** Keys that hold hashes. Fields and values come in pairs; a field NULL ends them. */
@NeedsLock
public final class HashApi {
    private static final int IF_NEW = 1;
    private static final int IF_EXISTING = 1 << 1;
    private static final int C_FIELDS = 1 << 2;
    private static final int EXISTENCE = 1 << 3;
    private static final int COUNT_ALL = 1 << 4;
    private static final int EXPIRE_TIME = 1 << 5;
    private static final int SET_FLAGS = IF_NEW | IF_EXISTING | C_FIELDS | COUNT_ALL;
    /** What stands for a value when the field is to go. */
    public static final long DELETE = 1;

    /** The time of a field, or a hash, that does not expire. */
    private static final long NO_EXPIRE = -1;

    private HashApi() {}

    /**
     * Sets and deletes fields. Answers how many were changed or deleted, and, with COUNT_ALL, added. 0 tells errno:
     * EINVAL, ENOTSUP for another type, EBADF for the wrong mode, ENOENT when nothing was counted.
     */
    @ModuleFunction(since = "4.0", errno = true, c = "int HashSet(RedisModuleKey *key, int flags, ...)")
    public static int hashSet(LoadedModule caller, ModuleKey key, int flags, long arguments) {
        int errno = refusal(key, flags);
        int count = 0;
        while (errno == 0) {
            long field = nextField(caller, flags, arguments);
            if (field == 0) {
                errno = count == 0 ? Errno.ENOENT : 0;
                break;
            }
            count += change(key, flags, field, VaList.nextLong(arguments));
            StringCell.release(field);
        }
        if (errno != 0) {
            Errno.set(errno);
        }
        return count;
    }

    /**
     * As {@code HashSet} for one field, for Java. ERR for another type and for a key opened for reading.
     *
     * @param value {@link #DELETE} to remove the field
     */
    public static int hashSet(ModuleKey key, long field, long value) {
        if (refusal(key, 0) != 0) {
            return ReplyApi.ERR;
        }
        change(key, 0, field, value);
        return ReplyApi.OK;
    }

    /** As {@code HashGet} for one field, for Java: its value with a reference for the caller; 0 when there is none. */
    public static long hashGet(LoadedModule caller, ModuleKey key, long field) {
        Key found = key == null ? null : key.keyOf(ValueType.HASH);
        if (found == null || !found.exists()) {
            return 0;
        }
        HashCursor cursor = new HashCursor();
        HashValue hash = key.context().engine().hashes().open(found);
        return isVisible(hash, cursor, StringCell.bytes(field), StringCell.length(field), key.seesExpired())
                ? string(caller, cursor.value()) : 0;
    }

    private static int refusal(ModuleKey key, int flags) {
        if (key == null || (flags & ~SET_FLAGS) != 0) {
            return Errno.EINVAL;
        }
        if (key.keyOf(ValueType.HASH) == null) {
            return Errno.ENOTSUP;
        }
        return key.mayChange() ? 0 : Errno.EBADF;
    }

    /** The next field as a string with one reference for the caller; 0 at the end. */
    private static long nextField(LoadedModule caller, int flags, long arguments) {
        long field = VaList.nextLong(arguments);
        if (field == 0) {
            return 0;
        }
        if ((flags & C_FIELDS) != 0) {
            return StringCell.create(caller.memory().strings(), field, Native.length(field));
        }
        StringCell.retain(field);
        return field;
    }

    /** Answers how much the change counts. */
    private static int change(ModuleKey key, int flags, long field, long value) {
        Key found = key.key();
        HashValue hash = key.context().engine().hashes().open(found);
        long name = StringCell.bytes(field);
        long length = StringCell.length(field);
        if (!isConditionMet(hash, flags, name, length)) {
            return 0;
        }
        if (value == DELETE) {
            return hash.remove(name, length) ? 1 : 0;
        }
        hash.grow(1);
        boolean isNew = hash.put(name, length, StringCell.bytes(value), StringCell.length(value));
        key.changed(found);
        return isNew && (flags & COUNT_ALL) == 0 ? 0 : 1;
    }

    /** Whether NX and XX let a change happen. With NX a field whose time is over is removed on the way. */
    private static boolean isConditionMet(HashValue hash, int flags, long name, long length) {
        HashCursor cursor = new HashCursor();
        if ((flags & IF_NEW) != 0 && FieldExpiry.find(hash, cursor, name, length)) {
            return false;
        }
        return (flags & IF_EXISTING) == 0 || isVisible(hash, cursor, name, length, false);
    }

    private static boolean isVisible(HashValue hash, HashCursor cursor, long name, long length, boolean seesExpired) {
        return hash.find(cursor, name, length)
            && (seesExpired || !cursor.isExpired(hash.key().keyspace().nowMs()));
    }

    /**
     * Reads fields into string pointers, NULL where there is none; or, with EXISTS, into ints. With
     * EXPIRE_TIME their expiries are read into longs, NO_EXPIRE where there is none.
     */
    @ModuleFunction(since = "4.0", c = "int HashGet(RedisModuleKey *key, int flags, ...)")
    public static int hashGet(LoadedModule caller, ModuleKey key, int flags, long arguments) {
        if (key == null || key.keyOf(ValueType.HASH) == null) {
            return ReplyApi.ERR;
        }
        HashCursor cursor = new HashCursor();
        for (long field = nextField(caller, flags, arguments); field != 0;
                field = nextField(caller, flags, arguments)) {
            HashValue hash = key.context().engine().hashes().open(key.key());
            boolean exists = isVisible(hash, cursor, StringCell.bytes(field), StringCell.length(field),
                key.seesExpired());
            long target = VaList.nextLong(arguments);
            if ((flags & EXISTENCE) != 0) {
                Native.putInt(target, exists ? 1 : 0);
            } else if ((flags & EXPIRE_TIME) != 0) {
                Native.putLong(target, exists ? cursor.expireAt() : NO_EXPIRE);
            } else {
                Native.putLong(target, exists ? owned(key, cursor.value()) : 0);
            }
            StringCell.release(field);
        }
        return ReplyApi.OK;
    }

    /** The first expiry of all fields in ms since the epoch; NO_EXPIRE when none has one, or for another type. */
    @ModuleFunction(since = "8.4", c = "mstime_t HashFieldMinExpire(RedisModuleKey *key)")
    public static long hashFieldMinExpire(ModuleKey key) {
        Key found = key == null ? null : key.keyOf(ValueType.HASH);
        if (found == null || !found.exists()) {
            return NO_EXPIRE;
        }
        long first = key.context().engine().hashes().open(found).firstExpiry();
        return first == ValueType.NEVER ? NO_EXPIRE : first;
    }

    private static long owned(ModuleKey key, ListpackReader text) {
        long string = string(key.context().module(), text);
        key.context().autoMemory().addString(string);
        return string;
    }

    /** A copy of an element, with one reference for the caller. */
    static long string(LoadedModule module, ListpackReader text) {
        int tag = module.memory().strings();
        return text.isInteger() ? StringCell.create(tag, Text.bytes(Long.toString(text.integer())))
                : StringCell.create(tag, text.address(), text.length());
    }
}
