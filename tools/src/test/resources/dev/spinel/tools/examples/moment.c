/* Values that change without being opened: each is saved as the number that was set last, by moment.turn. */
#include "redismodule.h"

static RedisModuleType *type;
static long long now;

typedef struct {
    long long loaded;
} Moment;

static void *load(RedisModuleIO *io, int version) {
    (void) version;
    Moment *moment = RedisModule_Alloc(sizeof *moment);
    moment->loaded = RedisModule_LoadSigned(io);
    return moment;
}

static void save(RedisModuleIO *io, void *value) {
    (void) value;
    RedisModule_SaveSigned(io, now);
}

static void rewrite(RedisModuleIO *io, RedisModuleString *key, void *value) {
    (void) value;
    RedisModule_EmitAOF(io, "moment.make", "sl", key, now);
}

static void release(void *value) {
    RedisModule_Free(value);
}

static int make(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    Moment *moment = RedisModule_Alloc(sizeof *moment);
    RedisModule_StringToLongLong(argv[2], &moment->loaded);
    RedisModule_ModuleTypeSetValue(key, type, moment);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int turn(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_StringToLongLong(argv[1], &now);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int get(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    Moment *moment = RedisModule_ModuleTypeGetValue(key);
    return RedisModule_ReplyWithLongLong(ctx, moment == NULL ? -1 : moment->loaded);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "moment", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModuleTypeMethods methods = {.version = REDISMODULE_TYPE_METHOD_VERSION, .rdb_load = load, .rdb_save = save,
                                      .aof_rewrite = rewrite, .free = release};
    type = RedisModule_CreateDataType(ctx, "moment-xx", 0, &methods);
    if (type == NULL) return REDISMODULE_ERR;
    if (RedisModule_CreateCommand(ctx, "moment.make", make, "write", 1, 1, 1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    if (RedisModule_CreateCommand(ctx, "moment.turn", turn, "", 0, 0, 0) == REDISMODULE_ERR) return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "moment.get", get, "readonly", 1, 1, 1);
}
