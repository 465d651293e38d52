package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.ModuleFunction;

/** Active defragmentation, which this server has no need of: memory of modules never has to move. */
public final class DefragApi {
    private DefragApi() {}

    /** {@code RedisModuleDefragCtx}. There is never one. */
    public static final class DefragContext extends Handle {
        private DefragContext() {}
    }

    /** Accepts a function that would be called while memory is defragmented. */
    @ModuleFunction(since = "6.2", c = "int RegisterDefragFunc(RedisModuleCtx *ctx, RedisModuleDefragFunc func)")
    public static int registerDefragFunc(ModuleContext ctx, long func) {
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "8.0", c = "int RegisterDefragCallbacks(RedisModuleCtx *ctx, RedisModuleDefragFunc start, "
            + "RedisModuleDefragFunc end)")
    public static int registerDefragCallbacks(ModuleContext ctx, long start, long end) {
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "6.2", c = "int DefragShouldStop(RedisModuleDefragCtx *ctx)")
    public static boolean defragShouldStop(DefragContext ctx) {
        return true;
    }

    @ModuleFunction(since = "6.2", c = "int DefragCursorSet(RedisModuleDefragCtx *ctx, unsigned long cursor)")
    public static int defragCursorSet(DefragContext ctx, long cursor) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "6.2", c = "int DefragCursorGet(RedisModuleDefragCtx *ctx, unsigned long *cursor)")
    public static int defragCursorGet(DefragContext ctx, long cursor) {
        return ReplyApi.ERR;
    }

    /** NULL: the memory stays where it is. */
    @ModuleFunction(since = "6.2", c = "void *DefragAlloc(RedisModuleDefragCtx *ctx, void *ptr)")
    public static long defragAlloc(DefragContext ctx, long ptr) {
        return 0;
    }

    @ModuleFunction(since = "8.0", c = "void *DefragAllocRaw(RedisModuleDefragCtx *ctx, size_t size)")
    public static long defragAllocRaw(LoadedModule caller, DefragContext ctx, long size) {
        return MemoryApi.alloc(caller, size);
    }

    @ModuleFunction(since = "8.0", c = "void DefragFreeRaw(RedisModuleDefragCtx *ctx, void *ptr)")
    public static void defragFreeRaw(DefragContext ctx, long ptr) {
        MemoryApi.free(ptr);
    }

    @ModuleFunction(since = "6.2",
            c = "RedisModuleString *DefragRedisModuleString(RedisModuleDefragCtx *ctx, RedisModuleString *str)")
    public static long defragRedisModuleString(DefragContext ctx, long str) {
        return 0;
    }

    @ModuleFunction(since = "7.0", c = "const RedisModuleString *GetKeyNameFromDefragCtx(RedisModuleDefragCtx *ctx)")
    public static long getKeyNameFromDefragCtx(DefragContext ctx) {
        return 0;
    }

    @ModuleFunction(since = "7.0", c = "int GetDbIdFromDefragCtx(RedisModuleDefragCtx *ctx)")
    public static int getDbIdFromDefragCtx(DefragContext ctx) {
        return -1;
    }
}
