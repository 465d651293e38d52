/* Sorted sets, settings by name, slots, descriptors: one command per area; called by OrderedModuleTest. */
#include "redismodule.h"
#include <string.h>
#include <unistd.h>

static char heard[8];

static int add(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    double score, after = 0;
    int flags = 0;
    if (argc != 4 || RedisModule_StringToDouble(argv[2], &score) != REDISMODULE_OK) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    int status = RedisModule_ZsetIncrby(key, score, argv[3], &flags, &after);
    RedisModule_CloseKey(key);
    RedisModule_ReplyWithArray(ctx, 3);
    RedisModule_ReplyWithLongLong(ctx, status);
    RedisModule_ReplyWithLongLong(ctx, flags);
    return RedisModule_ReplyWithDouble(ctx, after);
}

/* Members from a score on, or, with two bounds, between them, the last first. */
static int walk(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3 && argc != 4) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    double score;
    int status = argc == 4 ? RedisModule_ZsetLastInLexRange(key, argv[2], argv[3])
            : RedisModule_StringToDouble(argv[2], &score) == REDISMODULE_OK
            ? RedisModule_ZsetFirstInScoreRange(key, score, REDISMODULE_POSITIVE_INFINITE, 0, 0) : REDISMODULE_ERR;
    if (status == REDISMODULE_ERR) return RedisModule_ReplyWithNull(ctx);
    long count = 0;
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    while (!RedisModule_ZsetRangeEndReached(key)) {
        RedisModule_ReplyWithString(ctx, RedisModule_ZsetRangeCurrentElement(key, &score));
        RedisModule_ReplyWithDouble(ctx, score);
        count += 2;
        if (argc == 4) {
            RedisModule_ZsetRangePrev(key);
        } else {
            RedisModule_ZsetRangeNext(key);
        }
    }
    RedisModule_ZsetRangeStop(key);
    RedisModule_ReplySetArrayLength(ctx, count);
    return REDISMODULE_OK;
}

static int take(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    int deleted = 0;
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    RedisModule_ZsetRem(key, argv[2], &deleted);
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithLongLong(ctx, deleted);
}

/* Whether it is a member: its score does not matter. */
static int has(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    return RedisModule_ReplyWithBool(ctx, RedisModule_ZsetScore(key, argv[2], NULL) == REDISMODULE_OK);
}

static int setting(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    size_t length;
    const char *name = RedisModule_StringPtrLen(argv[1], &length);
    RedisModuleString *error = NULL, *value = NULL;
    if (RedisModule_ConfigSet(ctx, name, argv[2], &error) == REDISMODULE_ERR) {
        return RedisModule_ReplyWithString(ctx, error);
    }
    if (RedisModule_ConfigGet(ctx, name, &value) == REDISMODULE_ERR) return REDISMODULE_ERR;
    return RedisModule_ReplyWithString(ctx, value);
}

static int slot(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    unsigned number = RedisModule_ClusterKeySlot(argv[1]);
    const char *name = RedisModule_ClusterCanonicalKeyNameInSlot(number);
    return RedisModule_ReplyWithLongLong(ctx,
            RedisModule_ClusterKeySlotC(name, strlen(name)) == number ? (long long) number : -1);
}

static void on_readable(int fd, void *data, int mask) {
    (void) mask;
    if (read(fd, data, sizeof heard - 1) > 0) RedisModule_EventLoopDel(fd, REDISMODULE_EVENTLOOP_READABLE);
    close(fd);
}

static int pipe_in(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    int ends[2];
    if (pipe(ends) != 0) return REDISMODULE_ERR;
    int status = RedisModule_EventLoopAdd(ends[0], REDISMODULE_EVENTLOOP_READABLE, on_readable, heard);
    if (write(ends[1], "heard", 5) != 5) return REDISMODULE_ERR;
    close(ends[1]);
    return RedisModule_ReplyWithLongLong(ctx, status);
}

static int pipe_out(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_ReplyWithCString(ctx, heard);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "ordered", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.add", add, "write", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.walk", walk, "readonly", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.take", take, "write", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.has", has, "readonly", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.setting", setting, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.slot", slot, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.pipe-in", pipe_in, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "o.pipe-out", pipe_out, "", 0, 0, 0) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    return REDISMODULE_OK;
}
