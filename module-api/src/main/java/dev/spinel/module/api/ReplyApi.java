package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.CFormat;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/**
 * Replies. They go to the client whose command runs, or to the buffer of a blocked client; where nobody waits for one
 * they are dropped and the functions still answer OK.
 */
public final class ReplyApi {
    public static final int OK = 0;
    public static final int ERR = 1;
    public static final long POSTPONED = -1;
    private static final byte[] PLUS = {'+'};
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int FORMAT_BYTES = 3;

    private ReplyApi() {}

    /** Answers the usual error about the number of arguments. */
    @ModuleFunction(since = "4.0", c = "int WrongArity(RedisModuleCtx *ctx)")
    public static int wrongArity(ModuleContext ctx) {
        if (ctx.call() != null) {
            fail(ctx, Errors.wrongArity(ctx.call().row().fullName()));
        }
        return OK;
    }

    @ModuleFunction(since = "4.0", c = "int ReplyWithLongLong(RedisModuleCtx *ctx, long long ll)")
    public static int replyWithLongLong(ModuleContext ctx, long ll) {
        if (ctx.reply() != null) {
            ctx.reply().integer(ll);
        }
        return OK;
    }

    /** The text is an error with its code, without the dash. */
    @ModuleFunction(since = "4.0", c = "int ReplyWithError(RedisModuleCtx *ctx, const char *err)")
    public static int replyWithError(ModuleContext ctx, long err) {
        return fail(ctx, Native.toBytes(err, Native.length(err)));
    }

    @ModuleFunction(since = "7.2", c = "int ReplyWithErrorFormat(RedisModuleCtx *ctx, const char *fmt, ...)")
    public static int replyWithErrorFormat(ModuleContext ctx, long fmt, long arguments) {
        return fail(ctx, CFormat.bytes(fmt, arguments));
    }

    static int fail(ModuleContext ctx, byte[] error) {
        if (ctx.reply() != null) {
            ctx.reply().error(error);
            noteError(ctx, error);
        }
        return OK;
    }

    /** Counts an error that reaches a client; what goes to another module or waits in a buffer does not yet. */
    static void noteError(ModuleContext ctx, byte[] error) {
        Client client = ctx.caller();
        if (client != null && client.reply() == ctx.reply() && !client.is(ClientFlag.MODULE)) {
            ctx.engine().executor().failed(error);
        }
    }

    @ModuleFunction(since = "4.0", c = "int ReplyWithSimpleString(RedisModuleCtx *ctx, const char *msg)")
    public static int replyWithSimpleString(ModuleContext ctx, long msg) {
        ReplyBuilder reply = ctx.reply();
        if (reply != null) {
            reply.raw(PLUS);
            reply.raw(Native.toBytes(msg, Native.length(msg)));
            reply.raw(CRLF);
        }
        return OK;
    }

    /** Announces {@code len} elements, or, with REDISMODULE_POSTPONED_LEN, as many as are told later. */
    @ModuleFunction(since = "4.0", c = "int ReplyWithArray(RedisModuleCtx *ctx, long len)")
    public static int replyWithArray(ModuleContext ctx, long len) {
        if (opens(ctx, len)) {
            ctx.reply().array(len);
        }
        return OK;
    }

    /** Announces {@code len} keys with their values. */
    @ModuleFunction(since = "7.0", c = "int ReplyWithMap(RedisModuleCtx *ctx, long len)")
    public static int replyWithMap(ModuleContext ctx, long len) {
        if (opens(ctx, len)) {
            ctx.reply().map(len);
        }
        return OK;
    }

    @ModuleFunction(since = "7.0", c = "int ReplyWithSet(RedisModuleCtx *ctx, long len)")
    public static int replyWithSet(ModuleContext ctx, long len) {
        if (opens(ctx, len)) {
            ctx.reply().set(len);
        }
        return OK;
    }

    /** Announces {@code len} attributes of the reply that follows; refused when the client speaks RESP2. */
    @ModuleFunction(since = "7.0", c = "int ReplyWithAttribute(RedisModuleCtx *ctx, long len)")
    public static int replyWithAttribute(ModuleContext ctx, long len) {
        if (ctx.client().reply().version() == 2) {
            return ERR;
        }
        if (opens(ctx, len)) {
            ctx.reply().attribute(len);
        }
        return OK;
    }

    /** Whether an aggregate of a known length is to be written; an unknown length is noted instead. */
    private static boolean opens(ModuleContext ctx, long length) {
        if (ctx.reply() == null) {
            return false;
        }
        if (length != POSTPONED) {
            return true;
        }
        ctx.postponed().push(ctx.reply().defer());
        return false;
    }

    @ModuleFunction(since = "6.0", c = "int ReplyWithNullArray(RedisModuleCtx *ctx)")
    public static int replyWithNullArray(ModuleContext ctx) {
        if (ctx.reply() != null) {
            ctx.reply().nilArray();
        }
        return OK;
    }

    @ModuleFunction(since = "6.0", c = "int ReplyWithEmptyArray(RedisModuleCtx *ctx)")
    public static int replyWithEmptyArray(ModuleContext ctx) {
        if (ctx.reply() != null) {
            ctx.reply().array(0);
        }
        return OK;
    }

    /** Tells the length of the array opened last. */
    @ModuleFunction(since = "4.0", c = "void ReplySetArrayLength(RedisModuleCtx *ctx, long len)")
    public static void replySetArrayLength(ModuleContext ctx, long len) {
        if (closes(ctx)) {
            ctx.reply().closeArray(ctx.postponed().pop(), len);
        }
    }

    @ModuleFunction(since = "7.0", c = "void ReplySetPushLength(RedisModuleCtx *ctx, long len)")
    public static void replySetPushLength(ModuleContext ctx, long len) {
        if (closes(ctx)) {
            ctx.reply().closePush(ctx.postponed().pop(), len);
        }
    }

    @ModuleFunction(since = "7.0", c = "void ReplySetMapLength(RedisModuleCtx *ctx, long len)")
    public static void replySetMapLength(ModuleContext ctx, long len) {
        if (closes(ctx)) {
            ctx.reply().closeMap(ctx.postponed().pop(), len);
        }
    }

    @ModuleFunction(since = "7.0", c = "void ReplySetSetLength(RedisModuleCtx *ctx, long len)")
    public static void replySetSetLength(ModuleContext ctx, long len) {
        if (closes(ctx)) {
            ctx.reply().closeSet(ctx.postponed().pop(), len);
        }
    }

    @ModuleFunction(since = "7.0", c = "void ReplySetAttributeLength(RedisModuleCtx *ctx, long len)")
    public static void replySetAttributeLength(ModuleContext ctx, long len) {
        if (ctx.client().reply().version() != 2 && closes(ctx)) {
            ctx.reply().closeAttribute(ctx.postponed().pop(), len);
        }
    }

    private static boolean closes(ModuleContext ctx) {
        if (ctx.reply() == null) {
            return false;
        }
        if (ctx.postponed().isEmpty()) {
            ctx.server().log(OperatorLog.WARNING, "API misuse detected in module " + ctx.module().name()
                    + ": RedisModule_ReplySet*Length() called without previous "
                    + "RedisModule_ReplyWith*(ctx,REDISMODULE_POSTPONED_LEN) call.");
            return false;
        }
        return true;
    }

    @ModuleFunction(since = "4.0", c = "int ReplyWithStringBuffer(RedisModuleCtx *ctx, const char *buf, size_t len)")
    public static int replyWithStringBuffer(ModuleContext ctx, long buf, long len) {
        if (ctx.reply() != null) {
            ctx.reply().bulkForeign(buf, len);
        }
        return OK;
    }

    @ModuleFunction(since = "5.0", c = "int ReplyWithCString(RedisModuleCtx *ctx, const char *buf)")
    public static int replyWithCString(ModuleContext ctx, long buf) {
        return replyWithStringBuffer(ctx, buf, Native.length(buf));
    }

    @ModuleFunction(since = "4.0", c = "int ReplyWithString(RedisModuleCtx *ctx, RedisModuleString *str)")
    public static int replyWithString(ModuleContext ctx, long str) {
        if (ctx.reply() != null) {
            ctx.reply().bulk(StringCell.bytes(str), StringCell.length(str));
        }
        return OK;
    }

    @ModuleFunction(since = "6.0", c = "int ReplyWithEmptyString(RedisModuleCtx *ctx)")
    public static int replyWithEmptyString(ModuleContext ctx) {
        if (ctx.reply() != null) {
            ctx.reply().bulk(new byte[0]);
        }
        return OK;
    }

    /** Text with a format of three letters; a plain bulk string for RESP2. */
    @ModuleFunction(since = "7.0",
            c = "int ReplyWithVerbatimStringType(RedisModuleCtx *ctx, const char *buf, size_t len, const char *ext)")
    public static int replyWithVerbatimStringType(ModuleContext ctx, long buf, long len, long ext) {
        if (ctx.reply() != null) {
            ctx.reply().verbatim(Text.string(Native.toBytes(ext, FORMAT_BYTES)), Native.toBytes(buf, len));
        }
        return OK;
    }

    @ModuleFunction(since = "6.0", c = "int ReplyWithVerbatimString(RedisModuleCtx *ctx, const char *buf, size_t len)")
    public static int replyWithVerbatimString(ModuleContext ctx, long buf, long len) {
        if (ctx.reply() != null) {
            ctx.reply().verbatim("txt", Native.toBytes(buf, len));
        }
        return OK;
    }

    @ModuleFunction(since = "4.0", c = "int ReplyWithNull(RedisModuleCtx *ctx)")
    public static int replyWithNull(ModuleContext ctx) {
        if (ctx.reply() != null) {
            ctx.reply().nil();
        }
        return OK;
    }

    @ModuleFunction(since = "7.0", c = "int ReplyWithBool(RedisModuleCtx *ctx, int b)")
    public static int replyWithBool(ModuleContext ctx, boolean b) {
        if (ctx.reply() != null) {
            ctx.reply().bool(b);
        }
        return OK;
    }

    @ModuleFunction(since = "4.0", c = "int ReplyWithDouble(RedisModuleCtx *ctx, double d)")
    public static int replyWithDouble(ModuleContext ctx, double d) {
        if (ctx.reply() != null) {
            ctx.reply().number(d);
        }
        return OK;
    }

    /** A long double for human eyes: 17 digits behind the point, without trailing zeros. */
    @ModuleFunction(since = "6.0", c = "int ReplyWithLongDouble(RedisModuleCtx *ctx, long double d)")
    public static int replyWithLongDouble(ModuleContext ctx, long mantissa, long signExponent) {
        ReplyBuilder reply = ctx.reply();
        if (reply == null) {
            return OK;
        }
        String text = LongDoubleText.human(mantissa, signExponent);
        if (reply.version() == 2) {
            reply.bulk(text);
        } else {
            reply.raw(Text.bytes("," + text + "\r\n"));
        }
        return OK;
    }

    /** An integer of any size as decimal text. */
    @ModuleFunction(since = "7.0", c = "int ReplyWithBigNumber(RedisModuleCtx *ctx, const char *bignum, size_t len)")
    public static int replyWithBigNumber(ModuleContext ctx, long bignum, long len) {
        if (ctx.reply() != null) {
            ctx.reply().bigNumber(Native.toBytes(bignum, len));
        }
        return OK;
    }
}
