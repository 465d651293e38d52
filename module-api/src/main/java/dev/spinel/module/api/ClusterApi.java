package dev.spinel.module.api;

import dev.spinel.engine.keyspace.KeySlot;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;

/** The cluster. This server is not part of one, so these answer what a server outside of a cluster answers. */
public final class ClusterApi {
    /** RedisModuleSlotRangeArray of one range: count, first slot, last slot. */
    private static final int FIRST_SLOT_OFFSET = Integer.BYTES;
    private static final int LAST_SLOT_OFFSET = FIRST_SLOT_OFFSET + Short.BYTES;
    private static final int SLOT_RANGES_BYTES = LAST_SLOT_OFFSET + Short.BYTES;

    private ClusterApi() {}

    /** Outside of a cluster nobody sends messages: does nothing. */
    @ModuleFunction(since = "5.0", standAlone = true, c = "void RegisterClusterMessageReceiver(RedisModuleCtx *ctx, uint8_t type, "
            + "RedisModuleClusterMessageReceiver callback)")
    public static void registerClusterMessageReceiver(ModuleContext ctx, int type, long callback) {
        // Redis ignores it too while cluster-enabled is off.
    }

    @ModuleFunction(since = "5.0", standAlone = true, c = "int SendClusterMessage(RedisModuleCtx *ctx, const char *target_id, "
            + "uint8_t type, const char *msg, uint32_t len)")
    public static int sendClusterMessage(ModuleContext ctx, long targetId, int type, long msg, int len) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", standAlone = true, c = "int GetClusterNodeInfo(RedisModuleCtx *ctx, const char *id, char *ip, "
            + "char *master_id, int *port, int *flags)")
    public static int getClusterNodeInfo(ModuleContext ctx, long id, long ip, long masterId, long port, long flags) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", standAlone = true, c = "char **GetClusterNodesList(RedisModuleCtx *ctx, size_t *numnodes)")
    public static long getClusterNodesList(ModuleContext ctx, long numnodes) {
        return 0;
    }

    /** NULL is allowed, and nothing else is ever handed out. */
    @ModuleFunction(since = "5.0", standAlone = true, c = "void FreeClusterNodesList(char **ids)")
    public static void freeClusterNodesList(long ids) {
        // Nothing was allocated.
    }

    @ModuleFunction(since = "5.0", standAlone = true, c = "const char *GetMyClusterID(void)")
    public static long getMyClusterId() {
        return 0;
    }

    @ModuleFunction(since = "5.0", standAlone = true, c = "size_t GetClusterSize(void)")
    public static long getClusterSize() {
        return 0;
    }

    /** Asks for no failover or no redirection, of which there is none. */
    @ModuleFunction(since = "5.0", standAlone = true, c = "void SetClusterFlags(RedisModuleCtx *ctx, uint64_t flags)")
    public static void setClusterFlags(ModuleContext ctx, long flags) {
        // Without a cluster there is nothing to switch off.
    }

    /** The slot of a key, cluster or not. */
    @ModuleFunction(since = "7.4", c = "unsigned int ClusterKeySlot(RedisModuleString *key)")
    public static int clusterKeySlot(long key) {
        return KeySlot.of(StringCell.bytes(key), StringCell.length(key));
    }

    /** As {@code ClusterKeySlot}, for bytes of the module's. */
    @ModuleFunction(since = "8.4", c = "unsigned int ClusterKeySlotC(const char *keystr, size_t keylen)")
    public static int clusterKeySlotC(LoadedModule caller, long keystr, long keylen) {
        long copy = StringCell.create(caller.memory().strings(), keystr, keylen);
        int slot = clusterKeySlot(copy);
        StringCell.release(copy);
        return slot;
    }

    /** A short name that lies in a slot, borrowed for ever; NULL for a number that is no slot. */
    @ModuleFunction(since = "7.4", c = "const char *ClusterCanonicalKeyNameInSlot(unsigned int slot)")
    public static long clusterCanonicalKeyNameInSlot(LoadedModule caller, int slot) {
        return slot < 0 || slot >= KeySlot.COUNT ? 0
                : StringCell.bytes(caller.server().constantText(SlotNames.of(slot)));
    }

    /** Whether this server serves a slot: all of them, as long as it is one. */
    @ModuleFunction(since = "8.4", standAlone = true, c = "int ClusterCanAccessKeysInSlot(int slot)")
    public static boolean clusterCanAccessKeysInSlot(int slot) {
        return slot >= 0 && slot < KeySlot.COUNT;
    }

    /** All slots as one range, to be freed with {@code ClusterFreeSlotRanges}. */
    @ModuleFunction(since = "8.4", standAlone = true,
            c = "RedisModuleSlotRangeArray *ClusterGetLocalSlotRanges(RedisModuleCtx *ctx)")
    public static long clusterGetLocalSlotRanges(LoadedModule caller, ModuleContext ctx) {
        long ranges = MemoryApi.alloc(caller, SLOT_RANGES_BYTES);
        Native.putInt(ranges, 1);
        Native.putShort(ranges + FIRST_SLOT_OFFSET, (short) 0);
        Native.putShort(ranges + LAST_SLOT_OFFSET, (short) (KeySlot.COUNT - 1));
        return ranges;
    }

    @ModuleFunction(since = "8.4", standAlone = true,
            c = "void ClusterFreeSlotRanges(RedisModuleCtx *ctx, RedisModuleSlotRangeArray *slots)")
    public static void clusterFreeSlotRanges(ModuleContext ctx, long slots) {
        MemoryApi.free(slots);
    }

    /** Slots never move away, so nothing is trimmed. */
    @ModuleFunction(since = "8.4", standAlone = true, c = "int ClusterDisableTrim(RedisModuleCtx *ctx)")
    public static int clusterDisableTrim(ModuleContext ctx) {
        return ReplyApi.OK;
    }

    @ModuleFunction(since = "8.4", standAlone = true, c = "int ClusterEnableTrim(RedisModuleCtx *ctx)")
    public static int clusterEnableTrim(ModuleContext ctx) {
        return ReplyApi.OK;
    }

    /** Only during the migration of a slot; there is none, so ERR with errno EBADF. */
    @ModuleFunction(since = "8.4", standAlone = true, errno = true,
            c = "int ClusterPropagateForSlotMigration(RedisModuleCtx *ctx, const char *cmdname, const char *fmt, ...)")
    public static int clusterPropagateForSlotMigration(ModuleContext ctx, long cmdname, long fmt, long arguments) {
        Errno.set(Errno.EBADF);
        return ReplyApi.ERR;
    }

    /** What nodes of a cluster know each other by; NULL outside of one. */
    @ModuleFunction(since = "8.2", standAlone = true,
            c = "const char *GetInternalSecret(RedisModuleCtx *ctx, size_t *len)")
    public static long getInternalSecret(ModuleContext ctx, long len) {
        if (len != 0) {
            Native.putLong(len, 0);
        }
        return 0;
    }
}
