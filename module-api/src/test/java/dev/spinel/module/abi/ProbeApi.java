package dev.spinel.module.abi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Functions that exist only for tests: one for every shape a declaration can have. */
public final class ProbeApi {
    static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static long mantissa;
    private static long signExponent;

    private ProbeApi() {}

    /** A context with a name, to see that it arrives. */
    public static final class ProbeContext extends Handle {}

    /** Another kind of handle, to be mistaken for the first. */
    public static final class ProbeKey extends Handle {}

    @ModuleFunction(since = "4.0", c = "void Log(RedisModuleCtx *ctx, const char *level, const char *fmt, ...)")
    public static void log(ModuleInstance caller, ProbeContext ctx, String level, long fmt, long arguments) {
        LOG.add(caller.name() + " " + level + ": " + CFormat.text(fmt, arguments, 1024));
    }

    @ModuleFunction(since = "4.0", c = "int TakeArguments(RedisModuleCtx *ctx, int count, ...)")
    public static int takeArguments(ProbeContext ctx, int count, long list) {
        LOG.add(count + " " + Native.text(VaList.nextLong(list)) + " " + VaList.nextLong(list) + " "
                + VaList.nextInt(list) + " " + VaList.nextDouble(list) + " " + Native.text(VaList.nextLong(list)) + " "
                + VaList.nextInt(list) + " " + VaList.nextLong(list) + " " + VaList.nextDouble(list) + " "
                + VaList.nextInt(list) + " " + Native.text(VaList.nextLong(list)) + " " + VaList.nextLong(list));
        return 0;
    }

    @ModuleFunction(since = "4.0", errno = true, c = "int FailWith(RedisModuleCtx *ctx, int code)")
    public static boolean failWith(ProbeContext ctx, int code) {
        Errno.set(code);
        return true;
    }

    @ModuleFunction(since = "4.0", errno = true, c = "long FailAround(RedisModuleCtx *ctx, void *function)")
    public static long failAround(ProbeContext ctx, long function) {
        Errno.set(Errno.ERANGE);
        Callbacks.voidP(function, ctx.address());
        return 0;
    }

    @ModuleFunction(since = "4.0", c = "void *Explode(RedisModuleCtx *ctx)")
    public static ProbeKey explode(ProbeContext ctx) {
        throw new IllegalStateException("on purpose");
    }

    @ModuleFunction(since = "4.0", c = "double ExplodeDouble(RedisModuleCtx *ctx)")
    public static double explodeDouble(ProbeContext ctx) {
        throw new StackOverflowError("on purpose");
    }

    @ModuleFunction(since = "4.0", c = "void KeepLongDouble(RedisModuleCtx *ctx, long double value, int flags)")
    public static void keepLongDouble(ProbeContext ctx, long mantissaOfValue, long signExponentOfValue, int flags) {
        mantissa = mantissaOfValue;
        signExponent = signExponentOfValue;
        LOG.add(flags + " " + LongDouble.format("%.20Lg", mantissa, signExponent));
    }

    @ModuleFunction(since = "4.0", c = "long double GiveLongDouble(RedisModuleCtx *ctx)")
    public static void giveLongDouble(ProbeContext ctx, long result) {
        LongDouble.put(result, mantissa, signExponent);
    }

    @ModuleFunction(since = "4.0", c = "int TakeEvent(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t subevent)")
    public static int takeEvent(ProbeContext ctx, long id, long version, long subevent) {
        LOG.add("event " + id + " " + version + " " + subevent);
        return (int) (id + version + subevent);
    }

    @ModuleFunction(since = "4.0", c = "int TakeMany(RedisModuleCtx *ctx, int a, uint8_t b, long c, float d, int e, "
            + "long f, unsigned int g, size_t h, int i, int j)")
    public static int takeMany(ProbeContext ctx, int a, int b, long c, float d, int e, long f, int g, long h, int i,
            boolean j) {
        LOG.add("many " + a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i + " " + j);
        return 5;
    }

    @ModuleFunction(since = "4.0", c = "int GiveInt(RedisModuleCtx *ctx, long value)")
    public static int giveInt(ProbeContext ctx, long value) {
        return ctx == null ? 0 : (int) value;
    }

    @ModuleFunction(since = "4.0", c = "const char *StringPtrLen(const RedisModuleString *str, size_t *len)")
    public static long stringPtrLen(long str, long len) {
        LOG.add("slow");
        if (len != 0) {
            Native.putLong(len, StringCell.length(str));
        }
        return StringCell.bytes(str);
    }
}
