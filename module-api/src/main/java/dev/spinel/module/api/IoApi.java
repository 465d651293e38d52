package dev.spinel.module.api;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.LongDouble;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import java.util.List;

/** Saving and loading values of modules, in the encoding of RDB files. Reading the wrong item fails for good. */
public final class IoApi {
    private IoApi() {}

    @ModuleFunction(since = "4.0", c = "void SaveUnsigned(RedisModuleIO *io, uint64_t value)")
    public static void saveUnsigned(ModuleIo io, long value) {
        if (!io.hasFailed()) {
            io.write(ModuleIo.UNSIGNED).writeLength(value);
        }
    }

    @ModuleFunction(since = "4.0", c = "void SaveSigned(RedisModuleIO *io, int64_t value)")
    public static void saveSigned(ModuleIo io, long value) {
        saveUnsigned(io, value);
    }

    @ModuleFunction(since = "4.0", c = "void SaveString(RedisModuleIO *io, RedisModuleString *s)")
    public static void saveString(ModuleIo io, long s) {
        saveStringBuffer(io, StringCell.bytes(s), StringCell.length(s));
    }

    @ModuleFunction(since = "4.0", c = "void SaveStringBuffer(RedisModuleIO *io, const char *str, size_t len)")
    public static void saveStringBuffer(ModuleIo io, long str, long len) {
        if (!io.hasFailed()) {
            io.writeString(str, len);
        }
    }

    @ModuleFunction(since = "4.0", c = "void SaveDouble(RedisModuleIO *io, double value)")
    public static void saveDouble(ModuleIo io, double value) {
        if (!io.hasFailed()) {
            io.write(ModuleIo.DOUBLE).writeDouble(value);
        }
    }

    @ModuleFunction(since = "4.0", c = "void SaveFloat(RedisModuleIO *io, float value)")
    public static void saveFloat(ModuleIo io, float value) {
        if (!io.hasFailed()) {
            io.write(ModuleIo.FLOAT);
            int bits = Float.floatToRawIntBits(value);
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                io.sink().writeByte(bits >>> shift);
            }
        }
    }

    /** As text that holds every bit. */
    @ModuleFunction(since = "6.0", c = "void SaveLongDouble(RedisModuleIO *io, long double value)")
    public static void saveLongDouble(ModuleIo io, long mantissa, long signExponent) {
        if (!io.hasFailed()) {
            byte[] text = Text.bytes(LongDoubleText.hex(mantissa, signExponent));
            long string = StringCell.create(io.type().module().memory().strings(), text);
            saveString(io, string);
            StringCell.release(string);
        }
    }

    @ModuleFunction(since = "4.0", c = "uint64_t LoadUnsigned(RedisModuleIO *io)")
    public static long loadUnsigned(ModuleIo io) {
        ValueSource source = io.read(ModuleIo.UNSIGNED);
        long value = source == null ? 0 : source.readLength();
        return source != null && io.isRead() ? value : 0;
    }

    @ModuleFunction(since = "4.0", c = "int64_t LoadSigned(RedisModuleIO *io)")
    public static long loadSigned(ModuleIo io) {
        return loadUnsigned(io);
    }

    /** A string the module owns; NULL when it cannot be read. */
    @ModuleFunction(since = "4.0", c = "RedisModuleString *LoadString(RedisModuleIO *io)")
    public static long loadString(LoadedModule caller, ModuleIo io) {
        ValueSource source = readString(io);
        return source == null ? 0 : StringCell.create(caller.memory().strings(), source.address(), source.length());
    }

    /** Bytes the module frees; NULL when they cannot be read. */
    @ModuleFunction(since = "4.0", c = "char *LoadStringBuffer(RedisModuleIO *io, size_t *lenptr)")
    public static long loadStringBuffer(LoadedModule caller, ModuleIo io, long lenptr) {
        ValueSource source = readString(io);
        if (source == null) {
            return 0;
        }
        long length = source.length();
        long bytes = MemoryApi.alloc(caller, Math.max(length, 1));
        Mem.initCopy(source.address(), bytes, length);
        if (lenptr != 0) {
            Native.putLong(lenptr, length);
        }
        return bytes;
    }

    private static ValueSource readString(ModuleIo io) {
        ValueSource source = io.read(ModuleIo.STRING);
        if (source == null) {
            return null;
        }
        source.readString();
        return io.isRead() ? source : null;
    }

    @ModuleFunction(since = "4.0", c = "double LoadDouble(RedisModuleIO *io)")
    public static double loadDouble(ModuleIo io) {
        ValueSource source = io.read(ModuleIo.DOUBLE);
        double value = source == null ? 0 : source.readDouble();
        return source != null && io.isRead() ? value : 0;
    }

    @ModuleFunction(since = "4.0", c = "float LoadFloat(RedisModuleIO *io)")
    public static float loadFloat(ModuleIo io) {
        ValueSource source = io.read(ModuleIo.FLOAT);
        if (source == null) {
            return 0;
        }
        int bits = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bits |= source.readByte() << shift;
        }
        return io.isRead() ? Float.intBitsToFloat(bits) : 0;
    }

    @ModuleFunction(since = "6.0", c = "long double LoadLongDouble(RedisModuleIO *io)")
    public static void loadLongDouble(ModuleIo io, long result) {
        Native.fill(result, LongDouble.BYTES, (byte) 0);
        ValueSource source = readString(io);
        if (source != null) {
            LongDoubleText.parse(Text.string(source.address(), source.length()), result);
        }
    }

    @ModuleFunction(since = "6.0", c = "int IsIOError(RedisModuleIO *io)")
    public static boolean isIoError(ModuleIo io) {
        return io.hasFailed();
    }

    /** Name of the key that is saved or loaded; NULL when there is none. */
    @ModuleFunction(since = "5.0", c = "const RedisModuleString *GetKeyNameFromIO(RedisModuleIO *io)")
    public static long getKeyNameFromIo(ModuleIo io) {
        return io.name();
    }

    @ModuleFunction(since = "7.0", c = "int GetDbIdFromIO(RedisModuleIO *io)")
    public static int getDbIdFromIo(ModuleIo io) {
        return io.database();
    }

    @ModuleFunction(since = "4.0", c = "RedisModuleCtx *GetContextFromIO(RedisModuleIO *io)")
    public static ModuleContext getContextFromIo(ModuleIo io) {
        return io.context();
    }

    @ModuleFunction(since = "4.0",
            c = "void LogIOError(RedisModuleIO *io, const char *levelstr, const char *fmt, ...)")
    public static void logIoError(LoadedModule caller, ModuleIo io, String levelstr, long fmt, long arguments) {
        LogApi.log(caller, "<" + caller.name() + "> ", levelstr, fmt, arguments);
    }

    /** Writes a command to an AOF being rewritten; the letters are those of {@code Call}. */
    @ModuleFunction(since = "4.0", errno = true,
            c = "void EmitAOF(RedisModuleIO *io, const char *cmdname, const char *fmt, ...)")
    public static void emitAof(ModuleIo io, long cmdname, long fmt, long arguments) {
        CommandSink commands = io.commands();
        if (io.hasFailed() || commands == null) {
            return;
        }
        Args args = new Args();
        if (CallFormat.read(args, cmdname, fmt, arguments) == CallFormat.INVALID) {
            io.fail();
            Errno.set(Errno.EINVAL);
        } else {
            write(commands, args);
        }
        args.clear();
    }

    /** As {@code EmitAOF}, for Java: words instead of a format. */
    public static void emitAof(ModuleIo io, List<byte[]> words) {
        if (!io.hasFailed() && io.commands() != null) {
            Args args = new Args();
            words.forEach(args::addCopy);
            write(io.commands(), args);
            args.clear();
        }
    }

    private static void write(CommandSink commands, Args args) {
        commands.command(args.bytes(0), args.count());
        for (int i = 1; i < args.count(); i++) {
            commands.bytes(args.address(i), args.length(i));
        }
    }

    /** A value as a string, in the encoding of RDB files without any header. NULL when it cannot be saved. */
    @ModuleFunction(since = "6.0",
            c = "RedisModuleString *SaveDataTypeToString(RedisModuleCtx *ctx, void *data, const RedisModuleType *mt)")
    public static long saveDataTypeToString(LoadedModule caller, ModuleContext ctx, long data, ModuleType mt) {
        boolean compresses = caller.server().engine().settings().rdbcompression.value();
        try (RdbWriter writer = new RdbWriter(compresses); ModuleIo io = ModuleIo.save(mt, writer, 0, -1)) {
            Callbacks.voidPp(mt.rdbSave, io.address(), data);
            if (io.hasFailed()) {
                return 0;
            }
            long string = StringCell.create(caller.memory().strings(), writer.address(), writer.length());
            if (ctx != null) {
                ctx.autoMemory().addString(string);
            }
            return string;
        }
    }

    /** A value out of {@code SaveDataTypeToString}, made by version 0 of the encoding; NULL when it makes no sense. */
    @ModuleFunction(since = "6.0",
            c = "void *LoadDataTypeFromString(const RedisModuleString *str, const RedisModuleType *mt)")
    public static long loadDataTypeFromString(long str, ModuleType mt) {
        return loadDataTypeFromStringEncver(str, mt, 0);
    }

    @ModuleFunction(since = "7.0", c = "void *LoadDataTypeFromStringEncver(const RedisModuleString *str, "
            + "const RedisModuleType *mt, int encver)")
    public static long loadDataTypeFromStringEncver(long str, ModuleType mt, int encver) {
        try (RdbReader reader = new RdbReader(); ModuleIo io = ModuleIo.load(mt, reader, 0, -1)) {
            reader.begin(StringCell.bytes(str), StringCell.length(str));
            return Callbacks.longPi(mt.rdbLoad, io.address(), encver);
        }
    }
}
