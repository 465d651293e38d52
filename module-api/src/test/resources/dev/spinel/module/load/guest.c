/* What modules of others do: name commands in any case, keep commands for modules only, hand over no context,
 * remember keys of events without retaining them, tell events apart by where their names are. */
#include "redismodule.h"
#include <stdio.h>
#include <string.h>

static RedisModuleString *from;
static char renaming[64];
static const char *setName;
static int sets;

static int twice(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    long long number;
    if (argc != 2) return RedisModule_WrongArity(ctx);
    if (RedisModule_StringToLongLong(argv[1], &number) == REDISMODULE_ERR) {
        return RedisModule_ReplyWithError(ctx, "ERR no number");
    }
    return RedisModule_ReplyWithLongLong(ctx, 2 * number);
}

/* Calls the command no client may call; a second argument asks to do so as the client's user. */
static int ask(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc < 2) return RedisModule_WrongArity(ctx);
    RedisModule_AutoMemory(ctx);
    RedisModuleCallReply *reply = RedisModule_Call(ctx, "Guest.Twice", argc == 2 ? "Es" : "ECs", argv[1]);
    return RedisModule_ReplyWithCallReply(ctx, reply);
}

/* How many heard it, and how many keys a SET has; both asked without a context. */
static int publish(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    RedisModuleString *set = RedisModule_CreateString(NULL, "SET", 3);
    RedisModuleString *command[] = {set, argv[1], argv[2]};
    int keys = 0;
    RedisModule_Free(RedisModule_GetCommandKeys(NULL, command, 3, &keys));
    RedisModule_FreeString(NULL, set);
    return RedisModule_ReplyWithLongLong(ctx, 10 * keys + RedisModule_PublishMessage(NULL, argv[1], argv[2]));
}

static int on_event(RedisModuleCtx *ctx, int type, const char *event, RedisModuleString *key) {
    (void) ctx;
    (void) type;
    if (setName == NULL && !strcmp(event, "set")) setName = event;
    if (event == setName) sets++;
    if (!strcmp(event, "rename_from")) {
        from = key;
    } else if (!strcmp(event, "rename_to")) {
        snprintf(renaming, sizeof renaming, "%d sets, %s to %s", sets, RedisModule_StringPtrLen(from, NULL),
                RedisModule_StringPtrLen(key, NULL));
    }
    return REDISMODULE_OK;
}

static int renamed(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_ReplyWithCString(ctx, renaming);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "guest", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "Guest.Twice", twice, "readonly internal", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "Guest.ASK", ask, "readonly", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "guest.publish", publish, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_CreateCommand(ctx, "guest.renamed", renamed, "", 0, 0, 0) == REDISMODULE_ERR
            || RedisModule_SubscribeToKeyspaceEvents(ctx, REDISMODULE_NOTIFY_GENERIC | REDISMODULE_NOTIFY_STRING,
                    on_event) == REDISMODULE_ERR
            || RedisModule_GetCommand(ctx, "guest.twice") == NULL
            || RedisModule_CreateCommand(ctx, "GUEST.TWICE", twice, "", 0, 0, 0) == REDISMODULE_OK) {
        return REDISMODULE_ERR;
    }
    return REDISMODULE_OK;
}
