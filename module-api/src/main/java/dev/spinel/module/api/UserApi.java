package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import java.util.Locale;

/** Users. This server has one, {@code default}, who may do everything; users of modules may, too. */
public final class UserApi {
    private static final String DEFAULT = "default";
    private static final String ALL_RIGHTS = "on nopass sanitize-payload ~* &* +@all";

    private UserApi() {}

    /** A user of the module's own. */
    @ModuleFunction(since = "6.0", c = "RedisModuleUser *CreateModuleUser(const char *name)")
    public static ModuleUser createModuleUser(String name) {
        ModuleUser user = new ModuleUser(name);
        HandleTable.open(user, 0);
        return user;
    }

    @ModuleFunction(since = "6.0", c = "void FreeModuleUser(RedisModuleUser *user)")
    public static void freeModuleUser(ModuleUser user) {
        HandleTable.close(user);
    }

    /** The user of that name, to be freed by the module; NULL, with errno, when there is none. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "RedisModuleUser *GetModuleUserFromUserName(RedisModuleString *name)")
    public static ModuleUser getModuleUserFromUserName(long name) {
        if (!StringCell.toText(name).equals(DEFAULT)) {
            Errno.set(Errno.ENOENT);
            return null;
        }
        return createModuleUser(DEFAULT);
    }

    @ModuleFunction(since = "7.0", c = "RedisModuleString *GetModuleUserACLString(RedisModuleUser *user)")
    public static long getModuleUserAclString(LoadedModule caller, ModuleUser user) {
        return StringApi.create(caller, null, Text.bytes(ALL_RIGHTS));
    }

    /** Name of the user the caller acts as. */
    @ModuleFunction(since = "7.0", c = "RedisModuleString *GetCurrentUserName(RedisModuleCtx *ctx)")
    public static long getCurrentUserName(ModuleContext ctx) {
        return StringApi.create(ctx.module(), ctx, Text.bytes(ctx.client().user()));
    }

    /** Whether a user may run a command. ENOENT for an unknown command, EINVAL for wrong arguments. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ACLCheckCommandPermissions(RedisModuleUser *user, RedisModuleString **argv, int argc)")
    public static int aclCheckCommandPermissions(LoadedModule caller, ModuleUser user, long argv, int argc) {
        CommandRow row = argc == 0 ? null : caller.server().engine().commands()
                .find(StringCell.toText(Native.getLong(argv)).toLowerCase(Locale.ROOT));
        if (row == null) {
            Errno.set(Errno.ENOENT);
            return ReplyApi.ERR;
        }
        if (!row.acceptsCount(argc)) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        return ReplyApi.OK;
    }

    /** Whether a user may use a key in the ways of the flags. EINVAL for flags nobody knows. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ACLCheckKeyPermissions(RedisModuleUser *user, RedisModuleString *key, int flags)")
    public static int aclCheckKeyPermissions(ModuleUser user, long key, int flags) {
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "7.0", errno = true,
            c = "int ACLCheckChannelPermissions(RedisModuleUser *user, RedisModuleString *ch, int literal)")
    public static int aclCheckChannelPermissions(ModuleUser user, long ch, boolean literal) {
        return ReplyApi.OK;
    }

    /** There is no log of refusals yet, because nothing is refused. */
    @ModuleFunction(since = "7.0", c = "void ACLAddLogEntry(RedisModuleCtx *ctx, RedisModuleUser *user, "
            + "RedisModuleString *object, RedisModuleACLLogEntryReason reason)")
    public static void aclAddLogEntry(ModuleContext ctx, ModuleUser user, long object, int reason) {
        ctx.server().warning(ctx.module().name(), "refused " + user.name() + " " + StringCell.toText(object));
    }

    /** The client acts as a user of the server from now on; ERR when there is no such user. */
    @ModuleFunction(since = "6.0", c = "int AuthenticateClientWithACLUser(RedisModuleCtx *ctx, const char *name, "
            + "size_t len, RedisModuleUserChangedFunc callback, void *privdata, uint64_t *client_id)")
    public static int authenticateClientWithAclUser(ModuleContext ctx, long name, long len, long callback,
            long privdata, long clientId) {
        String user = Text.string(Native.toBytes(name, len));
        return user.equals(DEFAULT) ? authenticate(ctx, user, clientId) : ReplyApi.ERR;
    }

    /** The client acts as a module's user from now on. */
    @ModuleFunction(since = "6.0", c = "int AuthenticateClientWithUser(RedisModuleCtx *ctx, RedisModuleUser *user, "
            + "RedisModuleUserChangedFunc callback, void *privdata, uint64_t *client_id)")
    public static int authenticateClientWithUser(ModuleContext ctx, ModuleUser user, long callback, long privdata,
            long clientId) {
        return authenticate(ctx, user.name(), clientId);
    }

    private static int authenticate(ModuleContext ctx, String user, long clientId) {
        Client client = ctx.client();
        client.user(user);
        client.set(ClientFlag.AUTHENTICATED, true);
        if (clientId != 0) {
            Native.putLong(clientId, client.id());
        }
        return ReplyApi.OK;
    }

    /** Takes a client's rights away and closes its connection. */
    @ModuleFunction(since = "6.0", c = "int DeauthenticateAndCloseClient(RedisModuleCtx *ctx, uint64_t client_id)")
    public static int deauthenticateAndCloseClient(ModuleContext ctx, long clientId) {
        Client client = ctx.engine().clients().find(clientId);
        if (client == null) {
            return ReplyApi.ERR;
        }
        client.set(ClientFlag.AUTHENTICATED, false);
        if (client == ctx.caller()) {
            client.set(ClientFlag.CLOSE_AFTER_REPLY, true);
        } else {
            client.connection().closeSoon();
        }
        return ReplyApi.OK;
    }

    /** Part of a client's certificate; connections here have none. */
    @ModuleFunction(since = "6.0",
            c = "RedisModuleString *GetClientCertificate(RedisModuleCtx *ctx, uint64_t id)")
    public static long getClientCertificate(ModuleContext ctx, long id) {
        return 0;
    }
}
