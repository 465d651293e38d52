/* A client that waits for a thread, for a limited time. */
#include "redismodule.h"
#include <pthread.h>
#include <unistd.h>

typedef struct {
    RedisModuleBlockedClient *client;
    long long ms;
} Wait;

static int answer(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    Wait *wait = RedisModule_GetBlockedClientPrivateData(ctx);
    return RedisModule_ReplyWithLongLong(ctx, wait->ms);
}

static int too_late(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    return RedisModule_ReplyWithSimpleString(ctx, "TOO LATE");
}

static void free_wait(RedisModuleCtx *ctx, void *wait) {
    (void)ctx;
    RedisModule_Free(wait);
}

static void *sleep_and_wake(void *data) {
    Wait *wait = data;
    usleep((useconds_t)(wait->ms * 1000));
    RedisModule_UnblockClient(wait->client, wait);
    return NULL;
}

/* WAIT.FOR milliseconds limit */
static int wait_for(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    long long ms, limit;
    if (RedisModule_StringToLongLong(argv[1], &ms) != REDISMODULE_OK
        || RedisModule_StringToLongLong(argv[2], &limit) != REDISMODULE_OK)
        return RedisModule_ReplyWithError(ctx, "ERR value is not an integer or out of range");
    Wait *wait = RedisModule_Alloc(sizeof(*wait));
    wait->ms = ms;
    wait->client = RedisModule_BlockClient(ctx, answer, too_late, free_wait, limit);
    pthread_t thread;
    if (pthread_create(&thread, NULL, sleep_and_wake, wait) != 0) {
        RedisModule_AbortBlock(wait->client);
        RedisModule_Free(wait);
        return RedisModule_ReplyWithError(ctx, "ERR no thread");
    }
    pthread_detach(thread);
    return REDISMODULE_OK;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    if (RedisModule_Init(ctx, "waiter", 1, REDISMODULE_APIVER_1) != REDISMODULE_OK) return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "wait.for", wait_for, "", 0, 0, 0);
}
