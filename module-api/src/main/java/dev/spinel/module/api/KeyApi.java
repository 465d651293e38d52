package dev.spinel.module.api;

import dev.spinel.engine.keyspace.AccessClock;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import dev.spinel.module.abi.OpenedKey;
import dev.spinel.module.abi.StringCell;

/** Keys: opening them, what they are, when they expire and when they were used. */
@NeedsLock
public final class KeyApi {
    private static final long NO_EXPIRE = -1;
    private static final int ALL_MODES = ModuleKey.READ | ModuleKey.WRITE | ModuleKey.NO_TOUCH | ModuleKey.NO_NOTIFY
            | ModuleKey.NO_STATS | ModuleKey.NO_EXPIRE | ModuleKey.NO_EFFECTS | ModuleKey.ACCESS_EXPIRED;
    private static final int EMPTY = 0;
    /** {@code REDISMODULE_KEYTYPE_*} by the codes of {@link ValueType}; the header knows no arrays. */
    private static final int[] TYPES = {1, 2, 4, 5, 3, 6, 7, EMPTY, EMPTY};
    private static final int MAX_FREQUENCY = 255;
    private static final int RANDOM_TRIES = 100;

    private KeyApi() {}

    /** Opens a key of the selected database. Absent: NULL when opened for reading, an empty key for writing. */
    @ModuleFunction(since = "4.0", keepsKeys = true,
            c = "RedisModuleKey *OpenKey(RedisModuleCtx *ctx, RedisModuleString *keyname, int mode)")
    public static ModuleKey openKey(ModuleContext ctx, long keyname, int mode) {
        Database database = ctx.database();
        KeyPool pool = ctx.module().keys();
        ModuleKey open = pool.take();
        Key key = find(open.probe(), ctx, database, keyname, mode);
        if (!key.exists() && (mode & ModuleKey.WRITE) == 0) {
            pool.giveBack(open);
            return null;
        }
        open.open(ctx, database, keyname, mode);
        ctx.autoMemory().add(open);
        tell(open, key);
        return open;
    }

    private static Key find(Key key, ModuleContext ctx, Database database, long name, int mode) {
        long bytes = StringCell.bytes(name);
        long length = StringCell.length(name);
        if ((mode & ModuleKey.WRITE) != 0) {
            return ctx.keyspace().write(key, database, bytes, length, lookupFlags(mode));
        }
        ctx.keyspace().read(key, database, bytes, length, lookupFlags(mode));
        boolean isExpired = key.exists() && Entry.hasExpiry(key.entry())
                && key.expireAt() <= ctx.keyspace().nowMs();
        if (isExpired && !ctx.keyspace().isTellingRemoval() && (mode & ModuleKey.ACCESS_EXPIRED) == 0) {
            key.hide();
        }
        return key;
    }

    private static int lookupFlags(int mode) {
        boolean keepsExpired = (mode & (ModuleKey.NO_EXPIRE | ModuleKey.ACCESS_EXPIRED | ModuleKey.NO_EFFECTS)) != 0;
        int flags = (mode & ModuleKey.NO_EFFECTS) != 0 ? Keyspace.PEEK : 0;
        flags |= (mode & ModuleKey.NO_TOUCH) != 0 ? Keyspace.NO_TOUCH : 0;
        flags |= (mode & ModuleKey.NO_NOTIFY) != 0 ? Keyspace.NO_NOTIFY : 0;
        flags |= (mode & ModuleKey.NO_STATS) != 0 ? Keyspace.NO_STATS : 0;
        return flags | (keepsExpired ? Keyspace.WITH_EXPIRED : 0);
    }

    /** Closes a key; NULL is allowed. */
    @ModuleFunction(since = "4.0", c = "void CloseKey(RedisModuleKey *kp)")
    public static void closeKey(ModuleKey kp) {
        if (kp != null) {
            kp.context().autoMemory().remove(kp);
            kp.release();
        }
    }

    /** All bits {@code OpenKey} understands. */
    @NeedsLock(false)
    @ModuleFunction(since = "7.2", c = "int GetOpenKeyModesAll(void)")
    public static int getOpenKeyModesAll() {
        return ALL_MODES;
    }

    /** Whether there is such a key. */
    @ModuleFunction(since = "7.0", c = "int KeyExists(RedisModuleCtx *ctx, RedisModuleString *keyname)")
    public static boolean keyExists(ModuleContext ctx, long keyname) {
        return find(ctx.probe(), ctx, ctx.database(), keyname, ModuleKey.NO_TOUCH).exists();
    }

    /** {@code REDISMODULE_KEYTYPE_*}; empty for NULL and for an absent key. */
    @ModuleFunction(since = "4.0", keepsKeys = true, c = "int KeyType(RedisModuleKey *kp)")
    public static int keyType(ModuleKey kp) {
        return kp == null ? EMPTY : tell(kp, kp.key());
    }

    /** Leaves what a key holds to the machine code of a module in C; answers its type. */
    private static int tell(ModuleKey open, Key key) {
        int type = key.exists() ? TYPES[key.type()] : EMPTY;
        if (open.context().module().isJava()) {
            return type;
        }
        boolean isModules = key.exists() && key.type() == ValueType.MODULE;
        OpenedKey.tell(open, type, isModules ? ModuleValueType.instance().typeOf(key.entry()) : null,
                isModules ? key.root() : 0);
        return type;
    }

    /** Bytes of a string, elements of a collection; 0 for NULL, an absent key and a module's type. */
    @ModuleFunction(since = "4.0", c = "size_t ValueLength(RedisModuleKey *kp)")
    public static long valueLength(ModuleKey kp) {
        Key key = kp == null ? null : kp.key();
        return key == null || !key.exists() ? 0 : key.valueType().length(key.entry());
    }

    /** The name, borrowed while the key is open. */
    @ModuleFunction(since = "6.0", c = "const RedisModuleString *GetKeyNameFromModuleKey(RedisModuleKey *key)")
    public static long getKeyNameFromModuleKey(ModuleKey key) {
        return key == null ? 0 : key.name();
    }

    @ModuleFunction(since = "7.0", c = "int GetDbIdFromModuleKey(RedisModuleKey *key)")
    public static int getDbIdFromModuleKey(ModuleKey key) {
        return key == null ? -1 : key.database().index();
    }

    /** Removes the key; afterwards it is open and empty. */
    @ModuleFunction(since = "4.0", c = "int DeleteKey(RedisModuleKey *key)")
    public static int deleteKey(ModuleKey key) {
        if (!key.mayChange()) {
            return ReplyApi.ERR;
        }
        Key found = key.key();
        if (found.exists()) {
            found.delete();
        }
        return ReplyApi.OK;
    }

    /** As {@code DeleteKey}; memory may be given back later. */
    @ModuleFunction(since = "4.0", c = "int UnlinkKey(RedisModuleKey *key)")
    public static int unlinkKey(ModuleKey key) {
        return deleteKey(key);
    }

    /** Milliseconds to live; -1 for ever. */
    @ModuleFunction(since = "4.0", c = "mstime_t GetExpire(RedisModuleKey *key)")
    public static long getExpire(ModuleKey key) {
        long at = key.key().expireAt();
        return at == Key.NEVER ? NO_EXPIRE : Math.max(0, at - key.context().keyspace().nowMs());
    }

    /** Lets the key expire in some milliseconds; -1 for never. */
    @ModuleFunction(since = "4.0", c = "int SetExpire(RedisModuleKey *key, mstime_t expire)")
    public static int setExpire(ModuleKey key, long expire) {
        return setAbsExpire(key, expire < 0 ? expire : expire + key.context().keyspace().nowMs());
    }

    /** When the key expires, ms since the epoch; -1 for never. */
    @ModuleFunction(since = "6.2", c = "mstime_t GetAbsExpire(RedisModuleKey *key)")
    public static long getAbsExpire(ModuleKey key) {
        return key.key().expireAt();
    }

    @ModuleFunction(since = "6.2", c = "int SetAbsExpire(RedisModuleKey *key, mstime_t expire)")
    public static int setAbsExpire(ModuleKey key, long expire) {
        Key found = key.key();
        if (!key.mayChange() || !found.exists() || expire < NO_EXPIRE) {
            return ReplyApi.ERR;
        }
        found.expireAt(expire);
        return ReplyApi.OK;
    }

    /** Sets how long ago the key was used. ERR under an LFU policy. */
    @ModuleFunction(since = "6.0", c = "int SetLRU(RedisModuleKey *key, mstime_t lru_idle)")
    public static int setLru(ModuleKey key, long lruIdle) {
        AccessClock clock = key.context().keyspace().clock();
        Key found = key.key();
        if (!found.exists() || lruIdle < 0 || clock.isFrequency()) {
            return ReplyApi.ERR;
        }
        clock.idleSeconds(found.entry(), lruIdle / 1000);
        return ReplyApi.OK;
    }

    /** How long ago the key was used; -1 under an LFU policy. */
    @ModuleFunction(since = "6.0", c = "int GetLRU(RedisModuleKey *key, mstime_t *lru_idle)")
    public static int getLru(ModuleKey key, long lruIdle) {
        AccessClock clock = key.context().keyspace().clock();
        Key found = key.key();
        Native.putLong(lruIdle, -1);
        if (!found.exists()) {
            return ReplyApi.ERR;
        }
        if (!clock.isFrequency()) {
            Native.putLong(lruIdle, clock.idleSeconds(found.entry()) * 1000);
        }
        return ReplyApi.OK;
    }

    /** Sets how often the key was used, 0 to 255. ERR unless the policy is LFU. */
    @ModuleFunction(since = "6.0", c = "int SetLFU(RedisModuleKey *key, long long lfu_freq)")
    public static int setLfu(ModuleKey key, long lfuFreq) {
        AccessClock clock = key.context().keyspace().clock();
        Key found = key.key();
        if (!found.exists() || lfuFreq < 0 || lfuFreq > MAX_FREQUENCY || !clock.isFrequency()) {
            return ReplyApi.ERR;
        }
        clock.counter(found.entry(), (int) lfuFreq);
        return ReplyApi.OK;
    }

    /** How often the key was used; -1 unless the policy is LFU. */
    @ModuleFunction(since = "6.0", c = "int GetLFU(RedisModuleKey *key, long long *lfu_freq)")
    public static int getLfu(ModuleKey key, long lfuFreq) {
        AccessClock clock = key.context().keyspace().clock();
        Key found = key.key();
        Native.putLong(lfuFreq, -1);
        if (!found.exists()) {
            return ReplyApi.ERR;
        }
        if (clock.isFrequency()) {
            Native.putLong(lfuFreq, clock.counter(found.entry()));
        }
        return ReplyApi.OK;
    }

    /** Removes all keys of all databases. The journals are not told: a load of other data follows. */
    @ModuleFunction(since = "6.0", c = "void ResetDataset(int restart_aof, int async)")
    public static void resetDataset(LoadedModule caller, boolean restartAof, boolean async) {
        caller.server().engine().keyspace().flushAll();
    }

    /** The name of some key that has not expired; NULL when there is none. */
    @ModuleFunction(since = "6.0", c = "RedisModuleString *RandomKey(RedisModuleCtx *ctx)")
    public static long randomKey(LoadedModule caller, ModuleContext ctx) {
        Key key = ctx.probe();
        Keyspace keyspace = ctx.keyspace();
        for (int i = 0; i < RANDOM_TRIES && keyspace.random(key, ctx.database()); i++) {
            if (key.expireAt() == Key.NEVER || key.expireAt() > keyspace.nowMs()) {
                return StringApi.create(caller, ctx, key.name());
            }
        }
        return 0;
    }

    /** Tells WATCH and tracking that a key changed. */
    @ModuleFunction(since = "6.0", c = "int SignalModifiedKey(RedisModuleCtx *ctx, RedisModuleString *keyname)")
    public static int signalModifiedKey(ModuleContext ctx, long keyname) {
        ctx.keyspace().modified(ctx.find(keyname));
        return ReplyApi.OK;
    }
}
