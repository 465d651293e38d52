/* One kind of data per command; the module in Data.java answers the same. */
#include "redismodule.h"
#include <string.h>

static int answer(RedisModuleCtx *ctx, int status) {
    return status == REDISMODULE_OK ? RedisModule_ReplyWithSimpleString(ctx, "OK")
                                    : RedisModule_ReplyWithError(ctx, "ERR refused");
}

static int bulk(RedisModuleCtx *ctx, RedisModuleString *string) {
    return string == NULL ? RedisModule_ReplyWithNull(ctx) : RedisModule_ReplyWithString(ctx, string);
}

static const char *text(RedisModuleString *string) {
    return RedisModule_StringPtrLen(string, NULL);
}

static int is(RedisModuleString *string, const char *word) {
    return strcmp(text(string), word) == 0;
}

static RedisModuleKey *writable(RedisModuleCtx *ctx, RedisModuleString *name) {
    return RedisModule_OpenKey(ctx, name, REDISMODULE_READ | REDISMODULE_WRITE);
}

/* d.list key first|last element | pop first|last | get index | set|insert index element | remove index */
static int list(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = writable(ctx, argv[1]);
    RedisModuleString *what = argv[2];
    long long index = 0;
    if (is(what, "first")) return answer(ctx, RedisModule_ListPush(key, REDISMODULE_LIST_HEAD, argv[3]));
    if (is(what, "last")) return answer(ctx, RedisModule_ListPush(key, REDISMODULE_LIST_TAIL, argv[3]));
    if (is(what, "pop"))
        return bulk(ctx, RedisModule_ListPop(key, is(argv[3], "first") ? REDISMODULE_LIST_HEAD : REDISMODULE_LIST_TAIL));
    RedisModule_StringToLongLong(argv[3], &index);
    if (is(what, "get")) return bulk(ctx, RedisModule_ListGet(key, index));
    if (is(what, "set")) return answer(ctx, RedisModule_ListSet(key, index, argv[4]));
    if (is(what, "insert")) return answer(ctx, RedisModule_ListInsert(key, index, argv[4]));
    if (is(what, "remove")) return answer(ctx, RedisModule_ListDelete(key, index));
    return argc < 0 ? REDISMODULE_ERR : RedisModule_WrongArity(ctx);
}

static int condition(RedisModuleString **argv, int argc) {
    if (argc < 5) return 0;
    if (is(argv[4], "absent")) return REDISMODULE_ZADD_NX;
    if (is(argv[4], "present")) return REDISMODULE_ZADD_XX;
    return is(argv[4], "greater") ? REDISMODULE_ZADD_GT : REDISMODULE_ZADD_LT;
}

/* d.zadd key score member [absent|present|greater|less] */
static int zadd(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    double score;
    int flags = condition(argv, argc);
    RedisModule_StringToDouble(argv[2], &score);
    if (RedisModule_ZsetAdd(writable(ctx, argv[1]), score, argv[3], &flags) != REDISMODULE_OK)
        return answer(ctx, REDISMODULE_ERR);
    return RedisModule_ReplyWithSimpleString(ctx, flags & REDISMODULE_ZADD_ADDED ? "ADDED"
            : flags & REDISMODULE_ZADD_UPDATED ? "UPDATED" : flags & REDISMODULE_ZADD_NOP ? "REFUSED" : "SAME");
}

/* d.zincr key by member [absent|present|greater|less]: the new score, or nil */
static int zincr(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    double by, score;
    int flags = condition(argv, argc);
    RedisModule_StringToDouble(argv[2], &by);
    if (RedisModule_ZsetIncrby(writable(ctx, argv[1]), by, argv[3], &flags, &score) != REDISMODULE_OK)
        return answer(ctx, REDISMODULE_ERR);
    return flags & REDISMODULE_ZADD_NOP ? RedisModule_ReplyWithNull(ctx) : RedisModule_ReplyWithDouble(ctx, score);
}

/* d.zrem key member: 1 or 0 */
static int zrem(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    int deleted;
    if (RedisModule_ZsetRem(writable(ctx, argv[1]), argv[2], &deleted) != REDISMODULE_OK)
        return answer(ctx, REDISMODULE_ERR);
    return RedisModule_ReplyWithLongLong(ctx, deleted);
}

static void begin(RedisModuleKey *key, RedisModuleString **argv, int up) {
    if (is(argv[2], "members")) {
        (up ? RedisModule_ZsetFirstInLexRange : RedisModule_ZsetLastInLexRange)(key, argv[3], argv[4]);
        return;
    }
    const char *from = text(argv[3]), *to = text(argv[4]);
    RedisModuleString *least = RedisModule_CreateString(NULL, from + (*from == '('), strlen(from + (*from == '(')));
    RedisModuleString *most = RedisModule_CreateString(NULL, to + (*to == '('), strlen(to + (*to == '(')));
    double min, max;
    RedisModule_StringToDouble(least, &min);
    RedisModule_StringToDouble(most, &max);
    RedisModule_FreeString(NULL, least);
    RedisModule_FreeString(NULL, most);
    (up ? RedisModule_ZsetFirstInScoreRange : RedisModule_ZsetLastInScoreRange)(key, min, max, *from == '(', *to == '(');
}

/* d.zwalk key scores|members min max up|down: members and scores; an exclusive score has a bracket in front */
static int zwalk(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    int up = is(argv[5], "up");
    long count = 0;
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    if (key != NULL && RedisModule_KeyType(key) == REDISMODULE_KEYTYPE_ZSET) {
        begin(key, argv, up);
        while (!RedisModule_ZsetRangeEndReached(key)) {
            double score;
            bulk(ctx, RedisModule_ZsetRangeCurrentElement(key, &score));
            RedisModule_ReplyWithDouble(ctx, score);
            count += 2;
            (up ? RedisModule_ZsetRangeNext : RedisModule_ZsetRangePrev)(key);
        }
        RedisModule_ZsetRangeStop(key);
    }
    RedisModule_ReplySetArrayLength(ctx, count);
    return REDISMODULE_OK;
}

/* d.zscore key member */
static int zscore(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    double score;
    if (key == NULL || RedisModule_ZsetScore(key, argv[2], &score) != REDISMODULE_OK) return RedisModule_ReplyWithNull(ctx);
    return RedisModule_ReplyWithDouble(ctx, score);
}

/* d.text key set text | edit first-letter | resize bytes */
static int string(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = writable(ctx, argv[1]);
    long long number = 0;
    if (is(argv[2], "set")) return answer(ctx, RedisModule_StringSet(key, argv[3]));
    if (is(argv[2], "edit")) {
        size_t length;
        char *bytes = RedisModule_StringDMA(key, &length, REDISMODULE_READ | REDISMODULE_WRITE);
        if (bytes == NULL) return RedisModule_ReplyWithError(ctx, REDISMODULE_ERRORMSG_WRONGTYPE);
        if (length > 0) bytes[0] = *text(argv[3]);
        return RedisModule_ReplyWithLongLong(ctx, length);
    }
    if (argc > 3) RedisModule_StringToLongLong(argv[3], &number);
    return answer(ctx, RedisModule_StringTruncate(key, number));
}

/* d.used key idle [ms] | frequency [uses] */
static int used(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE |
            REDISMODULE_OPEN_KEY_NOTOUCH);
    long long number = 0;
    if (argc > 3) RedisModule_StringToLongLong(argv[3], &number);
    int lru = is(argv[2], "idle");
    if (argc > 3) return answer(ctx, lru ? RedisModule_SetLRU(key, number) : RedisModule_SetLFU(key, number));
    if (lru) RedisModule_GetLRU(key, &number);
    else RedisModule_GetLFU(key, &number);
    return number < 0 ? RedisModule_ReplyWithNull(ctx) : RedisModule_ReplyWithLongLong(ctx, number);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    if (RedisModule_Init(ctx, "data", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModule_CreateCommand(ctx, "d.list", list, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.zadd", zadd, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.zincr", zincr, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.zrem", zrem, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.zwalk", zwalk, "readonly", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.zscore", zscore, "readonly", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.text", string, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.used", used, "write", 1, 1, 1);
    return REDISMODULE_OK;
}
