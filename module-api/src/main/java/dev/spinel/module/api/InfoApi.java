package dev.spinel.module.api;

import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/** Sections that modules add to INFO, written by a function of the module when somebody asks. */
public final class InfoApi {
    private InfoApi() {}

    /** Sets the function that writes the sections of this module. */
    @ModuleFunction(since = "6.0", c = "int RegisterInfoFunc(RedisModuleCtx *ctx, RedisModuleInfoFunc cb)")
    public static int registerInfoFunc(ModuleContext ctx, long cb) {
        ctx.module().infoCallback(cb);
        return ReplyApi.OK;
    }

    /** Starts a section; ERR when it was not asked for, and then its fields are refused too. */
    @ModuleFunction(since = "6.0", c = "int InfoAddSection(RedisModuleInfoCtx *ctx, const char *name)")
    public static int infoAddSection(InfoContext ctx, String name) {
        return status(ctx.section(name));
    }

    /** Starts a field of the form {@code name:a=1,b=2}. */
    @ModuleFunction(since = "6.0", c = "int InfoBeginDictField(RedisModuleInfoCtx *ctx, const char *name)")
    public static int infoBeginDictField(InfoContext ctx, String name) {
        return status(ctx.beginDict(name));
    }

    @ModuleFunction(since = "6.0", c = "int InfoEndDictField(RedisModuleInfoCtx *ctx)")
    public static int infoEndDictField(InfoContext ctx) {
        return status(ctx.endDict());
    }

    @ModuleFunction(since = "6.0", c = "int InfoAddFieldString(RedisModuleInfoCtx *ctx, const char *field, "
            + "RedisModuleString *value)")
    public static int infoAddFieldString(InfoContext ctx, String field, long value) {
        return status(ctx.field(field, Text.string(StringCell.bytes(value), StringCell.length(value))));
    }

    @ModuleFunction(since = "6.0", c = "int InfoAddFieldCString(RedisModuleInfoCtx *ctx, const char *field, "
            + "const char *value)")
    public static int infoAddFieldCString(InfoContext ctx, String field, long value) {
        return status(ctx.field(field, Text.string(Native.toBytes(value, Native.length(value)))));
    }

    @ModuleFunction(since = "6.0", c = "int InfoAddFieldDouble(RedisModuleInfoCtx *ctx, const char *field, "
            + "double value)")
    public static int infoAddFieldDouble(InfoContext ctx, String field, double value) {
        return status(ctx.field(field, DoubleText.seventeenDigits(value)));
    }

    @ModuleFunction(since = "6.0", c = "int InfoAddFieldLongLong(RedisModuleInfoCtx *ctx, const char *field, "
            + "long long value)")
    public static int infoAddFieldLongLong(InfoContext ctx, String field, long value) {
        return status(ctx.field(field, Long.toString(value)));
    }

    @ModuleFunction(since = "6.0", c = "int InfoAddFieldULongLong(RedisModuleInfoCtx *ctx, const char *field, "
            + "unsigned long long value)")
    public static int infoAddFieldULongLong(InfoContext ctx, String field, long value) {
        return status(ctx.field(field, Long.toUnsignedString(value)));
    }

    private static int status(boolean done) {
        return done ? ReplyApi.OK : ReplyApi.ERR;
    }
}
