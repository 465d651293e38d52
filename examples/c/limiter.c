/* A token bucket per key, kept by calling ordinary commands. */
#include "redismodule.h"

/* A number in an array of strings; what is made here goes with the context, which has automatic memory. */
static long long field(RedisModuleCallReply *reply, size_t index, long long absent) {
    RedisModuleCallReply *element = RedisModule_CallReplyArrayElement(reply, index);
    if (RedisModule_CallReplyType(element) != REDISMODULE_REPLY_STRING) return absent;
    RedisModuleString *text = RedisModule_CreateStringFromCallReply(element);
    long long value;
    return RedisModule_StringToLongLong(text, &value) == REDISMODULE_OK ? value : absent;
}

/* LIMIT.TAKE key capacity milliseconds-per-token: whether a token was there, and how many are left */
static int take(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 4) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    long long capacity, period;
    if (RedisModule_StringToLongLong(argv[2], &capacity) != REDISMODULE_OK
        || RedisModule_StringToLongLong(argv[3], &period) != REDISMODULE_OK || capacity < 1 || period < 1)
        return RedisModule_ReplyWithError(ctx, "ERR capacity and period are positive integers");
    RedisModuleCallReply *state = RedisModule_Call(ctx, "HMGET", "scc", argv[1], "tokens", "since");
    if (state == NULL || RedisModule_CallReplyType(state) != REDISMODULE_REPLY_ARRAY)
        return RedisModule_ReplyWithError(ctx, REDISMODULE_ERRORMSG_WRONGTYPE);
    long long now = RedisModule_Milliseconds();
    long long tokens = field(state, 0, capacity), since = field(state, 1, now);
    long long fresh = (now - since) / period;
    tokens = tokens + fresh > capacity ? capacity : tokens + fresh;
    since += fresh * period;
    int taken = tokens > 0;
    RedisModule_Call(ctx, "HSET", "!sclcl", argv[1], "tokens", tokens - taken, "since", since);
    RedisModule_Call(ctx, "PEXPIRE", "!sl", argv[1], capacity * period);
    RedisModule_ReplyWithArray(ctx, 2);
    RedisModule_ReplyWithLongLong(ctx, taken);
    return RedisModule_ReplyWithLongLong(ctx, tokens - taken);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    if (RedisModule_Init(ctx, "limiter", 1, REDISMODULE_APIVER_1) != REDISMODULE_OK) return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "limit.take", take, "write deny-oom", 1, 1, 1);
}
