package dev.spinel.module.api;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;

/**
 * {@code RedisModuleIO}: where a module's type saves a value to, loads one from, or says the commands that make it.
 * Every item but the commands has its kind in front. For one callback.
 */
public final class ModuleIo extends Handle implements AutoCloseable {
    static final int END = 0;
    static final int UNSIGNED = 2;
    static final int FLOAT = 3;
    static final int DOUBLE = 4;
    static final int STRING = 5;

    private final ModuleType type;
    private final ValueSink sink;
    private final ValueSource source;
    private final CommandSink commands;
    private final long name;
    private final int database;
    private boolean failed;
    private ModuleContext context;

    private ModuleIo(ModuleType type, ValueSink sink, ValueSource source, CommandSink commands, long name,
            int database) {
        this.type = type;
        this.sink = sink;
        this.source = source;
        this.commands = commands;
        this.name = name;
        this.database = database;
        HandleTable.open(this, 0);
    }

    /** @param name of the key, which the new object takes over; 0 when there is none */
    static ModuleIo save(ModuleType type, ValueSink sink, long name, int database) {
        return new ModuleIo(type, sink, null, null, name, database);
    }

    static ModuleIo load(ModuleType type, ValueSource source, long name, int database) {
        return new ModuleIo(type, null, source, null, name, database);
    }

    static ModuleIo rewrite(ModuleType type, CommandSink commands, long name, int database) {
        return new ModuleIo(type, null, null, commands, name, database);
    }

    ModuleType type() {
        return type;
    }

    /** Where values are saved to. */
    ValueSink sink() {
        return sink;
    }

    /** Where commands are written to; null unless an AOF is being rewritten. */
    CommandSink commands() {
        return commands;
    }

    long name() {
        return name;
    }

    int database() {
        return database;
    }

    /** Whether reading or writing has failed; then everything reads as zero. */
    boolean hasFailed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    /** A context to act in while loading or saving. */
    ModuleContext context() {
        if (context == null) {
            context = type.module().enter(null, 0);
        }
        return context;
    }

    /** Writes the kind of the next item. */
    ValueSink write(int kind) {
        sink.writeLength(kind);
        return sink;
    }

    /** Writes a string from anywhere in memory. */
    void writeString(long address, long length) {
        write(STRING);
        if (length == 0 || Arena.contains(address)) {
            sink.writeString(address, length);
            return;
        }
        long copy = Arena.allocate(MemoryTag.SERVER, length);
        Mem.initCopyFromForeign(address, copy, length);
        sink.writeString(copy, length);
        Arena.free(copy);
    }

    /** The source, standing behind the kind byte of an item; null when it is another kind, or was broken before. */
    ValueSource read(int kind) {
        if (!failed && source.readLength() == kind && !source.failed()) {
            return source;
        }
        loadFailed();
        return null;
    }

    /** Whether what was read last made sense. */
    boolean isRead() {
        if (source.failed()) {
            loadFailed();
        }
        return !failed;
    }

    private void loadFailed() {
        if (!failed && !type.module().has(LoadedModule.HANDLE_IO_ERRORS)) {
            type.module().server().log(OperatorLog.WARNING, "Error loading data from RDB (short read or EOF). Read by "
                    + "module '" + type.module().name() + "' about type '" + type.name() + "'");
        }
        failed = true;
    }

    @Override
    public void close() {
        HandleTable.close(this);
        if (context != null) {
            type.module().leave(context);
        }
        if (name != 0) {
            StringCell.release(name);
        }
    }
}
