package dev.spinel.module.api;

import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/** Dictionaries: sorted maps for the module's own use. A context is only needed for automatic memory. */
public final class DictApi {
    private DictApi() {}

    @ModuleFunction(since = "5.0", c = "RedisModuleDict *CreateDict(RedisModuleCtx *ctx)")
    public static ModuleDict createDict(LoadedModule caller, ModuleContext ctx) {
        ModuleDict dict = new ModuleDict(caller);
        HandleTable.open(dict, 0);
        if (ctx != null) {
            ctx.autoMemory().add(dict);
        }
        return dict;
    }

    @ModuleFunction(since = "5.0", c = "void FreeDict(RedisModuleCtx *ctx, RedisModuleDict *d)")
    public static void freeDict(ModuleContext ctx, ModuleDict d) {
        if (ctx != null) {
            ctx.autoMemory().remove(d);
        }
        d.release();
    }

    @ModuleFunction(since = "5.0", c = "uint64_t DictSize(RedisModuleDict *d)")
    public static long dictSize(ModuleDict d) {
        return d.size();
    }

    /** Adds a key; ERR when it is there already. */
    @ModuleFunction(since = "5.0", c = "int DictSetC(RedisModuleDict *d, void *key, size_t keylen, void *ptr)")
    public static int dictSetC(ModuleDict d, long key, long keylen, long ptr) {
        return d.put(key, keylen, ptr, false) ? ReplyApi.OK : ReplyApi.ERR;
    }

    /** Adds a key or changes its value; ERR means that it was there. */
    @ModuleFunction(since = "5.0", c = "int DictReplaceC(RedisModuleDict *d, void *key, size_t keylen, void *ptr)")
    public static int dictReplaceC(ModuleDict d, long key, long keylen, long ptr) {
        return d.put(key, keylen, ptr, true) ? ReplyApi.OK : ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", c = "int DictSet(RedisModuleDict *d, RedisModuleString *key, void *ptr)")
    public static int dictSet(ModuleDict d, long key, long ptr) {
        return dictSetC(d, StringCell.bytes(key), StringCell.length(key), ptr);
    }

    @ModuleFunction(since = "5.0", c = "int DictReplace(RedisModuleDict *d, RedisModuleString *key, void *ptr)")
    public static int dictReplace(ModuleDict d, long key, long ptr) {
        return dictReplaceC(d, StringCell.bytes(key), StringCell.length(key), ptr);
    }

    /** The value of a key, or NULL; {@code nokey}, unless NULL, tells which NULL it is. */
    @ModuleFunction(since = "5.0", c = "void *DictGetC(RedisModuleDict *d, void *key, size_t keylen, int *nokey)")
    public static long dictGetC(ModuleDict d, long key, long keylen, long nokey) {
        ModuleDict.Item found = d.find(key, keylen);
        if (nokey != 0) {
            Native.putInt(nokey, found == null ? 1 : 0);
        }
        return found == null ? 0 : found.value();
    }

    @ModuleFunction(since = "5.0", c = "void *DictGet(RedisModuleDict *d, RedisModuleString *key, int *nokey)")
    public static long dictGet(ModuleDict d, long key, long nokey) {
        return dictGetC(d, StringCell.bytes(key), StringCell.length(key), nokey);
    }

    /** Removes a key; ERR when it is absent. {@code oldval}, unless NULL, is where its value goes. */
    @ModuleFunction(since = "5.0", c = "int DictDelC(RedisModuleDict *d, void *key, size_t keylen, void *oldval)")
    public static int dictDelC(ModuleDict d, long key, long keylen, long oldval) {
        ModuleDict.Item found = d.find(key, keylen);
        if (found == null) {
            return ReplyApi.ERR;
        }
        if (oldval != 0) {
            Native.putLong(oldval, found.value());
        }
        d.remove(found);
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "5.0", c = "int DictDel(RedisModuleDict *d, RedisModuleString *key, void *oldval)")
    public static int dictDel(ModuleDict d, long key, long oldval) {
        return dictDelC(d, StringCell.bytes(key), StringCell.length(key), oldval);
    }

    /** An iterator at the item that the operator (^ $ == >= > <= <) and the key name. */
    @ModuleFunction(since = "5.0", c = "RedisModuleDictIter *DictIteratorStartC(RedisModuleDict *d, const char *op, "
            + "void *key, size_t keylen)")
    public static ModuleDictIterator dictIteratorStartC(ModuleDict d, String op, long key, long keylen) {
        ModuleDictIterator iterator = new ModuleDictIterator(d);
        HandleTable.open(iterator, 0);
        iterator.seek(op, key, keylen);
        return iterator;
    }

    @ModuleFunction(since = "5.0", c = "RedisModuleDictIter *DictIteratorStart(RedisModuleDict *d, const char *op, "
            + "RedisModuleString *key)")
    public static ModuleDictIterator dictIteratorStart(ModuleDict d, String op, long key) {
        return key == 0 ? dictIteratorStartC(d, op, 0, 0)
                : dictIteratorStartC(d, op, StringCell.bytes(key), StringCell.length(key));
    }

    @ModuleFunction(since = "5.0", c = "void DictIteratorStop(RedisModuleDictIter *di)")
    public static void dictIteratorStop(ModuleDictIterator di) {
        di.close();
    }

    /** Moves an iterator as when it was started; answers 1, or 0 for an unknown operator. */
    @ModuleFunction(since = "5.0", c = "int DictIteratorReseekC(RedisModuleDictIter *di, const char *op, void *key, "
            + "size_t keylen)")
    public static boolean dictIteratorReseekC(ModuleDictIterator di, String op, long key, long keylen) {
        return di.seek(op, key, keylen);
    }

    @ModuleFunction(since = "5.0", c = "int DictIteratorReseek(RedisModuleDictIter *di, const char *op, "
            + "RedisModuleString *key)")
    public static boolean dictIteratorReseek(ModuleDictIterator di, String op, long key) {
        return key == 0 ? di.seek(op, 0, 0) : di.seek(op, StringCell.bytes(key), StringCell.length(key));
    }

    /** The next key, valid until the next step, and its value; NULL at the end. */
    @ModuleFunction(since = "5.0", c = "void *DictNextC(RedisModuleDictIter *di, size_t *keylen, void **dataptr)")
    public static long dictNextC(ModuleDictIterator di, long keylen, long dataptr) {
        return step(di, true, keylen, dataptr);
    }

    @ModuleFunction(since = "5.0", c = "void *DictPrevC(RedisModuleDictIter *di, size_t *keylen, void **dataptr)")
    public static long dictPrevC(ModuleDictIterator di, long keylen, long dataptr) {
        return step(di, false, keylen, dataptr);
    }

    private static long step(ModuleDictIterator di, boolean forwards, long keylen, long dataptr) {
        if (!di.step(forwards)) {
            return 0;
        }
        if (keylen != 0) {
            Native.putLong(keylen, di.keyLength());
        }
        if (dataptr != 0) {
            Native.putLong(dataptr, di.value());
        }
        return di.key();
    }

    /** As {@code DictNextC}, with the key as a string of the module. */
    @ModuleFunction(since = "5.0", c = "RedisModuleString *DictNext(RedisModuleCtx *ctx, RedisModuleDictIter *di, "
            + "void **dataptr)")
    public static long dictNext(LoadedModule caller, ModuleContext ctx, ModuleDictIterator di, long dataptr) {
        return stepString(caller, ctx, di, true, dataptr);
    }

    @ModuleFunction(since = "5.0", c = "RedisModuleString *DictPrev(RedisModuleCtx *ctx, RedisModuleDictIter *di, "
            + "void **dataptr)")
    public static long dictPrev(LoadedModule caller, ModuleContext ctx, ModuleDictIterator di, long dataptr) {
        return stepString(caller, ctx, di, false, dataptr);
    }

    private static long stepString(LoadedModule caller, ModuleContext ctx, ModuleDictIterator di, boolean forwards,
            long dataptr) {
        long key = step(di, forwards, 0, dataptr);
        return key == 0 ? 0 : StringApi.createString(caller, ctx, key, di.keyLength());
    }

    /** Whether the current key stands to another as the operator (== >= > <= <) says; ERR when not. */
    @ModuleFunction(since = "5.0", c = "int DictCompareC(RedisModuleDictIter *di, const char *op, void *key, "
            + "size_t keylen)")
    public static int dictCompareC(ModuleDictIterator di, String op, long key, long keylen) {
        return di.compares(op, key, keylen) ? ReplyApi.OK : ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", c = "int DictCompare(RedisModuleDictIter *di, const char *op, "
            + "RedisModuleString *key)")
    public static int dictCompare(ModuleDictIterator di, String op, long key) {
        return dictCompareC(di, op, StringCell.bytes(key), StringCell.length(key));
    }

    /** Bytes of memory behind a dictionary's keys. */
    @ModuleFunction(since = "7.0", c = "size_t MallocSizeDict(RedisModuleDict *dict)")
    public static long mallocSizeDict(ModuleDict dict) {
        return dict.keyBytes();
    }
}
