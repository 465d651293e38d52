/* One command per corner of the module API that the server's own tests look at. */
#include "redismodule.h"
#include <pthread.h>
#include <string.h>

static long long limit = 7;

static int Echo(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    size_t length;
    const char *text = RedisModule_StringPtrLen(argv[1], &length);
    RedisModuleString *twice = RedisModule_CreateStringPrintf(ctx, "%.*s%s", (int) length, text, text);
    return RedisModule_ReplyWithString(ctx, twice);
}

static int Shapes(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_ReplyWithLongLong(ctx, -5);
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_ReplyWithDouble(ctx, 0.5);
    RedisModule_ReplyWithLongDouble(ctx, 1.25L);
    RedisModule_ReplySetArrayLength(ctx, 2);
    RedisModule_ReplyWithMap(ctx, 1);
    RedisModule_ReplyWithCString(ctx, "key");
    RedisModule_ReplyWithBool(ctx, 1);
    RedisModule_ReplyWithBigNumber(ctx, "123", 3);
    RedisModule_ReplyWithVerbatimString(ctx, "text", 4);
    RedisModule_ReplyWithNull(ctx);
    RedisModule_ReplyWithErrorFormat(ctx, "ERR %d\nlines", 2);
    RedisModule_ReplySetArrayLength(ctx, 7);
    return REDISMODULE_OK;
}

static int Numbers(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long long integer = -1;
    unsigned long long natural = 1;
    double number = -1;
    long double precise = -1;
    RedisModuleStreamID id = {0, 0};
    (void) argc;
    RedisModule_ReplyWithArray(ctx, 5);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_StringToLongLong(argv[1], &integer) == REDISMODULE_OK ? integer : -99);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_StringToULongLong(argv[1], &natural) == REDISMODULE_OK
                                           ? (long long) (natural >> 1) : -99);
    RedisModule_ReplyWithDouble(ctx, RedisModule_StringToDouble(argv[1], &number) == REDISMODULE_OK ? number : -99);
    RedisModule_ReplyWithLongDouble(ctx, RedisModule_StringToLongDouble(argv[1], &precise) == REDISMODULE_OK
                                             ? precise : -99);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_StringToStreamID(argv[1], &id) == REDISMODULE_OK
                                           ? (long long) (id.ms * 1000 + id.seq) : -99);
    return REDISMODULE_OK;
}

static int Dict(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModuleDict *dict = RedisModule_CreateDict(ctx);
    for (int i = 3; i < argc; i++) RedisModule_DictSet(dict, argv[i], argv[i]);
    RedisModuleDictIter *at = RedisModule_DictIteratorStart(dict, RedisModule_StringPtrLen(argv[1], NULL), argv[2]);
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    long count = 0;
    size_t length;
    void *data;
    char *key;
    while ((key = RedisModule_DictNextC(at, &length, &data)) != NULL) {
        RedisModule_ReplyWithStringBuffer(ctx, key, length);
        count++;
    }
    RedisModule_DictIteratorReseekC(at, "$", NULL, 0);
    RedisModuleString *last = RedisModule_DictPrev(ctx, at, NULL);
    if (last) {
        RedisModule_ReplyWithString(ctx, last);
        RedisModule_FreeString(ctx, last);
        count++;
    }
    RedisModule_ReplySetArrayLength(ctx, count);
    RedisModule_DictIteratorStop(at);
    RedisModule_FreeDict(ctx, dict);
    return REDISMODULE_OK;
}

static int fired;
static void OnTimer(RedisModuleCtx *ctx, void *data) {
    fired = (int) (long) data + RedisModule_GetSelectedDb(ctx);
}

static int Timer(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long long period;
    if (argc == 1) return RedisModule_ReplyWithLongLong(ctx, fired);
    RedisModule_StringToLongLong(argv[1], &period);
    RedisModuleTimerID id = RedisModule_CreateTimer(ctx, period, OnTimer, (void *) 40);
    uint64_t remaining;
    void *data;
    RedisModule_GetTimerInfo(ctx, id, &remaining, &data);
    return RedisModule_ReplyWithLongLong(ctx, (long long) remaining);
}

static int OnReply(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long *data = RedisModule_GetBlockedClientPrivateData(ctx);
    (void) argc;
    RedisModule_ReplyWithArray(ctx, 2);
    RedisModule_ReplyWithString(ctx, argv[1]);
    return RedisModule_ReplyWithLongLong(ctx, *data);
}

static int OnTimeout(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_ReplyWithSimpleString(ctx, "too late");
}

static void OnFree(RedisModuleCtx *ctx, void *data) {
    (void) ctx;
    RedisModule_Free(data);
}

static RedisModuleBlockedClient *waiting;
static void *Worker(void *client) {
    RedisModuleCtx *ctx = RedisModule_GetThreadSafeContext(client);
    RedisModule_ReplyWithSimpleString(ctx, "from the thread");
    RedisModule_FreeThreadSafeContext(ctx);
    long *data = RedisModule_Alloc(sizeof(long));
    *data = 42;
    RedisModule_UnblockClient(client, data);
    return NULL;
}

static int Block(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argc;
    pthread_t thread;
    RedisModuleBlockedClient *client = RedisModule_BlockClient(ctx, OnReply, OnTimeout, OnFree, 1000);
    if (!strcmp(RedisModule_StringPtrLen(argv[1], NULL), "wait")) {
        waiting = client;
        return REDISMODULE_OK;
    }
    pthread_create(&thread, NULL, Worker, client);
    pthread_join(thread, NULL);
    return REDISMODULE_OK;
}

static int Release(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_UnblockClient(waiting, NULL);
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

static void Filter(RedisModuleCommandFilterCtx *filter) {
    if (RedisModule_CommandFilterArgsCount(filter) < 2) return;
    RedisModuleString *word = RedisModule_CommandFilterArgGet(filter, 1);
    if (!strcmp(RedisModule_StringPtrLen(word, NULL), "@swap")) {
        RedisModule_CommandFilterArgReplace(filter, 1, RedisModule_CreateString(NULL, "swapped", 7));
    } else if (!strcmp(RedisModule_StringPtrLen(word, NULL), "@drop")) {
        RedisModule_CommandFilterArgDelete(filter, 1);
    }
}

static int Keys(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (RedisModule_IsKeysPositionRequest(ctx)) {
        for (int i = 2; i < argc; i += 2) RedisModule_KeyAtPosWithFlags(ctx, i, REDISMODULE_CMD_KEY_RO);
        return REDISMODULE_OK;
    }
    int count = 0;
    int *flags = NULL;
    int *positions = RedisModule_GetCommandKeysWithFlags(ctx, argv, argc, &count, &flags);
    RedisModule_ReplyWithArray(ctx, count);
    for (int i = 0; i < count; i++) RedisModule_ReplyWithLongLong(ctx, positions[i] * 100 + flags[i]);
    RedisModule_Free(positions);
    RedisModule_Free(flags);
    return REDISMODULE_OK;
}

static int Leak(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    memset(RedisModule_Alloc(100), 1, 100);
    RedisModule_PoolAlloc(ctx, 10000);
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

static long long GetLimit(const char *name, void *data) {
    (void) name;
    (void) data;
    return limit;
}

static int SetLimit(const char *name, long long value, void *data, RedisModuleString **error) {
    (void) name;
    (void) data;
    if (value == 13) {
        *error = RedisModule_CreateString(NULL, "unlucky", 7);
        return REDISMODULE_ERR;
    }
    limit = value;
    return REDISMODULE_OK;
}

static void Info(RedisModuleInfoCtx *ctx, int for_crash_report) {
    (void) for_crash_report;
    if (RedisModule_InfoAddSection(ctx, "one") == REDISMODULE_ERR) return;
    RedisModule_InfoAddFieldLongLong(ctx, "limit", limit);
    RedisModule_InfoBeginDictField(ctx, "pair");
    RedisModule_InfoAddFieldCString(ctx, "a", "b");
    RedisModule_InfoAddFieldDouble(ctx, "c", 0.1);
    RedisModule_InfoEndDictField(ctx);
}

static int Create(RedisModuleCtx *ctx, const char *name, RedisModuleCmdFunc function, const char *flags) {
    return RedisModule_CreateCommand(ctx, name, function, flags, 0, 0, 0);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (RedisModule_Init(ctx, "sampler", 3, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModule_Log(ctx, "notice", "%d arguments", argc);
    if (Create(ctx, "s.echo", Echo, "readonly fast") == REDISMODULE_ERR) return REDISMODULE_ERR;
    Create(ctx, "s.shapes", Shapes, "");
    Create(ctx, "s.numbers", Numbers, "");
    Create(ctx, "s.dict", Dict, "");
    Create(ctx, "s.timer", Timer, "");
    Create(ctx, "s.block", Block, "");
    Create(ctx, "s.release", Release, "");
    Create(ctx, "s.keys", Keys, "getkeys-api");
    Create(ctx, "s.leak", Leak, "");
    Create(ctx, "s.group", NULL, "");
    RedisModuleCommand *group = RedisModule_GetCommand(ctx, "s.group");
    RedisModule_CreateSubcommand(group, "echo", Keys, "", 0, 0, 0);
    RedisModule_RegisterCommandFilter(ctx, Filter, 0);
    RedisModule_RegisterInfoFunc(ctx, Info);
    RedisModule_RegisterNumericConfig(ctx, "limit", 7, REDISMODULE_CONFIG_DEFAULT, 0, 100, GetLimit, SetLimit, NULL,
                                      NULL);
    if (argc > 0 && !strcmp(RedisModule_StringPtrLen(argv[0], NULL), "fail")) {
        RedisModule_Alloc(50);
        RedisModule_CreateTimer(ctx, 10, OnTimer, NULL);
        return REDISMODULE_ERR;
    }
    return argc > 0 && !strcmp(RedisModule_StringPtrLen(argv[0], NULL), "noconfigs") ? REDISMODULE_OK
                                                                                     : RedisModule_LoadConfigs(ctx);
}
