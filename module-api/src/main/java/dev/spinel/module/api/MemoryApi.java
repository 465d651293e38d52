package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.ModuleInstance;
import dev.spinel.module.abi.Native;

/**
 * Memory. A module allocates from the arena under its own tag, so what it holds is counted exactly and a leak shows
 * when it is unloaded. Callable from any thread, without the GIL. Pointers are raw: this is the hottest corner of
 * the API.
 */
public final class MemoryApi {
    private MemoryApi() {}

    /** A block of at least {@code bytes}; running out of memory ends the process, because C does not look. */
    @ModuleFunction(since = "4.0", c = "void *Alloc(size_t bytes)")
    public static long alloc(ModuleInstance caller, long bytes) {
        return ensure(caller, bytes, tryAlloc(caller, bytes));
    }

    /** A block of at least {@code bytes}, or NULL. */
    @ModuleFunction(since = "7.0", c = "void *TryAlloc(size_t bytes)")
    public static long tryAlloc(ModuleInstance caller, long bytes) {
        return bytes < 0 ? 0 : Arena.allocate(caller.memory().alloc(), bytes);
    }

    /** A zeroed block for {@code nmemb} elements of {@code size} bytes. */
    @ModuleFunction(since = "4.0", c = "void *Calloc(size_t nmemb, size_t size)")
    public static long calloc(ModuleInstance caller, long nmemb, long size) {
        return ensure(caller, nmemb * size, tryCalloc(caller, nmemb, size));
    }

    /** As {@code Calloc}, or NULL; a product beyond 63 bits is NULL. */
    @ModuleFunction(since = "7.4", c = "void *TryCalloc(size_t nmemb, size_t size)")
    public static long tryCalloc(ModuleInstance caller, long nmemb, long size) {
        long bytes = nmemb * size;
        if (bytes < 0 || Math.unsignedMultiplyHigh(nmemb, size) != 0) {
            return 0;
        }
        return Arena.allocateZeroed(caller.memory().alloc(), bytes);
    }

    /** Resizes a block, which may move; NULL allocates, size 0 frees and returns NULL. */
    @ModuleFunction(since = "4.0", c = "void *Realloc(void *ptr, size_t bytes)")
    public static long realloc(ModuleInstance caller, long ptr, long bytes) {
        long address = tryRealloc(caller, ptr, bytes);
        return bytes == 0 && ptr != 0 ? 0 : ensure(caller, bytes, address);
    }

    /** As {@code Realloc}; NULL leaves the old block as it was. */
    @ModuleFunction(since = "7.4", c = "void *TryRealloc(void *ptr, size_t bytes)")
    public static long tryRealloc(ModuleInstance caller, long ptr, long bytes) {
        if (ptr == 0) {
            return tryAlloc(caller, bytes);
        }
        if (bytes == 0) {
            Arena.free(ptr);
            return 0;
        }
        return bytes < 0 ? 0 : Arena.reallocate(ptr, bytes);
    }

    /** Gives a block back; NULL is allowed. */
    @ModuleFunction(since = "4.0", c = "void Free(void *ptr)")
    public static void free(long ptr) {
        if (ptr != 0) {
            Arena.free(ptr);
        }
    }

    /** A copy of NUL-terminated text. */
    @ModuleFunction(since = "4.0", c = "char *Strdup(const char *str)")
    public static long strdup(ModuleInstance caller, long str) {
        long length = Native.length(str) + 1;
        long copy = alloc(caller, length);
        Mem.initCopyFromForeign(str, copy, length);
        return copy;
    }

    /** Bytes a block counts in {@code used_memory}. */
    @ModuleFunction(since = "6.0", c = "size_t MallocSize(void *ptr)")
    public static long mallocSize(long ptr) {
        return Arena.blockSize(ptr);
    }

    /** Bytes of a block the module may use. */
    @ModuleFunction(since = "7.0", c = "size_t MallocUsableSize(void *ptr)")
    public static long mallocUsableSize(long ptr) {
        return Arena.blockSize(ptr);
    }

    /** Memory of the context, freed with it; NULL for no bytes. */
    @ModuleFunction(since = "4.0", c = "void *PoolAlloc(RedisModuleCtx *ctx, size_t bytes)")
    public static long poolAlloc(ModuleContext ctx, long bytes) {
        long address = ctx.pool().allocate(bytes);
        return bytes == 0 ? 0 : ensure(ctx.module(), bytes, address);
    }

    /** From now on what this context hands out is freed with it. */
    @ModuleFunction(since = "4.0", c = "void AutoMemory(RedisModuleCtx *ctx)")
    public static void autoMemory(ModuleContext ctx) {
        ctx.autoMemory().turnOn();
    }

    /** Used memory as a part of {@code maxmemory}; 0 without a limit. */
    @ModuleFunction(since = "6.0", c = "float GetUsedMemoryRatio(void)")
    public static float getUsedMemoryRatio(LoadedModule caller) {
        return caller.server().usedMemoryRatio();
    }

    private static long ensure(ModuleInstance caller, long bytes, long address) {
        if (address == 0) {
            caller.onOutOfMemory(bytes);
        }
        return address;
    }
}
