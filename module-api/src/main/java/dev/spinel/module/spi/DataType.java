package dev.spinel.module.spi;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.Native;
import dev.spinel.module.api.DataTypeApi;
import dev.spinel.module.api.ModuleDigest;
import dev.spinel.module.api.ModuleIo;
import dev.spinel.module.api.ModuleType;

/**
 * A type of value a module brought along. The values are Java objects; an entry holds the address of a cell that leads
 * to its object. Made by {@link ModuleContext#newDataType}; lives as long as the module.
 */
public final class DataType<T> {
    private final Class<T> valueClass;
    private final ValueMethods<T> methods;
    private final Functions functions;
    private ModuleType type;

    private DataType(Class<T> valueClass, ValueMethods<T> methods, Functions functions) {
        this.valueClass = valueClass;
        this.methods = methods;
        this.functions = functions;
    }

    static <T> DataType<T> create(ModuleContext context, String name, int version, Class<T> valueClass,
            ValueMethods<T> methods) {
        DataType<T> type = new DataType<>(valueClass, methods, context.functions());
        type.type = DataTypeApi.createDataType(context.api(), name, version, type.struct(context, name));
        if (type.type == null) {
            throw new IllegalArgumentException("data type '" + name + "': nine characters of A-Z a-z 0-9 - _ that are "
                    + "not taken, version 0 to 1023, while the module is loading");
        }
        return type;
    }

    /** The struct a C module would fill in; the functions in it are ours. */
    private long struct(ModuleContext context, String name) {
        long struct = context.scratch(new byte[ModuleType.METHODS_BYTES]);
        Native.putLong(struct, ModuleType.METHODS_VERSION);
        put(struct, ModuleType.RDB_LOAD, name + " load", (io, version, c) -> load(io, (int) version));
        put(struct, ModuleType.RDB_SAVE, name + " save", (io, value, c) -> save(io, value));
        put(struct, ModuleType.MEM_USAGE, name + " memoryBytes", (value, b, c) -> methods.memoryBytes(valueAt(value)));
        put(struct, ModuleType.DIGEST, name + " digest", (digest, value, c) -> digest(digest, value));
        put(struct, ModuleType.FREE, name + " free", (value, b, c) -> free(value));
        put(struct, ModuleType.COPY, name + " copy", (from, to, value) -> open(methods.copy(valueAt(value))));
        return struct;
    }

    private void put(long struct, int offset, String what, Functions.PlainBody body) {
        Native.putLong(struct + offset, functions.plain(what, body).address());
    }

    private long load(long io, int version) {
        ModuleIo source = HandleTable.resolve(io, ModuleIo.class);
        return open(methods.load(new ValueReader(functions.module(), source), version));
    }

    private long save(long io, long value) {
        ModuleIo sink = HandleTable.resolve(io, ModuleIo.class);
        methods.save(valueAt(value), new ValueWriter(new Strings(functions.module()), sink));
        return 0;
    }

    private long digest(long digest, long value) {
        methods.digest(valueAt(value), new Digest(HandleTable.resolve(digest, ModuleDigest.class)));
        return 0;
    }

    private long free(long address) {
        JavaValue held = JavaValue.at(address);
        HandleTable.close(held);
        methods.free(valueClass.cast(held.value()));
        return 0;
    }

    private static long open(Object value) {
        return Handle.addressOf(value == null ? null : JavaValue.open(value));
    }

    T valueAt(long address) {
        return valueClass.cast(JavaValue.at(address).value());
    }

    ModuleType api() {
        return type;
    }
}
