/* A data type as modules declared it in other years: ERA is the version of its struct. Poison lies behind the struct. */
#include "redismodule.h"
#include <string.h>

#define POISON {(void *) 1, (void *) 1, (void *) 1, (void *) 1, (void *) 1, (void *) 1, (void *) 1, (void *) 1, \
        (void *) 1, (void *) 1, (void *) 1, (void *) 1}

typedef struct {
    uint64_t version;
    void *(*rdb_load)(RedisModuleIO *, int);
    void (*rdb_save)(RedisModuleIO *, void *);
    void (*aof_rewrite)(RedisModuleIO *, RedisModuleString *, void *);
    size_t (*mem_usage)(const void *);
    void (*digest)(RedisModuleDigest *, void *);
    void (*free)(void *);
#if ERA >= 4
    int (*aux_load)(RedisModuleIO *, int, int);
    void (*aux_save)(RedisModuleIO *, int);
    int aux_save_triggers;
    size_t (*free_effort)(RedisModuleString *, const void *);
    void (*unlink)(RedisModuleString *, const void *);
    void *(*copy)(RedisModuleString *, RedisModuleString *, const void *);
    int (*defrag)(void *, RedisModuleString *, void **);
    size_t (*mem_usage2)(RedisModuleKeyOptCtx *, const void *, size_t);
    size_t (*free_effort2)(RedisModuleKeyOptCtx *, const void *);
    void (*unlink2)(RedisModuleKeyOptCtx *, const void *);
    void *(*copy2)(RedisModuleKeyOptCtx *, const void *);
#endif
} Methods;

static RedisModuleType *type;

static long long *value_of(long long number) {
    long long *value = RedisModule_Alloc(sizeof *value);
    *value = number;
    return value;
}

static void *load(RedisModuleIO *io, int version) {
    return version == 0 ? value_of(RedisModule_LoadSigned(io)) : NULL;
}

static void save(RedisModuleIO *io, void *value) {
    RedisModule_SaveSigned(io, *(long long *) value);
}

static void rewrite(RedisModuleIO *io, RedisModuleString *key, void *value) {
    RedisModule_EmitAOF(io, "era.set", "sl", key, *(long long *) value);
}

static void drop(void *value) {
    RedisModule_Free(value);
}

#if ERA >= 4
static size_t usage(RedisModuleKeyOptCtx *options, const void *value, size_t samples) {
    (void) options;
    (void) value;
    (void) samples;
    return 100000;
}

static void *copy(RedisModuleKeyOptCtx *options, const void *value) {
    return RedisModule_GetToKeyNameFromOptCtx(options) == NULL ? NULL : value_of(*(const long long *) value);
}
#endif

static int set(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long long number;
    if (argc != 3 || RedisModule_StringToLongLong(argv[2], &number) != REDISMODULE_OK) {
        return RedisModule_WrongArity(ctx);
    }
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    RedisModule_ModuleTypeSetValue(key, type, value_of(number));
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int get(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    long long *value = RedisModule_ModuleTypeGetValue(key);
    if (value == NULL) {
        RedisModule_ReplyWithNull(ctx);
    } else {
        RedisModule_ReplyWithLongLong(ctx, *value);
    }
    RedisModule_CloseKey(key);
    return REDISMODULE_OK;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    static struct {
        Methods methods;
        void *poison[12];
    } declared = {
        {.version = ERA, .rdb_load = load, .rdb_save = save, .aof_rewrite = rewrite, .free = drop,
#if ERA >= 4
         .mem_usage2 = usage, .copy2 = copy,
#endif
        }, POISON
    };
    if (RedisModule_Init(ctx, "era", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    type = RedisModule_CreateDataType(ctx, "era-value", 0, (RedisModuleTypeMethods *) &declared.methods);
    if (type == NULL) return REDISMODULE_ERR;
    if (RedisModule_CreateCommand(ctx, "era.set", set, "write", 1, 1, 1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "era.get", get, "readonly", 1, 1, 1);
}
