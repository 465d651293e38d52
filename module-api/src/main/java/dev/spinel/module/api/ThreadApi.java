package dev.spinel.module.api;

import dev.spinel.engine.Engine;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;

/** Threads of modules: contexts of their own, and the lock over all data. */
public final class ThreadApi {
    private static final int YIELD_CLIENTS = 1 << 1;

    private ThreadApi() {}

    /** A context for another thread: it replies to the blocked client, or, with NULL, to nobody. Any thread. */
    @ModuleFunction(since = "4.0", c = "RedisModuleCtx *GetThreadSafeContext(RedisModuleBlockedClient *bc)")
    public static ModuleContext getThreadSafeContext(LoadedModule caller, BlockedClient bc) {
        ModuleContext context = caller.openContext(ModuleContext.THREAD_SAFE);
        if (bc != null) {
            context.blockedClient(bc);
            context.reply(bc.reply());
        }
        return context;
    }

    /** A context that belongs to no client, to keep as long as the module likes. */
    @ModuleFunction(since = "6.0", c = "RedisModuleCtx *GetDetachedThreadSafeContext(RedisModuleCtx *ctx)")
    public static ModuleContext getDetachedThreadSafeContext(LoadedModule caller, ModuleContext ctx) {
        return caller.openContext(ModuleContext.THREAD_SAFE);
    }

    /** Ends a context made by one of the functions above. */
    @ModuleFunction(since = "4.0", c = "void FreeThreadSafeContext(RedisModuleCtx *ctx)")
    public static void freeThreadSafeContext(ModuleContext ctx) {
        ctx.module().closeContext(ctx);
    }

    private static boolean holdsLock(LoadedModule caller) {
        return caller.server().lock().isHeld();
    }

    /** Waits for the lock over all data. Never from a callback, which holds it already. */
    @ModuleFunction(since = "4.0", c = "void ThreadSafeContextLock(RedisModuleCtx *ctx)")
    public static void threadSafeContextLock(LoadedModule caller, ModuleContext ctx) {
        if (holdsLock(caller)) {
            caller.offend("waits for a lock it holds already");
            return;
        }
        caller.server().lock().lock();
        caller.server().engine().executor().beginUnit();
    }

    /** As {@code ThreadSafeContextLock} when the lock is free; otherwise ERR with errno EBUSY. */
    @ModuleFunction(since = "6.0", errno = true, c = "int ThreadSafeContextTryLock(RedisModuleCtx *ctx)")
    public static int threadSafeContextTryLock(LoadedModule caller, ModuleContext ctx) {
        if (holdsLock(caller) || !caller.server().lock().tryLock()) {
            Errno.set(Errno.EBUSY);
            return ReplyApi.ERR;
        }
        caller.server().engine().executor().beginUnit();
        return ReplyApi.OK;
    }

    /** Gives the lock back; what was changed meanwhile is one execution unit. */
    @ModuleFunction(since = "4.0", c = "void ThreadSafeContextUnlock(RedisModuleCtx *ctx)")
    public static void threadSafeContextUnlock(LoadedModule caller, ModuleContext ctx) {
        ModuleServer server = caller.server();
        if (!server.lock().isHeld() || server.isReactor()) {
            caller.offend("gave back a lock it does not hold");
            return;
        }
        Engine engine = server.engine();
        engine.executor().endUnit();
        server.wakeReactor();
        server.lock().unlock();
    }

    /**
     * Lets others go on during long work, but not before it took {@code busy-reply-threshold} ms and then {@code hz}
     * times a second: timers do not run, clients are told {@code busyReply} or wait until the work is done.
     *
     * @param flags REDISMODULE_YIELD_FLAG_CLIENTS when other clients get an error instead of waiting
     * @param busyReply what they are told, without BUSY; NULL for a text of the server's
     */
    @ModuleFunction(since = "7.0", c = "void Yield(RedisModuleCtx *ctx, int flags, const char *busy_reply)")
    public static void yield(LoadedModule caller, ModuleContext ctx, int flags, String busyReply) {
        ModuleServer server = caller.server();
        if (ctx.mayYield(server.engine().clock().nanos())) {
            server.yield((flags & YIELD_CLIENTS) != 0,
                    busyReply == null ? Errors.BUSY_MODULE : Text.bytes("BUSY " + busyReply));
        }
    }

    /** Calls a function on the reactor soon. Any thread. */
    @ModuleFunction(since = "7.0", errno = true,
            c = "int EventLoopAddOneShot(RedisModuleEventLoopOneShotFunc func, void *user_data)")
    public static int eventLoopAddOneShot(LoadedModule caller, long func, long userData) {
        if (func == 0) {
            Errno.set(Errno.EINVAL);
            return ReplyApi.ERR;
        }
        caller.server().postCallback(func, userData);
        Errno.set(0);
        return ReplyApi.OK;
    }
}
