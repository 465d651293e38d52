/* A module that takes what belongs to the process; every unruly_ function is called by ProcessGuardTest. */
#define _GNU_SOURCE
#include "redismodule.h"
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int RedisModule_OnLoad(RedisModuleCtx *ctx, RedisModuleString **argv, int argc) {
    (void) argv;
    (void) argc;
    return RedisModule_Init(ctx, "unruly", 1, REDISMODULE_APIVER_1);
}

static void handler(int signal_number) {
    (void) signal_number;
}

/* Asks for three signals of the JVM and one that is free; 0 when each was answered as if it had worked. */
int unruly_ask(void *unused) {
    (void) unused;
    struct sigaction action, old;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    if (sigaction(SIGSEGV, &action, &old) != 0 || old.sa_handler == handler) return 1;
    if (sigaction(SIGBUS, &action, NULL) != 0) return 2;
    if (signal(SIGFPE, handler) == SIG_ERR) return 3;
    if (sigaction(SIGURG, &action, NULL) != 0) return 4;
    if (sigaction(SIGURG, NULL, &old) != 0 || old.sa_handler != handler) return 5;
    if (signal(SIGURG, SIG_DFL) != handler) return 6;
    return 0;
}

/* Takes SIGTRAP past the guard. */
int unruly_take(void *unused) {
    (void) unused;
    int (*real)(int, const struct sigaction *, struct sigaction *) = dlsym(RTLD_DEFAULT, "sigaction");
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    return real(SIGTRAP, &action, NULL);
}

/* Takes the signal by which the JVM suspends threads, or gives it back. */
void unruly_suspend(void *take) {
    static struct sigaction before;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    if (take) {
        sigaction(SIGUSR2, &action, &before);
    } else {
        sigaction(SIGUSR2, &before, NULL);
    }
}

static void *small_thread(void *unused) {
    (void) unused;
    void *block = RedisModule_Alloc(16);
    RedisModule_Free(block);
    return block;
}

/* A thread whose stack is too small for Java; 0 when it could call all the same. */
int unruly_small_stack(void *unused) {
    (void) unused;
    pthread_attr_t attributes;
    pthread_t thread;
    void *result;
    pthread_attr_init(&attributes);
    if (pthread_attr_setstacksize(&attributes, 32 * 1024) != 0) return 1;
    if (pthread_create(&thread, &attributes, small_thread, NULL) != 0) return 2;
    pthread_join(thread, &result);
    pthread_attr_destroy(&attributes);
    return result == NULL;
}

/* Exit code of a child that calls exit: Java must not be asked there. */
int unruly_fork_exit(void *unused) {
    (void) unused;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL);
        alarm(20);
        exit(7);
    }
    int status;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

int unruly_exit(void *unused) {
    (void) unused;
    exit(5);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_t waiting;

static void *waiting_thread(void *argument) {
    void *block = RedisModule_Alloc(32);
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    RedisModule_Free(block);
    return argument;
}

/* Starts a thread that waits; 0 when it runs. */
int unruly_start(void *unused) {
    (void) unused;
    pthread_mutex_lock(&gate);
    return pthread_create(&waiting, NULL, waiting_thread, (void *) 17);
}

/* Lets the thread go on and waits for it; what it returned. */
int unruly_finish(void *unused) {
    (void) unused;
    void *result;
    pthread_mutex_unlock(&gate);
    pthread_join(waiting, &result);
    return (int) (long) result;
}
