package dev.spinel.module.api;

import dev.spinel.module.abi.ModuleFunction;

/** The cluster. This server is not part of one, so these answer what a server outside of a cluster answers. */
public final class ClusterApi {
    private ClusterApi() {}

    /** Outside of a cluster nobody sends messages: does nothing. */
    @ModuleFunction(since = "5.0", c = "void RegisterClusterMessageReceiver(RedisModuleCtx *ctx, uint8_t type, "
            + "RedisModuleClusterMessageReceiver callback)")
    public static void registerClusterMessageReceiver(ModuleContext ctx, int type, long callback) {
        // Redis ignores it too while cluster-enabled is off.
    }

    @ModuleFunction(since = "5.0", c = "int SendClusterMessage(RedisModuleCtx *ctx, const char *target_id, "
            + "uint8_t type, const char *msg, uint32_t len)")
    public static int sendClusterMessage(ModuleContext ctx, long targetId, int type, long msg, int len) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", c = "int GetClusterNodeInfo(RedisModuleCtx *ctx, const char *id, char *ip, "
            + "char *master_id, int *port, int *flags)")
    public static int getClusterNodeInfo(ModuleContext ctx, long id, long ip, long masterId, long port, long flags) {
        return ReplyApi.ERR;
    }

    @ModuleFunction(since = "5.0", c = "char **GetClusterNodesList(RedisModuleCtx *ctx, size_t *numnodes)")
    public static long getClusterNodesList(ModuleContext ctx, long numnodes) {
        return 0;
    }

    /** NULL is allowed, and nothing else is ever handed out. */
    @ModuleFunction(since = "5.0", c = "void FreeClusterNodesList(char **ids)")
    public static void freeClusterNodesList(long ids) {
        // Nothing was allocated.
    }

    @ModuleFunction(since = "5.0", c = "const char *GetMyClusterID(void)")
    public static long getMyClusterId() {
        return 0;
    }

    @ModuleFunction(since = "5.0", c = "size_t GetClusterSize(void)")
    public static long getClusterSize() {
        return 0;
    }

    /** Asks for no failover or no redirection, of which there is none. */
    @ModuleFunction(since = "5.0", c = "void SetClusterFlags(RedisModuleCtx *ctx, uint64_t flags)")
    public static void setClusterFlags(ModuleContext ctx, long flags) {
        // Without a cluster there is nothing to switch off.
    }
}
