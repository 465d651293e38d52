package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.MemoryApi;
import java.lang.foreign.MemorySegment;

/** Memory of the server, counted as the module's, which must free it. Any thread that holds the lock. */
public final class NativeMemory {
    private final LoadedModule module;

    NativeMemory(LoadedModule module) {
        this.module = module;
    }

    /** Zeroed bytes. */
    public MemorySegment allocate(long bytes) {
        return Native.segment(MemoryApi.calloc(module, 1, bytes), bytes);
    }

    /** The same bytes in another number, perhaps elsewhere; the old block is gone. */
    public MemorySegment resize(MemorySegment block, long bytes) {
        return Native.segment(MemoryApi.realloc(module, block.address(), bytes), bytes);
    }

    public void free(MemorySegment block) {
        MemoryApi.free(block.address());
    }

    /** What a block takes, the server's part included. */
    public long bytes(MemorySegment block) {
        return MemoryApi.mallocSize(block.address());
    }
}
