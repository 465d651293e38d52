package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.StringCell;

/** What a module does to clients and channels: messages, users, closing. */
public final class ClientApi {
    private ClientApi() {}

    /** Publishes a message; how many clients of this server got it. */
    @ModuleFunction(since = "6.0", c = "int PublishMessage(RedisModuleCtx *ctx, RedisModuleString *channel, "
            + "RedisModuleString *message)")
    public static int publishMessage(ModuleContext ctx, long channel, long message) {
        return ctx.engine().pubSub().publish(StringCell.toBytes(channel), StringCell.toBytes(message));
    }

    /** As {@code PublishMessage}, to a shard channel. */
    @ModuleFunction(since = "7.0", c = "int PublishMessageShard(RedisModuleCtx *ctx, RedisModuleString *channel, "
            + "RedisModuleString *message)")
    public static int publishMessageShard(ModuleContext ctx, long channel, long message) {
        return ctx.engine().pubSub().publishShard(StringCell.toBytes(channel), StringCell.toBytes(message));
    }

    /** Name of the user in whose name the context acts. */
    @ModuleFunction(since = "7.0", c = "RedisModuleString *GetCurrentUserName(RedisModuleCtx *ctx)")
    public static long getCurrentUserName(ModuleContext ctx) {
        return StringApi.create(ctx.module(), ctx, Text.bytes(ctx.client().user()));
    }

    /** Closes a client; ERR when there is none. */
    @ModuleFunction(since = "6.0", c = "int DeauthenticateAndCloseClient(RedisModuleCtx *ctx, uint64_t client_id)")
    public static int deauthenticateAndCloseClient(ModuleContext ctx, long clientId) {
        Client client = ctx.engine().clients().find(clientId);
        if (client == null) {
            return ReplyApi.ERR;
        }
        client.connection().closeSoon();
        return ReplyApi.OK;
    }

    /** The certificate of a client that came through TLS; others have none. */
    @ModuleFunction(since = "6.0", c = "RedisModuleString *GetClientCertificate(RedisModuleCtx *ctx, uint64_t id)")
    public static long getClientCertificate(ModuleContext ctx, long id) {
        return 0;
    }
}
