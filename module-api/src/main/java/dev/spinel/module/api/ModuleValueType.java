package dev.spinel.module.api;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the keyspace knows about values of modules: the root of an entry is the pointer the module gave, the bits beside
 * it say which {@link ModuleType} knows it. One per process, as every {@link ValueType}.
 */
public final class ModuleValueType extends ValueType {
    static final int RDB_MODULE_2 = 7;
    private static final int UNKNOWN_DATABASE = -1;
    private static final ModuleValueType INSTANCE = new ModuleValueType();

    /** By index; null where a type was withdrawn. */
    private final List<ModuleType> types = new ArrayList<>();

    private ModuleValueType() {
        super(MODULE, "module");
    }

    static ModuleValueType instance() {
        return INSTANCE;
    }

    /** Makes values of modules possible in every keyspace. */
    static void install() {
        ValueType.register(INSTANCE);
    }

    void add(ModuleType type) {
        type.index(types.size());
        types.add(type);
    }

    void remove(ModuleType type) {
        types.set(type.index(), null);
    }

    /** The type an entry holds a value of. */
    ModuleType typeOf(long entry) {
        return types.get(Entry.rootInfo(entry));
    }

    @Override
    public String moduleName(long entry) {
        return typeOf(entry).module().name();
    }

    /** The type of a server with this name; null when there is none. */
    ModuleType find(ModuleServer server, String name) {
        for (ModuleType type : types) {
            if (type != null && type.module().server() == server && type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    /**
     * Writes what types keep beside the keys.
     *
     * <pre>
     *   | opcode 247 | id of the type | 2 | when: 1 before the keys, 2 behind | items … | 0 |
     * </pre>
     */
    void saveAux(ValueSink sink, int when, Predicate<LoadedModule> isOurs) {
        for (ModuleType type : types) {
            boolean isDue = type != null && isOurs.test(type.module()) && (type.auxTriggers & when) != 0
                    && (type.auxSave != 0 || type.auxSave2 != 0);
            if (isDue) {
                saveAux(type, sink, when);
            }
        }
    }

    /** The newer form of the callback leaves no trace when it writes nothing. */
    private static void saveAux(ModuleType type, ValueSink sink, int when) {
        AuxSink aux = new AuxSink(sink, type.id(), when);
        if (type.auxSave2 == 0) {
            aux.begin();
        }
        try (ModuleIo io = ModuleIo.save(type, aux, 0, UNKNOWN_DATABASE)) {
            Callbacks.voidPi(type.auxSave2 != 0 ? type.auxSave2 : type.auxSave, io.address(), when);
        }
        aux.end();
    }

    /** Hands what stands behind the opcode to its type; false when there is none or it refused. */
    boolean loadAux(ValueSource source) {
        long id = source.readLength();
        long kind = source.readLength();
        int when = (int) source.readLength();
        ModuleType type = source.failed() || kind != ModuleIo.UNSIGNED ? null : find(id);
        if (type == null || type.auxLoad == 0) {
            source.fail("The RDB file contains AUX module data I can't load: no matching module '"
                    + ModuleType.nameOf(id) + "'");
            return false;
        }
        try (ModuleIo io = ModuleIo.load(type, source, 0, UNKNOWN_DATABASE)) {
            int status = Callbacks.intPii(type.auxLoad, io.address(), ModuleType.versionOf(id), when);
            return status == ReplyApi.OK && !io.hasFailed() && source.readLength() == ModuleIo.END
                    && !source.failed();
        }
    }

    /** The newest type with this id: a process may have had other servers with the same modules. */
    private ModuleType find(long id) {
        for (ModuleType type : types.reversed()) {
            if (type != null && type.hasId(id)) {
                return type;
            }
        }
        return null;
    }

    @Override
    public String name(long entry) {
        return typeOf(entry).name();
    }

    @Override
    public String encoding(long entry) {
        return "raw";
    }

    @Override
    public void free(long entry) {
        Callbacks.voidP(typeOf(entry).free, Entry.root(entry));
    }

    @Override
    public void onLeave(long entry, int database) {
        ModuleType type = typeOf(entry);
        long value = Entry.root(entry);
        if (type.unlink2 != 0) {
            try (KeyOptions options = new KeyOptions(name(type, entry), 0, database, UNKNOWN_DATABASE)) {
                Callbacks.voidPp(type.unlink2, options.address(), value);
            }
        } else if (type.unlink != 0) {
            long name = name(type, entry);
            Callbacks.voidPp(type.unlink, name, value);
            StringCell.release(name);
        }
    }

    private static long name(ModuleType type, long entry) {
        return StringCell.create(type.module().memory().strings(), Entry.keyAddress(entry), Entry.keyLength(entry));
    }

    private static long name(ModuleType type, Key key) {
        return StringCell.create(type.module().memory().strings(), key.address(), key.length());
    }

    private static KeyOptions options(ModuleType type, long entry) {
        return new KeyOptions(name(type, entry), 0, UNKNOWN_DATABASE, UNKNOWN_DATABASE);
    }

    @Override
    public long memoryBytes(long entry) {
        return memoryBytes(entry, 0);
    }

    @Override
    public long memoryBytes(long entry, long samples) {
        ModuleType type = typeOf(entry);
        long value = Entry.root(entry);
        if (type.memUsage2 != 0) {
            try (KeyOptions options = options(type, entry)) {
                return Callbacks.longPpp(type.memUsage2, options.address(), value, samples);
            }
        }
        return type.memUsage == 0 ? 0 : Callbacks.longP(type.memUsage, value);
    }

    @Override
    public long freeEffort(long entry) {
        ModuleType type = typeOf(entry);
        long value = Entry.root(entry);
        if (type.freeEffort2 != 0) {
            try (KeyOptions options = options(type, entry)) {
                return effort(Callbacks.longPp(type.freeEffort2, options.address(), value));
            }
        }
        if (type.freeEffort == 0) {
            return 1;
        }
        long name = name(type, entry);
        long effort = Callbacks.longPp(type.freeEffort, name, value);
        StringCell.release(name);
        return effort(effort);
    }

    /** Zero asks for a background thread whatever the effort. */
    private static long effort(long told) {
        return told == 0 ? Long.MAX_VALUE : told;
    }

    @Override
    public boolean isCopyable(long entry) {
        ModuleType type = typeOf(entry);
        return type.copy != 0 || type.copy2 != 0;
    }

    @Override
    public boolean copiesOver() {
        return true;
    }

    @Override
    public boolean copy(Key source, Key target) {
        ModuleType type = typeOf(source.entry());
        long copy = copyOf(type, source, target);
        if (copy != 0) {
            if (target.exists()) {
                target.delete();
            }
            target.putRoot(MODULE, Entry.MODULE, copy, type.index(), Key.NEVER);
        }
        return copy != 0;
    }

    private static long copyOf(ModuleType type, Key source, Key target) {
        if (type.copy2 != 0) {
            try (KeyOptions options = new KeyOptions(name(type, source), name(type, target),
                    source.database().index(), target.database().index())) {
                return Callbacks.longPp(type.copy2, options.address(), source.root());
            }
        }
        if (type.copy == 0) {
            return 0;
        }
        long from = name(type, source);
        long to = name(type, target);
        long copy = Callbacks.longPpp(type.copy, from, to, source.root());
        StringCell.release(from);
        StringCell.release(to);
        return copy;
    }

    @Override
    public void digest(Key key, ValueDigest digest) {
        ModuleType type = typeOf(key.entry());
        if (type.digest == 0) {
            return;
        }
        ModuleDigest told = new ModuleDigest(name(type, key), key.database().index());
        HandleTable.open(told, 0);
        Callbacks.voidPp(type.digest, told.address(), key.root());
        told.endInto(digest);
        HandleTable.close(told);
        StringCell.release(told.name());
    }

    @Override
    public void save(Key key, ValueSink sink) {
        ModuleType type = typeOf(key.entry());
        sink.writeLength(type.id());
        try (ModuleIo io = ModuleIo.save(type, sink, name(type, key), key.database().index())) {
            Callbacks.voidPp(type.rdbSave, io.address(), key.root());
        }
        sink.writeLength(ModuleIo.END);
    }

    @Override
    public int rdbType(long entry) {
        return RDB_MODULE_2;
    }

    @Override
    public boolean readsRdbType(int rdbType) {
        return rdbType == RDB_MODULE_2;
    }

    @Override
    public boolean load(Key key, int rdbType, ValueSource source) {
        long id = source.readLength();
        ModuleType type = source.failed() ? null : find(id);
        if (type == null) {
            source.fail("The RDB file contains module data I can't load: no matching module type '"
                    + ModuleType.nameOf(id) + "'");
            return false;
        }
        try (ModuleIo io = ModuleIo.load(type, source, name(type, key), key.database().index())) {
            long value = Callbacks.longPi(type.rdbLoad, io.address(), ModuleType.versionOf(id));
            if (value == 0) {
                source.fail("The RDB file contains module data for the module type '" + type.name() + "', that the "
                        + "responsible module is not able to load. Check for modules log above for additional clues.");
                return false;
            }
            boolean isWhole = !io.hasFailed() && source.readLength() == ModuleIo.END && !source.failed();
            if (!isWhole) {
                Callbacks.voidP(type.free, value);
                return false;
            }
            key.putRoot(MODULE, Entry.MODULE, value, type.index(), Key.NEVER);
            return true;
        }
    }

    /** Writes nothing when the type does not know how. */
    @Override
    public void rewrite(Key key, CommandSink commands) {
        ModuleType type = typeOf(key.entry());
        if (type.aofRewrite == 0) {
            return;
        }
        long name = name(type, key);
        StringCell.retain(name);
        try (ModuleIo io = ModuleIo.rewrite(type, commands, name, key.database().index())) {
            Callbacks.voidPpp(type.aofRewrite, io.address(), name, key.root());
        }
        StringCell.release(name);
    }
}
