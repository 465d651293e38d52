/* A data type whose values only the module knows: `spinel-bench snapshot --data module`. */
#include "redismodule.h"
#include <string.h>

typedef struct {
    size_t length;
    char bytes[];
} Box;

static RedisModuleType *box_type;

static Box *new_box(const char *bytes, size_t length) {
    Box *box = RedisModule_Alloc(sizeof *box + length);
    box->length = length;
    memcpy(box->bytes, bytes, length);
    return box;
}

/* BOX.SET key value */
static int set(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    size_t length;
    const char *bytes = RedisModule_StringPtrLen(argv[2], &length);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModule_ModuleTypeSetValue(key, box_type, new_box(bytes, length));
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static void *load(RedisModuleIO *io, int version) {
    (void) version;
    size_t length;
    char *bytes = RedisModule_LoadStringBuffer(io, &length);
    Box *box = new_box(bytes, length);
    RedisModule_Free(bytes);
    return box;
}

static void save(RedisModuleIO *io, void *value) {
    Box *box = value;
    RedisModule_SaveStringBuffer(io, box->bytes, box->length);
}

static void rewrite(RedisModuleIO *io, RedisModuleString *key, void *value) {
    Box *box = value;
    RedisModule_EmitAOF(io, "BOX.SET", "sb", key, box->bytes, box->length);
}

static void release(void *value) {
    RedisModule_Free(value);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "boxes", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModuleTypeMethods methods = {.version = REDISMODULE_TYPE_METHOD_VERSION,
        .rdb_load = load, .rdb_save = save, .aof_rewrite = rewrite, .free = release};
    box_type = RedisModule_CreateDataType(ctx, "benchbox1", 0, &methods);
    if (box_type == NULL) return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "BOX.SET", set, "write deny-oom", 1, 1, 1);
}
