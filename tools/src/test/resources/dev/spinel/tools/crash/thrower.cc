// Throws through the server: DeadlyModuleTest.
#include "redismodule.h"
#include <stdexcept>

static int thrower_throw(RedisModuleCtx *, RedisModuleString **, int) {
    throw std::runtime_error("nobody catches this");
}

static int thrower_catch(RedisModuleCtx *ctx, RedisModuleString **, int) {
    try {
        throw std::runtime_error("somebody catches this");
    } catch (const std::exception &failure) {
        return RedisModule_ReplyWithSimpleString(ctx, failure.what());
    }
}

extern "C" __attribute__((visibility("default")))
int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **, int) {
    if (RedisModule_Init(ctx, "thrower", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    if (RedisModule_CreateCommand(ctx, "thrower.throw", thrower_throw, "", 0, 0, 0) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    return RedisModule_CreateCommand(ctx, "thrower.catch", thrower_catch, "", 0, 0, 0);
}
