package dev.spinel.bench.micro;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Snapshot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Cost of comparing and writing; the writes with and without a running snapshot. */
@State(Scope.Thread)
public class MemBenchmark {
    private static final int ROOM = 1024;

    private long a;
    private long b;
    private int next;

    /** Two equal blocks. */
    @Setup
    public void fill() {
        a = Arena.allocate(MemoryTag.VALUE, ROOM);
        b = Arena.allocate(MemoryTag.VALUE, ROOM);
        Mem.initFill(a, ROOM, (byte) 'x');
        Mem.initFill(b, ROOM, (byte) 'x');
    }

    /** Frees the blocks. */
    @TearDown
    public void release() {
        Arena.free(a);
        Arena.free(b);
    }

    /** How much to compare. */
    @State(Scope.Thread)
    public static class Length {
        /** Bytes of each range. */
        @Param({"7", "16", "40", "100", "1000"})
        public int bytes;
    }

    /** Whether the writes happen while a snapshot runs. */
    @State(Scope.Thread)
    public static class During {
        /** Whether a snapshot runs. */
        @Param({"false", "true"})
        public boolean snapshot;

        /** The blocks must exist before the snapshot begins. */
        @Setup
        public void begin(MemBenchmark blocks) {
            if (snapshot) Snapshot.begin();
        }

        /** Ends the snapshot. */
        @TearDown
        public void end() {
            if (snapshot) Snapshot.end();
        }
    }

    /** Two equal ranges. */
    @Benchmark
    public boolean isEqual(Length length) {
        return Mem.isEqual(a, b, length.bytes);
    }

    /** Two equal ranges. */
    @Benchmark
    public int compare(Length length) {
        return Mem.compare(a, length.bytes, b, length.bytes);
    }

    /** One word into one of two granules. */
    @Benchmark
    public void putLong(During during) {
        next = next + 8 & ROOM - 1;
        Mem.putLong(a + next, next);
    }

    /** Forty bytes from one block to another. */
    @Benchmark
    public void copy40(During during) {
        Mem.copy(a, b, 40);
    }

    /** One reference at any alignment. */
    @Benchmark
    public long getRef() {
        next = next + 5 & 511;
        return Mem.getRef(a + next);
    }
}
