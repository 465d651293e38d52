package dev.spinel.persistence.snapshot;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Choice.MaxmemoryPolicy;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.keyspace.AccessClock;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.port.StreamPosition;
import dev.spinel.engine.rdb.RdbWriter;
import dev.spinel.engine.stats.ServerVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What is fixed at the point in time, besides memory: how a file begins and ends, and where the entries of each
 * database are.
 *
 * @param stream where the data stand in the stream of changes; null when there is none
 * @param functions sources of function libraries
 * @param auxBefore what modules write in front of the keys, with opcodes; {@code auxAfter} behind them
 */
record Cut(int version, boolean compresses, boolean hasChecksum, long keyDelayMicros, long nowMs, long usedMemory,
        StreamPosition stream, List<byte[]> functions, byte[] auxBefore, byte[] auxAfter, AccessClock clock,
        boolean savesIdle, boolean savesFrequency, List<Part> databases, long keyCount) {
    /** One database: its number, the space of its entries, how many there are and how many of them expire. */
    record Part(Database database, int index, int space, long keys, long expiries) {}

    /** @param modules whose aux data go into it */
    static Cut of(Engine engine, List<byte[]> functions, LoadedModules modules) {
        Settings settings = engine.settings();
        MaxmemoryPolicy policy = settings.maxmemoryPolicy.value();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < engine.keyspace().databaseCount(); i++) {
            Database database = engine.keyspace().database(i);
            if (database.count() > 0) {
                parts.add(new Part(database, i, database.space(), database.count(), database.expiryCount()));
            }
        }
        int version = settings.rdbSaveVersion.intValue();
        return new Cut(version, settings.rdbcompression.value(), settings.rdbchecksum.value(),
                settings.rdbKeySaveDelay.value(), engine.keyspace().nowMs(), Arena.usedBytes(),
                engine.streamPosition(), functions, aux(modules, version, true), aux(modules, version, false),
                engine.keyspace().clock(), policy.isLru(), policy.isLfu(), parts, engine.keyspace().count());
    }

    private static byte[] aux(LoadedModules modules, int version, boolean before) {
        try (RdbWriter writer = new RdbWriter(false, version, MemoryTag.SERVER, null)) {
            modules.saveAux(writer, before);
            return Mem.toBytes(writer.address(), writer.length());
        }
    }

    /** The database whose entries were in a space. */
    Database databaseOf(int space) {
        for (Part part : databases) {
            if (part.space() == space) {
                return part.database();
            }
        }
        throw Invariant.broken("an entry of a database that was empty");
    }

    static String serverVersion() {
        return ServerVersion.REDIS;
    }
}
