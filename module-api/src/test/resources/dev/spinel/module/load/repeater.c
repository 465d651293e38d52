/* Calls, what they repeat to the journals, and what their answers count as; called by RepeatingModuleTest. */
#include "redismodule.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static RedisModuleBlockedClient *waiting;
static char events[256];

static int is(RedisModuleString *string, const char *word) {
    size_t length;
    const char *bytes = RedisModule_StringPtrLen(string, &length);
    return length == strlen(word) && strncasecmp(bytes, word, length) == 0;
}

static RedisModuleCallReply *run(RedisModuleCtx *ctx, const char *flags, RedisModuleString **argv, int argc) {
    char format[16] = "v";
    strncat(format, flags, sizeof format - 2);
    return RedisModule_Call(ctx, RedisModule_StringPtrLen(argv[0], NULL), format, argv + 1, (size_t) argc - 1);
}

/* p.call FLAGS command argument...: passes the answer on. */
static int call(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc < 3) return RedisModule_WrongArity(ctx);
    RedisModuleCallReply *reply = run(ctx, RedisModule_StringPtrLen(argv[1], NULL), argv + 2, argc - 2);
    if (reply == NULL) return RedisModule_ReplyWithNull(ctx);
    RedisModule_ReplyWithCallReply(ctx, reply);
    RedisModule_FreeCallReply(reply);
    return REDISMODULE_OK;
}

static void on_answer(RedisModuleCtx *ctx, RedisModuleCallReply *reply, void *data) {
    (void) data;
    RedisModule_FreeCallReply(reply);
    RedisModule_FreeCallReply(RedisModule_Call(ctx, "INCR", "c!", "first"));
    RedisModule_FreeCallReply(RedisModule_Call(ctx, "INCR", "c!", "second"));
}

/* p.later FLAGS command argument...: counts twice when the command that waits is done. */
static int later(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc < 3) return RedisModule_WrongArity(ctx);
    RedisModuleCallReply *reply = run(ctx, RedisModule_StringPtrLen(argv[1], NULL), argv + 2, argc - 2);
    RedisModule_CallReplyPromiseSetUnblockHandler(reply, on_answer, NULL);
    RedisModule_FreeCallReply(reply);
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

/* p.repeat FLAGS: repeats a command and not itself. */
static int repeat(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    char format[16] = "c";
    strncat(format, RedisModule_StringPtrLen(argv[1], NULL), sizeof format - 2);
    RedisModule_Replicate(ctx, "INCR", format, "repeated");
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

static int on_key(RedisModuleCtx *ctx, int type, const char *event, RedisModuleString *key) {
    (void) event;
    if (is(key, "heard")) return REDISMODULE_OK;
    const char *counter = type == REDISMODULE_NOTIFY_EXPIRED ? "expired" : type == REDISMODULE_NOTIFY_EVICTED
            ? "evicted" : "heard";
    if (type == REDISMODULE_NOTIFY_STRING && !is(key, "told")) return REDISMODULE_OK;
    RedisModuleCallReply *reply = RedisModule_Call(ctx, "INCR", "c!", counter);
    if (reply != NULL) RedisModule_FreeCallReply(reply);
    return REDISMODULE_OK;
}

static void on_timer(RedisModuleCtx *ctx, void *data) {
    (void) data;
    RedisModuleCallReply *reply = RedisModule_Call(ctx, "INCR", "c!", "first");
    RedisModule_FreeCallReply(reply);
    long long before = RedisModule_CachedMicroseconds();
    reply = RedisModule_Call(ctx, "DEBUG", "cc", "SLEEP", "0.02");
    RedisModule_FreeCallReply(reply);
    reply = RedisModule_Call(ctx, "INCR", "c!", "second");
    RedisModule_FreeCallReply(reply);
    reply = RedisModule_Call(ctx, "SET", "cc", "clock",
            before == RedisModule_CachedMicroseconds() ? "stands" : "runs");
    RedisModule_FreeCallReply(reply);
    if (waiting != NULL) RedisModule_UnblockClient(waiting, NULL);
    waiting = NULL;
}

static int timer(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_CreateTimer(ctx, 10, on_timer, NULL);
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

static int on_reply(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argc;
    RedisModule_ReplicateVerbatim(ctx);
    return is(argv[1], "badly") ? RedisModule_ReplyWithError(ctx, "BAD luck")
            : RedisModule_ReplyWithSimpleString(ctx, "done");
}

/* p.wait HOW [ms]: until p.finish or a timer of the same length. */
static int wait(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long long ms = 0;
    if (argc == 3) RedisModule_StringToLongLong(argv[2], &ms);
    waiting = RedisModule_BlockClient(ctx, on_reply, NULL, NULL, ms);
    RedisModule_BlockedClientMeasureTimeStart(waiting);
    if (ms > 0) RedisModule_CreateTimer(ctx, ms, on_timer, NULL);
    return REDISMODULE_OK;
}

static int finish(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModule_BlockedClientMeasureTimeEnd(waiting);
    RedisModule_UnblockClient(waiting, NULL);
    waiting = NULL;
    return RedisModule_ReplyWithLongLong(ctx, 1);
}

static int nothing(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_ReplyWithNull(ctx);
}

static int flags(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    RedisModuleClientInfo info = { .version = REDISMODULE_CLIENTINFO_VERSION };
    RedisModule_GetClientInfoById(&info, RedisModule_GetClientId(ctx));
    return RedisModule_ReplyWithLongLong(ctx, (long long) info.flags);
}

static void on_event(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t subevent, void *data) {
    (void) ctx;
    (void) subevent;
    char line[80] = "";
    if (event.id == REDISMODULE_EVENT_CONFIG) {
        RedisModuleConfigChange *change = data;
        snprintf(line, sizeof line, "config %u %s;", change->num_changes, change->config_names[change->num_changes - 1]);
    } else if (event.id == REDISMODULE_EVENT_SWAPDB) {
        RedisModuleSwapDbInfo *swap = data;
        snprintf(line, sizeof line, "swapdb %d %d;", swap->dbnum_first, swap->dbnum_second);
    }
    strncat(events, line, sizeof events - strlen(events) - 1);
}

static int told(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_ReplyWithSimpleString(ctx, events);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "repeater", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.call", call, "write", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.ask", call, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.repeat", repeat, "write", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.timer", timer, "write", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.wait", wait, "write", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.finish", finish, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.odd:name", nothing, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.later", later, "write", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.told", told, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "p.flags", flags, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_Config, on_event) == REDISMODULE_ERR
            || RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_SwapDB, on_event) == REDISMODULE_ERR) {
        return REDISMODULE_ERR;
    }
    return RedisModule_SubscribeToKeyspaceEvents(ctx,
            REDISMODULE_NOTIFY_STRING | REDISMODULE_NOTIFY_EXPIRED | REDISMODULE_NOTIFY_EVICTED, on_key);
}
