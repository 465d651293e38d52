/* Many small pieces of memory that live as long as one command: PoolAlloc. */
#include "redismodule.h"

typedef struct Node {
    long long number;
    struct Node *next;
} Node;

/* SCRATCH.SUM n: 1 + ... + n, by way of a list */
static int sum(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    if (argc != 2) return RedisModule_WrongArity(ctx);
    long long count;
    if (RedisModule_StringToLongLong(argv[1], &count) != REDISMODULE_OK)
        return RedisModule_ReplyWithError(ctx, "ERR value is not an integer or out of range");
    Node *list = NULL;
    for (long long i = 1; i <= count; i++) {
        Node *node = RedisModule_PoolAlloc(ctx, sizeof(*node));
        node->number = i;
        node->next = list;
        list = node;
    }
    long long total = 0;
    for (; list != NULL; list = list->next) total += list->number;
    return RedisModule_ReplyWithLongLong(ctx, total);
}

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void)argv;
    (void)argc;
    if (RedisModule_Init(ctx, "scratch", 1, REDISMODULE_APIVER_1) != REDISMODULE_OK) return REDISMODULE_ERR;
    return RedisModule_CreateCommand(ctx, "scratch.sum", sum, "readonly", 0, 0, 0);
}
