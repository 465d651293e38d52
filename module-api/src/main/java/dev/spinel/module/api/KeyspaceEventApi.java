package dev.spinel.module.api;

import dev.spinel.engine.feature.pubsub.PubSub;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;

/** Keyspace events: hearing them, making them; and publishing messages. */
@NeedsLock
public final class KeyspaceEventApi {
    private static final int ALL_KINDS = (1 << 15) - 1;

    private KeyspaceEventApi() {}

    /** Calls a function at every event of these kinds, while the command that causes it runs. */
    @ModuleFunction(since = "4.0",
            c = "int SubscribeToKeyspaceEvents(RedisModuleCtx *ctx, int types, RedisModuleNotificationFunc cb)")
    public static int subscribeToKeyspaceEvents(ModuleContext ctx, int types, long cb) {
        ctx.server().keyspaceEvents().subscribe(ctx.module(), types, cb);
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "8.2",
            c = "int UnsubscribeFromKeyspaceEvents(RedisModuleCtx *ctx, int types, RedisModuleNotificationFunc cb)")
    public static int unsubscribeFromKeyspaceEvents(ModuleContext ctx, int types, long cb) {
        boolean was = ctx.server().keyspaceEvents().unsubscribe(ctx.module(), types, cb);
        return was ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Makes an event, as commands do. */
    @ModuleFunction(since = "6.0", c = "int NotifyKeyspaceEvent(RedisModuleCtx *ctx, int type, const char *event, "
            + "RedisModuleString *key)")
    public static int notifyKeyspaceEvent(ModuleContext ctx, int type, long event, long key) {
        ctx.keyspace().event(type, Native.toBytes(event, Native.length(event)), ctx.find(key));
        return ReplyApi.OK;
    }

    /** Kinds that are published to clients: {@code notify-keyspace-events}. */
    @ModuleFunction(since = "6.0", c = "int GetNotifyKeyspaceEvents(void)")
    public static int getNotifyKeyspaceEvents(LoadedModule caller) {
        return caller.server().engine().keyspaceNotifier().kinds();
    }

    /** All kinds there are. */
    @NeedsLock(false)
    @ModuleFunction(since = "6.0", c = "int GetKeyspaceNotificationFlagsAll(void)")
    public static int getKeyspaceNotificationFlagsAll() {
        return ALL_KINDS;
    }

    /** Runs a function once the running execution unit is over, where changing keys is safe. */
    @ModuleFunction(since = "7.2", c = "int AddPostNotificationJob(RedisModuleCtx *ctx, "
            + "RedisModulePostNotificationJobFunc callback, void *pd, void (*free_pd)(void *))")
    public static int addPostNotificationJob(ModuleContext ctx, long callback, long pd, long freePd) {
        ctx.server().keyspaceEvents().post(ctx.module(), callback, pd, freePd, ctx.database().index());
        return ReplyApi.OK;
    }

    /** Publishes a message; answers how many clients got it. Takes any context, NULL too. */
    @ModuleFunction(since = "6.0",
            c = "int PublishMessage(RedisModuleCtx *ctx, RedisModuleString *channel, RedisModuleString *message)")
    public static int publishMessage(LoadedModule caller, ModuleContext ctx, long channel, long message) {
        PubSub pubSub = caller.server().engine().pubSub();
        return pubSub.publish(StringCell.toBytes(channel), StringCell.toBytes(message));
    }

    @ModuleFunction(since = "7.0",
            c = "int PublishMessageShard(RedisModuleCtx *ctx, RedisModuleString *channel, RedisModuleString *message)")
    public static int publishMessageShard(LoadedModule caller, ModuleContext ctx, long channel, long message) {
        PubSub pubSub = caller.server().engine().pubSub();
        return pubSub.publishShard(StringCell.toBytes(channel), StringCell.toBytes(message));
    }
}
