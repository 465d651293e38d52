package dev.spinel.module.api;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.feature.acl.Acl;
import dev.spinel.engine.feature.acl.AclLog;
import dev.spinel.engine.feature.acl.AclUser;
import dev.spinel.engine.feature.acl.Denial;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Errno;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Commands that modules call. Each call runs on a client of its own, because calls nest; clients are kept for the next
 * call. One per server; the thread that holds the GIL.
 */
final class ModuleCalls {
    private static final int DEFAULT_VERSION = 2;
    private static final int RESP3_VERSION = 3;
    private static final int CALLER = ClientFlag.MODULE | ClientFlag.DENY_BLOCKING;
    private static final String NO_USER =
            "ERR cannot run as user, no user directly attached to context or context's client";

    private final Engine engine;
    private final Deque<Client> spare = new ArrayDeque<>();
    private final Set<CallPromise> promises = new LinkedHashSet<>();

    ModuleCalls(Engine engine) {
        this.engine = engine;
    }

    /** A client to call with; give it back with {@link #leave}. */
    Client enter(ModuleContext ctx) {
        Client client = spare.isEmpty() ? engine.newInternalClient(CALLER) : spare.pop();
        client.database(ctx.database());
        return client;
    }

    /** A client that still waits is given back when its promise is over. */
    void leave(Client client) {
        if (!client.isBlocked()) {
            recycle(client);
        }
    }

    void recycle(Client client) {
        client.set(ClientFlag.DENY_BLOCKING, true);
        client.user(null);
        client.args().clear();
        client.reply().clear();
        spare.push(client);
    }

    void forget(CallPromise promise) {
        promises.remove(promise);
    }

    /** Gives up all commands a module waits for. */
    void abortAll(LoadedModule module) {
        List.copyOf(promises).stream().filter(promise -> promise.module() == module).forEach(CallPromise::abort);
    }

    void close() {
        spare.forEach(engine::disconnect);
        spare.clear();
    }

    /** Runs the command in the arguments of {@code client}. Null, with errno, when it is refused or only tried. */
    CallReply call(ModuleContext ctx, Client client, int flags) {
        client.reply().version(version(ctx, flags));
        AclUser user = null;
        if (is(flags, CallFormat.AS_USER)) {
            user = ctx.user();
            if (user == null) {
                return refuse(ctx, client, flags, Errno.ENOTSUP, Text.bytes(NO_USER));
            }
            client.user(user);
        }
        Args args = client.args();
        ctx.module().countCall(1);
        engine.executor().filter(client, args);
        ctx.module().countCall(-1);
        CommandRow row = is(flags, CallFormat.AS_USER)
                ? engine.commands().find(args) : engine.commands().findAny(args);
        if (row == null) {
            return refuse(ctx, client, flags, Errno.ENOENT, engine.executor().unknown(args));
        }
        if (row.handler() == null || !row.acceptsCount(args.count())) {
            return refuse(ctx, client, flags, Errno.EINVAL, Errors.wrongArity(row.fullName()));
        }
        return permitted(ctx, client, row, flags, user);
    }

    /** The error that tells a user may not do this, noted in the ACL log; null when it may. */
    private byte[] aclRefusal(ModuleContext ctx, Client client, CommandRow row, AclUser user) {
        Acl acl = engine.acl();
        int denial = acl.check(user, row, client.args());
        if (denial == Denial.NONE) {
            return null;
        }
        acl.log(ctx.client(), denial, AclLog.Context.MODULE, acl.deniedObject(denial, row, client.args()), user.name());
        return Errors.oneLine("NOPERM " + acl.denialText(denial, user, row, client.args(), false));
    }

    /**
     * The error for a write that is not safe now, or a replica that may not do this, unless its primary wants it; null
     * when it may run.
     */
    private byte[] scriptRefusal(Client client, CommandRow row) {
        if (engine.keyspace().isObeying()) {
            return null;
        }
        byte[] unsafe = row.is(CommandFlag.WRITE) ? engine.executor().scriptRefusal(client, row, client.args()) : null;
        return unsafe != null || !engine.upstream().follows() ? unsafe : engine.upstream().refusal(row.facts().flags());
    }

    private CallReply permitted(ModuleContext ctx, Client client, CommandRow row, int flags, AclUser user) {
        if (is(flags, CallFormat.SCRIPT_MODE) && row.is(CommandFlag.NOSCRIPT)) {
            return refuse(ctx, client, flags, Errno.ESPIPE,
                    Text.bytes("ERR command '" + row.fullName() + "' is not allowed on script mode"));
        }
        if (is(flags, CallFormat.RESPECT_OOM) && row.is(CommandFlag.DENYOOM) && !engine.hasRoom()) {
            return refuse(ctx, client, flags, Errno.ENOSPC, Errors.OUT_OF_MEMORY);
        }
        if (is(flags, CallFormat.NO_WRITES) && row.is(CommandFlag.WRITE)) {
            return refuse(ctx, client, flags, Errno.ENOSPC,
                    Text.bytes("ERR Write command '" + row.fullName() + "' was called while write is not allowed."));
        }
        byte[] refusal = is(flags, CallFormat.SCRIPT_MODE) ? scriptRefusal(client, row) : null;
        if (refusal != null) {
            return refuse(ctx, client, flags, Errno.ESPIPE, refusal);
        }
        refusal = aclRefusal(ctx, client, row, user);
        if (refusal != null) {
            return refuse(ctx, client, flags, Errno.EACCES, refusal);
        }
        if (is(flags, CallFormat.DRY_RUN)) {
            Errno.set(0);
            return null;
        }
        if (is(flags, CallFormat.ALLOW_BLOCK)) {
            client.set(ClientFlag.DENY_BLOCKING, false);
        }
        return run(ctx, client, row, flags);
    }

    private CallReply run(ModuleContext ctx, Client client, CommandRow row, int flags) {
        Propagator propagator = engine.propagator();
        int kinds = propagator.kinds();
        boolean wasQuiet = propagator.isQuiet();
        boolean isUnit = !engine.executor().isInUnit();
        ctx.module().countCall(1);
        boolean isRepeated = !wasQuiet && is(flags, CallFormat.REPLICATE);
        propagator.kinds(CallFormat.journals(flags));
        propagator.quiet(!isRepeated);
        client.journals(isRepeated ? CallFormat.journals(flags) : 0);
        try {
            engine.executor().call(client, row, client.args());
        } finally {
            propagator.quiet(wasQuiet);
            propagator.kinds(kinds);
            ctx.module().countCall(-1);
        }
        if (isUnit) {
            engine.executor().endUnit();
        }
        if (client.isBlocked()) {
            CallPromise promise = new CallPromise(ctx.module(), client);
            promises.add(promise);
            return CallReply.promise(ctx, promise);
        }
        return take(ctx.module(), ctx, client.reply());
    }

    /** Null when there was no answer at all. With a null context nothing frees the answer but the module. */
    static CallReply take(LoadedModule module, ModuleContext ctx, ReplyBuilder reply) {
        long length = reply.pendingLength();
        if (length == 0) {
            return null;
        }
        // Behind the answer there is a NUL, as in Redis: some modules look for it.
        long block = Arena.allocate(module.memory().pool(), length + 1);
        Mem.initCopy(reply.pendingAddress(), block, length);
        Mem.initByte(block + length, (byte) 0);
        return CallReply.root(ctx, block, length);
    }

    private static CallReply refuse(ModuleContext ctx, Client client, int flags, int errno, byte[] error) {
        if (!is(flags, CallFormat.ERRORS_AS_REPLIES) && !is(flags, CallFormat.DRY_RUN)) {
            Errno.set(errno);
            return null;
        }
        client.reply().error(error);
        return take(ctx.module(), ctx, client.reply());
    }

    private static int version(ModuleContext ctx, int flags) {
        if (is(flags, CallFormat.RESP3)) {
            return RESP3_VERSION;
        }
        return is(flags, CallFormat.RESP_OF_CLIENT) ? ctx.client().reply().version() : DEFAULT_VERSION;
    }

    private static boolean is(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
