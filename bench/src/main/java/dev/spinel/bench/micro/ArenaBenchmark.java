package dev.spinel.bench.micro;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Replaces a random one of many live blocks: one free, one allocation, the first word written. */
@State(Scope.Thread)
public class ArenaBenchmark {
    private static final int BLOCK_COUNT = 1 << 12;

    /** Bytes of a block. */
    @Param({"40", "1100", "40000"})
    public int size;

    private final long[] blocks = new long[BLOCK_COUNT];
    private final SplittableRandom random = new SplittableRandom(42);

    /** Allocates the blocks. */
    @Setup
    public void allocate() {
        for (int i = 0; i < BLOCK_COUNT; i++) blocks[i] = Arena.allocate(MemoryTag.VALUE, size);
    }

    /** Frees the blocks. */
    @TearDown
    public void free() {
        for (long block : blocks) Arena.free(block);
    }

    /** One free and one allocation. */
    @Benchmark
    public long replace() {
        int i = (int) (random.nextLong() & BLOCK_COUNT - 1);
        Arena.free(blocks[i]);
        long block = Arena.allocate(MemoryTag.VALUE, size);
        Mem.initLong(block, i);
        blocks[i] = block;
        return block;
    }
}
