package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;

/** Types of values that modules bring along, and keys that hold them. */
@NeedsLock
public final class DataTypeApi {
    private DataTypeApi() {}

    /** Makes a type, while the module is loading. NULL when the name is taken or is not nine allowed characters. */
    @ModuleFunction(since = "4.0", c = "RedisModuleType *CreateDataType(RedisModuleCtx *ctx, const char *name, "
            + "int encver, RedisModuleTypeMethods *typemethods)")
    public static ModuleType createDataType(ModuleContext ctx, String name, int encver, long typemethods) {
        LoadedModule module = ctx.module();
        boolean isVersion = encver >= 0 && encver <= ModuleType.MAX_VERSION;
        boolean isNumbered = isVersion && Native.getLong(typemethods) > 0;
        ModuleValueType values = ModuleValueType.instance();
        boolean isFree = ModuleType.isName(name) && values.find(module.server(), name) == null;
        if (!module.isLoading() || !isNumbered || !isFree) {
            return null;
        }
        ModuleType type = new ModuleType(module, name, encver, typemethods);
        HandleTable.open(type, 0);
        values.add(type);
        module.countType(1);
        module.onClose(() -> {
            values.remove(type);
            HandleTable.close(type);
        });
        return type;
    }

    /** Stores a value, which the key owns from now on, in place of whatever was there. */
    @ModuleFunction(since = "4.0",
            c = "int ModuleTypeSetValue(RedisModuleKey *key, RedisModuleType *mt, void *value)")
    public static int moduleTypeSetValue(ModuleKey key, ModuleType mt, long value) {
        if (KeyApi.deleteKey(key) == ReplyApi.ERR) {
            return ReplyApi.ERR;
        }
        Key target = key.key();
        target.putRoot(ValueType.MODULE, Entry.MODULE, value, mt.index(), Key.NEVER);
        key.changed(target);
        return ReplyApi.OK;
    }

    /** The type of the value; NULL when there is none or it is no module's. */
    @ModuleFunction(since = "4.0", keepsKeys = true, c = "RedisModuleType *ModuleTypeGetType(RedisModuleKey *key)")
    public static ModuleType moduleTypeGetType(ModuleKey key) {
        Key found = found(key);
        return found == null ? null : ModuleValueType.instance().typeOf(found.entry());
    }

    /** The value; NULL when there is none or it is no module's. */
    @ModuleFunction(since = "4.0", keepsKeys = true, c = "void *ModuleTypeGetValue(RedisModuleKey *key)")
    public static long moduleTypeGetValue(ModuleKey key) {
        Key found = found(key);
        return found == null ? 0 : found.root();
    }

    private static Key found(ModuleKey key) {
        Key found = key == null ? null : key.key();
        return found == null || found.type() != ValueType.MODULE ? null : found;
    }

    /** Exchanges the value for another of the same type; the old one is the module's again. */
    @ModuleFunction(since = "6.0", c = "int ModuleTypeReplaceValue(RedisModuleKey *key, RedisModuleType *mt, "
            + "void *new_value, void **old_value)")
    public static int moduleTypeReplaceValue(ModuleKey key, ModuleType mt, long newValue, long oldValue) {
        Key found = found(key);
        if (found == null || !key.mayChange() || ModuleValueType.instance().typeOf(found.entry()) != mt) {
            return ReplyApi.ERR;
        }
        if (oldValue != 0) {
            Native.putLong(oldValue, found.root());
        }
        Entry.root(found.entry(), newValue);
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "7.0", c = "const RedisModuleString *GetKeyNameFromOptCtx(RedisModuleKeyOptCtx *ctx)")
    public static long getKeyNameFromOptCtx(KeyOptions ctx) {
        return ctx.from();
    }

    @ModuleFunction(since = "7.0", c = "const RedisModuleString *GetToKeyNameFromOptCtx(RedisModuleKeyOptCtx *ctx)")
    public static long getToKeyNameFromOptCtx(KeyOptions ctx) {
        return ctx.to();
    }

    @ModuleFunction(since = "7.0", c = "int GetDbIdFromOptCtx(RedisModuleKeyOptCtx *ctx)")
    public static int getDbIdFromOptCtx(KeyOptions ctx) {
        return ctx.fromDatabase();
    }

    @ModuleFunction(since = "7.0", c = "int GetToDbIdFromOptCtx(RedisModuleKeyOptCtx *ctx)")
    public static int getToDbIdFromOptCtx(KeyOptions ctx) {
        return ctx.toDatabase();
    }
}
