package dev.spinel.module.spi;

/** What may hold for the server and a client, in the order of {@code REDISMODULE_CTX_FLAGS_*}. */
public enum State {
    SCRIPT, TRANSACTION, PRIMARY, REPLICA, READ_ONLY, CLUSTER, AOF, RDB, MAXMEMORY, EVICTS, OUT_OF_MEMORY,
    NEARLY_OUT_OF_MEMORY, REPLICATED, LOADING, STALE, CONNECTING, TRANSFERRING, ONLINE, SAVING, DOOMED_TRANSACTION,
    CHILD, MAY_NOT_BLOCK, RESP3, LOADING_BESIDE, STARTING;

    boolean isIn(int flags) {
        return (flags & 1 << ordinal()) != 0;
    }
}
