/* Functions that are answered without entering Java, and handles that are used again. */
#include "redismodule.h"

static RedisModuleKey *last;

/* s.number text: the number it is, or an error. */
static int number(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    long long value = -1;
    if (RedisModule_StringToLongLong(argv[1], &value) != REDISMODULE_OK) return RedisModule_ReplyWithError(ctx, "ERR no");
    return RedisModule_ReplyWithLongLong(ctx, value);
}

/* s.database n: the selected database before n is selected, and after. */
static int database(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    long long id = 0;
    RedisModule_StringToLongLong(argv[1], &id);
    RedisModule_ReplyWithArray(ctx, 2);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_GetSelectedDb(ctx));
    RedisModule_SelectDb(ctx, (int) id);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_GetSelectedDb(ctx));
    return REDISMODULE_OK;
}

/* s.open key n: opens it n times, closes it as often, and answers its length each time. */
static int open_often(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    long long count = 0, sum = 0;
    RedisModule_StringToLongLong(argv[2], &count);
    for (long long i = 0; i < count; i++) {
        last = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
        sum += (long long) RedisModule_ValueLength(last);
        RedisModule_CloseKey(last);
    }
    return RedisModule_ReplyWithLongLong(ctx, sum);
}

/* s.stale: the length of a key that was closed before. */
static int stale(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    return RedisModule_ReplyWithLongLong(ctx, (long long) RedisModule_ValueLength(last));
}

static void call(RedisModuleCtx *ctx, const char *command, const char *format, const void *a, const char *b) {
    RedisModule_FreeCallReply(RedisModule_Call(ctx, command, format, a, b));
}

/* s.moving key: the length of an open key while others come, it changes, goes, comes back, and its database is swapped. */
static int moving(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModule_ReplyWithArray(ctx, 7);
    RedisModule_ReplyWithLongLong(ctx, (long long) RedisModule_ValueLength(key));
    for (int i = 0; i < 1000; i++) {
        RedisModuleString *other = RedisModule_CreateStringPrintf(ctx, "other%d", i);
        call(ctx, "SET", "sc", other, "x");
        RedisModule_FreeString(ctx, other);
    }
    RedisModule_ReplyWithLongLong(ctx, (long long) RedisModule_ValueLength(key));
    call(ctx, "APPEND", "sc", argv[1], "a longer value than before, which makes the entry move to where there is room for it");
    RedisModule_ReplyWithLongLong(ctx, (long long) RedisModule_ValueLength(key));
    call(ctx, "DEL", "s", argv[1], NULL);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(key));
    call(ctx, "LPUSH", "sc", argv[1], "element");
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(key));
    call(ctx, "SWAPDB", "cc", "0", "1");
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(key));
    call(ctx, "FLUSHALL", "", NULL, NULL);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(key));
    RedisModule_CloseKey(key);
    return REDISMODULE_OK;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    if (RedisModule_Init(ctx, "shortcut", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.number", number, "readonly", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.database", database, "readonly", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.open", open_often, "readonly", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.moving", moving, "write", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.stale", stale, "readonly", 0, 0, 0) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    return REDISMODULE_OK;
}
