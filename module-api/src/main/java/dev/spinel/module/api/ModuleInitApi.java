package dev.spinel.module.api;

import dev.spinel.engine.stats.ServerVersion;
import dev.spinel.module.abi.ModuleFunction;

/** What a module says of itself, and asks of the server, while it is loaded. */
public final class ModuleInitApi {
    private static final int TYPE_METHODS_VERSION = 5;
    private static final int ALL_OPTIONS = LoadedModule.HANDLE_IO_ERRORS | LoadedModule.NO_IMPLICIT_SIGNAL_MODIFIED
            | LoadedModule.HANDLE_REPL_ASYNC_LOAD | LoadedModule.ALLOW_NESTED_KEYSPACE_NOTIFICATIONS;

    private ModuleInitApi() {}

    /** Tells name, version and the version of the API the module was made for. */
    @ModuleFunction(since = "4.0",
            c = "void SetModuleAttribs(RedisModuleCtx *ctx, const char *name, int ver, int apiver)")
    public static void setModuleAttribs(ModuleContext ctx, String name, int ver, int apiver) {
        if (!ctx.module().isNamed()) {
            ctx.module().attributes(name, ver, apiver);
        }
    }

    /** Whether a module of this name is loaded already. */
    @ModuleFunction(since = "4.0", c = "int IsModuleNameBusy(const char *name)")
    public static boolean isModuleNameBusy(LoadedModule caller, String name) {
        return caller.server().modules().containsKey(name);
    }

    /** Bits of {@code REDISMODULE_OPTIONS}. */
    @ModuleFunction(since = "6.0", c = "void SetModuleOptions(RedisModuleCtx *ctx, int options)")
    public static void setModuleOptions(ModuleContext ctx, int options) {
        ctx.module().options(options);
    }

    @ModuleFunction(since = "7.2", c = "int GetModuleOptionsAll(void)")
    public static int getModuleOptionsAll() {
        return ALL_OPTIONS;
    }

    /** The version of Redis this server stands for: 0x00MMmmpp. */
    @ModuleFunction(since = "6.0", c = "int GetServerVersion(void)")
    public static int getServerVersion() {
        return ServerVersion.REDIS_NUMBER;
    }

    /** The newest struct of type methods the server understands. */
    @ModuleFunction(since = "6.2", c = "int GetTypeMethodVersion(void)")
    public static int getTypeMethodVersion() {
        return TYPE_METHODS_VERSION;
    }
}
