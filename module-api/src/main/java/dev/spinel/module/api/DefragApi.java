package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/**
 * Active defragmentation: {@link ModuleDefrag} offers memory, and a module moves it with the functions here. Every
 * block offered moves, because the arena does not say which would rather stay.
 */
public final class DefragApi {
    private DefragApi() {}

    /** Has a function called in every cycle, for memory that belongs to no key. */
    @ModuleFunction(since = "6.2", c = "int RegisterDefragFunc(RedisModuleCtx *ctx, RedisModuleDefragFunc func)")
    public static int registerDefragFunc(ModuleContext ctx, long func) {
        ctx.server().defrag().global(ctx.module(), func, false);
        return ReplyApi.OK;
    }

    /** As {@code RegisterDefragFunc}; the function may stop, put a cursor aside, and answer that it wants to go on. */
    @ModuleFunction(since = "8.0", c = "int RegisterDefragFunc2(RedisModuleCtx *ctx, RedisModuleDefragFunc2 func)")
    public static int registerDefragFunc2(ModuleContext ctx, long func) {
        ctx.server().defrag().global(ctx.module(), func, true);
        return ReplyApi.OK;
    }

    /** Has functions called when a cycle starts and when it ends. */
    @ModuleFunction(since = "8.0", c = "int RegisterDefragCallbacks(RedisModuleCtx *ctx, RedisModuleDefragFunc start, "
            + "RedisModuleDefragFunc end)")
    public static int registerDefragCallbacks(ModuleContext ctx, long start, long end) {
        ctx.server().defrag().frame(ctx.module(), start, end);
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "6.2", c = "int DefragShouldStop(RedisModuleDefragCtx *ctx)")
    public static boolean defragShouldStop(DefragContext ctx) {
        return ctx.isTimeUp();
    }

    /** Where to go on the next time; ERR when there is none. */
    @ModuleFunction(since = "6.2", c = "int DefragCursorSet(RedisModuleDefragCtx *ctx, unsigned long cursor)")
    public static int defragCursorSet(DefragContext ctx, long cursor) {
        if (!ctx.mayResume()) {
            return ReplyApi.ERR;
        }
        ctx.cursor(cursor);
        return ReplyApi.OK;
    }

    /** Where the last time stopped, 0 the first time; ERR when everything is done in one go. */
    @ModuleFunction(since = "6.2", c = "int DefragCursorGet(RedisModuleDefragCtx *ctx, unsigned long *cursor)")
    public static int defragCursorGet(DefragContext ctx, long cursor) {
        if (!ctx.mayResume()) {
            return ReplyApi.ERR;
        }
        Native.putLong(cursor, ctx.cursor());
        return ReplyApi.OK;
    }

    /** Moves a block; the old address is gone. NULL when it stays. */
    @ModuleFunction(since = "6.2", c = "void *DefragAlloc(RedisModuleDefragCtx *ctx, void *ptr)")
    public static long defragAlloc(DefragContext ctx, long ptr) {
        long bytes = Arena.blockSize(ptr);
        long moved = Arena.allocate(Arena.tag(ptr), bytes);
        if (moved != 0) {
            Mem.initCopy(ptr, moved, bytes);
            Arena.free(ptr);
        }
        return moved;
    }

    @ModuleFunction(since = "8.0", c = "void *DefragAllocRaw(RedisModuleDefragCtx *ctx, size_t size)")
    public static long defragAllocRaw(LoadedModule caller, DefragContext ctx, long size) {
        return MemoryApi.alloc(caller, size);
    }

    @ModuleFunction(since = "8.0", c = "void DefragFreeRaw(RedisModuleDefragCtx *ctx, void *ptr)")
    public static void defragFreeRaw(DefragContext ctx, long ptr) {
        MemoryApi.free(ptr);
    }

    /** Moves a string nobody else refers to; NULL when it stays. */
    @ModuleFunction(since = "6.2",
            c = "RedisModuleString *DefragRedisModuleString(RedisModuleDefragCtx *ctx, RedisModuleString *str)")
    public static long defragRedisModuleString(DefragContext ctx, long str) {
        if (StringCell.references(str) != 1) {
            return 0;
        }
        long moved = StringCell.create(Arena.tag(str), StringCell.bytes(str), StringCell.length(str));
        StringCell.release(str);
        return moved;
    }

    /** Offers every value of a dictionary to a function, in one go; the dictionary itself stays where it is. */
    @ModuleFunction(since = "8.0", c = "RedisModuleDict *DefragRedisModuleDict(RedisModuleDefragCtx *ctx, "
            + "RedisModuleDict *dict, RedisModuleDefragDictValueCallback valueCB, RedisModuleString **seekTo)")
    public static ModuleDict defragRedisModuleDict(DefragContext ctx, ModuleDict dict, long valueCb, long seekTo) {
        if (valueCb != 0) {
            dict.moveValues((key, length, value) -> Callbacks.longPppp(valueCb, ctx.address(), value, key, length));
        }
        if (seekTo != 0) {
            Native.putLong(seekTo, 0);
        }
        return null;
    }

    /** The key whose value is offered, borrowed; NULL when the memory belongs to none. */
    @ModuleFunction(since = "7.0", c = "const RedisModuleString *GetKeyNameFromDefragCtx(RedisModuleDefragCtx *ctx)")
    public static long getKeyNameFromDefragCtx(DefragContext ctx) {
        return ctx.keyName();
    }

    @ModuleFunction(since = "7.0", c = "int GetDbIdFromDefragCtx(RedisModuleDefragCtx *ctx)")
    public static int getDbIdFromDefragCtx(DefragContext ctx) {
        return ctx.database();
    }
}
