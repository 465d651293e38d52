/* Two commands without keys: the smallest module there is. */
#include "redismodule.h"

/* GREET.HELLO name */
static int hello(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    size_t length;
    const char *name = RedisModule_StringPtrLen(argv[1], &length);
    RedisModuleString *text = RedisModule_CreateStringPrintf(ctx, "Hello, %.*s!", (int)length, name);
    RedisModule_ReplyWithString(ctx, text);
    RedisModule_FreeString(ctx, text);
    return REDISMODULE_OK;
}

/* GREET.MULTIPLY a b */
static int multiply(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    long long a, b;
    if (RedisModule_StringToLongLong(argv[1], &a) != REDISMODULE_OK
        || RedisModule_StringToLongLong(argv[2], &b) != REDISMODULE_OK)
        return RedisModule_ReplyWithError(ctx, "ERR value is not an integer or out of range");
    return RedisModule_ReplyWithLongLong(ctx, a * b);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    if (RedisModule_Init(ctx, "greeting", 1, REDISMODULE_APIVER_1) != REDISMODULE_OK) return REDISMODULE_ERR;
    if (RedisModule_CreateCommand(ctx, "greet.hello", hello, "fast", 0, 0, 0) != REDISMODULE_OK)
        return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "greet.multiply", multiply, "fast", 0, 0, 0);
}
