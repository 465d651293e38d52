/* One kind of data per command; the module in Data.java answers the same. */
#include "redismodule.h"
#include <stdio.h>
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

static RedisModuleType *type;
static long long puts_count;
static char heard[400];

/* A number and a text; block is memory that may move. */
typedef struct {
    long long number;
    RedisModuleString *text;
    long long *block;
} Pair;

static Pair *new_pair(long long number, RedisModuleString *text) {
    Pair *pair = RedisModule_Alloc(sizeof(*pair));
    pair->number = number;
    pair->text = text;
    pair->block = RedisModule_Calloc(1, sizeof(long long));
    *pair->block = number;
    return pair;
}

static void note(const char *format, const RedisModuleString *key, int database, long long number) {
    size_t used = strlen(heard);
    snprintf(heard + used, sizeof(heard) - used, format, key == NULL ? "-" : RedisModule_StringPtrLen(key, NULL), database,
             number);
}

static void *pair_load(RedisModuleIO *io, int version) {
    long long number = RedisModule_LoadSigned(io);
    RedisModuleString *text = RedisModule_LoadString(io);
    float last = RedisModule_LoadFloat(io);
    if (!RedisModule_IsIOError(io) && version == 3 && last == 0.5f) return new_pair(number, text);
    if (text != NULL) RedisModule_FreeString(NULL, text);
    return NULL;
}

static void pair_save(RedisModuleIO *io, void *value) {
    RedisModule_SaveSigned(io, ((Pair *) value)->number);
    RedisModule_SaveString(io, ((Pair *) value)->text);
    RedisModule_SaveFloat(io, 0.5f);
}

static void pair_rewrite(RedisModuleIO *io, RedisModuleString *key, void *value) {
    RedisModule_EmitAOF(io, "d.put", "sls", key, ((Pair *) value)->number, ((Pair *) value)->text);
}

static void pair_digest(RedisModuleDigest *digest, void *value) {
    size_t length;
    const char *bytes = RedisModule_StringPtrLen(((Pair *) value)->text, &length);
    RedisModule_DigestAddLongLong(digest, ((Pair *) value)->number);
    RedisModule_DigestAddStringBuffer(digest, bytes, length);
    RedisModule_DigestEndSequence(digest);
}

static void pair_free(void *value) {
    Pair *pair = value;
    note("freed %s%d %lld; ", NULL, 0, pair->number);
    RedisModule_FreeString(NULL, pair->text);
    RedisModule_Free(pair->block);
    RedisModule_Free(pair);
}

static size_t pair_bytes(RedisModuleKeyOptCtx *ctx, const void *value, size_t samples) {
    REDISMODULE_NOT_USED(ctx);
    return ((const Pair *) value)->number + 1000 * samples;
}

static size_t pair_effort(RedisModuleKeyOptCtx *ctx, const void *value) {
    note("effort %s %d %lld; ", RedisModule_GetKeyNameFromOptCtx(ctx), 0, ((const Pair *) value)->number);
    return 1;
}

static void pair_unlink(RedisModuleKeyOptCtx *ctx, const void *value) {
    note("unlinked %s %d %lld; ", RedisModule_GetKeyNameFromOptCtx(ctx), RedisModule_GetDbIdFromOptCtx(ctx),
         ((const Pair *) value)->number);
}

static void *pair_copy(RedisModuleKeyOptCtx *ctx, const void *value) {
    const Pair *pair = value;
    if (pair->number < 0) return NULL;
    note("from %s %d %lld; ", RedisModule_GetKeyNameFromOptCtx(ctx), RedisModule_GetDbIdFromOptCtx(ctx), pair->number);
    note("to %s %d %lld; ", RedisModule_GetToKeyNameFromOptCtx(ctx), RedisModule_GetToDbIdFromOptCtx(ctx), pair->number);
    RedisModule_RetainString(NULL, pair->text);
    return new_pair(pair->number, pair->text);
}

static int pair_defrag(RedisModuleDefragCtx *ctx, RedisModuleString *key, void **value) {
    REDISMODULE_NOT_USED(key);
    Pair *pair = *value;
    long long *moved = RedisModule_DefragAlloc(ctx, pair->block);
    note("moved %s %d %lld; ", RedisModule_GetKeyNameFromDefragCtx(ctx), RedisModule_GetDbIdFromDefragCtx(ctx),
         moved != NULL ? *moved : *pair->block);
    if (moved != NULL) pair->block = moved;
    return 0;
}

static void beside_save(RedisModuleIO *io, int when) {
    if (when == REDISMODULE_AUX_AFTER_RDB && puts_count > 0) RedisModule_SaveSigned(io, puts_count);
}

static int beside_load(RedisModuleIO *io, int version, int when) {
    puts_count = RedisModule_LoadSigned(io);
    return version == 3 && when == REDISMODULE_AUX_AFTER_RDB && !RedisModule_IsIOError(io) ? REDISMODULE_OK
                                                                                           : REDISMODULE_ERR;
}

/* d.put key number text */
static int put(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    long long number;
    RedisModule_StringToLongLong(argv[2], &number);
    RedisModule_RetainString(NULL, argv[3]);
    RedisModule_ModuleTypeSetValue(writable(ctx, argv[1]), type, new_pair(number, argv[3]));
    puts_count++;
    return RedisModule_ReplyWithLongLong(ctx, puts_count);
}

/* d.show key: its number and text */
static int show(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    if (key == NULL) return RedisModule_ReplyWithNull(ctx);
    if (RedisModule_ModuleTypeGetType(key) != type) return RedisModule_ReplyWithError(ctx, REDISMODULE_ERRORMSG_WRONGTYPE);
    Pair *pair = RedisModule_ModuleTypeGetValue(key);
    RedisModule_ReplyWithArray(ctx, 2);
    RedisModule_ReplyWithLongLong(ctx, pair->number);
    return RedisModule_ReplyWithString(ctx, pair->text);
}

/* d.swap key number text: the number it had */
static int swap(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    long long number;
    void *old;
    RedisModule_StringToLongLong(argv[2], &number);
    RedisModule_RetainString(NULL, argv[3]);
    Pair *pair = new_pair(number, argv[3]);
    if (RedisModule_ModuleTypeReplaceValue(writable(ctx, argv[1]), type, pair, &old) != REDISMODULE_OK) {
        pair_free(pair);
        *heard = 0;
        return answer(ctx, REDISMODULE_ERR);
    }
    RedisModule_ReplyWithLongLong(ctx, ((Pair *) old)->number);
    pair_free(old);
    return REDISMODULE_OK;
}

/* d.pack from to: by way of bytes; without from, of bytes that make no sense */
static int pack(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    RedisModuleString *bytes = argc == 3
            ? RedisModule_SaveDataTypeToString(ctx, RedisModule_ModuleTypeGetValue(writable(ctx, argv[1])), type)
            : RedisModule_CreateString(ctx, "x", 1);
    Pair *pair = RedisModule_LoadDataTypeFromStringEncver(bytes, type, 3);
    if (pair == NULL) return answer(ctx, REDISMODULE_ERR);
    return answer(ctx, RedisModule_ModuleTypeSetValue(writable(ctx, argv[2]), type, pair));
}

/* d.heard: what the functions of the type were told since the last time */
static int told(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_ReplyWithCString(ctx, heard);
    *heard = 0;
    return REDISMODULE_OK;
}

static void declare_type(RedisModuleCtx *ctx) {
    RedisModuleTypeMethods methods = {.version = REDISMODULE_TYPE_METHOD_VERSION, .rdb_load = pair_load,
            .rdb_save = pair_save, .aof_rewrite = pair_rewrite, .digest = pair_digest, .free = pair_free,
            .mem_usage2 = pair_bytes, .free_effort2 = pair_effort, .unlink2 = pair_unlink, .copy2 = pair_copy,
            .defrag = pair_defrag, .aux_save2 = beside_save, .aux_load = beside_load,
            .aux_save_triggers = REDISMODULE_AUX_AFTER_RDB};
    type = RedisModule_CreateDataType(ctx, "pairs-jav", 3, &methods);
    puts_count = 0;
    *heard = 0;
    RedisModule_CreateCommand(ctx, "d.put", put, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.show", show, "readonly", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.swap", swap, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.pack", pack, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "d.heard", told, "", 0, 0, 0);
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
    declare_type(ctx);
    return REDISMODULE_OK;
}
