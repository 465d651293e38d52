/* What modules are told of the server, and tell it; the module in Around.java answers the same. */
#include "redismodule.h"
#include <stdio.h>
#include <string.h>

static char heard[1024];
static int level = 3, colors = 1, patience = 7;
static RedisModuleBlockedClient *waiting;
static RedisModuleUser *guest;

static void note(const char *text) {
    snprintf(heard + strlen(heard), sizeof(heard) - strlen(heard), "%s%s", *heard ? "; " : "", text);
}

/* ar.heard: what was noted since the last time. */
static int tell(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    if (argc != 1) return RedisModule_WrongArity(ctx);
    RedisModule_ReplyWithCString(ctx, heard);
    *heard = 0;
    return REDISMODULE_OK;
}

static void on_role(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t detail, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(event);
    RedisModuleReplicationInfo *info = data;
    char line[200];
    snprintf(line, sizeof line, "role %s host '%s' port %d id %s offset %llu",
            detail == REDISMODULE_EVENT_REPLROLECHANGED_NOW_MASTER ? "primary" : "replica", info->masterhost,
            info->masterport, info->replid1, (unsigned long long) info->repl1_offset);
    note(line);
}

static void on_flush(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t detail, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(event);
    char line[80];
    snprintf(line, sizeof line, "flush %s %d%s", detail == REDISMODULE_SUBEVENT_FLUSHDB_END ? "end" : "start",
            ((RedisModuleFlushInfo *) data)->dbnum, ((RedisModuleFlushInfo *) data)->sync ? "" : " async");
    note(line);
}

static void on_swap(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t detail, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(event);
    REDISMODULE_NOT_USED(detail);
    RedisModuleSwapDbInfo *info = data;
    char line[80];
    snprintf(line, sizeof line, "swap %d %d", info->dbnum_first, info->dbnum_second);
    note(line);
}

static void on_settings(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t detail, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(event);
    REDISMODULE_NOT_USED(detail);
    RedisModuleConfigChange *change = data;
    for (uint32_t i = 0; i < change->num_changes; i++) note(change->config_names[i]);
}

static void on_removal(RedisModuleCtx *ctx, RedisModuleEvent event, uint64_t detail, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(event);
    RedisModuleKey *key = ((RedisModuleKeyInfo *) data)->key;
    char line[80];
    snprintf(line, sizeof line, "removal %llu of %zu", (unsigned long long) detail, RedisModule_ValueLength(key));
    note(line);
}

static int on_event(RedisModuleCtx *ctx, int type, const char *event, RedisModuleString *key) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(type);
    char line[80];
    snprintf(line, sizeof line, "%s %s", event, RedisModule_StringPtrLen(key, NULL));
    note(line);
    return REDISMODULE_OK;
}

/* ar.notify key: tells of an event of its own. */
static int notify(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    RedisModule_NotifyKeyspaceEvent(ctx, REDISMODULE_NOTIFY_GENERIC, "waved", argv[1]);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int decided(RedisModuleCtx *ctx, RedisModuleString *user, RedisModuleString *password, RedisModuleString **error) {
    REDISMODULE_NOT_USED(user);
    REDISMODULE_NOT_USED(password);
    REDISMODULE_NOT_USED(error);
    RedisModule_AuthenticateClientWithUser(ctx, guest, NULL, NULL, NULL);
    return REDISMODULE_AUTH_HANDLED;
}

/* The password says what becomes of whoever brings it. */
static int login(RedisModuleCtx *ctx, RedisModuleString *user, RedisModuleString *password, RedisModuleString **error) {
    const char *word = RedisModule_StringPtrLen(password, NULL);
    if (strcmp(word, "in") == 0) {
        size_t length;
        const char *name = RedisModule_StringPtrLen(user, &length);
        if (RedisModule_AuthenticateClientWithACLUser(ctx, name, length, NULL, NULL, NULL) != REDISMODULE_OK)
            *error = RedisModule_CreateString(NULL, "the user does not exist or is switched off", 42);
        return REDISMODULE_AUTH_HANDLED;
    }
    if (strcmp(word, "out") == 0) {
        *error = RedisModule_CreateString(NULL, "go away", 7);
        return REDISMODULE_AUTH_HANDLED;
    }
    if (strcmp(word, "later") == 0) {
        waiting = RedisModule_BlockClientOnAuth(ctx, decided, NULL);
        return REDISMODULE_AUTH_HANDLED;
    }
    return REDISMODULE_AUTH_NOT_HANDLED;
}

/* ar.decide: the client that waits is a guest. */
static int decide(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_UnblockClient(waiting, NULL);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

static int who(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModuleString *name = RedisModule_GetCurrentUserName(ctx);
    RedisModule_ReplyWithString(ctx, name);
    RedisModule_FreeString(ctx, name);
    return REDISMODULE_OK;
}

/* ar.become user */
static int become(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    size_t length;
    const char *name = RedisModule_StringPtrLen(argv[1], &length);
    int status = RedisModule_AuthenticateClientWithACLUser(ctx, name, length, NULL, NULL, NULL);
    return RedisModule_ReplyWithLongLong(ctx, status == REDISMODULE_OK);
}

static long long twice(long long number) {
    return 2 * number;
}

/* ar.shared name number: what a function somebody shares answers. */
static int shared(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    long long number;
    RedisModule_StringToLongLong(argv[2], &number);
    long long (*function)(long long) = RedisModule_GetSharedAPI(ctx, RedisModule_StringPtrLen(argv[1], NULL));
    return function == NULL ? RedisModule_ReplyWithNull(ctx) : RedisModule_ReplyWithLongLong(ctx, function(number));
}

static int get_int(const char *name, void *data) {
    REDISMODULE_NOT_USED(name);
    return *(int *) data;
}

static int set_int(const char *name, int value, void *data, RedisModuleString **error) {
    REDISMODULE_NOT_USED(name);
    REDISMODULE_NOT_USED(error);
    *(int *) data = value;
    return REDISMODULE_OK;
}

static long long get_number(const char *name, void *data) {
    REDISMODULE_NOT_USED(name);
    return *(int *) data;
}

static int set_number(const char *name, long long value, void *data, RedisModuleString **error) {
    REDISMODULE_NOT_USED(name);
    REDISMODULE_NOT_USED(error);
    *(int *) data = value;
    return REDISMODULE_OK;
}

static void info(RedisModuleInfoCtx *ctx, int for_crash) {
    REDISMODULE_NOT_USED(for_crash);
    RedisModule_InfoAddSection(ctx, "moods");
    RedisModule_InfoAddFieldLongLong(ctx, "level", level);
    RedisModule_InfoAddFieldDouble(ctx, "share", 0.5);
    RedisModule_InfoAddFieldCString(ctx, "color", "red");
}

static void rang(RedisModuleCtx *ctx, void *data) {
    REDISMODULE_NOT_USED(ctx);
    REDISMODULE_NOT_USED(data);
    note("rang");
}

/* ar.ring ms */
static int ring(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    long long ms;
    RedisModule_StringToLongLong(argv[1], &ms);
    RedisModule_CreateTimer(ctx, ms, rang, NULL);
    return RedisModule_ReplyWithSimpleString(ctx, "OK");
}

/* ar.publish channel text */
static int publish(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 3) return RedisModule_WrongArity(ctx);
    return RedisModule_ReplyWithLongLong(ctx, RedisModule_PublishMessage(ctx, argv[1], argv[2]));
}

static void describe(RedisModuleCtx *ctx) {
    RedisModule_CreateCommand(ctx, "ar.described", tell, "readonly", 0, 0, 0);
    RedisModuleCommandHistoryEntry history[] = {{"1.1", "Knows LIMIT."}, {0}};
    RedisModuleCommandKeySpec keys[] = {
        {.notes = "all of them", .flags = REDISMODULE_CMD_KEY_RO | REDISMODULE_CMD_KEY_ACCESS,
            .begin_search_type = REDISMODULE_KSPEC_BS_INDEX, .bs.index.pos = 1,
            .find_keys_type = REDISMODULE_KSPEC_FK_RANGE, .fk.range = {-1, 1, 0}},
        {.flags = REDISMODULE_CMD_KEY_OW | REDISMODULE_CMD_KEY_UPDATE,
            .begin_search_type = REDISMODULE_KSPEC_BS_KEYWORD, .bs.keyword = {"STORE", 2},
            .find_keys_type = REDISMODULE_KSPEC_FK_RANGE, .fk.range = {0, 1, 0}},
        {0}};
    RedisModuleCommandArg limit[] = {
        {.name = "offset", .type = REDISMODULE_ARG_TYPE_INTEGER, .key_spec_index = -1},
        {.name = "count", .type = REDISMODULE_ARG_TYPE_INTEGER, .key_spec_index = -1},
        {0}};
    RedisModuleCommandArg args[] = {
        {.name = "key", .type = REDISMODULE_ARG_TYPE_KEY, .key_spec_index = 0, .flags = REDISMODULE_CMD_ARG_MULTIPLE},
        {.name = "limit", .type = REDISMODULE_ARG_TYPE_BLOCK, .key_spec_index = -1, .token = "LIMIT",
            .flags = REDISMODULE_CMD_ARG_OPTIONAL, .subargs = limit},
        {.name = "destination", .type = REDISMODULE_ARG_TYPE_KEY, .key_spec_index = 1, .token = "STORE"},
        {0}};
    RedisModuleCommandInfo info = {.version = REDISMODULE_COMMAND_INFO_VERSION, .summary = "Tells.",
        .complexity = "O(1)", .since = "1.0", .history = history, .tips = "nondeterministic_output request_policy:x",
        .arity = -4, .key_specs = keys, .args = args};
    RedisModule_SetCommandInfo(RedisModule_GetCommand(ctx, "ar.described"), &info);
    RedisModule_CreateCommand(ctx, "ar.box", NULL, "", 0, 0, 0);
    RedisModule_CreateSubcommand(RedisModule_GetCommand(ctx, "ar.box"), "who", who, "fast", 0, 0, 0);
    RedisModule_SetCommandACLCategories(RedisModule_GetCommand(ctx, "ar.box|who"), "connection");
}

static void declare(RedisModuleCtx *ctx) {
    const char *words[] = {"red", "dark-green", "blue"};
    const int bits[] = {1, 2, 4};
    RedisModule_RegisterEnumConfig(ctx, "colors", 1, REDISMODULE_CONFIG_BITFLAGS, words, bits, 3, get_int, set_int, NULL,
            &colors);
    RedisModule_RegisterNumericConfig(ctx, "level", 3, REDISMODULE_CONFIG_IMMUTABLE, 0, 9, get_number, set_number, NULL,
            &level);
    RedisModule_RegisterNumericConfig(ctx, "patience", 7, REDISMODULE_CONFIG_HIDDEN, 0, 9, get_number, set_number, NULL,
            &patience);
    RedisModule_LoadConfigs(ctx);
}

static const char *word(RedisModuleString *string) {
    return RedisModule_StringPtrLen(string, NULL);
}

static int maybe(RedisModuleCtx *ctx, int is_there, long long number) {
    return is_there ? RedisModule_ReplyWithLongLong(ctx, number) : RedisModule_ReplyWithNull(ctx);
}

/* ar.info section field: as text and as a number. */
static int field(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModuleServerInfoData *fields = RedisModule_GetServerInfo(ctx, word(argv[1]));
    const char *text = RedisModule_ServerInfoGetFieldC(fields, word(argv[2]));
    int error;
    long long number = RedisModule_ServerInfoGetFieldSigned(fields, word(argv[2]), &error);
    RedisModule_ReplyWithArray(ctx, 2);
    if (text == NULL) RedisModule_ReplyWithNull(ctx);
    else RedisModule_ReplyWithCString(ctx, text);
    maybe(ctx, error == REDISMODULE_OK, number);
    RedisModule_FreeServerInfo(ctx, fields);
    return REDISMODULE_OK;
}

/* ar.setting name: its kind, its value as text, as a number and as a yes or no. */
static int setting(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    RedisModuleConfigType kind;
    RedisModuleString *text;
    long long number;
    int flag;
    if (RedisModule_ConfigGetType(word(argv[1]), &kind) != REDISMODULE_OK) return RedisModule_ReplyWithNull(ctx);
    RedisModule_ConfigGet(ctx, word(argv[1]), &text);
    RedisModule_ReplyWithArray(ctx, 4);
    RedisModule_ReplyWithLongLong(ctx, kind);
    RedisModule_ReplyWithString(ctx, text);
    int is_number = RedisModule_ConfigGetNumeric(ctx, word(argv[1]), &number) == REDISMODULE_OK;
    int is_flag = RedisModule_ConfigGetBool(ctx, word(argv[1]), &flag) == REDISMODULE_OK;
    maybe(ctx, is_number, number);
    return maybe(ctx, is_flag, flag);
}

/* ar.change name value */
static int change(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModule_AutoMemory(ctx);
    RedisModuleString *error = NULL;
    if (RedisModule_ConfigSet(ctx, word(argv[1]), argv[2], &error) == REDISMODULE_OK)
        return RedisModule_ReplyWithSimpleString(ctx, "OK");
    return RedisModule_ReplyWithErrorFormat(ctx, "ERR %s", word(error));
}

/* ar.names pattern: of settings. */
static int names(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    RedisModuleConfigIterator *iterator = RedisModule_ConfigIteratorCreate(ctx, word(argv[1]));
    const char *name;
    long count = 0;
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    for (; (name = RedisModule_ConfigIteratorNext(iterator)) != NULL; count++) RedisModule_ReplyWithCString(ctx, name);
    RedisModule_ReplySetArrayLength(ctx, count);
    RedisModule_ConfigIteratorRelease(ctx, iterator);
    return REDISMODULE_OK;
}

/* ar.slot key: its slot, a name in it, whether it is ours, how many nodes there are, who we are. */
static int slot(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argc);
    unsigned number = RedisModule_ClusterKeySlot(argv[1]);
    RedisModule_ReplyWithArray(ctx, 6);
    RedisModule_ReplyWithLongLong(ctx, number);
    RedisModule_ReplyWithCString(ctx, RedisModule_ClusterCanonicalKeyNameInSlot(number));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_ClusterCanAccessKeysInSlot(number));
    RedisModule_ReplyWithLongLong(ctx, RedisModule_GetClusterSize());
    RedisModule_ReplyWithLongLong(ctx, RedisModule_GetMyClusterID() != NULL);
    return RedisModule_ReplyWithLongLong(ctx, RedisModule_SendClusterMessage(ctx, NULL, 1, "hi", 2) == REDISMODULE_OK);
}

/* ar.states: whether primary, replica, in a transaction, speaking RESP3. */
static int states(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    int flags = RedisModule_GetContextFlags(ctx);
    RedisModule_ReplyWithArray(ctx, 4);
    RedisModule_ReplyWithLongLong(ctx, (flags & REDISMODULE_CTX_FLAGS_MASTER) != 0);
    RedisModule_ReplyWithLongLong(ctx, (flags & REDISMODULE_CTX_FLAGS_SLAVE) != 0);
    RedisModule_ReplyWithLongLong(ctx, (flags & REDISMODULE_CTX_FLAGS_MULTI) != 0);
    return RedisModule_ReplyWithLongLong(ctx, (flags & REDISMODULE_CTX_FLAGS_RESP3) != 0);
}

/* ar.client [id]: database, name and user of a client, the caller without. */
static int client(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    RedisModule_AutoMemory(ctx);
    long long id = RedisModule_GetClientId(ctx);
    if (argc > 1) RedisModule_StringToLongLong(argv[1], &id);
    RedisModuleClientInfo facts = {.version = 1};
    if (RedisModule_GetClientInfoById(&facts, id) != REDISMODULE_OK) return RedisModule_ReplyWithNull(ctx);
    RedisModuleString *name = RedisModule_GetClientNameById(ctx, id);
    RedisModule_ReplyWithArray(ctx, 3);
    RedisModule_ReplyWithLongLong(ctx, facts.db);
    if (name == NULL) RedisModule_ReplyWithCString(ctx, "");
    else RedisModule_ReplyWithString(ctx, name);
    return RedisModule_ReplyWithString(ctx, RedisModule_GetClientUserNameById(ctx, id));
}

/* ar.reply: one of each kind that RESP2 has not. */
static int reply(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    RedisModule_ReplyWithArray(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_ReplyWithVerbatimStringType(ctx, "text", 4, "mkd");
    RedisModule_ReplyWithBigNumber(ctx, "12345678901234567890", 20);
    RedisModule_ReplyWithNullArray(ctx);
    RedisModule_ReplyWithMap(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_ReplyWithCString(ctx, "key");
    RedisModule_ReplyWithSet(ctx, REDISMODULE_POSTPONED_LEN);
    RedisModule_ReplyWithBool(ctx, 1);
    RedisModule_ReplySetSetLength(ctx, 1);
    RedisModule_ReplySetMapLength(ctx, 1);
    RedisModule_ReplySetArrayLength(ctx, 4);
    return REDISMODULE_OK;
}

static int moves(RedisModuleDefragCtx *ctx) {
    unsigned long cursor = 0;
    RedisModule_DefragCursorGet(ctx, &cursor);
    if (cursor == 1) {
        note("moved the rest");
        return 0;
    }
    RedisModule_DefragCursorSet(ctx, 1);
    note("moved some");
    return 1;
}

static void ask(RedisModuleCtx *ctx) {
    RedisModule_CreateCommand(ctx, "ar.info", field, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.setting", setting, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.change", change, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.names", names, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.slot", slot, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.states", states, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.client", client, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.reply", reply, "", 0, 0, 0);
    RedisModule_RegisterDefragFunc2(ctx, moves);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    REDISMODULE_NOT_USED(argv);
    REDISMODULE_NOT_USED(argc);
    if (RedisModule_Init(ctx, "around", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    RedisModule_CreateCommand(ctx, "ar.heard", tell, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.notify", notify, "write", 1, 1, 1);
    RedisModule_CreateCommand(ctx, "ar.decide", decide, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.become", become, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.shared", shared, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.ring", ring, "", 0, 0, 0);
    RedisModule_CreateCommand(ctx, "ar.publish", publish, "", 0, 0, 0);
    ask(ctx);
    describe(ctx);
    declare(ctx);
    guest = RedisModule_CreateModuleUser("guest");
    RedisModule_SetModuleUserACL(guest, "on");
    RedisModule_SetModuleUserACL(guest, "+@all");
    RedisModule_RegisterAuthCallback(ctx, login);
    RedisModule_ExportSharedAPI(ctx, "twice-in-c", twice);
    RedisModule_RegisterInfoFunc(ctx, info);
    RedisModule_SubscribeToKeyspaceEvents(ctx, REDISMODULE_NOTIFY_GENERIC, on_event);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_ReplicationRoleChanged, on_role);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_FlushDB, on_flush);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_SwapDB, on_swap);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_Config, on_settings);
    RedisModule_SubscribeToServerEvent(ctx, RedisModuleEvent_Key, on_removal);
    return REDISMODULE_OK;
}

int RedisModule_OnUnload(RedisModuleCtx *ctx) {
    REDISMODULE_NOT_USED(ctx);
    RedisModule_FreeModuleUser(guest);
    return REDISMODULE_OK;
}
