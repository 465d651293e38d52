package dev.spinel.module.api;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.CFormat;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/**
 * Strings: counted blocks of arena memory under the module's tag. A function that takes a context registers what it
 * creates with automatic memory, if that is on; the context may be NULL.
 */
public final class StringApi {
    private static final String NULL_TEXT = "(NULL string reply referenced in module)";
    private static final int STREAM_SEQUENCE_OFFSET = Long.BYTES;

    private StringApi() {}

    /** A copy of {@code len} bytes. */
    @ModuleFunction(since = "4.0",
            c = "RedisModuleString *CreateString(RedisModuleCtx *ctx, const char *ptr, size_t len)")
    public static long createString(LoadedModule caller, ModuleContext ctx, long ptr, long len) {
        return kept(ctx, StringCell.create(caller.memory().strings(), ptr, len));
    }

    @ModuleFunction(since = "4.0",
            c = "RedisModuleString *CreateStringPrintf(RedisModuleCtx *ctx, const char *fmt, ...)")
    public static long createStringPrintf(LoadedModule caller, ModuleContext ctx, long fmt, long arguments) {
        return create(caller, ctx, CFormat.bytes(fmt, arguments));
    }

    @ModuleFunction(since = "4.0", c = "RedisModuleString *CreateStringFromLongLong(RedisModuleCtx *ctx, long long ll)")
    public static long createStringFromLongLong(LoadedModule caller, ModuleContext ctx, long ll) {
        long string = StringCell.createBlank(caller.memory().strings(), Numbers.length(ll));
        Numbers.write(StringCell.bytes(string), ll);
        return kept(ctx, string);
    }

    @ModuleFunction(since = "7.0",
            c = "RedisModuleString *CreateStringFromULongLong(RedisModuleCtx *ctx, unsigned long long ull)")
    public static long createStringFromULongLong(LoadedModule caller, ModuleContext ctx, long ull) {
        return create(caller, ctx, Text.bytes(Long.toUnsignedString(ull)));
    }

    @ModuleFunction(since = "6.0", c = "RedisModuleString *CreateStringFromDouble(RedisModuleCtx *ctx, double d)")
    public static long createStringFromDouble(LoadedModule caller, ModuleContext ctx, double d) {
        return create(caller, ctx, Text.bytes(Doubles.format(d)));
    }

    @ModuleFunction(since = "6.0",
            c = "RedisModuleString *CreateStringFromLongDouble(RedisModuleCtx *ctx, long double ld, int humanfriendly)")
    public static long createStringFromLongDouble(LoadedModule caller, ModuleContext ctx, long mantissa,
            long signExponent, boolean humanfriendly) {
        return create(caller, ctx, Text.bytes(humanfriendly ? LongDoubleText.human(mantissa, signExponent)
                : LongDoubleText.exact(mantissa, signExponent)));
    }

    @ModuleFunction(since = "4.0",
            c = "RedisModuleString *CreateStringFromString(RedisModuleCtx *ctx, const RedisModuleString *str)")
    public static long createStringFromString(LoadedModule caller, ModuleContext ctx, long str) {
        return kept(ctx, StringCell.create(caller.memory().strings(), StringCell.bytes(str), StringCell.length(str)));
    }

    @ModuleFunction(since = "6.2",
            c = "RedisModuleString *CreateStringFromStreamID(RedisModuleCtx *ctx, const RedisModuleStreamID *id)")
    public static long createStringFromStreamId(LoadedModule caller, ModuleContext ctx, long id) {
        return create(caller, ctx, Text.bytes(Long.toUnsignedString(Native.getLong(id)) + "-"
                + Long.toUnsignedString(Native.getLong(id + STREAM_SEQUENCE_OFFSET))));
    }

    static long create(LoadedModule caller, ModuleContext ctx, byte[] bytes) {
        return kept(ctx, StringCell.create(caller.memory().strings(), bytes));
    }

    private static long kept(ModuleContext ctx, long string) {
        if (ctx != null) {
            ctx.autoMemory().addString(string);
        }
        return string;
    }

    /** Drops one reference: automatic memory's when it keeps one, so that it does not free the string once more. */
    @ModuleFunction(since = "4.0", c = "void FreeString(RedisModuleCtx *ctx, RedisModuleString *str)")
    public static void freeString(ModuleContext ctx, long str) {
        if (ctx != null) {
            ctx.autoMemory().removeString(str);
        }
        StringCell.release(str);
    }

    /** Makes the string outlive the callback: it is no longer freed automatically, or has one more reference. */
    @ModuleFunction(since = "4.0", c = "void RetainString(RedisModuleCtx *ctx, RedisModuleString *str)")
    public static void retainString(ModuleContext ctx, long str) {
        if (ctx == null || !ctx.autoMemory().removeString(str)) {
            StringCell.retain(str);
        }
    }

    /** As {@code RetainString}; answers the string to use, which here is always the same. */
    @ModuleFunction(since = "6.0", c = "RedisModuleString *HoldString(RedisModuleCtx *ctx, RedisModuleString *str)")
    public static long holdString(ModuleContext ctx, long str) {
        StringCell.retain(str);
        if (ctx != null) {
            ctx.autoMemory().addString(str);
        }
        return str;
    }

    /** The bytes, borrowed while the string lives and is not appended to; NULL reads as a text that says so. */
    @ModuleFunction(since = "4.0", keepsKeys = true,
            c = "const char *StringPtrLen(const RedisModuleString *str, size_t *len)")
    public static long stringPtrLen(LoadedModule caller, long str, long len) {
        long string = str == 0 ? caller.server().constantText(NULL_TEXT) : str;
        if (len != 0) {
            Native.putLong(len, StringCell.length(string));
        }
        return StringCell.bytes(string);
    }

    /** The integer the whole string is, written the canonical way. */
    @ModuleFunction(since = "4.0", c = "int StringToLongLong(const RedisModuleString *str, long long *ll)")
    public static int stringToLongLong(long str, long ll) {
        long bytes = StringCell.bytes(str);
        long length = StringCell.length(str);
        if (!Numbers.isLong(bytes, length)) {
            return ReplyApi.ERR;
        }
        Native.putLong(ll, Numbers.parseLong(bytes, length));
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "7.0", c = "int StringToULongLong(const RedisModuleString *str, unsigned long long *ull)")
    public static int stringToULongLong(long str, long ull) {
        return put(ull, NumberText.unsigned(latin(str)));
    }

    @ModuleFunction(since = "4.0", c = "int StringToDouble(const RedisModuleString *str, double *d)")
    public static int stringToDouble(long str, long d) {
        double value = NumberText.real(latin(str));
        if (Double.isNaN(value)) {
            return ReplyApi.ERR;
        }
        Native.putDouble(d, value);
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "6.0", c = "int StringToLongDouble(const RedisModuleString *str, long double *d)")
    public static int stringToLongDouble(long str, long d) {
        return LongDoubleText.parse(latin(str), d) ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** {@code ms-seq}, {@code ms}, {@code -} or {@code +}. */
    @ModuleFunction(since = "6.2", c = "int StringToStreamID(const RedisModuleString *str, RedisModuleStreamID *id)")
    public static int stringToStreamId(long str, long id) {
        String text = latin(str);
        if (text.equals("-") || text.equals("+")) {
            long both = text.equals("-") ? 0 : -1;
            Native.putLong(id, both);
            Native.putLong(id + STREAM_SEQUENCE_OFFSET, both);
            return ReplyApi.OK;
        }
        int dash = text.indexOf('-');
        Long milliseconds = NumberText.unsigned(dash < 0 ? text : text.substring(0, dash));
        Long sequence = dash < 0 ? Long.valueOf(0) : NumberText.unsigned(text.substring(dash + 1));
        if (milliseconds == null || sequence == null) {
            return ReplyApi.ERR;
        }
        Native.putLong(id, milliseconds);
        Native.putLong(id + STREAM_SEQUENCE_OFFSET, sequence);
        return ReplyApi.OK;
    }

    private static int put(long address, Long value) {
        if (value == null) {
            return ReplyApi.ERR;
        }
        Native.putLong(address, value);
        return ReplyApi.OK;
    }

    /** Order of the bytes; a prefix comes first. */
    @ModuleFunction(since = "4.0", c = "int StringCompare(const RedisModuleString *a, const RedisModuleString *b)")
    public static int stringCompare(long a, long b) {
        return Integer.signum(Mem.compare(StringCell.bytes(a), StringCell.length(a), StringCell.bytes(b),
                StringCell.length(b)));
    }

    /** Adds bytes at the end of a string nobody else refers to. */
    @ModuleFunction(since = "4.0",
            c = "int StringAppendBuffer(RedisModuleCtx *ctx, RedisModuleString *str, const char *buf, size_t len)")
    public static int stringAppendBuffer(ModuleContext ctx, long str, long buf, long len) {
        if (StringCell.references(str) != 1) {
            if (ctx != null) {
                ctx.server().warning(ctx.module().name(),
                        "Module attempted to use an in-place string modify operation with a string referenced multiple "
                        + "times. Please check the code for API usage correctness.");
            }
            return ReplyApi.ERR;
        }
        StringCell.append(str, buf, len);
        return ReplyApi.OK;
    }

    /** Gives slack back. Strings here carry none worth the move, so this does nothing. */
    @ModuleFunction(since = "7.0", c = "void TrimStringAllocation(RedisModuleString *str)")
    public static void trimStringAllocation(long str) {
        // A string that was never appended to fits its block; the others keep room for the next append.
    }

    /** Bytes of memory behind a string. */
    @ModuleFunction(since = "7.0", c = "size_t MallocSizeString(RedisModuleString *str)")
    public static long mallocSizeString(long str) {
        return StringCell.memoryBytes(str);
    }

    private static String latin(long str) {
        return Text.string(StringCell.bytes(str), StringCell.length(str));
    }
}
