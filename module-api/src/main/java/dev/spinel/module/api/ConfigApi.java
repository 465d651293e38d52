package dev.spinel.module.api;

import dev.spinel.engine.config.LongSetting;
import dev.spinel.engine.config.Setting;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;

/** Settings of modules, named {@code module.name}; declared while loading and set by {@code LoadConfigs}. */
@NeedsLock
public final class ConfigApi {
    private static final int SENSITIVE = 2;
    /** Flag of a number that is an amount of bytes. */
    public static final int MEMORY = 1 << 7;
    /** Flag of several words at once. */
    public static final int BIT_FLAGS = 1 << 8;
    private static final int SAME_BITS =
            Setting.IMMUTABLE | Setting.HIDDEN | Setting.PROTECTED | Setting.DENY_LOADING;
    private static final int KNOWN_FLAGS = SAME_BITS | SENSITIVE | MEMORY | BIT_FLAGS;

    private ConfigApi() {}

    /** Declares a yes or no. ERR: not while loading, bad flags, bad name, name taken. */
    @ModuleFunction(since = "7.0", errno = true, c = "int RegisterBoolConfig(RedisModuleCtx *ctx, const char *name, "
            + "int default_val, unsigned int flags, RedisModuleConfigGetBoolFunc getfn, "
            + "RedisModuleConfigSetBoolFunc setfn, RedisModuleConfigApplyFunc applyfn, void *privdata)")
    public static int registerBoolConfig(ModuleContext ctx, String name, boolean defaultVal, int flags, long getfn,
            long setfn, long applyfn, long privdata) {
        return refuses(ctx, name, flags, 0) ? ReplyApi.ERR
                : add(new ModuleSettings.Bool(ctx.module(), name, defaultVal, settingFlags(flags), getfn, setfn,
                        applyfn, privdata));
    }

    /** Declares a number between {@code min} and {@code max}; with the flag MEMORY an amount such as 10mb. */
    @ModuleFunction(since = "7.0", errno = true, c = "int RegisterNumericConfig(RedisModuleCtx *ctx, "
            + "const char *name, long long default_val, unsigned int flags, long long min, long long max, "
            + "RedisModuleConfigGetNumericFunc getfn, RedisModuleConfigSetNumericFunc setfn, "
            + "RedisModuleConfigApplyFunc applyfn, void *privdata)")
    public static int registerNumericConfig(ModuleContext ctx, String name, long defaultVal, int flags, long min,
            long max, long getfn, long setfn, long applyfn, long privdata) {
        if (refuses(ctx, name, flags, MEMORY)) {
            return ReplyApi.ERR;
        }
        LongSetting rules = LongSetting.ofModule(name, (flags & MEMORY) != 0, defaultVal, min, max, 0);
        return add(new ModuleSettings.Numeric(ctx.module(), name, rules, settingFlags(flags), getfn, setfn, applyfn,
                privdata));
    }

    /** Declares a string; the default may be NULL. */
    @ModuleFunction(since = "7.0", errno = true, c = "int RegisterStringConfig(RedisModuleCtx *ctx, const char *name, "
            + "const char *default_val, unsigned int flags, RedisModuleConfigGetStringFunc getfn, "
            + "RedisModuleConfigSetStringFunc setfn, RedisModuleConfigApplyFunc applyfn, void *privdata)")
    public static int registerStringConfig(ModuleContext ctx, String name, long defaultVal, int flags, long getfn,
            long setfn, long applyfn, long privdata) {
        if (refuses(ctx, name, flags, 0)) {
            return ReplyApi.ERR;
        }
        byte[] byDefault = defaultVal == 0 ? null : Native.toBytes(defaultVal, Native.length(defaultVal));
        return add(new ModuleSettings.Word(ctx.module(), name, byDefault, settingFlags(flags), getfn, setfn, applyfn,
                privdata));
    }

    /** Declares one of {@code num_enum_vals} names; with the flag BITFLAGS several at once. */
    @ModuleFunction(since = "7.0", errno = true, c = "int RegisterEnumConfig(RedisModuleCtx *ctx, const char *name, "
            + "int default_val, unsigned int flags, const char **enum_values, const int *int_values, "
            + "int num_enum_vals, RedisModuleConfigGetEnumFunc getfn, RedisModuleConfigSetEnumFunc setfn, "
            + "RedisModuleConfigApplyFunc applyfn, void *privdata)")
    public static int registerEnumConfig(ModuleContext ctx, String name, int defaultVal, int flags, long enumValues,
            long intValues, int numEnumVals, long getfn, long setfn, long applyfn, long privdata) {
        if (refuses(ctx, name, flags, BIT_FLAGS)) {
            return ReplyApi.ERR;
        }
        String[] names = new String[numEnumVals];
        int[] values = new int[numEnumVals];
        for (int i = 0; i < numEnumVals; i++) {
            names[i] = Native.text(Native.getLong(enumValues + (long) i * Long.BYTES));
            values[i] = Native.getInt(intValues + (long) i * Integer.BYTES);
        }
        return add(new ModuleSettings.Choice(ctx.module(), name, defaultVal, names, values, settingFlags(flags), getfn,
                setfn, applyfn, privdata));
    }

    /** Sets every setting of the module: to what the configuration or LOADEX says, else to its default. */
    @ModuleFunction(since = "7.0", c = "int LoadConfigs(RedisModuleCtx *ctx)")
    public static int loadConfigs(ModuleContext ctx) {
        return ctx != null && ctx.module().isLoading() && ctx.module().loadSettings() ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Sets every setting of the module to its default; {@code LoadConfigs} follows when the module is ready for it. */
    @ModuleFunction(since = "8.0", c = "int LoadDefaultConfigs(RedisModuleCtx *ctx)")
    public static int loadDefaultConfigs(ModuleContext ctx) {
        return ctx != null && ctx.module().isLoading() && ctx.module().setDefaults() ? ReplyApi.OK : ReplyApi.ERR;
    }

    private static int add(ModuleSetting setting) {
        setting.module().addSetting(setting);
        return ReplyApi.OK;
    }

    private static int settingFlags(int flags) {
        return flags & SAME_BITS | ((flags & SENSITIVE) != 0 ? Setting.SENSITIVE : 0)
                | ((flags & BIT_FLAGS) != 0 ? Setting.MULTI_WORD : 0);
    }

    /** @param special the flag that only this kind of setting may have */
    private static boolean refuses(ModuleContext ctx, String name, int flags, int special) {
        LoadedModule module = ctx.module();
        if (!module.isLoading()) {
            Errno.set(Errno.EBUSY);
            return true;
        }
        String complaint = flagComplaint(flags, special);
        if (complaint != null) {
            ctx.server().log(OperatorLog.WARNING, complaint);
        }
        if (complaint != null || !ResourceName.isValid(ctx.server(), name)) {
            Errno.set(Errno.EINVAL);
            return true;
        }
        if (ctx.engine().settings().find(module.name() + "." + name) != null) {
            ctx.server().log(OperatorLog.WARNING, "Configuration by the name: " + name + " already registered");
            Errno.set(Errno.EALREADY);
            return true;
        }
        return false;
    }

    private static String flagComplaint(int flags, int special) {
        if ((flags & ~KNOWN_FLAGS) != 0) {
            return "Invalid flag(s) for configuration";
        }
        if ((flags & MEMORY & ~special) != 0) {
            return "Numeric flag provided for non-numeric configuration.";
        }
        return (flags & BIT_FLAGS & ~special) != 0 ? "Enum flag provided for non-enum configuration." : null;
    }
}
