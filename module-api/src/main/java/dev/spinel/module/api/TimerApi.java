package dev.spinel.module.api;

import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;

/** Timers: a function called once, later, by the reactor. Only with the GIL. */
@NeedsLock
public final class TimerApi {
    private TimerApi() {}

    /** Calls {@code callback} with {@code data} after {@code period} ms; answers the timer's id. */
    @ModuleFunction(since = "5.0", c = "RedisModuleTimerID CreateTimer(RedisModuleCtx *ctx, mstime_t period, "
            + "RedisModuleTimerProc callback, void *data)")
    public static long createTimer(ModuleContext ctx, long period, long callback, long data) {
        return ctx.server().timers().create(ctx.module(), period, callback, data, ctx.database().index());
    }

    /** Stops a timer of the module; ERR when it is none, or has fired. */
    @ModuleFunction(since = "5.0", c = "int StopTimer(RedisModuleCtx *ctx, RedisModuleTimerID id, void **data)")
    public static int stopTimer(ModuleContext ctx, long id, long data) {
        ModuleTimers.ModuleTimer timer = ctx.server().timers().find(ctx.module(), id);
        if (timer == null) {
            return ReplyApi.ERR;
        }
        if (data != 0) {
            Native.putLong(data, timer.data());
        }
        ctx.server().timers().stop(timer);
        return ReplyApi.OK;
    }

    /** How many whole ms a timer of the module still has, the running one not counted; both results may be NULL. */
    @ModuleFunction(since = "5.0", c = "int GetTimerInfo(RedisModuleCtx *ctx, RedisModuleTimerID id, "
            + "uint64_t *remaining, void **data)")
    public static int getTimerInfo(ModuleContext ctx, long id, long remaining, long data) {
        ModuleTimers.ModuleTimer timer = ctx.server().timers().find(ctx.module(), id);
        if (timer == null) {
            return ReplyApi.ERR;
        }
        if (remaining != 0) {
            Native.putLong(remaining, Math.max(0, timer.dueMs() - 1 - TimeApi.milliseconds(ctx.module())));
        }
        if (data != 0) {
            Native.putLong(data, timer.data());
        }
        return ReplyApi.OK;
    }
}
