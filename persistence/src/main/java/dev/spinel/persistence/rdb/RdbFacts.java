package dev.spinel.persistence.rdb;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Choice.MaxmemoryPolicy;
import dev.spinel.engine.keyspace.AccessClock;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.stats.ServerVersion;
import java.util.List;

/** What a file says besides keys, fixed when its writing begins. */
record RdbFacts(String serverVersion, long nowMs, long usedMemory, boolean isAofBase, List<byte[]> functions,
        LoadedModules modules, AccessClock clock, boolean savesIdle, boolean savesFrequency) {
    static RdbFacts of(Engine engine, FunctionSources functions, boolean isAofBase) {
        MaxmemoryPolicy policy = engine.settings().maxmemoryPolicy.value();
        return new RdbFacts(ServerVersion.REDIS, engine.keyspace().nowMs(), Arena.usedBytes(), isAofBase,
                functions.all(), engine.modules(), engine.keyspace().clock(), policy.isLru(), policy.isLfu());
    }
}
