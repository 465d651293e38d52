package dev.spinel.module.api;

import dev.spinel.engine.command.AclCategories;
import dev.spinel.engine.command.CommandDocs;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.KeyExtractor;
import dev.spinel.engine.command.KeyFlag;
import dev.spinel.engine.command.KeySpec;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands of modules: making them, describing them, and telling where the keys of a call are. */
@NeedsLock
public final class CommandApi {
    private static final int FULL_ACCESS = KeyFlag.RW | KeyFlag.ACCESS | KeyFlag.UPDATE;
    private static final long BAD_FLAGS = -1;
    private static final String FORBIDDEN = " \r\n|@=,";
    private static final Map<String, Long> FLAGS = Map.ofEntries(
            Map.entry("write", CommandFlag.WRITE), Map.entry("readonly", CommandFlag.READONLY),
            Map.entry("admin", CommandFlag.ADMIN), Map.entry("deny-oom", CommandFlag.DENYOOM),
            Map.entry("deny-script", CommandFlag.NOSCRIPT), Map.entry("allow-loading", CommandFlag.LOADING),
            Map.entry("pubsub", CommandFlag.PUBSUB), Map.entry("random", 0L),
            Map.entry("blocking", CommandFlag.BLOCKING), Map.entry("allow-stale", CommandFlag.STALE),
            Map.entry("no-monitor", CommandFlag.SKIP_MONITOR), Map.entry("no-slowlog", CommandFlag.SKIP_SLOWLOG),
            Map.entry("fast", CommandFlag.FAST), Map.entry("no-auth", CommandFlag.NO_AUTH),
            Map.entry("may-replicate", CommandFlag.MAY_REPLICATE),
            Map.entry("getkeys-api", CommandFlag.MODULE_GETKEYS),
            Map.entry("getchannels-api", CommandFlag.MODULE_GETCHANNELS),
            Map.entry("no-cluster", CommandFlag.MODULE_NO_CLUSTER),
            Map.entry("no-mandatory-keys", CommandFlag.NO_MANDATORY_KEYS),
            Map.entry("allow-busy", CommandFlag.ALLOW_BUSY), Map.entry("internal", CommandFlag.INTERNAL));

    private CommandApi() {}

    /**
     * Adds a command, while the module is loading. ERR when the name is taken or has a character that means something
     * elsewhere, and when a flag is unknown.
     *
     * @param cmdfunc NULL for a container of subcommands
     */
    @ModuleFunction(since = "4.0", c = "int CreateCommand(RedisModuleCtx *ctx, const char *name, "
            + "RedisModuleCmdFunc cmdfunc, const char *strflags, int firstkey, int lastkey, int keystep)")
    public static int createCommand(ModuleContext ctx, String name, long cmdfunc, String strflags, int firstkey,
            int lastkey, int keystep) {
        LoadedModule module = ctx.module();
        long flags = flags(strflags);
        if (!module.isLoading() || flags == BAD_FLAGS || !isValidName(name)
                || ctx.engine().commands().findAny(name) != null) {
            return ReplyApi.ERR;
        }
        int arity = cmdfunc == 0 ? -2 : -1;
        return add(module, null, name, cmdfunc, arity, flags, keySpecs(flags, firstkey, lastkey, keystep));
    }

    /** Adds a subcommand to a container. */
    @ModuleFunction(since = "7.0", c = "int CreateSubcommand(RedisModuleCommand *parent, const char *name, "
            + "RedisModuleCmdFunc cmdfunc, const char *strflags, int firstkey, int lastkey, int keystep)")
    public static int createSubcommand(ModuleCommand parent, String name, long cmdfunc, String strflags, int firstkey,
            int lastkey, int keystep) {
        long flags = flags(strflags);
        if (!parent.module().isLoading() || flags == BAD_FLAGS || parent.row().parent() != null
                || !parent.isContainer() || !isValidName(name) || parent.row().subcommands().find(name) != null) {
            return ReplyApi.ERR;
        }
        return add(parent.module(), parent.row(), name, cmdfunc, -2, flags,
                keySpecs(flags, firstkey, lastkey, keystep));
    }

    private static int add(LoadedModule module, CommandRow parent, String name, long function, int arity, long flags,
            KeySpec[] specs) {
        ModuleCommand command = new ModuleCommand(module, function);
        String fullName = parent == null ? name : parent.fullName() + "|" + name;
        CommandTable table = module.server().engine().commands();
        CommandRow row = table.add(command.facts(fullName, arity, flags, 0, specs, List.of()), parent,
                function == 0 ? null : command);
        if (row == null) {
            return ReplyApi.ERR;
        }
        row.moduleName(module.name());
        command.row(row);
        module.addCommand(command);
        module.onClose(() -> {
            table.remove(row);
            HandleTable.close(command);
        });
        return ReplyApi.OK;
    }

    private static boolean isValidName(String name) {
        return name.chars().noneMatch(c -> FORBIDDEN.indexOf(c) >= 0);
    }

    private static long flags(String text) {
        long flags = 0;
        if (text == null) {
            return flags;
        }
        for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            Long flag = FLAGS.get(word.toLowerCase(Locale.ROOT));
            if (flag == null) {
                return BAD_FLAGS;
            }
            flags |= flag;
        }
        return flags;
    }

    private static KeySpec[] keySpecs(long flags, int first, int last, int step) {
        if (first == 0) {
            return null;
        }
        int keyFlags = FULL_ACCESS | ((flags & CommandFlag.MODULE_GETKEYS) != 0 ? KeyFlag.VARIABLE_FLAGS : 0);
        KeySpec.Range range = new KeySpec.Range(last < 0 ? last : last - first, step, 0);
        return new KeySpec[] {new KeySpec(keyFlags, new KeySpec.Index(first), range, null)};
    }

    /** A command of the calling module, or NULL: names of other owners are not found. */
    @ModuleFunction(since = "7.0", c = "RedisModuleCommand *GetCommand(RedisModuleCtx *ctx, const char *name)")
    public static ModuleCommand getCommand(ModuleContext ctx, String name) {
        ModuleCommand command = ctx.module().command(ctx.engine().commands().findAny(name));
        if (command != null && command.address() == 0) {
            HandleTable.open(command, 0);
        }
        return command;
    }

    /** Adds an ACL category, while loading. EINVAL: bad name; EBUSY: taken, or too late; ENOMEM: no room for more. */
    @ModuleFunction(since = "7.4", errno = true, c = "int AddACLCategory(RedisModuleCtx *ctx, const char *name)")
    public static int addAclCategory(ModuleContext ctx, String name) {
        AclCategories categories = ctx.engine().commands().categories();
        int errno = 0;
        if (!ctx.module().isLoading() || categories.named(name) != 0) {
            errno = Errno.EBUSY;
        } else if (!ResourceName.isValid(ctx.server(), name)) {
            errno = Errno.EINVAL;
        } else if (categories.add(name) == 0) {
            errno = Errno.ENOMEM;
        } else {
            ctx.module().onClose(() -> categories.remove(name));
        }
        Errno.set(errno);
        return errno == 0 ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Declares the ACL categories of a command: words separated by blanks. */
    @ModuleFunction(since = "7.2", c = "int SetCommandACLCategories(RedisModuleCommand *command, "
            + "const char *ctgrsflags)")
    public static int setCommandAclCategories(ModuleCommand command, String ctgrsflags) {
        if (command == null || !command.module().isLoading()) {
            return ReplyApi.ERR;
        }
        long categories = 0;
        for (String word : ctgrsflags == null || ctgrsflags.isEmpty() ? new String[0] : ctgrsflags.split(" ", -1)) {
            long category = command.module().server().engine().commands().categories().named(word);
            if (category == 0) {
                return ReplyApi.ERR;
            }
            categories |= category;
        }
        CommandInfo.redefineCategories(command, categories);
        return ReplyApi.OK;
    }

    /** Tells arity, keys, tips and documentation of a command; at most once, while the module is loading. */
    @ModuleFunction(since = "7.0", errno = true, c = "int SetCommandInfo(RedisModuleCommand *command, "
            + "const RedisModuleCommandInfo *info)")
    public static int setCommandInfo(ModuleCommand command, long info) {
        int error = CommandInfo.apply(command, info);
        if (error != 0) {
            Errno.set(error);
            return ReplyApi.ERR;
        }
        return ReplyApi.OK;
    }

    /** As {@code SetCommandInfo}, for Java: what the struct says as objects; null and 0 leave what is known. */
    public static int setCommandInfo(ModuleCommand command, CommandDocs.Doc doc, int arity, KeySpec[] specs,
            List<String> tips) {
        return CommandInfo.describe(command, doc, arity, specs, tips) == 0 ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Whether the module is only asked where the keys of a call are. */
    @ModuleFunction(since = "4.0", c = "int IsKeysPositionRequest(RedisModuleCtx *ctx)")
    public static boolean isKeysPositionRequest(ModuleContext ctx) {
        return ctx.is(ModuleContext.KEYS_REQUEST);
    }

    @ModuleFunction(since = "4.0", c = "void KeyAtPos(RedisModuleCtx *ctx, int pos)")
    public static void keyAtPos(ModuleContext ctx, int pos) {
        keyAtPosWithFlags(ctx, pos, FULL_ACCESS);
    }

    /** Tells that an argument is a key, used as the {@code REDISMODULE_CMD_KEY} bits say. */
    @ModuleFunction(since = "7.0", c = "void KeyAtPosWithFlags(RedisModuleCtx *ctx, int pos, int flags)")
    public static void keyAtPosWithFlags(ModuleContext ctx, int pos, int flags) {
        if (ctx.is(ModuleContext.KEYS_REQUEST) && pos > 0) {
            ctx.requestedKeys().add(pos, flags);
        }
    }

    /** Whether the module is only asked where the channels of a call are. */
    @ModuleFunction(since = "7.0", c = "int IsChannelsPositionRequest(RedisModuleCtx *ctx)")
    public static boolean isChannelsPositionRequest(ModuleContext ctx) {
        return ctx.is(ModuleContext.CHANNELS_REQUEST);
    }

    /** Tells that an argument is a channel, used as the {@code REDISMODULE_CMD_CHANNEL} bits say. */
    @ModuleFunction(since = "7.0", c = "void ChannelAtPosWithFlags(RedisModuleCtx *ctx, int pos, int flags)")
    public static void channelAtPosWithFlags(ModuleContext ctx, int pos, int flags) {
        if (ctx.is(ModuleContext.CHANNELS_REQUEST) && pos > 0) {
            ctx.requestedKeys().add(pos, flags);
        }
    }

    /**
     * Positions of the keys of any command, as an array the module frees; NULL with errno ENOENT for an unknown
     * command, EINVAL for a wrong number of arguments, 0 when there are no keys.
     */
    @ModuleFunction(since = "6.0", errno = true, c = "int *GetCommandKeys(RedisModuleCtx *ctx, "
            + "RedisModuleString **argv, int argc, int *num_keys)")
    public static long getCommandKeys(LoadedModule caller, ModuleContext ctx, long argv, int argc, long numKeys) {
        return getCommandKeysWithFlags(caller, ctx, argv, argc, numKeys, 0);
    }

    /** As {@code GetCommandKeys}, with a second array of {@code REDISMODULE_CMD_KEY} bits. */
    @ModuleFunction(since = "7.0", errno = true, c = "int *GetCommandKeysWithFlags(RedisModuleCtx *ctx, "
            + "RedisModuleString **argv, int argc, int *num_keys, int **out_flags)")
    public static long getCommandKeysWithFlags(LoadedModule caller, ModuleContext ctx, long argv, int argc,
            long numKeys, long outFlags) {
        Args args = new Args();
        for (int i = 0; i < argc; i++) {
            long string = Native.getLong(argv + (long) i * Long.BYTES);
            args.add(StringCell.bytes(string), StringCell.length(string));
        }
        CommandRow row = caller.server().engine().commands().findAny(args);
        if (row == null) {
            Errno.set(Errno.ENOENT);
            return 0;
        }
        if (!row.facts().mayHaveKeys()) {
            Errno.set(0);
            return 0;
        }
        if (!row.acceptsCount(argc)) {
            Errno.set(Errno.EINVAL);
            return 0;
        }
        return positions(caller, row, args, numKeys, outFlags);
    }

    private static long positions(LoadedModule module, CommandRow row, Args args, long numKeys, long outFlags) {
        KeyExtractor keys = new KeyExtractor();
        int count = keys.extract(row.facts(), args);
        if (count == 0) {
            Errno.set(0);
            return 0;
        }
        Native.putInt(numKeys, count);
        long positions = Arena.allocate(module.memory().alloc(), (long) count * Integer.BYTES);
        long flags = outFlags == 0 ? 0 : Arena.allocate(module.memory().alloc(), (long) count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            Mem.initInt(positions + (long) i * Integer.BYTES, keys.position(i));
            if (flags != 0) {
                Mem.initInt(flags + (long) i * Integer.BYTES, keys.flags(i));
            }
        }
        if (outFlags != 0) {
            Native.putLong(outFlags, flags);
        }
        return positions;
    }

    /** Full name of the command being executed, borrowed while it runs; NULL outside of one. */
    @ModuleFunction(since = "6.2", c = "const char *GetCurrentCommandName(RedisModuleCtx *ctx)")
    public static long getCurrentCommandName(ModuleContext ctx) {
        if (ctx == null || ctx.call() == null) {
            return 0;
        }
        byte[] name = Text.bytes(ctx.call().row().fullName());
        long copy = ctx.pool().allocate(name.length + 1L);
        Mem.initCopyIn(name, 0, copy, name.length);
        Mem.initByte(copy + name.length, (byte) 0);
        return copy;
    }
}
