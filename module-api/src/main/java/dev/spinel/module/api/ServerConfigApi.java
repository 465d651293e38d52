package dev.spinel.module.api;

import dev.spinel.engine.config.BoolSetting;
import dev.spinel.engine.config.EnumSetting;
import dev.spinel.engine.config.LongSetting;
import dev.spinel.engine.config.Setting;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.config.SettingsUpdate;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;
import java.util.List;

/** Settings of the server and of all modules, read and changed by name as CONFIG GET and CONFIG SET do. */
@NeedsLock
public final class ServerConfigApi {
    private static final int BOOL = 0;
    private static final int NUMERIC = 1;
    private static final int STRING = 2;
    private static final int ENUM = 3;
    private static final String REASON = ") - ";
    private static final String NOT_FOUND = "Config name not found or of another type";

    private ServerConfigApi() {}

    /** What kind of value a setting has; ERR for an unknown name. */
    @ModuleFunction(since = "8.2", c = "int ConfigGetType(const char *name, RedisModuleConfigType *res)")
    public static int configGetType(LoadedModule caller, String name, long res) {
        Setting setting = caller.server().engine().settings().find(name);
        if (setting == null) {
            return ReplyApi.ERR;
        }
        Native.putInt(res, typeOf(setting));
        return ReplyApi.OK;
    }

    private static int typeOf(Setting setting) {
        return switch (setting) {
            case BoolSetting yesOrNo -> BOOL;
            case ModuleSettings.Bool yesOrNo -> BOOL;
            case LongSetting number -> NUMERIC;
            case ModuleSettings.Numeric number -> NUMERIC;
            case EnumSetting<?> choice -> ENUM;
            case ModuleSettings.Choice choice -> ENUM;
            default -> STRING;
        };
    }

    /** The setting of that name and kind; null when there is none. */
    private static Setting find(ModuleContext ctx, String name, int type) {
        Setting setting = ctx.engine().settings().find(name);
        return setting != null && typeOf(setting) == type ? setting : null;
    }

    /** The value as CONFIG GET tells it, whatever its kind; the string is the module's. */
    @ModuleFunction(since = "8.2",
            c = "int ConfigGet(RedisModuleCtx *ctx, const char *name, RedisModuleString **res)")
    public static int configGet(ModuleContext ctx, String name, long res) {
        return putText(ctx, ctx.engine().settings().find(name), res);
    }

    @ModuleFunction(since = "8.2",
            c = "int ConfigGetEnum(RedisModuleCtx *ctx, const char *name, RedisModuleString **res)")
    public static int configGetEnum(ModuleContext ctx, String name, long res) {
        return putText(ctx, find(ctx, name, ENUM), res);
    }

    private static int putText(ModuleContext ctx, Setting setting, long result) {
        if (setting == null) {
            return ReplyApi.ERR;
        }
        Native.putLong(result, StringApi.create(ctx.module(), ctx, Text.bytes(setting.text())));
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "8.2", c = "int ConfigGetBool(RedisModuleCtx *ctx, const char *name, int *res)")
    public static int configGetBool(ModuleContext ctx, String name, long res) {
        Setting setting = find(ctx, name, BOOL);
        if (setting == null) {
            return ReplyApi.ERR;
        }
        Native.putInt(res, setting.text().equals("yes") ? 1 : 0);
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "8.2", c = "int ConfigGetNumeric(RedisModuleCtx *ctx, const char *name, long long *res)")
    public static int configGetNumeric(ModuleContext ctx, String name, long res) {
        Setting setting = find(ctx, name, NUMERIC);
        if (setting == null) {
            return ReplyApi.ERR;
        }
        Native.putLong(res, setting instanceof LongSetting number ? number.value()
                : ((ModuleSettings.Numeric) setting).value());
        return ReplyApi.OK;
    }

    /** Changes a setting as CONFIG SET does; ERR tells why in a string of the module's, unless {@code err} is NULL. */
    @ModuleFunction(since = "8.2", c = "int ConfigSet(RedisModuleCtx *ctx, const char *name, "
            + "RedisModuleString *value, RedisModuleString **err)")
    public static int configSet(ModuleContext ctx, String name, long value, long err) {
        return set(ctx, name, Text.string(StringCell.bytes(value), StringCell.length(value)), err);
    }

    @ModuleFunction(since = "8.2", c = "int ConfigSetEnum(RedisModuleCtx *ctx, const char *name, "
            + "RedisModuleString *value, RedisModuleString **err)")
    public static int configSetEnum(ModuleContext ctx, String name, long value, long err) {
        return find(ctx, name, ENUM) == null ? refuse(ctx, err, NOT_FOUND) : configSet(ctx, name, value, err);
    }

    @ModuleFunction(since = "8.2", c = "int ConfigSetBool(RedisModuleCtx *ctx, const char *name, int value, "
            + "RedisModuleString **err)")
    public static int configSetBool(ModuleContext ctx, String name, int value, long err) {
        boolean isRight = find(ctx, name, BOOL) != null && (value == 0 || value == 1);
        return isRight ? set(ctx, name, value == 1 ? "yes" : "no", err) : refuse(ctx, err, NOT_FOUND);
    }

    @ModuleFunction(since = "8.2", c = "int ConfigSetNumeric(RedisModuleCtx *ctx, const char *name, "
            + "long long value, RedisModuleString **err)")
    public static int configSetNumeric(ModuleContext ctx, String name, long value, long err) {
        return find(ctx, name, NUMERIC) == null ? refuse(ctx, err, NOT_FOUND)
                : set(ctx, name, Long.toString(value), err);
    }

    private static int set(ModuleContext ctx, String name, String value, long err) {
        Settings settings = ctx.engine().settings();
        byte[] error = new SettingsUpdate(settings, true, ctx.engine().keyspace().isLoading())
                .set(List.of(name, value));
        if (error == null) {
            return ReplyApi.OK;
        }
        String text = Text.string(error);
        int reason = text.indexOf(REASON);
        return refuse(ctx, err, reason < 0 ? text : text.substring(reason + REASON.length()));
    }

    private static int refuse(ModuleContext ctx, long err, String reason) {
        if (err != 0) {
            Native.putLong(err, StringApi.create(ctx.module(), ctx, Text.bytes(reason)));
        }
        return ReplyApi.ERR;
    }

    /** Goes through the names that match a glob pattern, all with NULL; end it with {@code ConfigIteratorRelease}. */
    @ModuleFunction(since = "8.2",
            c = "RedisModuleConfigIterator *ConfigIteratorCreate(RedisModuleCtx *ctx, const char *pattern)")
    public static SettingNames configIteratorCreate(ModuleContext ctx, String pattern) {
        SettingNames names = new SettingNames(ctx, pattern == null ? "*" : pattern);
        HandleTable.open(names, 0);
        ctx.autoMemory().add(names);
        return names;
    }

    /** The next name, borrowed until the next call; NULL at the end. */
    @ModuleFunction(since = "8.2", c = "const char *ConfigIteratorNext(RedisModuleConfigIterator *iter)")
    public static long configIteratorNext(SettingNames iter) {
        return iter.next();
    }

    @ModuleFunction(since = "8.2",
            c = "void ConfigIteratorRelease(RedisModuleCtx *ctx, RedisModuleConfigIterator *iter)")
    public static void configIteratorRelease(ModuleContext ctx, SettingNames iter) {
        iter.context().autoMemory().remove(iter);
        iter.release();
    }
}
