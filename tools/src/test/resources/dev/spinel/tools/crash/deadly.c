/* Each command ends the process in a way of its own; DeadlyModuleTest says what the log must hold. */
#include "redismodule.h"
#include <assert.h>
#include <setjmp.h>
#include <stdlib.h>

static jmp_buf mark;

static int deadly_abort(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) ctx;
    (void) argv;
    (void) argc;
    abort();
}

static int deadly_claim(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    RedisModule_Assert(argc == 100);
    return RedisModule_ReplyWithNull(ctx);
}

static int deadly_assert(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    assert(argc == 200);
    return RedisModule_ReplyWithNull(ctx);
}

__attribute__((noinline)) int *deadly_address(void) {
    return (int *) 0x18;
}

int deadly_fault(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    *deadly_address() = argc;
    return RedisModule_ReplyWithNull(ctx);
}

static int deadly_alloc(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_Alloc((size_t) 1 << 62);
    return RedisModule_ReplyWithNull(ctx);
}

static int deadly_exit(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) ctx;
    (void) argv;
    (void) argc;
    exit(7);
}

static int deadly_leap(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) ctx;
    (void) argv;
    (void) argc;
    longjmp(mark, 1);
}

/* A jump inside of the module alone is no offence, one over a call of the server is. */
static int deadly_jump(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    if (setjmp(mark) == 0) {
        if (argc > 1) longjmp(mark, 1);
        RedisModule_Call(ctx, "deadly.leap", "");
    }
    return RedisModule_ReplyWithSimpleString(ctx, "landed");
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    static const struct {
        const char *name;
        RedisModuleCmdFunc function;
    } commands[] = {
        {"deadly.abort", deadly_abort}, {"deadly.claim", deadly_claim}, {"deadly.assert", deadly_assert},
        {"deadly.fault", deadly_fault}, {"deadly.alloc", deadly_alloc}, {"deadly.exit", deadly_exit},
        {"deadly.leap", deadly_leap}, {"deadly.jump", deadly_jump},
    };
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "deadly", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (RedisModule_CreateCommand(ctx, commands[i].name, commands[i].function, "", 0, 0, 0) == REDISMODULE_ERR) {
            return REDISMODULE_ERR;
        }
    }
    return REDISMODULE_OK;
}
