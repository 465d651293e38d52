package dev.spinel.persistence.rdb;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.rdb.RdbWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Writes a whole RDB file from the data as it is now. Reactor. Source: rdbSaveRio in rdb.c. */
final class RdbSaver {
    private final RdbWriter writer;

    RdbSaver(RdbWriter writer) {
        this.writer = writer;
    }

    /** Writes everything: header, modules' data, functions, databases, checksum. */
    void save(Keyspace keyspace, RdbFacts facts, boolean hasChecksum) {
        header(facts);
        facts.modules().saveAux(writer, true);
        functions(facts);
        Key key = keyspace.newKey();
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            Database database = keyspace.database(i);
            if (database.count() > 0) {
                beginDatabase(i, database.count(), database.expiryCount());
                database.table().forEach(slot -> {
                    keyspace.bindSlot(key, database, slot);
                    save(key, facts);
                });
            }
        }
        facts.modules().saveAux(writer, false);
        end(hasChecksum);
    }

    void header(RdbFacts facts) {
        bytes(String.format(Locale.ROOT, "REDIS%04d", writer.version()));
        aux("redis-ver", facts.serverVersion());
        aux("redis-bits", "64");
        aux("ctime", Long.toString(facts.nowMs() / 1000));
        aux("used-mem", Long.toString(facts.usedMemory()));
        aux("aof-base", facts.isAofBase() ? "1" : "0");
    }

    void functions(RdbFacts facts) {
        for (byte[] source : facts.functions()) {
            writer.writeByte(RdbFormat.FUNCTION_2);
            string(source);
        }
    }

    void beginDatabase(int index, long keys, long expiries) {
        writer.writeByte(RdbFormat.SELECT_DB);
        writer.writeLength(index);
        writer.writeByte(RdbFormat.RESIZE_DB);
        writer.writeLength(keys);
        writer.writeLength(expiries);
    }

    private void save(Key key, RdbFacts facts) {
        ValueType type = key.valueType();
        long entry = key.entry();
        beginKey(entry, facts);
        writer.writeByte(type.rdbType(entry, writer.version()));
        writer.writeString(key.address(), key.length());
        type.save(key, writer);
    }

    /** What stands before the type of a key: when it expires, how it was used. */
    void beginKey(long entry, RdbFacts facts) {
        if (Entry.hasExpiry(entry)) {
            writer.writeByte(RdbFormat.EXPIRE_MS);
            writer.writeLong(Entry.expireAt(entry));
        }
        if (facts.savesIdle()) {
            writer.writeByte(RdbFormat.IDLE);
            writer.writeLength(facts.clock().idleSeconds(entry));
        }
        if (facts.savesFrequency()) {
            writer.writeByte(RdbFormat.FREQ);
            writer.writeByte(facts.clock().counter(entry));
        }
    }

    void end(boolean hasChecksum) {
        writer.writeByte(RdbFormat.END);
        writer.writeLong(hasChecksum ? writer.checksum() : 0);
        writer.flush();
    }

    private void aux(String name, String value) {
        writer.writeByte(RdbFormat.AUX);
        string(name.getBytes(StandardCharsets.ISO_8859_1));
        string(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            writer.writeByte(text.charAt(i));
        }
    }

    private void string(byte[] bytes) {
        long copy = Arena.allocate(MemoryTag.SERVER, Math.max(bytes.length, 1));
        Mem.initCopyIn(bytes, 0, copy, bytes.length);
        writer.writeString(copy, bytes.length);
        Arena.free(copy);
    }
}
