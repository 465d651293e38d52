/* Exercises the C side of the module API; every probe_ function is called by NativeModuleTest. */
#include "redismodule.h"
#include <errno.h>
#include <pthread.h>
#include <string.h>

static RedisModuleCtx *load_ctx;

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    if (RedisModule_Init(ctx, "probe", 1, REDISMODULE_APIVER_1) == REDISMODULE_ERR) return REDISMODULE_ERR;
    load_ctx = ctx;
    return REDISMODULE_OK;
}

/* 1 when an unknown name is refused and leaves its target alone, under both prefixes. */
int probe_unknown_name(void *unused) {
    (void) unused;
    void *target = (void *) 42;
    if (RedisModule_GetApi("RedisModule_NoSuchThing", &target) != 1 || target != (void *) 42) return 0;
    if (RedisModule_GetApi("Alloc", &target) != 1 || target != (void *) 42) return 0;
    void *a = NULL, *b = NULL;
    if (RedisModule_GetApi("RedisModule_Alloc", &a) != 0) return 0;
    if (RedisModule_GetApi("ValkeyModule_Alloc", &b) != 0) return 0;
    return a != NULL && a == b;
}

int probe_memory(void *unused) {
    (void) unused;
    char *text = RedisModule_Strdup("hello");
    if (strcmp(text, "hello") != 0) return 1;
    text = RedisModule_Realloc(text, 4000);
    if (strcmp(text, "hello") != 0) return 2;
    if (RedisModule_MallocUsableSize(text) < 4000) return 3;
    RedisModule_Free(text);
    char *zeros = RedisModule_Calloc(10, 30);
    for (int i = 0; i < 300; i++) {
        if (zeros[i] != 0) return 4;
    }
    RedisModule_Free(zeros);
    if (RedisModule_TryCalloc(1UL << 40, 1UL << 40) != NULL) return 5;
    RedisModule_Free(NULL);
    return 0;
}

void *probe_leak(size_t bytes) {
    return RedisModule_Alloc(bytes);
}

void probe_log(RedisModuleCtx *ctx) {
    RedisModule_Log(ctx, "notice", "%s %d %lld %f %Lf %.*s", "text", -7, 1LL << 40, 2.5, 3.25L, 3, "abcdef");
}

void probe_log_long(RedisModuleCtx *ctx) {
    RedisModule_Log(ctx, "notice", "%d %d %d %d %d %d %g %g %g %g %g %g %g %g %g %g %Lg %zu %c%%",
                    1, 2, 3, 4, 5, 6, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5L, (size_t) 12, 'x');
}

void probe_arguments(RedisModuleCtx *ctx) {
    long long big = -5;
    RedisModule_TakeArguments(ctx, 10, "name", big, 1, 2.5, "more", 3, (long long) 4, 8.5, 9, "last", (char *) NULL);
}

int probe_errno(RedisModuleCtx *ctx) {
    errno = 77;
    int result = RedisModule_FailWith(ctx, ENOENT);
    return result == 1 && errno == ENOENT ? 0 : errno;
}

/* 0 when a call that failed inside the server came back as zero. */
long probe_exception(RedisModuleCtx *ctx) {
    return RedisModule_Explode(ctx) == NULL && RedisModule_ExplodeDouble(ctx) == 0.0 ? 0 : 1;
}

int probe_long_double(RedisModuleCtx *ctx) {
    long double third = 1.0L / 3.0L;
    RedisModule_KeepLongDouble(ctx, third, 9);
    return RedisModule_GiveLongDouble(ctx) == third ? 0 : 1;
}

int probe_event(RedisModuleCtx *ctx) {
    RedisModuleEvent event = {17, 23};
    return RedisModule_TakeEvent(ctx, event, 99);
}

int probe_many(RedisModuleCtx *ctx) {
    return RedisModule_TakeMany(ctx, 1, 200, 3, 0.25f, 5, 6, 7, 8, -9, 1);
}

void probe_stale(RedisModuleCtx *ctx) {
    RedisModule_TakeEvent(ctx, (RedisModuleEvent) {0, 0}, 0);
}

static void *thread_main(void *ctx) {
    for (int i = 0; i < 100; i++) {
        void *block = RedisModule_Alloc(64);
        RedisModule_Log((RedisModuleCtx *) ctx, "notice", "thread %d", i);
        RedisModule_Free(block);
    }
    return NULL;
}

int probe_thread(RedisModuleCtx *ctx) {
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        if (pthread_create(&threads[i], NULL, thread_main, ctx) != 0) return 1;
    }
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    return 0;
}

int probe_callback(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    size_t total = 0;
    for (int i = 0; i < argc; i++) {
        size_t length;
        const char *text = RedisModule_StringPtrLen(argv[i], &length);
        if (text[length] != 0) return -1;
        total = total * 10 + length;
    }
    return ctx == load_ctx ? (int) total : -2;
}

/* Text of a string, or of what is no string; 0 when the length arrived and could be left out. */
int probe_string(RedisModuleString *string) {
    size_t length = 77;
    const char *text = RedisModule_StringPtrLen(string, &length);
    if (text == NULL) return -1;
    if (text != RedisModule_StringPtrLen(string, NULL)) return -2;
    return strlen(text) == length ? (int) length : -3;
}

/* A call that fails after calling back a function that fails differently; 0 when both told their own errno. */
static int nested_errno;

void probe_nested(RedisModuleCtx *ctx) {
    RedisModule_FailWith(ctx, EBUSY);
    nested_errno = errno;
}

int probe_errno_nested(RedisModuleCtx *ctx) {
    errno = 0;
    RedisModule_FailAround(ctx, (void *) probe_nested);
    return nested_errno == EBUSY && errno == ERANGE ? 0 : errno;
}

/* Calls a function of the release that the server of the test does not have; one of a later release is NULL. */
int probe_lacking(RedisModuleCtx *ctx) {
    int (*lacking)(RedisModuleCtx *, int) = NULL;
    void *later = NULL;
    if (RedisModule_GetApi("RedisModule_SelectDb", (void *) &lacking) != 0) return 1;
    if (RedisModule_GetApi("RedisModule_GetInternalSecret", &later) != 1 || later != NULL) return 2;
    if (RedisModule_GetApi("RedisModule_ReplySetPushLength", &later) != 1 || later != NULL) return 3;
    return lacking(ctx, 5) + lacking(ctx, 6);
}
