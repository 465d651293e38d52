// Lives until the process ends, and uses the server until then: DeadlyModuleTest.
#include "redismodule.h"
#include <pthread.h>
#include <stdio.h>

static void *kept;

static void *work(void *unused) {
    (void) unused;
    for (void *block = RedisModule_Alloc(100); block != NULL; block = RedisModule_Alloc(100)) RedisModule_Free(block);
    return NULL;
}

__attribute__((destructor)) static void end(void) {
    RedisModule_Free(kept);
    RedisModule_Log(NULL, "notice", "nobody reads %s", "this");
    fputs("lingering: destructor ran\n", stderr);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "lingering", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    kept = RedisModule_Alloc(10);
    pthread_t thread;
    return pthread_create(&thread, NULL, work, NULL) == 0 ? REDISMODULE_OK : REDISMODULE_ERR;
}
