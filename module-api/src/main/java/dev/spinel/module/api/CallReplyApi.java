package dev.spinel.module.api;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/** What commands answered that a module called. Asking for something an answer is not gives NULL, 0 or ERR. */
public final class CallReplyApi {
    private static final long NOT_AN_INTEGER = Long.MIN_VALUE;
    private static final int NOT_A_BOOL = Integer.MIN_VALUE;

    private CallReplyApi() {}

    /** {@code REDISMODULE_REPLY_*}; unknown for NULL. */
    @ModuleFunction(since = "4.0", c = "int CallReplyType(RedisModuleCallReply *reply)")
    public static int callReplyType(CallReply reply) {
        return reply == null ? CallReply.UNKNOWN : reply.type();
    }

    /** Bytes of a string or error, elements of an aggregate, pairs of a map. */
    @ModuleFunction(since = "4.0", c = "size_t CallReplyLength(RedisModuleCallReply *reply)")
    public static long callReplyLength(CallReply reply) {
        return isText(reply) || reply != null && reply.isAggregate() ? reply.length() : 0;
    }

    private static boolean isText(CallReply reply) {
        return reply != null && (reply.type() == CallReply.STRING || reply.type() == CallReply.ERROR);
    }

    private static boolean is(CallReply reply, int type) {
        return reply != null && reply.type() == type;
    }

    @ModuleFunction(since = "4.0", c = "long long CallReplyInteger(RedisModuleCallReply *reply)")
    public static long callReplyInteger(CallReply reply) {
        return is(reply, CallReply.INTEGER) ? reply.integer() : NOT_AN_INTEGER;
    }

    @ModuleFunction(since = "7.0", c = "double CallReplyDouble(RedisModuleCallReply *reply)")
    public static double callReplyDouble(CallReply reply) {
        boolean isDouble = is(reply, CallReply.DOUBLE);
        return isDouble ? parseDouble(Text.string(reply.bytes(), reply.byteCount())) : Long.MIN_VALUE;
    }

    private static double parseDouble(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    @ModuleFunction(since = "7.0", c = "int CallReplyBool(RedisModuleCallReply *reply)")
    public static int callReplyBool(CallReply reply) {
        if (!is(reply, CallReply.BOOL)) {
            return NOT_A_BOOL;
        }
        return reply.bool() ? 1 : 0;
    }

    /** Digits of an integer of any size, borrowed while the reply lives. */
    @ModuleFunction(since = "7.0", c = "const char *CallReplyBigNumber(RedisModuleCallReply *reply, size_t *len)")
    public static long callReplyBigNumber(CallReply reply, long len) {
        return is(reply, CallReply.BIG_NUMBER) ? text(reply, len) : 0;
    }

    /** Text with its format of three letters, borrowed while the reply lives. */
    @ModuleFunction(since = "7.0",
            c = "const char *CallReplyVerbatim(RedisModuleCallReply *reply, size_t *len, const char **format)")
    public static long callReplyVerbatim(CallReply reply, long len, long format) {
        if (!is(reply, CallReply.VERBATIM)) {
            return 0;
        }
        if (format != 0) {
            Native.putLong(format, reply.format());
        }
        return text(reply, len);
    }

    /** Bytes of a string or error, not NUL-terminated, borrowed while the reply lives. */
    @ModuleFunction(since = "4.0", c = "const char *CallReplyStringPtr(RedisModuleCallReply *reply, size_t *len)")
    public static long callReplyStringPtr(CallReply reply, long len) {
        return isText(reply) ? text(reply, len) : 0;
    }

    private static long text(CallReply reply, long len) {
        if (len != 0) {
            Native.putLong(len, reply.byteCount());
        }
        return reply.bytes();
    }

    /** A copy of a string or error, or of an integer as text, which the module owns. */
    @ModuleFunction(since = "4.0", c = "RedisModuleString *CreateStringFromCallReply(RedisModuleCallReply *reply)")
    public static long createStringFromCallReply(LoadedModule caller, CallReply reply) {
        if (isText(reply) || is(reply, CallReply.INTEGER)) {
            long string = StringCell.create(caller.memory().strings(), reply.bytes(), reply.byteCount());
            if (reply.context() != null) {
                reply.context().autoMemory().addString(string);
            }
            return string;
        }
        return 0;
    }

    @ModuleFunction(since = "4.0",
            c = "RedisModuleCallReply *CallReplyArrayElement(RedisModuleCallReply *reply, size_t idx)")
    public static CallReply callReplyArrayElement(CallReply reply, long idx) {
        return is(reply, CallReply.ARRAY) ? reply.element(idx) : null;
    }

    @ModuleFunction(since = "7.0",
            c = "RedisModuleCallReply *CallReplySetElement(RedisModuleCallReply *reply, size_t idx)")
    public static CallReply callReplySetElement(CallReply reply, long idx) {
        return is(reply, CallReply.SET) ? reply.element(idx) : null;
    }

    /** Key and value of a pair; each pointer may be NULL. */
    @ModuleFunction(since = "7.0", c = "int CallReplyMapElement(RedisModuleCallReply *reply, size_t idx, "
            + "RedisModuleCallReply **key, RedisModuleCallReply **val)")
    public static int callReplyMapElement(CallReply reply, long idx, long key, long val) {
        return is(reply, CallReply.MAP) ? pair(reply, idx, key, val) : ReplyApi.ERR;
    }

    /** The attributes of a reply; NULL when it has none. */
    @ModuleFunction(since = "7.0", c = "RedisModuleCallReply *CallReplyAttribute(RedisModuleCallReply *reply)")
    public static CallReply callReplyAttribute(CallReply reply) {
        return reply == null ? null : reply.attribute();
    }

    @ModuleFunction(since = "7.0", c = "int CallReplyAttributeElement(RedisModuleCallReply *reply, size_t idx, "
            + "RedisModuleCallReply **key, RedisModuleCallReply **val)")
    public static int callReplyAttributeElement(CallReply reply, long idx, long key, long val) {
        return is(reply, CallReply.ATTRIBUTE) ? pair(reply, idx, key, val) : ReplyApi.ERR;
    }

    private static int pair(CallReply reply, long index, long key, long value) {
        if (index < 0 || index >= reply.length()) {
            return ReplyApi.ERR;
        }
        if (key != 0) {
            Native.putLong(key, Handle.addressOf(reply.element(2 * index)));
        }
        if (value != 0) {
            Native.putLong(value, Handle.addressOf(reply.element(2 * index + 1)));
        }
        return ReplyApi.OK;
    }

    /** The answer as it was written, borrowed while the reply lives. */
    @ModuleFunction(since = "4.0", c = "const char *CallReplyProto(RedisModuleCallReply *reply, size_t *len)")
    public static long callReplyProto(CallReply reply, long len) {
        if (reply == null || reply.promise() != null) {
            return 0;
        }
        if (len != 0) {
            Native.putLong(len, reply.protocolLength());
        }
        return reply.protocol();
    }

    /** Frees an answer with its elements; an element alone is not freed. */
    @ModuleFunction(since = "4.0", c = "void FreeCallReply(RedisModuleCallReply *reply)")
    public static void freeCallReply(CallReply reply) {
        if (reply.isRoot()) {
            if (reply.context() != null) {
                reply.context().autoMemory().remove(reply);
            }
            reply.release();
        }
    }

    /** What to call with the answer of a command that waits, once it is there. */
    @ModuleFunction(since = "7.2", c = "void CallReplyPromiseSetUnblockHandler(RedisModuleCallReply *reply, "
            + "RedisModuleOnUnblocked on_unblock, void *private_data)")
    public static void callReplyPromiseSetUnblockHandler(CallReply reply, long onUnblock, long privateData) {
        if (reply.promise() != null) {
            reply.promise().handler(onUnblock, privateData);
        }
    }

    /** Gives up a command that waits, whose handler is not called then. ERR when it is done already. */
    @ModuleFunction(since = "7.2",
            c = "int CallReplyPromiseAbort(RedisModuleCallReply *reply, void **private_data)")
    public static int callReplyPromiseAbort(CallReply reply, long privateData) {
        CallPromise promise = reply.promise();
        if (promise == null || !promise.abort()) {
            return ReplyApi.ERR;
        }
        if (privateData != 0) {
            Native.putLong(privateData, promise.privateData());
        }
        return ReplyApi.OK;
    }

    /** Answers what a command answered. ERR for NULL, and when that needs RESP3 and the client does not speak it. */
    @ModuleFunction(since = "4.0", c = "int ReplyWithCallReply(RedisModuleCtx *ctx, RedisModuleCallReply *reply)")
    public static int replyWithCallReply(ModuleContext ctx, CallReply reply) {
        ReplyBuilder target = ctx.reply();
        if (target == null) {
            return ReplyApi.OK;
        }
        if (reply == null || reply.promise() != null || target.version() == 2 && reply.isResp3()) {
            return ReplyApi.ERR;
        }
        if (reply.type() == CallReply.ERROR) {
            ReplyApi.fail(ctx, Mem.toBytes(reply.bytes(), reply.byteCount()));
        } else {
            long end = reply.protocol() + reply.protocolLength();
            target.countErrors(RespText.forEachError(reply.protocol(), end, error -> ReplyApi.noteError(ctx, error)));
            target.raw(reply.protocol(), reply.protocolLength());
        }
        return ReplyApi.OK;
    }
}
