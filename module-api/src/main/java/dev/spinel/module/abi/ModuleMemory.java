package dev.spinel.module.abi;

import dev.spinel.engine.memory.MemoryTag;

/**
 * The memory tags of one module: every byte it causes is counted under one of them.
 *
 * @param alloc   what it asked for through {@code RedisModule_Alloc}
 * @param pool    blocks of its context pools
 * @param strings {@link StringCell}s made for it
 * @param values  what the server keeps for its data types
 */
public record ModuleMemory(int alloc, int pool, int strings, int values) {
    static ModuleMemory of(String module) {
        return new ModuleMemory(MemoryTag.SERVER, MemoryTag.SERVER, MemoryTag.SERVER, MemoryTag.SERVER);
    }
}
