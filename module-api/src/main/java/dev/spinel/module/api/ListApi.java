package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.type.list.ListCursor;
import dev.spinel.engine.type.list.ListValue;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;

/**
 * Keys that hold lists. Errors tell errno: EINVAL for NULL, ENOTSUP for another type, EBADF for the wrong mode, EDOM
 * for an index that is not there.
 */
@NeedsLock
public final class ListApi {
    private static final int HEAD = 0;
    private static final int TAIL = 1;

    private ListApi() {}

    private static ListValue open(ModuleKey key, Key found) {
        return key.context().engine().lists().open(found);
    }

    /** Adds an element at one end; an absent key becomes a list. */
    @ModuleFunction(since = "4.0", errno = true,
            c = "int ListPush(RedisModuleKey *kp, int where, RedisModuleString *ele)")
    public static int listPush(ModuleKey kp, int where, long ele) {
        Key found = kp == null || ele == 0 ? null : kp.key();
        int errno = found == null ? Errno.EINVAL : refusal(kp, found, ModuleKey.WRITE);
        if (errno != 0) {
            Errno.set(errno);
            return ReplyApi.ERR;
        }
        long length = StringCell.length(ele);
        ListValue list = open(kp, found);
        list.grow(length, 1);
        list.push(where == HEAD, StringCell.bytes(ele), length);
        kp.changed(found);
        return ReplyApi.OK;
    }

    private static int refusal(ModuleKey key, Key found, int mode) {
        if (found.exists() && found.type() != ValueType.LIST) {
            return Errno.ENOTSUP;
        }
        boolean may = mode == ModuleKey.WRITE ? key.mayChange() : (key.mode() & mode) != 0;
        return may ? 0 : Errno.EBADF;
    }

    /** Takes the element at one end away; the module owns it. */
    @ModuleFunction(since = "4.0", errno = true, c = "RedisModuleString *ListPop(RedisModuleKey *key, int where)")
    public static long listPop(ModuleKey key, int where) {
        ListCursor cursor = seek(key, where == HEAD ? 0 : -1, ModuleKey.WRITE);
        if (cursor == null) {
            return 0;
        }
        long popped = string(key, cursor);
        delete(key, cursor);
        return popped;
    }

    /** The element with this index, negative ones counting from the end; the module owns it. */
    @ModuleFunction(since = "7.0", errno = true, c = "RedisModuleString *ListGet(RedisModuleKey *key, long index)")
    public static long listGet(ModuleKey key, long index) {
        ListCursor cursor = seek(key, index, ModuleKey.READ);
        return cursor == null ? 0 : string(key, cursor);
    }

    /** Replaces an element. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ListSet(RedisModuleKey *key, long index, RedisModuleString *value)")
    public static int listSet(ModuleKey key, long index, long value) {
        if (value == 0 || seek(key, index, ModuleKey.WRITE) == null) {
            if (value == 0) {
                Errno.set(Errno.EINVAL);
            }
            return ReplyApi.ERR;
        }
        ListValue list = open(key, key.key());
        list.grow(StringCell.length(value), 0);
        ListCursor cursor = new ListCursor();
        list.seek(cursor, index);
        list.set(cursor, StringCell.bytes(value), StringCell.length(value));
        list.shrink();
        return ReplyApi.OK;
    }

    /** Inserts before the element with a positive index, behind the one with a negative index. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ListInsert(RedisModuleKey *key, long index, RedisModuleString *value)")
    public static int listInsert(ModuleKey key, long index, long value) {
        Key found = key == null || value == 0 ? null : key.keyOf(ValueType.LIST);
        if (found != null) {
            long count = found.exists() ? open(key, found).length() : 0;
            boolean isEnd = index < 0 ? -index - 1 == count : index == count;
            if (isEnd) {
                return listPush(key, index < 0 ? HEAD : TAIL, value);
            }
        }
        if (value == 0 || seek(key, index, ModuleKey.WRITE) == null) {
            if (value == 0) {
                Errno.set(Errno.EINVAL);
            }
            return ReplyApi.ERR;
        }
        ListValue list = open(key, key.key());
        list.grow(StringCell.length(value), 1);
        ListCursor cursor = new ListCursor();
        list.seek(cursor, index);
        list.insert(cursor, index < 0, StringCell.bytes(value), StringCell.length(value));
        return ReplyApi.OK;
    }

    /** Removes an element; a list without any is gone. */
    @ModuleFunction(since = "7.0", errno = true, c = "int ListDelete(RedisModuleKey *key, long index)")
    public static int listDelete(ModuleKey key, long index) {
        ListCursor cursor = seek(key, index, ModuleKey.WRITE);
        if (cursor == null) {
            return ReplyApi.ERR;
        }
        delete(key, cursor);
        return ReplyApi.OK;
    }

    private static void delete(ModuleKey key, ListCursor cursor) {
        ListValue list = key.context().engine().lists();
        list.deleteThenNext(cursor);
        list.shrink();
    }

    /** A cursor on an element of an existing list; null, with errno, when there is no such thing. */
    private static ListCursor seek(ModuleKey key, long index, int mode) {
        Key found = key == null ? null : key.key();
        if (found == null) {
            Errno.set(Errno.EINVAL);
            return null;
        }
        int errno = found.exists() ? refusal(key, found, mode) : Errno.ENOTSUP;
        ListCursor cursor = new ListCursor();
        if (errno == 0 && !open(key, found).seek(cursor, index)) {
            errno = Errno.EDOM;
        }
        if (errno != 0) {
            Errno.set(errno);
            return null;
        }
        return cursor;
    }

    private static long string(ModuleKey key, ListCursor cursor) {
        LoadedModule module = key.context().module();
        if (cursor.isInteger()) {
            return StringApi.create(module, key.context(), Text.bytes(Long.toString(cursor.integer())));
        }
        long string = StringCell.create(module.memory().strings(), cursor.address(), cursor.length());
        key.context().autoMemory().addString(string);
        return string;
    }
}
