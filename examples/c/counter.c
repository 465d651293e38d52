/* A data type of its own: a counter that remembers how it came to its total. */
#include "redismodule.h"

typedef struct {
    long long count, total, least, most;
} Counter;

static RedisModuleType *counter_type;

static Counter *new_counter(void) {
    return RedisModule_Calloc(1, sizeof(Counter));
}

/* COUNTER.ADD key amount */
static int add(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    long long amount;
    if (RedisModule_StringToLongLong(argv[2], &amount) != REDISMODULE_OK)
        return RedisModule_ReplyWithError(ctx, "ERR value is not an integer or out of range");
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    Counter *counter;
    if (RedisModule_KeyType(key) == REDISMODULE_KEYTYPE_EMPTY) {
        counter = new_counter();
        RedisModule_ModuleTypeSetValue(key, counter_type, counter);
    } else if (RedisModule_ModuleTypeGetType(key) == counter_type) {
        counter = RedisModule_ModuleTypeGetValue(key);
    } else {
        return RedisModule_ReplyWithError(ctx, REDISMODULE_ERRORMSG_WRONGTYPE);
    }
    if (counter->count == 0 || amount < counter->least) counter->least = amount;
    if (counter->count == 0 || amount > counter->most) counter->most = amount;
    counter->count++;
    counter->total += amount;
    RedisModule_ReplicateVerbatim(ctx);
    return RedisModule_ReplyWithLongLong(ctx, counter->total);
}

/* COUNTER.STATS key: count, total, least, most */
static int stats(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    if (RedisModule_KeyType(key) == REDISMODULE_KEYTYPE_EMPTY) return RedisModule_ReplyWithNull(ctx);
    if (RedisModule_ModuleTypeGetType(key) != counter_type)
        return RedisModule_ReplyWithError(ctx, REDISMODULE_ERRORMSG_WRONGTYPE);
    Counter *counter = RedisModule_ModuleTypeGetValue(key);
    RedisModule_ReplyWithArray(ctx, 4);
    RedisModule_ReplyWithLongLong(ctx, counter->count);
    RedisModule_ReplyWithLongLong(ctx, counter->total);
    RedisModule_ReplyWithLongLong(ctx, counter->least);
    return RedisModule_ReplyWithLongLong(ctx, counter->most);
}

static void save(RedisModuleIO *io, void *value) {
    Counter *counter = value;
    RedisModule_SaveSigned(io, counter->count);
    RedisModule_SaveSigned(io, counter->total);
    RedisModule_SaveSigned(io, counter->least);
    RedisModule_SaveSigned(io, counter->most);
}

static void *load(RedisModuleIO *io, int version) {
    if (version != 0) return NULL;
    Counter *counter = new_counter();
    counter->count = RedisModule_LoadSigned(io);
    counter->total = RedisModule_LoadSigned(io);
    counter->least = RedisModule_LoadSigned(io);
    counter->most = RedisModule_LoadSigned(io);
    return counter;
}

static void *copy(RedisModuleString *from, RedisModuleString *to, const void *value) {
    (void)from;
    (void)to;
    Counter *counter = new_counter();
    *counter = *(const Counter *)value;
    return counter;
}

static void digest(RedisModuleDigest *sum, void *value) {
    Counter *counter = value;
    RedisModule_DigestAddLongLong(sum, counter->count);
    RedisModule_DigestAddLongLong(sum, counter->total);
    RedisModule_DigestEndSequence(sum);
}

static void free_counter(void *value) {
    RedisModule_Free(value);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    if (RedisModule_Init(ctx, "counter", 1, REDISMODULE_APIVER_1) != REDISMODULE_OK) return REDISMODULE_ERR;
    RedisModuleTypeMethods methods = {.version = REDISMODULE_TYPE_METHOD_VERSION, .rdb_save = save, .rdb_load = load,
                                      .copy = copy, .digest = digest, .free = free_counter};
    counter_type = RedisModule_CreateDataType(ctx, "statcount", 0, &methods);
    if (counter_type == NULL) return REDISMODULE_ERR;
    if (RedisModule_CreateCommand(ctx, "counter.add", add, "write deny-oom fast", 1, 1, 1) != REDISMODULE_OK)
        return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "counter.stats", stats, "readonly fast", 1, 1, 1);
}
