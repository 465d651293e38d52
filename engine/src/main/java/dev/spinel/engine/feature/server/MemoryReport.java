package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.feature.connection.ClientMemory;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.ProcessStats;

/**
 * One look at the server's memory, in bytes; what INFO memory, MEMORY STATS and MEMORY DOCTOR tell. The process is
 * resident with the arena, the JVM's heap and its other areas; fragmentation compares the rest with what is used.
 *
 * @param used exact sum over all owners in the arena
 * @param tables buckets and directories of the databases
 * @param clients what clients hold, without replicas
 * @param replicas what replicas hold, or is kept for them
 * @param allocated bytes in live blocks
 * @param active bytes of the slabs those blocks lie in
 * @param resident bytes of the arena the kernel has given pages for
 */
record MemoryReport(long used, long peak, long startup, long tables, long clients, long replicas, long journal,
        long keys, long allocated, long active, long resident, long processResident, long jvm) {
    static MemoryReport of(ServerRoom room) {
        Engine engine = room.engine();
        Keyspace keyspace = engine.keyspace();
        long tables = 0;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            tables += keyspace.database(i).tableBytes();
        }
        long clients = 0;
        long replicas = room.replication().heldBytes();
        for (Client client : engine.clients().all()) {
            if (client.is(ClientFlag.REPLICA)) {
                replicas += ClientMemory.bytes(client);
            } else {
                clients += ClientMemory.bytes(client);
            }
        }
        long used = Arena.usedBytes();
        MemoryPeak peak = room.peak();
        peak.note(used);
        ProcessStats process = room.process();
        long jvm = process.heapBytes() + process.nonHeapBytes();
        return new MemoryReport(used, peak.bytes(), peak.startupBytes(), tables, clients, replicas,
                Arena.usedBytes(MemoryTag.JOURNAL), keyspace.count(), used, Arena.activeBytes(),
                Arena.residentBytes(), process.residentBytes(), jvm);
    }

    long overhead() {
        return startup + tables + clients + replicas + journal;
    }

    long dataset() {
        return Math.max(used - overhead(), 0);
    }

    double datasetPercent() {
        return dataset() * 100.0 / Math.max(used - startup, 1);
    }

    double peakPercent() {
        return used * 100.0 / Math.max(peak, 1);
    }

    double fragmentationRatio() {
        return (double) active / Math.max(allocated, 1);
    }

    double allocatorResidentRatio() {
        return (double) resident / Math.max(active, 1);
    }

    double processOverheadRatio() {
        return (double) processResident / Math.max(resident, 1);
    }

    /** Resident bytes without the JVM's own, so that the ratio tells of the data as it does in Redis. */
    long dataResident() {
        return Math.max(processResident - jvm, 0);
    }

    double ratio() {
        return (double) dataResident() / Math.max(used, 1);
    }

    long bytesPerKey() {
        return keys == 0 ? 0 : dataset() / keys;
    }
}
