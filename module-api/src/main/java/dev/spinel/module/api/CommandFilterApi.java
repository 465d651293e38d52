package dev.spinel.module.api;

import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.NeedsLock;

/** Command filters: functions that may change the arguments of every command before it is looked up. */
@NeedsLock
public final class CommandFilterApi {
    private CommandFilterApi() {}

    /** @param flags REDISMODULE_CMDFILTER_NOSELF leaves out the calls of the module itself */
    @ModuleFunction(since = "5.0", c = "RedisModuleCommandFilter *RegisterCommandFilter(RedisModuleCtx *ctx, "
            + "RedisModuleCommandFilterFunc cb, int flags)")
    public static long registerCommandFilter(ModuleContext ctx, long cb, int flags) {
        return ctx.server().filters().add(ctx.module(), cb, flags).address();
    }

    @ModuleFunction(since = "5.0", c = "int UnregisterCommandFilter(RedisModuleCtx *ctx, "
            + "RedisModuleCommandFilter *filter)")
    public static int unregisterCommandFilter(ModuleContext ctx, CommandFilters.Registered filter) {
        return unregister(ctx.module(), filter) ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** As {@code UnregisterCommandFilter}, where no context is at hand; false when the filter is not the module's. */
    public static boolean unregister(LoadedModule module, CommandFilters.Registered filter) {
        return module.server().filters().remove(module, filter);
    }

    /** Arguments, the name included. */
    @ModuleFunction(since = "5.0", c = "int CommandFilterArgsCount(RedisModuleCommandFilterCtx *fctx)")
    public static int commandFilterArgsCount(FilterContext fctx) {
        return fctx.count();
    }

    /** An argument, borrowed until the filter returns; NULL when there is none. */
    @ModuleFunction(since = "5.0", c = "RedisModuleString *CommandFilterArgGet(RedisModuleCommandFilterCtx *fctx, "
            + "int pos)")
    public static long commandFilterArgGet(FilterContext fctx, int pos) {
        return fctx.string(pos);
    }

    /** Inserts an argument, whose reference is taken over. */
    @ModuleFunction(since = "5.0", c = "int CommandFilterArgInsert(RedisModuleCommandFilterCtx *fctx, int pos, "
            + "RedisModuleString *arg)")
    public static int commandFilterArgInsert(FilterContext fctx, int pos, long arg) {
        return fctx.insert(pos, arg) ? ReplyApi.OK : ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", c = "int CommandFilterArgReplace(RedisModuleCommandFilterCtx *fctx, int pos, "
            + "RedisModuleString *arg)")
    public static int commandFilterArgReplace(FilterContext fctx, int pos, long arg) {
        return fctx.replace(pos, arg) ? ReplyApi.OK : ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", c = "int CommandFilterArgDelete(RedisModuleCommandFilterCtx *fctx, int pos)")
    public static int commandFilterArgDelete(FilterContext fctx, int pos) {
        return fctx.delete(pos) ? ReplyApi.OK : ReplyApi.ERR;
    }

    @ModuleFunction(since = "7.2", c = "unsigned long long CommandFilterGetClientId(RedisModuleCommandFilterCtx *fctx)")
    public static long commandFilterGetClientId(FilterContext fctx) {
        return fctx.client().id();
    }
}
