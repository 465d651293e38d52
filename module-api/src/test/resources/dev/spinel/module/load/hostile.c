/* A module that breaks the rules; each command breaks one, and HostileModuleTest says what comes of it. */
#include "redismodule.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static RedisModuleCtx *kept;

static int free_twice(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModuleString *text = RedisModule_CreateString(NULL, "text", 4);
    RedisModule_FreeString(NULL, text);
    RedisModule_FreeString(NULL, text);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int free_automatic(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_AutoMemory(ctx);
    RedisModuleString *text = RedisModule_CreateString(ctx, "text", 4);
    RedisModule_FreeString(NULL, text);
    return RedisModule_ReplyWithString(ctx, text);
}

static int free_argument(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_FreeString(ctx, argv[1]);
    return RedisModule_ReplyWithString(ctx, argv[1]);
}

static int free_block_twice(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    void *block = RedisModule_Alloc(64);
    RedisModule_Free(block);
    RedisModule_Free(block);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int free_anything(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    int local = 0;
    RedisModule_Free(&local);
    RedisModule_FreeString(ctx, (RedisModuleString *) &local);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int keep(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    kept = ctx;
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int use_kept(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModuleCallReply *reply = RedisModule_Call(kept, "PING", "");
    return RedisModule_ReplyWithLongLong(ctx, reply == NULL);
}

static int unlock(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_ThreadSafeContextUnlock(ctx);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int write_read_only(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    int status = key == NULL ? REDISMODULE_ERR : RedisModule_StringSet(key, argv[1]);
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithLongLong(ctx, status);
}

static int close_twice(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    RedisModule_CloseKey(key);
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(key));
}

static int set_closed(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_WRITE);
    RedisModule_CloseKey(key);
    return RedisModule_ReplyWithLongLong(ctx, RedisModule_StringSet(key, argv[1]));
}

static int lock(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_ThreadSafeContextLock(ctx);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static void *look_without_lock(void *name) {
    RedisModuleCtx *ctx = RedisModule_GetThreadSafeContext(NULL);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, name, REDISMODULE_READ);
    void *found = key;
    RedisModule_CloseKey(key);
    RedisModule_FreeThreadSafeContext(ctx);
    return found;
}

/* Replies whether a thread that took no lock got at the key. */
static int no_lock(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    pthread_t thread;
    void *found = NULL;
    if (argc != 2) return RedisModule_WrongArity(ctx);
    pthread_create(&thread, NULL, look_without_lock, argv[1]);
    pthread_join(thread, &found);
    return RedisModule_ReplyWithLongLong(ctx, found != NULL);
}

static int announce_more(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_ReplyWithArray(ctx, 3);
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

static int forget_length(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_ReplySetMapLength(ctx, 0);
    RedisModule_ReplySetArrayLength(ctx, 0);
    return REDISMODULE_OK;
}

static int abort_now(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) ctx;
    (void) argv;
    (void) argc;
    abort();
}

static int claim(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argc;
    RedisModule_Assert(argv == NULL);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static void filter(RedisModuleCommandFilterCtx *filter) {
    (void) filter;
}

static int set_number(const char *name, long long value, void *data, RedisModuleString **error) {
    (void) name;
    (void) error;
    *(long long *) data = value;
    return REDISMODULE_OK;
}

static long long get_number(const char *name, void *data) {
    (void) name;
    return *(long long *) data;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    static long long number;
    static const struct {
        const char *name;
        RedisModuleCmdFunc function;
    } commands[] = {
        {"h.free-twice", free_twice}, {"h.free-automatic", free_automatic}, {"h.free-argument", free_argument},
        {"h.free-block-twice", free_block_twice}, {"h.free-anything", free_anything}, {"h.keep", keep},
        {"h.use-kept", use_kept}, {"h.unlock", unlock}, {"h.write-read-only", write_read_only},
        {"h.close-twice", close_twice}, {"h.forget-length", forget_length}, {"h.abort", abort_now},
        {"h.announce-more", announce_more},
        {"h.claim", claim}, {"h.set-closed", set_closed}, {"h.lock", lock}, {"h.no-lock", no_lock},
    };
    if (RedisModule_Init(ctx, "hostile", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (RedisModule_CreateCommand(ctx, commands[i].name, commands[i].function, "", 0, 0, 0) == REDISMODULE_ERR) {
            return REDISMODULE_ERR;
        }
    }
    RedisModule_RegisterCommandFilter(ctx, filter, 0);
    RedisModule_RegisterNumericConfig(ctx, "number", 1, REDISMODULE_CONFIG_DEFAULT, 0, 9, get_number, set_number, NULL,
            &number);
    RedisModule_LoadConfigs(ctx);
    size_t length;
    int fails = argc > 0 && strcmp(RedisModule_StringPtrLen(argv[0], &length), "fail") == 0;
    return fails ? REDISMODULE_ERR : REDISMODULE_OK;
}
