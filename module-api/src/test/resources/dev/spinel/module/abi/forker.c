/* A module that works in a forked child; the forker_ functions are called by ForkTest. */
#include "redismodule.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_Init(ctx, "forker", 1, REDISMODULE_APIVER_1);
}

static int child_work(RedisModuleString *string, char *block, int code) {
    size_t length;
    const char *text = RedisModule_StringPtrLen(string, &length);
    RedisModule_Log(NULL, "notice", "child %s %zu %.1f", text, length, 2.5);
    char *mine = RedisModule_Alloc(100000);
    memset(mine, 'm', 100000);
    mine = RedisModule_Realloc(mine, 200000);
    if (mine[99999] != 'm') return 101;
    RedisModule_Free(mine);
    if (strcmp(block, "from the parent") != 0) return 102;
    block = RedisModule_Realloc(block, 4000);
    if (strcmp(block, "from the parent") != 0) return 103;
    RedisModule_Free(block);
    char *copy = RedisModule_Strdup("copy");
    if (strcmp(copy, "copy") != 0) return 104;
    RedisModule_Free(copy);
    if (RedisModule_GiveInt(NULL, 5) != 0) return 105;
    errno = 0;
    if (RedisModule_RdbSave(NULL, NULL, 0) != REDISMODULE_ERR || errno != ENOTSUP) return 106;
    return code;
}

int forker_run(RedisModuleString *string, void *unused, int code) {
    (void) unused;
    char *block = RedisModule_Strdup("from the parent");
    int pid = RedisModule_Fork((RedisModuleForkDoneHandler) 0x1234, (void *) 0x5678);
    if (pid == 0) {
        int result = child_work(string, block, code);
        RedisModule_ExitFromChild(result);
    }
    RedisModule_Free(block);
    return pid;
}

int forker_sleep(void *unused) {
    (void) unused;
    int pid = RedisModule_Fork(NULL, NULL);
    if (pid == 0) {
        RedisModule_Log(NULL, "notice", "asleep");
        sleep(60);
        RedisModule_ExitFromChild(1);
    }
    return pid;
}
