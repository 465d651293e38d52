package dev.spinel.module.api;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.ChannelFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.KeyFlag;
import dev.spinel.engine.feature.acl.Acl;
import dev.spinel.engine.feature.acl.AclLog;
import dev.spinel.engine.feature.acl.AclUser;
import dev.spinel.engine.feature.acl.Denial;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;
import java.util.List;

/** Users: those of the server, and users of modules, which nobody else can find. */
@NeedsLock
public final class UserApi {
    private static final int KEY_USES = KeyFlag.ACCESS | KeyFlag.INSERT | KeyFlag.DELETE | KeyFlag.UPDATE;
    /** By RedisModuleACLLogEntryReason. */
    private static final int[] LOG_REASONS = {Denial.AUTH, Denial.COMMAND, Denial.KEY, Denial.CHANNEL};

    private UserApi() {}

    /** A user of the module's own, who may do nothing yet. */
    @ModuleFunction(since = "6.0", c = "RedisModuleUser *CreateModuleUser(const char *name)")
    public static ModuleUser createModuleUser(LoadedModule caller, String name) {
        return open(caller.server().engine().acl().newUser(name), true);
    }

    private static ModuleUser open(AclUser user, boolean isOwn) {
        ModuleUser handle = new ModuleUser(user, isOwn);
        HandleTable.open(handle, 0);
        return handle;
    }

    /** Clients that act as a module's own user are closed. */
    @ModuleFunction(since = "6.0", c = "void FreeModuleUser(RedisModuleUser *user)")
    public static void freeModuleUser(LoadedModule caller, ModuleUser user) {
        if (user.isOwn()) {
            caller.server().engine().acl().closeAll(user.user());
        }
        HandleTable.close(user);
    }

    /** The user of that name, to be freed by the module; NULL, with errno, when there is none. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "RedisModuleUser *GetModuleUserFromUserName(RedisModuleString *name)")
    public static ModuleUser getModuleUserFromUserName(LoadedModule caller, long name) {
        AclUser user = caller.server().engine().acl().user(StringCell.toText(name));
        if (user == null) {
            Errno.set(Errno.ENOENT);
            return null;
        }
        return open(user, false);
    }

    @ModuleFunction(since = "7.0", c = "RedisModuleString *GetModuleUserACLString(RedisModuleUser *user)")
    public static long getModuleUserAclString(LoadedModule caller, ModuleUser user) {
        return StringApi.create(caller, null, Text.bytes(user.user().describe()));
    }

    /** Applies one rule to a user. */
    @ModuleFunction(since = "6.0", c = "int SetModuleUserACL(RedisModuleUser *user, const char *acl)")
    public static int setModuleUserAcl(LoadedModule caller, ModuleUser user, long acl) {
        String rule = Text.string(Native.toBytes(acl, Native.length(acl)));
        return caller.server().engine().acl().change(user.user(), List.of(rule)) == null ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Applies rules separated by blanks, all or none; what is wrong becomes a string of the module's. */
    @ModuleFunction(since = "7.0", c = "int SetModuleUserACLString(RedisModuleCtx *ctx, RedisModuleUser *user, "
            + "const char *acl, RedisModuleString **error)")
    public static int setModuleUserAclString(LoadedModule caller, ModuleContext ctx, ModuleUser user, long acl,
            long error) {
        String rules = Text.string(Native.toBytes(acl, Native.length(acl))).strip();
        String complaint = caller.server().engine().acl().change(user.user(), List.of(rules.split(" +")));
        if (complaint == null) {
            return ReplyApi.OK;
        }
        if (error != 0) {
            Native.putLong(error, StringApi.create(caller, ctx, Text.bytes(complaint)));
        }
        return ReplyApi.ERR;
    }

    /** As whom calls with the letter C run from now on in this context; NULL for the caller's user. */
    @ModuleFunction(since = "7.0", c = "void SetContextUser(RedisModuleCtx *ctx, const RedisModuleUser *user)")
    public static void setContextUser(ModuleContext ctx, ModuleUser user) {
        ctx.chosenUser(user);
    }

    /** The user set by {@code SetContextUser}, or NULL. */
    @ModuleFunction(since = "8.2", c = "const RedisModuleUser *GetContextUser(RedisModuleCtx *ctx)")
    public static ModuleUser getContextUser(ModuleContext ctx) {
        return ctx.chosenUser();
    }

    @ModuleFunction(since = "8.2",
            c = "RedisModuleString *GetUserUsername(RedisModuleCtx *ctx, const RedisModuleUser *user)")
    public static long getUserUsername(LoadedModule caller, ModuleContext ctx, ModuleUser user) {
        return StringApi.create(caller, ctx, Text.bytes(user.name()));
    }

    /** Name of the user the caller acts as. */
    @ModuleFunction(since = "7.0", c = "RedisModuleString *GetCurrentUserName(RedisModuleCtx *ctx)")
    public static long getCurrentUserName(ModuleContext ctx) {
        return StringApi.create(ctx.module(), ctx, Text.bytes(ctx.client().userName()));
    }

    /** Whether a user may run a command. ENOENT for an unknown command, EINVAL for wrong arguments. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ACLCheckCommandPermissions(RedisModuleUser *user, RedisModuleString **argv, int argc)")
    public static int aclCheckCommandPermissions(LoadedModule caller, ModuleUser user, long argv, int argc) {
        Engine engine = caller.server().engine();
        Args args = args(argv, argc);
        CommandRow row = argc == 0 ? null : engine.commands().find(args);
        if (row == null) {
            Errno.set(Errno.ENOENT);
            return ReplyApi.ERR;
        }
        if (!row.acceptsCount(argc)) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        return allowed(engine.acl().check(user.user(), row, args) == Denial.NONE);
    }

    private static Args args(long argv, int argc) {
        Args args = new Args();
        for (int i = 0; i < argc; i++) {
            long string = Native.getLong(argv + (long) i * Long.BYTES);
            args.add(StringCell.bytes(string), StringCell.length(string));
        }
        return args;
    }

    private static int allowed(boolean isAllowed) {
        if (!isAllowed) {
            Errno.set(Errno.EACCES);
        }
        return isAllowed ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Whether a user may use a key in the ways of the flags. EINVAL for flags nobody knows. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ACLCheckKeyPermissions(RedisModuleUser *user, RedisModuleString *key, int flags)")
    public static int aclCheckKeyPermissions(LoadedModule caller, ModuleUser user, long key, int flags) {
        if ((flags & ~KEY_USES) != 0) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        Acl acl = caller.server().engine().acl();
        return allowed(acl.mayUseKey(user.user(), StringCell.bytes(key), StringCell.length(key), flags));
    }

    /** Whether a user may use every key with a prefix in the ways of the flags. EINVAL for flags nobody knows. */
    @ModuleFunction(since = "8.2", errno = true,
            c = "int ACLCheckKeyPrefixPermissions(RedisModuleUser *user, RedisModuleString *prefix, int flags)")
    public static int aclCheckKeyPrefixPermissions(LoadedModule caller, ModuleUser user, long prefix, int flags) {
        if ((flags & ~KEY_USES) != 0) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        Acl acl = caller.server().engine().acl();
        return allowed(acl.mayUseKeysWithPrefix(user.user(), StringCell.toBytes(prefix), flags));
    }

    /** Whether a user may use a channel; the last argument holds flags. Nobody is kept from unsubscribing. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int ACLCheckChannelPermissions(RedisModuleUser *user, RedisModuleString *ch, int literal)")
    public static int aclCheckChannelPermissions(LoadedModule caller, ModuleUser user, long ch, int flags) {
        if ((flags & ~ChannelFlag.ALL) != 0) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        Acl acl = caller.server().engine().acl();
        boolean isPattern = (flags & ChannelFlag.PATTERN) != 0;
        boolean isFree = (flags & ChannelFlag.UNSUBSCRIBE) != 0;
        return isFree || acl.mayUseChannel(user.user(), StringCell.bytes(ch), StringCell.length(ch), isPattern)
                ? ReplyApi.OK
                : ReplyApi.ERR;
    }

    /** Notes a refusal of the module's in the ACL log. */
    @ModuleFunction(since = "7.0", c = "void ACLAddLogEntry(RedisModuleCtx *ctx, RedisModuleUser *user, "
            + "RedisModuleString *object, RedisModuleACLLogEntryReason reason)")
    public static void aclAddLogEntry(ModuleContext ctx, ModuleUser user, long object, int reason) {
        log(ctx, user.name(), object, reason);
    }

    /** As {@code ACLAddLogEntry}, for whoever has that name, even if nobody has. */
    @ModuleFunction(since = "7.2", c = "void ACLAddLogEntryByUserName(RedisModuleCtx *ctx, RedisModuleString *user, "
            + "RedisModuleString *object, RedisModuleACLLogEntryReason reason)")
    public static void aclAddLogEntryByUserName(ModuleContext ctx, long user, long object, int reason) {
        log(ctx, StringCell.toText(user), object, reason);
    }

    private static void log(ModuleContext ctx, String user, long object, int reason) {
        if (reason >= 0 && reason < LOG_REASONS.length) {
            ctx.engine().acl().log(ctx.client(), LOG_REASONS[reason], AclLog.Context.MODULE,
                    StringCell.toText(object), user);
        }
    }

    /** The client acts as a user of the server from now on; ERR when there is no such user. */
    @ModuleFunction(since = "6.0", c = "int AuthenticateClientWithACLUser(RedisModuleCtx *ctx, const char *name, "
            + "size_t len, RedisModuleUserChangedFunc callback, void *privdata, uint64_t *client_id)")
    public static int authenticateClientWithAclUser(ModuleContext ctx, long name, long len, long callback,
            long privdata, long clientId) {
        AclUser user = ctx.engine().acl().user(Text.string(Native.toBytes(name, len)));
        return user == null ? ReplyApi.ERR : authenticate(ctx, user, callback, privdata, clientId);
    }

    /** The client acts as a module's user from now on. */
    @ModuleFunction(since = "6.0", c = "int AuthenticateClientWithUser(RedisModuleCtx *ctx, RedisModuleUser *user, "
            + "RedisModuleUserChangedFunc callback, void *privdata, uint64_t *client_id)")
    public static int authenticateClientWithUser(ModuleContext ctx, ModuleUser user, long callback, long privdata,
            long clientId) {
        return authenticate(ctx, user.user(), callback, privdata, clientId);
    }

    /** Users who are switched off are nobody's. */
    private static int authenticate(ModuleContext ctx, AclUser user, long callback, long privdata, long clientId) {
        if (!user.isEnabled()) {
            return ReplyApi.ERR;
        }
        ctx.server().authentication().become(ctx, user, callback, privdata);
        if (clientId != 0) {
            Native.putLong(clientId, ctx.client().id());
        }
        return ReplyApi.OK;
    }

    /** Adds a function that is asked before passwords are, the latest first: AUTH and HELLO. */
    @ModuleFunction(since = "7.2", c = "void RegisterAuthCallback(RedisModuleCtx *ctx, RedisModuleAuthCallback cb)")
    public static void registerAuthCallback(ModuleContext ctx, long cb) {
        ctx.server().authentication().add(ctx.module(), cb);
    }

    /** Takes a client's rights away and closes its connection. */
    @ModuleFunction(since = "6.0", c = "int DeauthenticateAndCloseClient(RedisModuleCtx *ctx, uint64_t client_id)")
    public static int deauthenticateAndCloseClient(ModuleContext ctx, long clientId) {
        Client client = ctx.engine().clients().find(clientId);
        if (client == null) {
            return ReplyApi.ERR;
        }
        ctx.engine().acl().close(client);
        return ReplyApi.OK;
    }

    /** Part of a client's certificate; connections here have none. */
    @ModuleFunction(since = "6.0", standAlone = true,
            c = "RedisModuleString *GetClientCertificate(RedisModuleCtx *ctx, uint64_t id)")
    public static long getClientCertificate(ModuleContext ctx, long id) {
        return 0;
    }
}
