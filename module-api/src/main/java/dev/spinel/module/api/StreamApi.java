package dev.spinel.module.api;

import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;

/**
 * Keys that hold streams. This server has none yet, so every key answers as one of another type does: errno ENOTSUP,
 * or EINVAL for NULL.
 */
public final class StreamApi {
    private StreamApi() {}

    private static int refuse(ModuleKey key) {
        Errno.set(key == null ? Errno.EINVAL : Errno.ENOTSUP);
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "6.2", errno = true, c = "int StreamAdd(RedisModuleKey *key, int flags, "
            + "RedisModuleStreamID *id, RedisModuleString **argv, int64_t numfields)")
    public static int streamAdd(ModuleKey key, int flags, long id, long argv, long numfields) {
        return refuse(key);
    }

    @ModuleFunction(since = "6.2", errno = true, c = "int StreamDelete(RedisModuleKey *key, RedisModuleStreamID *id)")
    public static int streamDelete(ModuleKey key, long id) {
        return refuse(key);
    }

    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorStart(RedisModuleKey *key, int flags, "
            + "RedisModuleStreamID *startid, RedisModuleStreamID *endid)")
    public static int streamIteratorStart(ModuleKey key, int flags, long startid, long endid) {
        return refuse(key);
    }

    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorStop(RedisModuleKey *key)")
    public static int streamIteratorStop(ModuleKey key) {
        return refuse(key);
    }

    @ModuleFunction(since = "6.2", errno = true,
            c = "int StreamIteratorNextID(RedisModuleKey *key, RedisModuleStreamID *id, long *numfields)")
    public static int streamIteratorNextId(ModuleKey key, long id, long numfields) {
        return refuse(key);
    }

    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorNextField(RedisModuleKey *key, "
            + "RedisModuleString **field_ptr, RedisModuleString **value_ptr)")
    public static int streamIteratorNextField(ModuleKey key, long fieldPtr, long valuePtr) {
        return refuse(key);
    }

    @ModuleFunction(since = "6.2", errno = true, c = "int StreamIteratorDelete(RedisModuleKey *key)")
    public static int streamIteratorDelete(ModuleKey key) {
        return refuse(key);
    }

    /** -1, with errno. */
    @ModuleFunction(since = "6.2", errno = true,
            c = "long long StreamTrimByLength(RedisModuleKey *key, int flags, long long length)")
    public static long streamTrimByLength(ModuleKey key, int flags, long length) {
        refuse(key);
        return -1;
    }

    /** -1, with errno. */
    @ModuleFunction(since = "6.2", errno = true,
            c = "long long StreamTrimByID(RedisModuleKey *key, int flags, RedisModuleStreamID *id)")
    public static long streamTrimById(ModuleKey key, int flags, long id) {
        refuse(key);
        return -1;
    }
}
