package dev.spinel.module.abi;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory tags of one module: every byte it causes is counted under one of them. Any thread may allocate; the tags
 * come and go on the reactor.
 *
 * @param alloc   what it asked for through {@code RedisModule_Alloc}
 * @param pool    blocks of its context pools
 * @param strings {@link StringCell}s made for it
 * @param values  what the server keeps for its data types
 */
public record ModuleMemory(int alloc, int pool, int strings, int values) {
    static ModuleMemory register(String module) {
        return new ModuleMemory(tag(module, "alloc"), tag(module, "pool"), tag(module, "strings"),
                tag(module, "values"));
    }

    private static int tag(String module, String kind) {
        return MemoryTag.register("module:" + module + ":" + kind, true);
    }

    /** Bytes in live blocks of the module. */
    public long usedBytes() {
        return Arena.usedBytes(alloc) + Arena.usedBytes(pool) + Arena.usedBytes(strings) + Arena.usedBytes(values);
    }

    /** Frees what is left and gives the tags back; one sentence for each kind of memory that was left. */
    List<String> release() {
        List<String> leaks = new ArrayList<>();
        for (int tag : new int[] {alloc, pool, strings, values}) {
            Arena.Leak leak = Arena.releaseTag(tag);
            if (leak.blocks() > 0) {
                leaks.add("left " + leak.bytes() + " bytes in " + leak.blocks() + " blocks of "
                        + MemoryTag.name(tag));
            }
            MemoryTag.unregister(tag);
        }
        return leaks;
    }
}
