/* One module in several versions, for ReloadTest: 1 and 2 work, 3 does not load, 4 cannot read what the others saved, 5
 * calls itself otherwise, 0 is without a type. */
#include "redismodule.h"

static RedisModuleType *type;
static long long limit = 1;

static int version(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_ReplyWithLongLong(ctx, VERSION);
}

static int set(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    RedisModule_RetainString(NULL, argv[2]);
    RedisModule_ModuleTypeSetValue(key, type, argv[2]);
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int get(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    if (key == NULL) return RedisModule_ReplyWithNull(ctx);
    RedisModule_ReplyWithString(ctx, RedisModule_ModuleTypeGetValue(key));
    RedisModule_CloseKey(key);
    return REDISMODULE_OK;
}

static void save(RedisModuleIO *io, void *value) {
    RedisModule_SaveString(io, value);
}

static void *load(RedisModuleIO *io, int encoding) {
    (void) encoding;
    return VERSION == 4 ? NULL : RedisModule_LoadString(io);
}

static void release(void *value) {
    RedisModule_FreeString(NULL, value);
}

static int set_limit(const char *name, long long value, void *data, RedisModuleString **error) {
    (void) name;
    (void) data;
    (void) error;
    limit = value;
    return REDISMODULE_OK;
}

static long long get_limit(const char *name, void *data) {
    (void) name;
    (void) data;
    return limit;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModuleTypeMethods methods = {
        .version = REDISMODULE_TYPE_METHOD_VERSION, .rdb_save = save, .rdb_load = load, .free = release,
    };
    (void) argv;
    const char *name = VERSION == 5 ? "other" : "renewed";
    if (RedisModule_Init(ctx, name, VERSION, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "renewed.version", version, "", 0, 0, 0) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    if (VERSION == 0) return REDISMODULE_OK;
    type = RedisModule_CreateDataType(ctx, "renewedtp", 0, &methods);
    RedisModule_CreateCommand(ctx, "renewed.set", set, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "renewed.get", get, "readonly", 1, 1, 1);
    RedisModule_RegisterNumericConfig(ctx, "limit", 1, REDISMODULE_CONFIG_DEFAULT, 0, 100, get_limit, set_limit, NULL,
            NULL);
    RedisModule_LoadConfigs(ctx);
    return VERSION == 3 || argc > 1 ? REDISMODULE_ERR : REDISMODULE_OK;
}
