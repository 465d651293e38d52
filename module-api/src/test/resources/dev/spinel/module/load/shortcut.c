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

/* s.kinds string list absent: what keys hold, asked in turn, again, and after each was changed. */
static int kinds(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 4) return RedisModule_WrongArity(ctx);
    int mode = REDISMODULE_READ | REDISMODULE_WRITE;
    RedisModule_ReplyWithArray(ctx, 14);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(NULL));
    RedisModuleKey *string = RedisModule_OpenKey(ctx, argv[1], mode);
    int first = RedisModule_KeyType(string), second = RedisModule_KeyType(string), null = RedisModule_KeyType(NULL);
    RedisModule_ReplyWithLongLong(ctx, first);
    RedisModule_ReplyWithLongLong(ctx, second);
    RedisModule_ReplyWithLongLong(ctx, null);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ModuleTypeGetType(string) == NULL);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ModuleTypeGetValue(string) == NULL);
    RedisModuleKey *list = RedisModule_OpenKey(ctx, argv[2], mode), *absent = RedisModule_OpenKey(ctx, argv[3], mode);
    RedisModuleKey *all[] = {list, string, absent};
    int types[3];
    for (int i = 0; i < 3; i++) types[i] = RedisModule_KeyType(all[i]);
    for (int i = 0; i < 3; i++) RedisModule_ReplyWithLongLong(ctx, types[i]);
    RedisModule_KeyType(absent);
    RedisModule_StringSet(absent, argv[3]);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(absent));
    RedisModule_ListPop(list, REDISMODULE_LIST_HEAD);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(list));
    RedisModule_KeyType(string);
    RedisModule_DeleteKey(string);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(string));
    RedisModule_CloseKey(string);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(list));
    RedisModule_CloseKey(list);
    RedisModule_CloseKey(absent);
    RedisModuleKey *again = RedisModule_OpenKey(ctx, argv[3], REDISMODULE_READ);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(again));
    RedisModule_CloseKey(again);
    return REDISMODULE_OK;
}

static RedisModuleKey *kept;

/* s.keep key: keeps it open; its type. */
static int keep(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    kept = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModule_ReplyWithLongLong(ctx, 0);
    RedisModule_KeyType(kept);
    return REDISMODULE_OK;
}

/* s.kept: the type of that key, asked before anything else; closes it. */
static int kept_kind(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    int type = RedisModule_KeyType(kept);
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_CloseKey(kept);
    return RedisModule_ReplyWithLongLong(ctx, type);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    if (RedisModule_Init(ctx, "shortcut", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.number", number, "readonly", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.database", database, "readonly", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.open", open_often, "readonly", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.moving", moving, "write", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.kinds", kinds, "write", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.keep", keep, "write", 1, 1, 1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.kept", kept_kind, "readonly", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "s.stale", stale, "readonly", 0, 0, 0) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    return REDISMODULE_OK;
}
