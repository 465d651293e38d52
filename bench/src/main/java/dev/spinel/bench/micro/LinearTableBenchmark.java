package dev.spinel.bench.micro;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.table.EntryKeys;
import dev.spinel.engine.struct.table.LinearTable;
import dev.spinel.engine.struct.table.SipHash;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Look-ups of random keys of 16 bytes, 16 of them per invocation, hashing included. */
@State(Scope.Thread)
public class LinearTableBenchmark {
    private static final int GROUP = 16;
    private static final int PROBE_COUNT = GROUP << 12;
    private static final int KEY_BYTES = 16;
    /** What an entry takes beside its key, as in a database with small values. */
    private static final int VALUE_BYTES = 24;

    /** Entries in the table: one that fits into the cache, and one that does not. */
    @Param({"1000", "1000000"})
    public int entryCount;

    private final LinearTable table = new LinearTable(new LeadingKeys(), new SipHash(1, 2));
    private final long[] hashes = new long[GROUP];
    private long present;
    private long absent;
    private int next;

    /** Fills the table and draws the keys to look for. */
    @Setup
    public void fill() {
        for (int i = 0; i < entryCount; i++) {
            long entry = Arena.allocateEntry(0, KEY_BYTES + VALUE_BYTES);
            Mem.initCopyIn(RequestBytes.key(i), 0, entry, KEY_BYTES);
            table.insert(table.hash(entry, KEY_BYTES), entry);
        }
        present = probes(0);
        absent = probes(entryCount);
    }

    /** Frees everything. */
    @TearDown
    public void free() {
        table.clear();
        Arena.releaseSpace(0);
        Arena.free(present);
        Arena.free(absent);
    }

    /** Finds a key, one after the other. */
    @Benchmark
    @OperationsPerInvocation(GROUP)
    public long findPresent() {
        return findEach(present);
    }

    /** Does not find a key. */
    @Benchmark
    @OperationsPerInvocation(GROUP)
    public long findAbsent() {
        return findEach(absent);
    }

    /** Finds a key, after the group's buckets and entries were touched: their cache misses overlap. */
    @Benchmark
    @OperationsPerInvocation(GROUP)
    public long findPresentByGroup() {
        long probe = nextGroup(present);
        long sum = 0;
        for (int i = 0; i < GROUP; i++) {
            hashes[i] = table.hash(probe + i * KEY_BYTES, KEY_BYTES);
            sum += table.probeBucket(hashes[i]);
        }
        for (int i = 0; i < GROUP; i++) sum += table.probeEntry(hashes[i]);
        for (int i = 0; i < GROUP; i++) sum += table.find(hashes[i], probe + i * KEY_BYTES, KEY_BYTES);
        return sum;
    }

    private long findEach(long probes) {
        long probe = nextGroup(probes);
        long sum = 0;
        for (int i = 0; i < GROUP; i++, probe += KEY_BYTES) sum += table.find(table.hash(probe, KEY_BYTES), probe, KEY_BYTES);
        return sum;
    }

    private long nextGroup(long probes) {
        next = next + GROUP & PROBE_COUNT - 1;
        return probes + (long) next * KEY_BYTES;
    }

    private long probes(int firstKey) {
        SplittableRandom random = new SplittableRandom(42);
        long block = Arena.allocate(MemoryTag.SERVER, (long) PROBE_COUNT * KEY_BYTES);
        for (int i = 0; i < PROBE_COUNT; i++) {
            Mem.initCopyIn(RequestBytes.key(firstKey + random.nextInt(entryCount)), 0, block + (long) i * KEY_BYTES, KEY_BYTES);
        }
        return block;
    }

    /** Entries that begin with their key. */
    private static final class LeadingKeys extends EntryKeys {
        @Override
        public long keyAddress(long entry) {
            return entry;
        }

        @Override
        public long keyLength(long entry) {
            return KEY_BYTES;
        }
    }
}
