package dev.spinel.module.spi;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.DataTypeApi;
import dev.spinel.module.api.DefragContext;
import dev.spinel.module.api.IoApi;
import dev.spinel.module.api.ModuleDigest;
import dev.spinel.module.api.ModuleIo;
import dev.spinel.module.api.ModuleType;
import dev.spinel.module.api.ReplyApi;

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
        put(struct, ModuleType.AOF_REWRITE, name + " rewrite", this::rewrite);
        put(struct, ModuleType.DIGEST, name + " digest", (digest, value, c) -> digest(digest, value));
        put(struct, ModuleType.FREE, name + " free", (value, b, c) -> free(value));
        put(struct, ModuleType.MEM_USAGE_2, name + " memoryBytes", (place, value, samples) ->
                methods.memoryBytes(ValuePlace.of(place), valueAt(value), samples));
        put(struct, ModuleType.FREE_EFFORT_2, name + " freeEffort", (place, value, c) ->
                methods.freeEffort(ValuePlace.of(place), valueAt(value)));
        put(struct, ModuleType.UNLINK_2, name + " unlink", (place, value, c) -> unlink(place, value));
        put(struct, ModuleType.COPY_2, name + " copy", (places, value, c) ->
                open(methods.copy(ValuePlace.of(places), ValuePlace.target(places), valueAt(value))));
        put(struct, ModuleType.DEFRAG, name + " defrag", this::defrag);
        putBeside(struct, name);
        return struct;
    }

    private void putBeside(long struct, String name) {
        int triggers = methods.moments().stream().mapToInt(DataType::bit).reduce(0, (a, b) -> a | b);
        Native.putInt(struct + ModuleType.AUX_TRIGGERS, triggers);
        put(struct, ModuleType.AUX_SAVE_2, name + " saveBeside", (io, when, c) -> {
            methods.saveBeside(moment(when), writer(io));
            return 0;
        });
        JavaFunction load = functions.raw(name + " loadBeside", ReplyApi.ERR, (io, version, when, d) ->
                methods.loadBeside(moment(when), reader(io), (int) version) ? ReplyApi.OK : ReplyApi.ERR);
        Native.putLong(struct + ModuleType.AUX_LOAD, load.address());
    }

    private static int bit(ValueMethods.Moment moment) {
        return moment == ValueMethods.Moment.BEFORE_KEYS ? ModuleType.BEFORE_KEYS : ModuleType.AFTER_KEYS;
    }

    private static ValueMethods.Moment moment(long bit) {
        return bit == ModuleType.BEFORE_KEYS ? ValueMethods.Moment.BEFORE_KEYS : ValueMethods.Moment.AFTER_KEYS;
    }

    private void put(long struct, int offset, String what, Functions.PlainBody body) {
        Native.putLong(struct + offset, functions.plain(what, body).address());
    }

    private ValueWriter writer(long io) {
        return new ValueWriter(new Strings(functions.module()), HandleTable.resolve(io, ModuleIo.class));
    }

    private ValueReader reader(long io) {
        return new ValueReader(functions.module(), HandleTable.resolve(io, ModuleIo.class));
    }

    private long load(long io, int version) {
        return open(methods.load(reader(io), version));
    }

    private long save(long io, long value) {
        methods.save(valueAt(value), writer(io));
        return 0;
    }

    private long rewrite(long io, long key, long value) {
        CommandWriter out = new CommandWriter(HandleTable.resolve(io, ModuleIo.class));
        methods.rewrite(StringCell.toBytes(key), valueAt(value), out);
        return 0;
    }

    private long digest(long digest, long value) {
        ModuleDigest told = HandleTable.resolve(digest, ModuleDigest.class);
        methods.digest(valueAt(value), new Digest(new Strings(functions.module()), told));
        return 0;
    }

    private long unlink(long place, long value) {
        methods.unlink(ValuePlace.of(place), valueAt(value));
        return 0;
    }

    /** Moves what the value has in native memory; the cell that leads to the value stays. */
    private long defrag(long defrag, long key, long pointer) {
        DefragContext told = HandleTable.resolve(defrag, DefragContext.class);
        Defrag now = new Defrag(new Strings(functions.module()), told);
        return methods.defrag(valueAt(Native.getLong(pointer)), now) ? 1 : 0;
    }

    private long free(long address) {
        methods.free(taken(address));
        return 0;
    }

    /** The value at an address that nobody uses any more. */
    T taken(long address) {
        JavaValue held = JavaValue.at(address);
        HandleTable.close(held);
        return valueClass.cast(held.value());
    }

    /** What {@link ValueMethods#save} writes, as one string of bytes. */
    public byte[] toBytes(T value) {
        JavaValue held = JavaValue.open(value);
        try {
            return Strings.taken(IoApi.saveDataTypeToString(functions.module(), null, held.address(), type));
        } finally {
            HandleTable.close(held);
        }
    }

    /** A value out of {@link #toBytes}, by the version it was written with; null when that makes no sense. */
    public T fromBytes(byte[] bytes, int version) {
        long address = new Strings(functions.module()).with(bytes, string ->
                IoApi.loadDataTypeFromStringEncver(string, type, version));
        return address == 0 ? null : taken(address);
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
