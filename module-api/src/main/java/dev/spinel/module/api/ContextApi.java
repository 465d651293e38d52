package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Transaction;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.feature.replication.Upstream;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.port.Connection;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;

/** Contexts: the state of the server, the selected database, and who the client is. */
@NeedsLock
public final class ContextApi {
    private static final int MASTER = 1 << 2;
    private static final int SLAVE = 1 << 3;
    private static final int READ_ONLY = 1 << 4;
    private static final int REPLICATED = 1 << 12;
    private static final int REPLICA_IS_STALE = 1 << 14;
    private static final int REPLICA_IS_CONNECTING = 1 << 15;
    private static final int REPLICA_IS_TRANSFERRING = 1 << 16;
    private static final int REPLICA_IS_ONLINE = 1 << 17;
    private static final int MULTI_DIRTY = 1 << 19;
    private static final int DENY_BLOCKING = 1 << 21;
    private static final int RESP3 = 1 << 22;
    private static final int ALL_FLAGS = (1 << 25) - 1;

    private static final long CLIENT_INFO_VERSION = 1;
    static final int CLIENT_INFO_BYTES = 80;
    private static final int CLIENT_FLAGS_OFFSET = 8;
    /** What a {@code RedisModuleClientInfo} holds where. */
    public static final int CLIENT_ID_OFFSET = 16;
    public static final int CLIENT_ADDRESS_OFFSET = 24;
    private static final int CLIENT_ADDRESS_BYTES = 46;
    public static final int CLIENT_PORT_OFFSET = 70;
    public static final int CLIENT_DATABASE_OFFSET = 72;
    private static final long CLIENT_PUBSUB = 1 << 1;
    private static final long CLIENT_BLOCKED = 1 << 2;
    private static final long CLIENT_TRACKING = 1 << 3;
    private static final long CLIENT_UNIX_SOCKET = 1 << 4;
    private static final long CLIENT_MULTI = 1 << 5;

    private ContextApi() {}

    /** {@code REDISMODULE_CTX_FLAGS} that hold now; the context may be NULL. */
    @ModuleFunction(since = "4.0", c = "int GetContextFlags(RedisModuleCtx *ctx)")
    public static int getContextFlags(LoadedModule caller, ModuleContext ctx) {
        int flags = roleFlags(caller.server().engine().upstream());
        if (ctx != null) {
            flags |= clientFlags(ctx);
        }
        return flags | caller.server().stateFlags();
    }

    private static int roleFlags(Upstream upstream) {
        if (!upstream.follows()) {
            return MASTER;
        }
        int flags = SLAVE;
        flags |= upstream.isReadOnly() ? READ_ONLY : 0;
        flags |= upstream.isConnected() ? REPLICA_IS_ONLINE : REPLICA_IS_STALE;
        flags |= upstream.isConnecting() ? REPLICA_IS_CONNECTING : 0;
        flags |= upstream.isTransferring() ? REPLICA_IS_TRANSFERRING : 0;
        return flags;
    }

    private static int clientFlags(ModuleContext ctx) {
        int flags = 0;
        Client client = ctx.blockedClient() == null ? ctx.caller() : ctx.blockedClient().client();
        if (client == null) {
            return flags;
        }
        Transaction transaction = client.transaction();
        flags |= client.is(ClientFlag.DENY_BLOCKING) ? DENY_BLOCKING : 0;
        flags |= client.is(ClientFlag.PRIMARY) ? REPLICATED : 0;
        flags |= client.reply().version() == 3 ? RESP3 : 0;
        flags |= transaction != null && (transaction.isDirty() || transaction.isBroken()) ? MULTI_DIRTY : 0;
        return flags;
    }

    /** All bits {@code GetContextFlags} may ever set. */
    @NeedsLock(false)
    @ModuleFunction(since = "6.0", c = "int GetContextFlagsAll(void)")
    public static int getContextFlagsAll() {
        return ALL_FLAGS;
    }

    @NeedsLock(false)
    @ModuleFunction(since = "4.0", c = "int GetSelectedDb(RedisModuleCtx *ctx)")
    public static int getSelectedDb(ModuleContext ctx) {
        return ctx.database().index();
    }

    /** Selects a database for this context, and for the client whose command runs. */
    @ModuleFunction(since = "4.0", c = "int SelectDb(RedisModuleCtx *ctx, int newid)")
    public static int selectDb(ModuleContext ctx, int newid) {
        Keyspace keyspace = ctx.keyspace();
        if (newid < 0 || newid >= keyspace.databaseCount()) {
            return ReplyApi.ERR;
        }
        ctx.client().database(keyspace.database(newid));
        for (ModuleContext noted = ctx; noted != null; noted = noted.outer()) {
            HandleTable.note(noted, -1);
        }
        return ReplyApi.OK;
    }

    /** The id of the client that calls; 0 when there is none. */
    @NeedsLock(false)
    @ModuleFunction(since = "4.0", c = "unsigned long long GetClientId(RedisModuleCtx *ctx)")
    public static long getClientId(ModuleContext ctx) {
        return ctx.client().id();
    }

    /** Fills a {@code RedisModuleClientInfo} of version 1; NULL only asks whether the client is there. */
    @ModuleFunction(since = "6.0", c = "int GetClientInfoById(void *ci, uint64_t id)")
    public static int getClientInfoById(LoadedModule caller, long ci, long id) {
        Client client = caller.server().engine().clients().find(id);
        if (client == null) {
            return ReplyApi.ERR;
        }
        return ci == 0 ? ReplyApi.OK : fillClientInfo(caller.server(), ci, client);
    }

    static int fillClientInfo(ModuleServer server, long info, Client client) {
        if (Native.getLong(info) != CLIENT_INFO_VERSION) {
            return ReplyApi.ERR;
        }
        Native.fill(info, CLIENT_INFO_BYTES, (byte) 0);
        Native.putLong(info, CLIENT_INFO_VERSION);
        Native.putLong(info + CLIENT_FLAGS_OFFSET, infoFlags(server.engine().executor(), client));
        Native.putLong(info + CLIENT_ID_OFFSET, client.id());
        Native.putShort(info + CLIENT_DATABASE_OFFSET, (short) client.database().index());
        Connection connection = client.connection();
        if (connection != null) {
            String address = connection.remoteAddress();
            int colon = address.lastIndexOf(':');
            Native.putText(info + CLIENT_ADDRESS_OFFSET, CLIENT_ADDRESS_BYTES, address.substring(0, colon));
            Native.putShort(info + CLIENT_PORT_OFFSET, (short) Integer.parseInt(address.substring(colon + 1)));
        }
        return ReplyApi.OK;
    }

    private static long infoFlags(Executor executor, Client client) {
        boolean isQueueing = client.transaction() != null && client.transaction().isOpen();
        boolean isExecuting = client == executor.currentClient() && executor.isInside("exec");
        long flags = isQueueing || isExecuting ? CLIENT_MULTI : 0;
        flags |= client.subscriptions() != null && !client.subscriptions().isEmpty() ? CLIENT_PUBSUB : 0;
        flags |= client.connection() != null && client.connection().isUnixSocket() ? CLIENT_UNIX_SOCKET : 0;
        flags |= client.is(ClientFlag.TRACKING) ? CLIENT_TRACKING : 0;
        flags |= client.isBlocked() ? CLIENT_BLOCKED : 0;
        return flags;
    }

    /** Name of a client, as a string the module owns; NULL when it has none. */
    @ModuleFunction(since = "7.0", c = "RedisModuleString *GetClientNameById(RedisModuleCtx *ctx, uint64_t id)")
    public static long getClientNameById(LoadedModule caller, ModuleContext ctx, long id) {
        Client client = caller.server().engine().clients().find(id);
        if (client == null || client.name().isEmpty()) {
            return 0;
        }
        return StringApi.create(caller, ctx, Text.bytes(client.name()));
    }

    /** Names a client; an empty name takes the name away. */
    @ModuleFunction(since = "7.0", errno = true, c = "int SetClientNameById(uint64_t id, RedisModuleString *name)")
    public static int setClientNameById(LoadedModule caller, long id, long name) {
        Client client = caller.server().engine().clients().find(id);
        if (client == null) {
            Errno.set(Errno.ENOENT);
            return ReplyApi.ERR;
        }
        String text = Text.string(StringCell.bytes(name), StringCell.length(name));
        if (text.chars().anyMatch(c -> c < '!' || c > '~')) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        client.name(text);
        return ReplyApi.OK;
    }

    /** Name of the user a client acts as. */
    @ModuleFunction(since = "6.2", errno = true,
            c = "RedisModuleString *GetClientUserNameById(RedisModuleCtx *ctx, uint64_t id)")
    public static long getClientUserNameById(LoadedModule caller, ModuleContext ctx, long id) {
        Client client = caller.server().engine().clients().find(id);
        if (client == null) {
            Errno.set(Errno.ENOENT);
            return 0;
        }
        return StringApi.create(caller, ctx, Text.bytes(client.userName()));
    }

    /**
     * Keeps an argument of the running command out of the slow log and MONITOR. ERR for the name and beyond the last.
     */
    @ModuleFunction(since = "7.0", c = "int RedactClientCommandArgument(RedisModuleCtx *ctx, int pos)")
    public static int redactClientCommandArgument(ModuleContext ctx, int pos) {
        Call call = ctx.call();
        if (call == null || pos <= 0 || pos >= call.argCount()) {
            return ReplyApi.ERR;
        }
        call.redact(pos);
        return ReplyApi.OK;
    }

    /** Keys in the selected database. */
    @ModuleFunction(since = "6.0", c = "unsigned long long DbSize(RedisModuleCtx *ctx)")
    public static long dbSize(ModuleContext ctx) {
        return ctx.database().count();
    }

    /** Whether writes to replicas should wait because of CLIENT PAUSE. */
    @ModuleFunction(since = "6.0", c = "int AvoidReplicaTraffic(void)")
    public static boolean avoidReplicaTraffic(LoadedModule caller) {
        return caller.server().isReplicaTrafficPaused();
    }
}
