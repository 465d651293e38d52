package dev.spinel.module.api;

import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.NeedsLock;

/** Events of the server. */
@NeedsLock
public final class ServerEventApi {
    private static final long NEWEST_DATA = 1;

    private ServerEventApi() {}

    /** Calls a function at an event; NULL ends that. ERR for an unknown event or a newer struct. */
    @ModuleFunction(since = "6.0", c = "int SubscribeToServerEvent(RedisModuleCtx *ctx, RedisModuleEvent event, "
            + "RedisModuleEventCallback callback)")
    public static int subscribeToServerEvent(ModuleContext ctx, long event, long version, long callback) {
        if (event < 0 || event >= ServerEvents.COUNT || version > NEWEST_DATA) {
            return ReplyApi.ERR;
        }
        ctx.server().serverEvents().subscribe(ctx.module(), (int) event, callback);
        return ReplyApi.OK;
    }

    @NeedsLock(false)
    @ModuleFunction(since = "6.0", c = "int IsSubEventSupported(RedisModuleEvent event, uint64_t subevent)")
    public static boolean isSubEventSupported(long event, long version, long subevent) {
        return ServerEvents.isSupported(event, subevent);
    }
}
