/* Keys, calls, a data type of its own, and events, as the server's own tests look at them. */
#include "redismodule.h"
#include <errno.h>
#include <string.h>

/* A pair of a number and a text. */
typedef struct {
    long long number;
    double ratio;
    RedisModuleString *text;
} Pair;

static RedisModuleType *pairType;
static long long freed, unlinked, flushed, cronLoops, jobs;
static RedisModuleString *lastEvent;

static Pair *NewPair(long long number, RedisModuleString *text) {
    Pair *pair = RedisModule_Alloc(sizeof(*pair));
    pair->number = number;
    pair->ratio = number / 2.0;
    pair->text = text;
    return pair;
}

static void *PairLoad(RedisModuleIO *io, int version) {
    if (version != 3) return NULL;
    long long number = RedisModule_LoadSigned(io);
    double ratio = RedisModule_LoadDouble(io);
    RedisModuleString *text = RedisModule_LoadString(io);
    if (RedisModule_IsIOError(io)) {
        if (text) RedisModule_FreeString(NULL, text);
        return NULL;
    }
    Pair *pair = NewPair(number, text);
    pair->ratio = ratio;
    return pair;
}

static void PairSave(RedisModuleIO *io, void *value) {
    Pair *pair = value;
    RedisModule_SaveSigned(io, pair->number);
    RedisModule_SaveDouble(io, pair->ratio);
    RedisModule_SaveString(io, pair->text);
}

static size_t PairUsage(const void *value) {
    const Pair *pair = value;
    return 1000 + pair->number;
}

static void PairFree(void *value) {
    Pair *pair = value;
    RedisModule_FreeString(NULL, pair->text);
    RedisModule_Free(pair);
    freed++;
}

static void PairUnlink(RedisModuleString *key, const void *value) {
    (void) key;
    (void) value;
    unlinked++;
}

static void *PairCopy(RedisModuleString *from, RedisModuleString *to, const void *value) {
    (void) from;
    const Pair *pair = value;
    if (pair->number < 0) return NULL; /* as if there were no room */
    RedisModule_RetainString(NULL, to);
    return NewPair(pair->number + 1, to);
}

static void PairDigest(RedisModuleDigest *digest, void *value) {
    Pair *pair = value;
    RedisModule_DigestAddLongLong(digest, pair->number);
    RedisModule_DigestAddStringBuffer(digest, "x", 1);
    RedisModule_DigestEndSequence(digest);
}

/* k.pair KEY [NUMBER TEXT]: sets, or reads, a pair. */
static int PairCommand(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], argc == 2 ? REDISMODULE_READ : REDISMODULE_WRITE);
    if (argc == 2) {
        if (RedisModule_ModuleTypeGetType(key) != pairType) return RedisModule_ReplyWithNull(ctx);
        Pair *pair = RedisModule_ModuleTypeGetValue(key);
        RedisModule_ReplyWithArray(ctx, 2);
        RedisModule_ReplyWithLongLong(ctx, pair->number);
        return RedisModule_ReplyWithString(ctx, pair->text);
    }
    long long number;
    RedisModule_StringToLongLong(argv[2], &number);
    RedisModule_RetainString(ctx, argv[3]);
    RedisModule_ModuleTypeSetValue(key, pairType, NewPair(number, argv[3]));
    RedisModule_ReplicateVerbatim(ctx);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

/* k.call FORMAT COMMAND ARGUMENT...: the reply as it was written, or errno. */
static int CallCommand(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    const char *format = RedisModule_StringPtrLen(argv[1], NULL);
    const char *name = RedisModule_StringPtrLen(argv[2], NULL);
    errno = 0;
    RedisModuleCallReply *reply = RedisModule_Call(ctx, name, format, argv + 3, (size_t) argc - 3);
    if (!reply) return RedisModule_ReplyWithLongLong(ctx, errno);
    size_t length;
    const char *protocol = RedisModule_CallReplyProto(reply, &length);
    RedisModule_ReplyWithArray(ctx, 3);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_CallReplyType(reply));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_CallReplyLength(reply));
    RedisModule_ReplyWithStringBuffer(ctx, protocol, length);
    RedisModule_FreeCallReply(reply);
    return REDISMODULE_OK;
}

/* k.elements: what the elements of a reply are. */
static int Elements(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_AutoMemory(ctx);
    RedisModuleCallReply *reply = RedisModule_Call(ctx, "k.pair", "cl" "c", "inner", 7LL, "seven");
    reply = RedisModule_Call(ctx, "k.pair", "c", "inner");
    RedisModuleCallReply *number = RedisModule_CallReplyArrayElement(reply, 0);
    RedisModuleCallReply *text = RedisModule_CallReplyArrayElement(reply, 1);
    RedisModule_ReplyWithArray(ctx, 4);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_CallReplyInteger(number));
    size_t length;
    const char *bytes = RedisModule_CallReplyStringPtr(text, &length);
    RedisModule_ReplyWithStringBuffer(ctx, bytes, length);
    RedisModule_ReplyWithString(ctx, RedisModule_CreateStringFromCallReply(number));
    return RedisModule_ReplyWithLongLong(ctx, RedisModule_CallReplyArrayElement(reply, 2) == NULL);
}

/* k.dma KEY LENGTH BYTE: makes the value that long and overwrites its first byte. */
static int Dma(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 4) return RedisModule_WrongArity(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    long long length;
    RedisModule_StringToLongLong(argv[2], &length);
    int result = RedisModule_StringTruncate(key, length);
    size_t bytes = 0;
    char *value = RedisModule_StringDMA(key, &bytes, REDISMODULE_WRITE);
    if (bytes > 0) value[0] = *RedisModule_StringPtrLen(argv[3], NULL);
    RedisModule_SetExpire(key, 5000);
    RedisModule_ReplyWithArray(ctx, 4);
    RedisModule_ReplyWithLongLong(ctx, result);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_KeyType(key));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ValueLength(key));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_GetExpire(key));
    RedisModule_CloseKey(key);
    return REDISMODULE_OK;
}

static void Seen(RedisModuleCtx *ctx, RedisModuleString *name, RedisModuleKey *key, void *data) {
    (void) ctx;
    (void) name;
    *(long long *) data += RedisModule_ValueLength(key);
}

/* k.scan: the lengths of all values. */
static int Scan(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    long long sum = 0;
    RedisModuleScanCursor *cursor = RedisModule_ScanCursorCreate();
    while (RedisModule_Scan(ctx, cursor, Seen, &sum)) { }
    RedisModule_ScanCursorDestroy(cursor);
    return RedisModule_ReplyWithLongLong(ctx, sum);
}

static void Job(RedisModuleCtx *ctx, void *data) {
    RedisModule_FreeCallReply(RedisModule_Call(ctx, "incr", "c!", (const char *) data));
    jobs++;
}

static int OnKeyEvent(RedisModuleCtx *ctx, int type, const char *event, RedisModuleString *key) {
    (void) type;
    if (lastEvent) RedisModule_FreeString(NULL, lastEvent);
    lastEvent = RedisModule_CreateStringPrintf(NULL, "%s %s", event, RedisModule_StringPtrLen(key, NULL));
    if (!strcmp(RedisModule_StringPtrLen(key, NULL), "posting")) RedisModule_AddPostNotificationJob(ctx, Job, "posted", NULL);
    return REDISMODULE_OK;
}

static void OnFlush(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t sub, void *data) {
    (void) ctx;
    (void) event;
    (void) data;
    flushed = 10 * flushed + 1 + sub;
}

/* What was told of values that went and of files, as digits: the subevents, the newest last. */
static long long removals;
static long long savings;
static long long loadings;
static long long removedBytes;
static long long progress;

static void OnRemoval(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t sub, void *data) {
    (void) event;
    RedisModuleKeyInfoV1 *info = data;
    removals = 10 * removals + 1 + sub;
    RedisModuleString *name = (RedisModuleString *) RedisModule_GetKeyNameFromModuleKey(info->key);
    RedisModuleKey *again = RedisModule_OpenKey(ctx, name, REDISMODULE_READ);
    removedBytes = RedisModule_ValueLength(again) == RedisModule_ValueLength(info->key)
            ? (long long) RedisModule_ValueLength(again) : -1;
    if (RedisModule_KeyType(info->key) == REDISMODULE_KEYTYPE_STRING) {
        size_t length;
        RedisModule_StringDMA(info->key, &length, REDISMODULE_READ);
    }
    RedisModule_CloseKey(again);
}

static void OnFile(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t sub, void *data) {
    (void) ctx;
    if (event.id == REDISMODULE_EVENT_PERSISTENCE) {
        savings = 10 * savings + 1 + sub;
    } else if (event.id == REDISMODULE_EVENT_LOADING) {
        loadings = 10 * loadings + 1 + sub;
    } else {
        progress = 10000 * (1 + sub) + ((RedisModuleLoadingProgress *) data)->progress;
    }
}

static int Told(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_ReplyWithArray(ctx, 5);
    RedisModule_ReplyWithLongLong(ctx, removals);
    RedisModule_ReplyWithLongLong(ctx, removedBytes);
    RedisModule_ReplyWithLongLong(ctx, savings);
    RedisModule_ReplyWithLongLong(ctx, loadings);
    RedisModule_ReplyWithLongLong(ctx, progress);
    removals = removedBytes = savings = loadings = progress = 0;
    return REDISMODULE_OK;
}

/* Its only argument is a channel to subscribe to. */
static int Listen(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_IsChannelsPositionRequest(ctx)) {
        RedisModule_ChannelAtPosWithFlags(ctx, 1, REDISMODULE_CMD_CHANNEL_SUBSCRIBE);
        return REDISMODULE_OK;
    }
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static void OnCron(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t sub, void *data) {
    (void) ctx;
    (void) event;
    (void) sub;
    (void) data;
    cronLoops++;
}

/* k.seen: what was told by callbacks. */
static int SeenCommand(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_ReplyWithArray(ctx, 5);
    RedisModule_ReplyWithLongLong(ctx, freed);
    RedisModule_ReplyWithLongLong(ctx, unlinked);
    RedisModule_ReplyWithLongLong(ctx, flushed);
    RedisModule_ReplyWithLongLong(ctx, jobs);
    if (lastEvent) return RedisModule_ReplyWithString(ctx, lastEvent);
    return RedisModule_ReplyWithNull(ctx);
}

/* k.forget: lets go of what the module itself keeps. */
static int Forget(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (lastEvent) RedisModule_FreeString(NULL, lastEvent);
    lastEvent = NULL;
    return RedisModule_ReplyWithNull(ctx);
}

/* k.list KEY: builds a list by the list functions and answers their results. */
static int List(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModuleString *one = RedisModule_CreateStringFromLongLong(ctx, 1);
    RedisModuleString *two = RedisModule_CreateString(ctx, "two", 3);
    RedisModule_ReplyWithArray(ctx, 7);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ListPush(key, REDISMODULE_LIST_TAIL, two));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ListInsert(key, 0, one));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ListInsert(key, -1, argv[1]));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ListSet(key, 9, one) == REDISMODULE_ERR ? errno : 0);
    RedisModule_ReplyWithString(ctx, RedisModule_ListGet(key, 0));
    RedisModule_ReplyWithString(ctx, RedisModule_ListPop(key, REDISMODULE_LIST_TAIL));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ListDelete(key, 0));
    return REDISMODULE_OK;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "keeper", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModuleTypeMethods methods = {
        .version = REDISMODULE_TYPE_METHOD_VERSION,
        .rdb_load = PairLoad,
        .rdb_save = PairSave,
        .mem_usage = PairUsage,
        .free = PairFree,
        .unlink = PairUnlink,
        .copy = PairCopy,
        .digest = PairDigest,
    };
    if (RedisModule_CreateDataType(ctx, "short", 3, &methods)) return REDISMODULE_ERR;
    pairType = RedisModule_CreateDataType(ctx, "test-pair", 3, &methods);
    if (!pairType || RedisModule_CreateDataType(ctx, "test-pair", 3, &methods)) return REDISMODULE_ERR;
    RedisModule_SetModuleOptions(ctx, REDISMODULE_OPTIONS_HANDLE_IO_ERRORS);
    RedisModule_CreateCommand(ctx, "k.pair", PairCommand, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "k.call", CallCommand, "write", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "k.elements", Elements, "write", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "k.dma", Dma, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "k.scan", Scan, "readonly", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "k.seen", SeenCommand, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "k.forget", Forget, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "k.list", List, "write", 1, 1, 1);
    RedisModule_SubscribeToKeyspaceEvents(ctx, REDISMODULE_NOTIFY_STRING, OnKeyEvent);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_FlushDB, OnFlush);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_CronLoop, OnCron);
    RedisModule_CreateCommand(ctx, "k.listen", Listen, "getchannels-api", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "k.told", Told, "", 0, 0, 0);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_Key, OnRemoval);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_Persistence, OnFile);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_Loading, OnFile);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_LoadingProgress, OnFile);
    return REDISMODULE_OK;
}
