/* One scenario per command; the module in Scenario.java answers the same. */
#include "redismodule.h"
#include <string.h>
#include <strings.h>

static RedisModuleString *text;
static long long room = 1024, flushes, filtered;

static int bulk(RedisModuleCtx *ctx, RedisModuleString *string) {
    return string == NULL ? RedisModule_ReplyWithNull(ctx) : RedisModule_ReplyWithString(ctx, string);
}

/* sc.hash key field [value]: the value it had; with a value, sets it. */
static int hash(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3 && argc != 4) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModuleString *old = NULL;
    RedisModule_HashGet(key, REDISMODULE_HASH_NONE, argv[2], &old, NULL);
    if (argc == 4) RedisModule_HashSet(key, REDISMODULE_HASH_NONE, argv[2], argv[3], NULL);
    return bulk(ctx, old);
}

/* sc.unhash key field */
static int unhash(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModule_HashSet(key, REDISMODULE_HASH_NONE, argv[2], REDISMODULE_HASH_DELETE, NULL);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static void seen(RedisModuleKey *key, RedisModuleString *name, RedisModuleString *value, void *data) {
    REDISMODULE_NOT_USED(key);
    RedisModuleCtx *ctx = ((void **) data)[0];
    (*(long *) ((void **) data)[1])++;
    RedisModule_ReplyWithArray(ctx, 2);
    bulk(ctx, name);
    bulk(ctx, value);
}

/* sc.each key: what ScanKey shows. */
static int each(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    long count = 0;
    void *data[] = {ctx, &count};
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModuleScanCursor *cursor = RedisModule_ScanCursorCreate();
    while (RedisModule_ScanKey(key, cursor, seen, data)) {}
    RedisModule_ScanCursorDestroy(cursor);
    RedisModule_ReplySetArrayLength(ctx, count);
    return REDISMODULE_OK;
}

/* sc.append key ms seq field value ...: adds an entry, answers its id. */
static int append(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc < 6 || argc % 2 != 0) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    long long ms, sequence;
    RedisModule_StringToLongLong(argv[2], &ms);
    RedisModule_StringToLongLong(argv[3], &sequence);
    RedisModuleStreamID id = {ms, sequence};
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    if (RedisModule_StreamAdd(key, 0, &id, argv + 4, (argc - 4) / 2) != REDISMODULE_OK)
        return RedisModule_ReplyWithError(ctx, "ERR refused");
    return RedisModule_ReplyWithString(ctx, RedisModule_CreateStringFromStreamID(ctx, &id));
}

/* sc.entries key: ids, fields and values in one row. */
static int entries(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ);
    long count = 0, fields;
    RedisModuleStreamID id;
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_StreamIteratorStart(key, 0, NULL, NULL);
    while (RedisModule_StreamIteratorNextID(key, &id, &fields) == REDISMODULE_OK) {
        RedisModule_ReplyWithString(ctx, RedisModule_CreateStringFromStreamID(ctx, &id));
        for (count++; fields > 0; fields--, count += 2) {
            RedisModuleString *field, *value;
            RedisModule_StreamIteratorNextField(key, &field, &value);
            bulk(ctx, field);
            bulk(ctx, value);
        }
    }
    RedisModule_StreamIteratorStop(key);
    RedisModule_ReplySetArrayLength(ctx, count);
    return REDISMODULE_OK;
}

/* sc.shorten key ms seq length: deletes an entry (1 or 0), then trims (how many). */
static int shorten(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 5) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    long long ms, sequence, length;
    RedisModule_StringToLongLong(argv[2], &ms);
    RedisModule_StringToLongLong(argv[3], &sequence);
    RedisModule_StringToLongLong(argv[4], &length);
    RedisModuleStreamID id = {ms, sequence};
    RedisModuleKey *key = RedisModule_OpenKey(ctx, argv[1], REDISMODULE_READ | REDISMODULE_WRITE);
    RedisModule_ReplyWithArray(ctx, 2);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_StreamDelete(key, &id) == REDISMODULE_OK);
    return RedisModule_ReplyWithLongLong(ctx, RedisModule_StreamTrimByLength(key, 0, length));
}

/* sc.may rules key channel: whether a user with these rules may GET the key, change it, use the channel. */
static int may(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 4) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleUser *user = RedisModule_CreateModuleUser("of-the-module");
    RedisModuleString *error = NULL;
    if (RedisModule_SetModuleUserACLString(ctx, user, RedisModule_StringPtrLen(argv[1], NULL), &error) != REDISMODULE_OK) {
        RedisModule_FreeModuleUser(user);
        return RedisModule_ReplyWithError(ctx, RedisModule_StringPtrLen(error, NULL));
    }
    RedisModuleString *words[] = {RedisModule_CreateString(ctx, "GET", 3), argv[2]};
    RedisModule_ReplyWithArray(ctx, 3);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ACLCheckCommandPermissions(user, words, 2) == REDISMODULE_OK);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ACLCheckKeyPermissions(user, argv[2],
            REDISMODULE_CMD_KEY_ACCESS | REDISMODULE_CMD_KEY_UPDATE) == REDISMODULE_OK);
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ACLCheckChannelPermissions(user, argv[3], 0) == REDISMODULE_OK);
    RedisModule_FreeModuleUser(user);
    return REDISMODULE_OK;
}

/* sc.rules name: the rules of one of the server's users. */
static int rules(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleUser *user = RedisModule_GetModuleUserFromUserName(argv[1]);
    if (user == NULL) return RedisModule_ReplyWithNull(ctx);
    RedisModuleString *described = RedisModule_GetModuleUserACLString(user);
    RedisModule_ReplyWithString(ctx, described);
    RedisModule_FreeString(NULL, described);
    RedisModule_FreeModuleUser(user);
    return REDISMODULE_OK;
}

/* @say word …: becomes ECHO word; @mute word: is counted and becomes PING. */
static void filter(RedisModuleCommandFilterCtx *fctx) {
    const char *name = RedisModule_StringPtrLen(RedisModule_CommandFilterArgGet(fctx, 0), NULL);
    if (strcmp(name, "@say") == 0) {
        RedisModule_CommandFilterArgReplace(fctx, 0, RedisModule_CreateString(NULL, "ECHO", 4));
        while (RedisModule_CommandFilterArgsCount(fctx) > 2) RedisModule_CommandFilterArgDelete(fctx, 2);
    } else if (strcmp(name, "@mute") == 0) {
        filtered++;
        RedisModule_CommandFilterArgInsert(fctx, 0, RedisModule_CreateString(NULL, "ECHO", 4));
        RedisModule_CommandFilterArgDelete(fctx, 2);
    }
}

static void flushed(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t detail, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(event);
    REDISMODULE_NOT_USED(data);
    if (detail == REDISMODULE_SUBEVENT_FLUSHDB_END) flushes++;
}

/* sc.counts: what the filter and the listener saw. */
static int counts(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_ReplyWithArray(ctx, 2);
    RedisModule_ReplyWithLongLong(ctx, filtered);
    return RedisModule_ReplyWithLongLong(ctx, flushes);
}

/* sc.file save|load name */
static int file(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModuleRdbStream *stream = RedisModule_RdbStreamCreateFromFile(RedisModule_StringPtrLen(argv[2], NULL));
    int status = strcasecmp(RedisModule_StringPtrLen(argv[1], NULL), "save") == 0
            ? RedisModule_RdbSave(ctx, stream, 0) : RedisModule_RdbLoad(ctx, stream, 0);
    RedisModule_RdbStreamFree(stream);
    return RedisModule_ReplyWithLongLong(ctx, status == REDISMODULE_OK);
}

static RedisModuleString *get_text(const char *name, void *data) {
    REDISMODULE_NOT_USED(name);
    REDISMODULE_NOT_USED(data);
    return text;
}

static int set_text(const char *name, RedisModuleString *value, void *data, RedisModuleString **error) {
    REDISMODULE_NOT_USED(name);
    REDISMODULE_NOT_USED(data);
    if (strchr(RedisModule_StringPtrLen(value, NULL), '!') != NULL) {
        *error = RedisModule_CreateString(NULL, "no shouting", 11);
        return REDISMODULE_ERR;
    }
    if (text != NULL) RedisModule_FreeString(NULL, text);
    RedisModule_RetainString(NULL, value);
    text = value;
    return REDISMODULE_OK;
}

static long long get_room(const char *name, void *data) {
    REDISMODULE_NOT_USED(name);
    REDISMODULE_NOT_USED(data);
    return room;
}

static int set_room(const char *name, long long value, void *data, RedisModuleString **error) {
    REDISMODULE_NOT_USED(name);
    REDISMODULE_NOT_USED(data);
    REDISMODULE_NOT_USED(error);
    room = value;
    return REDISMODULE_OK;
}

static int serve(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModuleString *name = RedisModule_GetBlockedClientReadyKey(ctx);
    RedisModuleKey *key = RedisModule_OpenKey(ctx, name, REDISMODULE_READ);
    int length = RedisModule_ValueLength(key);
    RedisModule_CloseKey(key);
    if (length < 3) return REDISMODULE_ERR;
    return RedisModule_ReplyWithString(ctx, name);
}

static int late(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    return RedisModule_ReplyWithSimpleString(ctx, "LATE");
}

/* sc.await ms key ...: waits for one of three bytes or elements. */
static int await(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long long ms;
    RedisModule_StringToLongLong(argv[1], &ms);
    RedisModule_BlockClientOnKeys(ctx, serve, late, NULL, ms, argv + 2, argc - 2, NULL);
    return REDISMODULE_OK;
}

/* sc.signal key */
static int wake(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_SignalKeyAsReady(ctx, argv[1]);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

/* sc.last word ...: the last word is a key. */
static int last(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    if (RedisModule_IsKeysPositionRequest(ctx)) {
        RedisModule_KeyAtPosWithFlags(ctx, argc - 1, REDISMODULE_CMD_KEY_RW | REDISMODULE_CMD_KEY_UPDATE);
        return REDISMODULE_OK;
    }
    RedisModule_Replicate(ctx, "SET", "cs", "told", argv[argc - 1]);
    return RedisModule_ReplyWithLongLong(ctx, argc);
}

static char answered[100];
static RedisModuleCallReply *waiting;

static int protocol(RedisModuleCtx *ctx, RedisModuleCallReply *reply) {
    size_t length;
    const char *bytes = reply == NULL ? NULL : RedisModule_CallReplyProto(reply, &length);
    if (bytes == NULL) return RedisModule_ReplyWithNull(ctx);
    if (strlen(bytes) != length) return RedisModule_ReplyWithError(ctx, "ERR there is no NUL behind the answer");
    return RedisModule_ReplyWithStringBuffer(ctx, bytes, length);
}

/* sc.call letters command word ...: what it answers, as protocol; U is a user who may do nothing. */
static int call(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    char format[20] = "Ev";
    const char *letters = RedisModule_StringPtrLen(argv[1], NULL);
    RedisModuleUser *user = strchr(letters, 'U') == NULL ? NULL : RedisModule_CreateModuleUser("nobody");
    strcat(format, user == NULL ? letters : "C");
    if (user != NULL) RedisModule_SetContextUser(ctx, user);
    RedisModuleCallReply *reply =
            RedisModule_Call(ctx, RedisModule_StringPtrLen(argv[2], NULL), format, argv + 3, (size_t) (argc - 3));
    if (user != NULL) {
        RedisModule_SetContextUser(ctx, NULL);
        RedisModule_FreeModuleUser(user);
    }
    return protocol(ctx, reply);
}

/* sc.forward command word ...: answers what it answers. */
static int forward(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    RedisModuleCallReply *reply =
            RedisModule_Call(ctx, RedisModule_StringPtrLen(argv[1], NULL), "E0v", argv + 2, (size_t) (argc - 2));
    return RedisModule_ReplyWithCallReply(ctx, reply);
}

static void note_answer(RedisModuleCallReply *reply) {
    size_t length;
    const char *bytes = RedisModule_CallReplyProto(reply, &length);
    memcpy(answered, bytes, length);
    answered[length] = 0;
}

static void on_answer(RedisModuleCtx *ctx, RedisModuleCallReply *reply, void *data) {
    REDISMODULE_NOT_USED(data);
    note_answer(reply);
    RedisModule_FreeCallReply(reply);
    RedisModule_FreeCallReply(RedisModule_Call(ctx, "INCR", "!c", "answers"));
    RedisModule_FreeCallReply(waiting);
    waiting = NULL;
}

/* sc.start command word ...: calls a command that may wait; whether it does. */
static int start(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModuleCallReply *reply =
            RedisModule_Call(ctx, RedisModule_StringPtrLen(argv[1], NULL), "EK!v", argv + 2, (size_t) (argc - 2));
    int waits = RedisModule_CallReplyType(reply) == REDISMODULE_REPLY_PROMISE;
    if (waits) {
        waiting = reply;
        RedisModule_CallReplyPromiseSetUnblockHandler(reply, on_answer, NULL);
    } else {
        note_answer(reply);
        RedisModule_FreeCallReply(reply);
    }
    return RedisModule_ReplyWithLongLong(ctx, waits);
}

/* sc.abort: whether the command that waits was given up. */
static int give_up(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    int gone = waiting != NULL && RedisModule_CallReplyPromiseAbort(waiting, NULL) == REDISMODULE_OK;
    if (gone) RedisModule_FreeCallReply(waiting);
    if (gone) waiting = NULL;
    return RedisModule_ReplyWithLongLong(ctx, gone);
}

/* sc.answered: the last answer of a command that may wait, as protocol. */
static int tell_answer(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_ReplyWithCString(ctx, answered);
    *answered = 0;
    return REDISMODULE_OK;
}

/* sc.listen channel pattern: tells which arguments are channels. */
static int listen_to(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    if (!RedisModule_IsChannelsPositionRequest(ctx)) return RedisModule_ReplyWithLongLong(ctx, argc);
    RedisModule_ChannelAtPosWithFlags(ctx, 1, REDISMODULE_CMD_CHANNEL_SUBSCRIBE);
    RedisModule_ChannelAtPosWithFlags(ctx, 2, REDISMODULE_CMD_CHANNEL_SUBSCRIBE | REDISMODULE_CMD_CHANNEL_PATTERN);
    return REDISMODULE_OK;
}

static void count_post(RedisModuleCtx *ctx, void *data) {
    REDISMODULE_NOT_USED(data);
    RedisModule_FreeCallReply(RedisModule_Call(ctx, "INCR", "!c", "posted"));
}

static int on_string(RedisModuleCtx *ctx, int kind, const char *event, RedisModuleString *key) {
    REDISMODULE_NOT_USED(kind);
    REDISMODULE_NOT_USED(event);
    if (strcmp(RedisModule_StringPtrLen(key, NULL), "posting") == 0)
        RedisModule_AddPostNotificationJob(ctx, count_post, NULL, NULL);
    return REDISMODULE_OK;
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    if (RedisModule_Init(ctx, "scenario", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModule_CreateCommand(ctx, "sc.hash", hash, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "sc.unhash", unhash, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "sc.each", each, "readonly", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "sc.append", append, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "sc.entries", entries, "readonly", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "sc.shorten", shorten, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "sc.may", may, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.rules", rules, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.counts", counts, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.await", await, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.signal", wake, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.last", last, "write getkeys-api", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.file", file, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.call", call, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.forward", forward, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.start", start, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.abort", give_up, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.answered", tell_answer, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "sc.listen", listen_to, "pubsub getchannels-api", 0, 0, 0);
    RedisModule_SubscribeToKeyspaceEvents(ctx, REDISMODULE_NOTIFY_STRING, on_string);
    RedisModule_RegisterCommandFilter(ctx, filter, REDISMODULE_CMDFILTER_NOSELF);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_FlushDB, flushed);
    RedisModule_RegisterStringConfig(ctx, "text", "calm", REDISMODULE_CONFIG_DEFAULT, get_text, set_text, NULL, NULL);
    RedisModule_RegisterNumericConfig(ctx, "room", 1024, REDISMODULE_CONFIG_MEMORY, 0, 1 << 30, get_room, set_room, NULL,
            NULL);
    return RedisModule_LoadConfigs(ctx);
}

int RedisModule_OnUnload(RedisModuleCtx *ctx) {
    REDISMODULE_NOT_USED(ctx);
    if (text != NULL) RedisModule_FreeString(NULL, text);
    return REDISMODULE_OK;
}
