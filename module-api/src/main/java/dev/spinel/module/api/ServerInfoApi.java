package dev.spinel.module.api;

import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.StringCell;
import java.util.List;

/** What INFO says, field by field. */
@NeedsLock
public final class ServerInfoApi {
    private ServerInfoApi() {}

    /** The fields of a section, or of the usual ones with NULL or an empty text. */
    @ModuleFunction(since = "6.0",
            c = "RedisModuleServerInfoData *GetServerInfo(RedisModuleCtx *ctx, const char *section)")
    public static ServerInfo getServerInfo(LoadedModule caller, ModuleContext ctx, String section) {
        boolean isAll = section == null || section.isEmpty();
        String text = caller.server().engine().info().text(isAll ? List.of() : List.of(section));
        ServerInfo info = new ServerInfo(ctx, text);
        HandleTable.open(info, 0);
        if (ctx != null) {
            ctx.autoMemory().add(info);
        }
        return info;
    }

    @ModuleFunction(since = "6.0", c = "void FreeServerInfo(RedisModuleCtx *ctx, RedisModuleServerInfoData *data)")
    public static void freeServerInfo(ModuleContext ctx, ServerInfo data) {
        if (ctx != null) {
            ctx.autoMemory().remove(data);
        }
        data.release();
    }

    /** A field as a string the module owns; NULL when there is none. */
    @ModuleFunction(since = "6.0", c = "RedisModuleString *ServerInfoGetField(RedisModuleCtx *ctx, "
            + "RedisModuleServerInfoData *data, const char *field)")
    public static long serverInfoGetField(LoadedModule caller, ModuleContext ctx, ServerInfo data, String field) {
        String text = data.field(field);
        return text == null ? 0 : StringApi.create(caller, ctx, Text.bytes(text));
    }

    /** A field as text the server owns. */
    @ModuleFunction(since = "6.0",
            c = "const char *ServerInfoGetFieldC(RedisModuleServerInfoData *data, const char *field)")
    public static long serverInfoGetFieldC(LoadedModule caller, ServerInfo data, String field) {
        String text = data.field(field);
        return text == null ? 0 : StringCell.bytes(caller.server().constantText(text));
    }

    @ModuleFunction(since = "6.0", c = "long long ServerInfoGetFieldSigned(RedisModuleServerInfoData *data, "
            + "const char *field, int *out_err)")
    public static long serverInfoGetFieldSigned(ServerInfo data, String field, long outErr) {
        String text = data.field(field);
        Long value = text == null ? null : NumberText.signed(text);
        return tell(outErr, value != null) ? value : 0;
    }

    @ModuleFunction(since = "6.0", c = "unsigned long long ServerInfoGetFieldUnsigned(RedisModuleServerInfoData *data, "
            + "const char *field, int *out_err)")
    public static long serverInfoGetFieldUnsigned(ServerInfo data, String field, long outErr) {
        String text = data.field(field);
        Long value = text == null ? null : NumberText.unsigned(text);
        return tell(outErr, value != null) ? value : 0;
    }

    @ModuleFunction(since = "6.0", c = "double ServerInfoGetFieldDouble(RedisModuleServerInfoData *data, "
            + "const char *field, int *out_err)")
    public static double serverInfoGetFieldDouble(ServerInfo data, String field, long outErr) {
        String text = data.field(field);
        double value = text == null ? Double.NaN : NumberText.real(text);
        return tell(outErr, !Double.isNaN(value)) ? value : 0;
    }

    private static boolean tell(long outErr, boolean isFine) {
        if (outErr != 0) {
            Native.putInt(outErr, isFine ? ReplyApi.OK : ReplyApi.ERR);
        }
        return isFine;
    }
}
