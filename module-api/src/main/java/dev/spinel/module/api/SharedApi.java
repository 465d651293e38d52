package dev.spinel.module.api;

import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.NeedsLock;

/** Functions that one module offers to others by name. */
@NeedsLock
public final class SharedApi {
    private SharedApi() {}

    /** Offers a function; ERR when the name is taken. */
    @ModuleFunction(since = "5.0", c = "int ExportSharedAPI(RedisModuleCtx *ctx, const char *apiname, void *func)")
    public static int exportSharedApi(ModuleContext ctx, String apiname, long func) {
        return ctx.server().shareFunction(ctx.module(), apiname, func) ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** A function offered by a module, which cannot be unloaded as long as this one is there; NULL when unknown. */
    @ModuleFunction(since = "5.0", c = "void *GetSharedAPI(RedisModuleCtx *ctx, const char *apiname)")
    public static long getSharedApi(ModuleContext ctx, String apiname) {
        return ctx.server().useFunction(ctx.module(), apiname);
    }
}
