package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/** Clients that wait for a module: blocking them, and ending the wait from any thread. */
public final class BlockedClientApi {
    private static final byte[] FROM_SCRIPT = Text.bytes("ERR Blocking module command called from Lua script");
    private static final byte[] FROM_TRANSACTION = Text.bytes("ERR Blocking module command called from transaction");
    private static final byte[] FROM_REPLY =
            Text.bytes("ERR Blocking module command called from a Reply callback context");
    private static final byte[] OUT_OF_RANGE = Text.bytes("ERR timeout is out of range");

    private static final int UNBLOCK_DELETED = 1;

    private BlockedClientApi() {}

    /**
     * Makes the client of the running command wait. Inside MULTI, a script or a reply callback the client gets an error
     * instead, and the handle is one that only can be unblocked.
     *
     * @param timeoutMs 0 for no limit
     */
    @ModuleFunction(since = "4.0", c = "RedisModuleBlockedClient *BlockClient(RedisModuleCtx *ctx, "
            + "RedisModuleCmdFunc reply_callback, RedisModuleCmdFunc timeout_callback, "
            + "void (*free_privdata)(RedisModuleCtx *, void *), long long timeout_ms)")
    public static BlockedClient blockClient(ModuleContext ctx, long replyCallback, long timeoutCallback,
            long freePrivdata, long timeoutMs) {
        BlockedClient blocked = new BlockedClient(ctx, replyCallback, timeoutCallback, freePrivdata);
        if (mayBlock(ctx, blocked, timeoutMs)) {
            ctx.engine().blockedClients().block(ctx.client(), blocked, untilMs(ctx, timeoutMs));
        }
        return blocked;
    }

    /**
     * Makes the client of AUTH or HELLO wait, out of a function of {@code RegisterAuthCallback}; the reply callback
     * decides when the wait is over.
     */
    @ModuleFunction(since = "7.2", c = "RedisModuleBlockedClient *BlockClientOnAuth(RedisModuleCtx *ctx, "
            + "RedisModuleAuthCallback reply_callback, void (*free_privdata)(RedisModuleCtx *, void *))")
    public static BlockedClient blockClientOnAuth(ModuleContext ctx, long replyCallback, long freePrivdata) {
        BlockedClient blocked = new BlockedClient(ctx, 0, 0, freePrivdata);
        if (mayBlock(ctx, blocked, 0)) {
            blocked.authenticates(replyCallback, ctx.call().args());
            ctx.server().authentication().waits(ctx.client(), blocked);
            ctx.engine().blockedClients().block(ctx.client(), blocked, 0);
        }
        return blocked;
    }

    /** Whether the client may wait here; otherwise it is told why not. */
    private static boolean mayBlock(ModuleContext ctx, BlockedClient blocked, long timeoutMs) {
        byte[] refusal = timeoutMs >= Long.MAX_VALUE - nowMs(ctx) ? OUT_OF_RANGE : refusal(ctx);
        if (refusal != null) {
            blocked.refused();
            ctx.client().reply().error(refusal);
        }
        return refusal == null;
    }

    /** The millisecond after the last one of the wait, by the clock timers go by: one of the same length is earlier. */
    private static long untilMs(ModuleContext ctx, long timeoutMs) {
        return timeoutMs == 0 ? 0 : nowMs(ctx) + timeoutMs + 1;
    }

    private static long nowMs(ModuleContext ctx) {
        return ctx.engine().clock().wallMicros() / 1000;
    }

    /**
     * Makes the client wait until a key serves it: the reply callback is asked after every change of one of the keys,
     * and answers OK once it has replied. The time-out callback also serves {@code UnblockClient}.
     */
    @ModuleFunction(since = "6.0", c = "RedisModuleBlockedClient *BlockClientOnKeys(RedisModuleCtx *ctx, "
            + "RedisModuleCmdFunc reply_callback, RedisModuleCmdFunc timeout_callback, "
            + "void (*free_privdata)(RedisModuleCtx *, void *), long long timeout_ms, RedisModuleString **keys, "
            + "int numkeys, void *privdata)")
    public static BlockedClient blockClientOnKeys(ModuleContext ctx, long replyCallback, long timeoutCallback,
            long freePrivdata, long timeoutMs, long keys, int numkeys, long privdata) {
        return blockClientOnKeysWithFlags(ctx, replyCallback, timeoutCallback, freePrivdata, timeoutMs, keys, numkeys,
                privdata, 0);
    }

    /** @param flags REDISMODULE_BLOCK_UNBLOCK_DELETED asks the reply callback also when a key was deleted */
    @ModuleFunction(since = "7.2", c = "RedisModuleBlockedClient *BlockClientOnKeysWithFlags(RedisModuleCtx *ctx, "
            + "RedisModuleCmdFunc reply_callback, RedisModuleCmdFunc timeout_callback, "
            + "void (*free_privdata)(RedisModuleCtx *, void *), long long timeout_ms, RedisModuleString **keys, "
            + "int numkeys, void *privdata, int flags)")
    public static BlockedClient blockClientOnKeysWithFlags(ModuleContext ctx, long replyCallback, long timeoutCallback,
            long freePrivdata, long timeoutMs, long keys, int numkeys, long privdata, int flags) {
        BlockedClient blocked = new BlockedClient(ctx, replyCallback, timeoutCallback, freePrivdata);
        blocked.privateData(privdata);
        if (mayBlock(ctx, blocked, timeoutMs)) {
            Args names = new Args();
            for (int i = 0; i < numkeys; i++) {
                long name = Native.getLong(keys + (long) i * Long.BYTES);
                names.add(StringCell.bytes(name), StringCell.length(name));
            }
            ModuleKeyWait wait = new ModuleKeyWait(blocked, (flags & UNBLOCK_DELETED) != 0);
            blocked.keyWait(wait);
            ctx.engine().keyWaiters().block(ctx.client(), wait, untilMs(ctx, timeoutMs), names, 0, numkeys);
        }
        return blocked;
    }

    /** A key may now serve clients that wait for it: their reply callbacks are asked. */
    @ModuleFunction(since = "6.0", c = "void SignalKeyAsReady(RedisModuleCtx *ctx, RedisModuleString *key)")
    public static void signalKeyAsReady(ModuleContext ctx, long key) {
        ctx.engine().keyWaiters().signal(ctx.database(),
                Text.string(StringCell.bytes(key), StringCell.length(key)));
    }

    /** The key for which the reply callback is asked, borrowed by it; NULL outside of it. */
    @ModuleFunction(since = "6.0", c = "RedisModuleString *GetBlockedClientReadyKey(RedisModuleCtx *ctx)")
    public static long getBlockedClientReadyKey(ModuleContext ctx) {
        return ctx.blockedClient() == null ? 0 : ctx.blockedClient().readyKey();
    }

    /** Why a client cannot be blocked here; null when it can. */
    static byte[] refusal(ModuleContext ctx) {
        Client client = ctx.client();
        Executor executor = ctx.engine().executor();
        if (client.is(ClientFlag.SCRIPT)) {
            return FROM_SCRIPT;
        }
        if (executor.isInside("exec")) {
            return FROM_TRANSACTION;
        }
        return ctx.is(ModuleContext.BLOCKED_REPLY) ? FROM_REPLY : null;
    }

    /** Ends the wait: the reply callback runs on the reactor. Any thread. */
    @ModuleFunction(since = "4.0", c = "int UnblockClient(RedisModuleBlockedClient *bc, void *privdata)")
    public static int unblockClient(BlockedClient bc, long privdata) {
        if (bc.keyWait() != null) {
            return bc.keyWait().unblock() ? ReplyApi.OK : ReplyApi.ERR;
        }
        bc.privateData(privdata);
        bc.unblock();
        return ReplyApi.OK;
    }

    /** Ends the wait without any callback. */
    @ModuleFunction(since = "4.0", c = "int AbortBlock(RedisModuleBlockedClient *bc)")
    public static int abortBlock(BlockedClient bc) {
        bc.abort();
        return unblockClient(bc, 0);
    }

    /** Is told when the client disconnects while it waits. */
    @ModuleFunction(since = "5.0", c = "void SetDisconnectCallback(RedisModuleBlockedClient *bc, "
            + "RedisModuleDisconnectFunc callback)")
    public static void setDisconnectCallback(BlockedClient bc, long callback) {
        bc.disconnectCallback(callback);
    }

    @ModuleFunction(since = "4.0", c = "int IsBlockedReplyRequest(RedisModuleCtx *ctx)")
    public static boolean isBlockedReplyRequest(ModuleContext ctx) {
        return ctx.is(ModuleContext.BLOCKED_REPLY);
    }

    @ModuleFunction(since = "4.0", c = "int IsBlockedTimeoutRequest(RedisModuleCtx *ctx)")
    public static boolean isBlockedTimeoutRequest(ModuleContext ctx) {
        return ctx.is(ModuleContext.BLOCKED_TIMEOUT);
    }

    /** Whether the client of this context's blocked client has gone. */
    @ModuleFunction(since = "5.0", c = "int BlockedClientDisconnected(RedisModuleCtx *ctx)")
    public static boolean blockedClientDisconnected(ModuleContext ctx) {
        return ctx.is(ModuleContext.BLOCKED_DISCONNECTED);
    }

    /** What {@code UnblockClient} was given; of use inside the callbacks. */
    @ModuleFunction(since = "4.0", c = "void *GetBlockedClientPrivateData(RedisModuleCtx *ctx)")
    public static long getBlockedClientPrivateData(ModuleContext ctx) {
        return ctx.blockedClient() == null ? 0 : ctx.blockedClient().privateData();
    }

    /** The blocked client whose callback runs. */
    @ModuleFunction(since = "5.0", c = "RedisModuleBlockedClient *GetBlockedClientHandle(RedisModuleCtx *ctx)")
    public static BlockedClient getBlockedClientHandle(ModuleContext ctx) {
        return ctx.blockedClient();
    }

    @ModuleFunction(since = "7.2", c = "void *BlockClientGetPrivateData(RedisModuleBlockedClient *blocked_client)")
    public static long blockClientGetPrivateData(BlockedClient blockedClient) {
        return blockedClient.privateData();
    }

    @ModuleFunction(since = "7.2", c = "void BlockClientSetPrivateData(RedisModuleBlockedClient *blocked_client, "
            + "void *private_data)")
    public static void blockClientSetPrivateData(BlockedClient blockedClient, long privateData) {
        blockedClient.privateData(privateData);
    }

    /** Starts to count time spent for the client in the background; it shows in the command's statistics. */
    @ModuleFunction(since = "6.2", c = "int BlockedClientMeasureTimeStart(RedisModuleBlockedClient *bc)")
    public static int blockedClientMeasureTimeStart(LoadedModule caller, BlockedClient bc) {
        bc.startMeasuring(caller.server().engine().clock().nanos());
        return ReplyApi.OK;
    }

    /** Adds the time since the start; ERR when there was none. */
    @ModuleFunction(since = "6.2", c = "int BlockedClientMeasureTimeEnd(RedisModuleBlockedClient *bc)")
    public static int blockedClientMeasureTimeEnd(LoadedModule caller, BlockedClient bc) {
        return bc.stopMeasuring(caller.server().engine().clock().nanos()) ? ReplyApi.OK : ReplyApi.ERR;
    }
}
