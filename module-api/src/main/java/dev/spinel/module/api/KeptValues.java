package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.rdb.RdbReader;
import dev.spinel.engine.rdb.RdbWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the types of a module hold, in the form of an RDB file, while the code of the module is exchanged: saved by the
 * old code's callbacks, loaded by the new code's. The keys stay where they are, with expiry and access time. Owned by
 * the thread that holds the GIL, which must not let go of it in between.
 */
public final class KeptValues implements AutoCloseable {
    private final Keyspace keyspace;
    private final List<Image> images = new ArrayList<>();
    private final byte[] auxBefore;
    private final byte[] auxAfter;

    /** One value: where it belongs, and its bytes in a block of the arena. */
    private record Image(Database database, byte[] name, long expireAt, int clock, long block, long bytes) {}

    /** Saves every value of the module and what its types keep beside keys; changes nothing. */
    public KeptValues(LoadedModule module) {
        keyspace = module.server().engine().keyspace();
        auxBefore = aux(module, ModuleType.BEFORE_KEYS);
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            save(module, keyspace.database(i));
        }
        auxAfter = aux(module, ModuleType.AFTER_KEYS);
    }

    private static byte[] aux(LoadedModule module, int when) {
        try (RdbWriter writer = new RdbWriter(false)) {
            ModuleValueType.instance().saveAux(writer, when, owner -> owner == module);
            byte[] bytes = new byte[Math.toIntExact(writer.length())];
            Mem.copyOut(writer.address(), bytes, 0, bytes.length);
            return bytes;
        }
    }

    private void save(LoadedModule module, Database database) {
        Key key = keyspace.newKey();
        database.table().forEach(slot -> {
            keyspace.bindSlot(key, database, slot);
            if (key.type() == ValueType.MODULE && ModuleValueType.instance().typeOf(key.entry()).module() == module) {
                images.add(image(key, database));
            }
        });
    }

    private static Image image(Key key, Database database) {
        try (RdbWriter writer = new RdbWriter(false)) {
            ModuleValueType.instance().save(key, writer);
            long block = Arena.allocate(MemoryTag.SERVER, Math.max(1, writer.length()));
            Mem.initCopy(writer.address(), block, writer.length());
            return new Image(database, key.name(), key.expireAt(), Entry.clock(key.entry()), block, writer.length());
        }
    }

    /** How many values there are. */
    public int count() {
        return images.size();
    }

    /**
     * Frees the values by the callbacks of the code that knows them; their keys hold nothing until {@link #restore}.
     */
    public void release() {
        for (Image image : images) {
            at(image, key -> {
                if (key.type() == ValueType.MODULE) {
                    key.putBytes(ValueType.STRING, Entry.RAW, new byte[0], image.expireAt);
                }
            });
        }
    }

    /**
     * Loads what was saved by the callbacks of the types that are there now; null when all is well, else what is not.
     */
    public String restore() {
        String complaint = restoreAux(auxBefore);
        for (Image image : images) {
            if (complaint != null) {
                return complaint;
            }
            try (RdbReader reader = new RdbReader()) {
                at(image, key -> restore(key, image, reader));
                complaint = reader.failed() ? reason(reader) : null;
            }
        }
        return complaint == null ? restoreAux(auxAfter) : complaint;
    }

    private static void restore(Key key, Image image, RdbReader reader) {
        reader.begin(image.block, image.bytes);
        if (!ModuleValueType.instance().load(key, ModuleValueType.RDB_MODULE_2, reader)) {
            reader.fail();
            return;
        }
        key.expireAt(image.expireAt);
        Entry.clock(key.entry(), image.clock);
    }

    private static String reason(RdbReader reader) {
        return reader.reason() == null ? "a saved value cannot be loaded" : reader.reason();
    }

    private String restoreAux(byte[] aux) {
        long block = Arena.allocate(MemoryTag.SERVER, Math.max(1, aux.length));
        Mem.initCopyIn(aux, 0, block, aux.length);
        try (RdbReader reader = new RdbReader()) {
            reader.begin(block, aux.length);
            while (reader.remaining() > 0) {
                if (reader.readByte() != AuxSink.OPCODE || !ModuleValueType.instance().loadAux(reader)) {
                    return reason(reader);
                }
            }
            return null;
        } finally {
            Arena.free(block);
        }
    }

    private interface Action {
        void apply(Key key);
    }

    /** Runs something on the key of a value, unless the code that was loaded meanwhile removed it. */
    private void at(Image image, Action action) {
        long name = Arena.allocate(MemoryTag.SERVER, Math.max(1, image.name.length));
        Mem.initCopyIn(image.name, 0, name, image.name.length);
        Key key = keyspace.read(keyspace.newKey(), image.database, name, image.name.length, ModuleKey.AGAIN);
        if (key.exists()) {
            action.apply(key);
        }
        Arena.free(name);
    }

    @Override
    public void close() {
        images.forEach(image -> Arena.free(image.block));
        images.clear();
    }
}
