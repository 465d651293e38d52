package dev.spinel.module.api;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.BlockedOperation;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;

/**
 * {@code RedisModuleBlockedClient}: a client that waits for a module. The module ends every wait by {@code
 * UnblockClient}, from any thread, also when the client has gone or was answered by the time-out; only then is this
 * freed. Everything but {@link #unblock} and the replies of thread-safe contexts happens with the GIL.
 */
public final class BlockedClient extends Handle implements BlockedOperation {
    private final LoadedModule module;
    private final long replyCallback;
    private final long timeoutCallback;
    private final long freePrivateData;
    private final long clientId;
    private final int protocolVersion;
    private final Database database;
    private final CommandRow row;
    private final int argCount;
    private final ReplyBuilder reply;
    private Client client;
    private ModuleKeyWait keyWait;
    private long readyKey;
    private long argv;
    private long disconnectCallback;
    private boolean isAborted;
    private volatile boolean isEnding;
    private boolean isAuthentication;
    private long authCallback;
    private Args authArgs;
    private volatile long privateData;
    private long measuredFromNanos;
    private long measuredNanos;

    /** @param ctx context of the command that blocks its client; the arguments are kept for the callbacks */
    BlockedClient(ModuleContext ctx, long replyCallback, long timeoutCallback, long freePrivateData) {
        Client blocked = ctx.client();
        this.module = ctx.module();
        this.replyCallback = replyCallback;
        this.timeoutCallback = timeoutCallback;
        this.freePrivateData = freePrivateData;
        this.client = blocked;
        this.clientId = blocked.id();
        this.protocolVersion = blocked.reply().version();
        this.database = blocked.database();
        this.row = ctx.call() == null ? null : ctx.call().row();
        this.argCount = ctx.call() == null ? 0 : ctx.call().argCount();
        this.argv = ctx.call() == null ? 0
                : ArgumentVector.open(module.memory().strings(), ctx.call().args());
        this.reply = new ReplyBuilder(new ReplyBlocks(module.memory().pool(), 0));
        this.reply.version(protocolVersion);
        HandleTable.open(this, 0);
        module.countBlockedClient(1);
    }

    LoadedModule module() {
        return module;
    }

    /** Null once the client is gone or was answered. */
    Client client() {
        return client;
    }

    long clientId() {
        return clientId;
    }

    Database database() {
        return database;
    }

    int protocolVersion() {
        return protocolVersion;
    }

    /** Replies written before the client is unblocked, by thread-safe contexts. */
    ReplyBuilder reply() {
        return reply;
    }

    long privateData() {
        return privateData;
    }

    void privateData(long data) {
        privateData = data;
    }

    /** The handle never got a client to wait: blocking was refused. */
    void refused() {
        client = null;
    }

    void disconnectCallback(long callback) {
        disconnectCallback = callback;
    }

    /** It waits for AUTH or HELLO, which runs again when the wait is over; {@code callback} decides then. */
    void authenticates(long callback, Args args) {
        isAuthentication = true;
        authCallback = callback;
        authArgs = args.copy();
    }

    /** The function that decides about an authentication; 0 when it was given up. */
    long authCallback() {
        return isAborted ? 0 : authCallback;
    }

    /** No callback runs any more. */
    void abort() {
        isAborted = true;
        disconnectCallback = 0;
    }

    void startMeasuring(long nanos) {
        measuredFromNanos = nanos;
    }

    /** False when the measurement was never started. */
    boolean stopMeasuring(long nanos) {
        if (measuredFromNanos == 0) {
            return false;
        }
        measuredNanos += nanos - measuredFromNanos;
        return true;
    }

    /** The keys it waits for instead of the module; null when there are none. */
    ModuleKeyWait keyWait() {
        return keyWait;
    }

    void keyWait(ModuleKeyWait wait) {
        keyWait = wait;
    }

    /** The key for which the reply callback is asked, as a string borrowed by the callback; 0 outside of it. */
    long readyKey() {
        return readyKey;
    }

    /** Asks the reply callback whether a key serves the client; it has answered the client if so. */
    boolean replyFor(String key) {
        readyKey = StringCell.create(module.memory().strings(), Text.bytes(key));
        long errorsBefore = client.reply().errorCount();
        long start = engine().clock().nanos();
        try {
            boolean isServed = call(replyCallback, ModuleContext.BLOCKED_REPLY) == ReplyApi.OK;
            if (isServed) {
                record(engine().clock().nanos() - start, client.reply().errorCount() > errorsBefore);
            }
            return isServed;
        } finally {
            StringCell.release(readyKey);
            readyKey = 0;
        }
    }

    /** Frees what is left of a client that waited for keys. */
    void complete() {
        freePrivateData();
        close();
    }

    /** Ends the wait: the rest happens on the reactor. Any thread, once. */
    void unblock() {
        isEnding = true;
        module.server().handoff().post(this::finish);
    }

    private Engine engine() {
        return module.server().engine();
    }

    private void finish() {
        long errorsBefore = client == null ? 0 : client.reply().errorCount();
        long start = engine().clock().nanos();
        if (client != null && isAuthentication) {
            Client waiting = client;
            disconnectCallback = 0;
            engine().blockedClients().unblock(waiting);
            engine().executor().worked(waiting, measuredNanos);
            engine().executor().resume(waiting, row, authArgs);
            freePrivateData();
            close();
            return;
        }
        if (client != null && replyCallback != 0 && !isAborted) {
            call(replyCallback, ModuleContext.BLOCKED_REPLY);
        }
        long replyNanos = engine().clock().nanos() - start;
        freePrivateData();
        if (client != null) {
            passOnReplies();
            record(replyNanos, client.reply().errorCount() > errorsBefore);
            disconnectCallback = 0;
            engine().blockedClients().unblock(client);
        }
        close();
        engine().executor().endUnit();
    }

    /** What was written in the background reaches the client now, and so do its errors. */
    private void passOnReplies() {
        long end = reply.address(reply.position());
        int errors = RespText.forEachError(reply.address(0), end, engine().executor()::failed);
        client.reply().countErrors(errors);
        client.reply().raw(reply.address(0), reply.position());
    }

    /** The arguments of the command that waits, borrowed. */
    Args args() {
        return ArgumentVector.args(argv, argCount);
    }

    private void record(long replyNanos, boolean failed) {
        if (row == null) {
            return;
        }
        Executor executor = engine().executor();
        executor.worked(client, measuredNanos);
        executor.completed(client, row, args(), replyNanos, failed);
    }

    private void close() {
        reply.clear();
        if (authArgs != null) {
            authArgs.clear();
        }
        if (argv != 0) {
            ArgumentVector.close(module, argv, argCount);
        }
        client = null;
        module.countBlockedClient(-1);
        HandleTable.close(this);
    }

    /** Runs a command-shaped callback for the client that waits; what it answered. */
    private int call(long callback, int flags) {
        ModuleContext context = module.enter(client, flags);
        context.blockedClient(this);
        try {
            return Callbacks.intPpi(callback, context.address(), argv, argCount);
        } finally {
            module.leave(context);
        }
    }

    private void freePrivateData() {
        if (freePrivateData == 0 || privateData == 0) {
            return;
        }
        ModuleContext context = module.enter(client, 0);
        context.blockedClient(this);
        try {
            Callbacks.voidPp(freePrivateData, context.address(), privateData);
        } finally {
            module.leave(context);
        }
    }

    @Override
    public void onTimeout(Client waiting) {
        long errorsBefore = waiting.reply().errorCount();
        if (timeoutCallback != 0) {
            call(timeoutCallback, ModuleContext.BLOCKED_TIMEOUT);
        }
        record(0, waiting.reply().errorCount() > errorsBefore);
        disconnectCallback = 0;
        if (keyWait == null) {
            client = null;
        }
        engine().executor().endUnit();
    }

    @Override
    public void onAbandon(Client gone) {
        if (disconnectCallback != 0) {
            ModuleContext context = module.enter(client, ModuleContext.BLOCKED_DISCONNECTED);
            context.blockedClient(this);
            try {
                Callbacks.voidPp(disconnectCallback, context.address(), address());
            } finally {
                module.leave(context);
            }
        }
        client = null;
    }

    @Override
    public boolean isEnding() {
        return isEnding;
    }

    /** CLIENT UNBLOCK works like the time-out, so there must be somebody to handle it. */
    @Override
    public boolean isUnblockable() {
        return timeoutCallback != 0;
    }
}
