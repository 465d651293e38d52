/* What a call across the module API costs: `spinel-bench module`. */
#include "redismodule.h"

/* COST.CALLS n: n calls of everyday functions, then a reply. */
static int calls(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    size_t length;
    const char *text = RedisModule_StringPtrLen(argv[1], &length);
    long long sum = 0, number = 0;
    int count = 0;
    for (size_t i = 0; i < length; i++) count = count * 10 + text[i] - '0';
    RedisModuleString *made = NULL;
    for (int i = 0; i < count; i++) {
        switch (i % 5) {
            case 0: RedisModule_StringToLongLong(argv[1], &number); sum += number; break;
            case 1: sum += RedisModule_GetSelectedDb(ctx); break;
            case 2: RedisModule_StringPtrLen(argv[0], &length); sum += length; break;
            case 3: made = RedisModule_CreateString(ctx, text, length); break;
            default: RedisModule_FreeString(ctx, made); made = NULL; break;
        }
    }
    if (made != NULL) RedisModule_FreeString(ctx, made);
    return RedisModule_ReplyWithLongLong(ctx, sum);
}

/* COST.READ key: opens a key and answers its bytes. */
static int read_key(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    size_t length = 0;
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    char *bytes = key == NULL ? NULL : RedisModule_StringDMA(key, &length, REDISMODULE_READ);
    RedisModule_ReplyWithStringBuffer(ctx, bytes == NULL ? "" : bytes, length);
    RedisModule_CloseKey(key);
    return REDISMODULE_OK;
}

/* COST.CALL key: the same by way of RM_Call. */
static int call(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleCallReply *reply = RedisModule_Call(ctx, "GET", "s", argv[1]);
    RedisModule_ReplyWithCallReply(ctx, reply);
    RedisModule_FreeCallReply(reply);
    return REDISMODULE_OK;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    if (RedisModule_Init(ctx, "cost", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "cost.calls", calls, "readonly fast", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "cost.read", read_key, "readonly fast", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "cost.call", call, "readonly", 1, 1, 1) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    return REDISMODULE_OK;
}
