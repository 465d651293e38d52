package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.module.abi.Errno;
import dev.spinel.module.abi.ModuleFunction;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.NeedsLock;
import java.util.List;

/** Calling commands, and repeating them to the journals. */
@NeedsLock
public final class CallApi {
    private CallApi() {}

    /**
     * Calls a command in the selected database. NULL when it is refused: errno says why. Letters of the format:
     * see {@link CallFormat}.
     */
    @ModuleFunction(since = "4.0", errno = true,
            c = "RedisModuleCallReply *Call(RedisModuleCtx *ctx, const char *cmdname, const char *fmt, ...)")
    public static CallReply call(ModuleContext ctx, long cmdname, long fmt, long arguments) {
        ModuleCalls calls = ctx.server().calls();
        Client client = calls.enter(ctx);
        try {
            int flags = CallFormat.read(client.args(), cmdname, fmt, arguments);
            if (flags == CallFormat.INVALID) {
                Errno.set(Errno.EBADF);
                return null;
            }
            return calls.call(ctx, client, flags);
        } finally {
            calls.leave(client);
        }
    }

    /**
     * As {@code Call}, for Java: words beside the format.
     *
     * @param letters of the format, those of arguments excepted
     * @return null when the command is refused and does not answer that, or answers nothing
     */
    public static CallReply call(ModuleContext ctx, String letters, List<byte[]> words) {
        ModuleCalls calls = ctx.server().calls();
        Client client = calls.enter(ctx);
        try {
            words.forEach(client.args()::addCopy);
            return calls.call(ctx, client, CallFormat.flags(letters));
        } finally {
            calls.leave(client);
        }
    }

    /** Repeats a command to the journals, within the execution unit. ERR when the format is wrong. */
    @ModuleFunction(since = "4.0", c = "int Replicate(RedisModuleCtx *ctx, const char *cmdname, const char *fmt, ...)")
    public static int replicate(ModuleContext ctx, long cmdname, long fmt, long arguments) {
        if (ctx.engine().commands().findAny(Native.text(cmdname)) == null) {
            return ReplyApi.ERR;
        }
        Args args = new Args();
        try {
            int flags = CallFormat.read(args, cmdname, fmt, arguments);
            if (flags == CallFormat.INVALID) {
                return ReplyApi.ERR;
            }
            repeat(ctx, args, CallFormat.journals(flags));
            return ReplyApi.OK;
        } finally {
            args.clear();
        }
    }

    /** As {@code Replicate}, for Java: words instead of a format, to every journal. */
    public static void replicate(ModuleContext ctx, List<byte[]> words) {
        Args args = new Args();
        try {
            words.forEach(args::addCopy);
            repeat(ctx, args, Journal.ALL);
        } finally {
            args.clear();
        }
    }

    /** Repeats the running command, or the one whose client is served, as it was sent. */
    @ModuleFunction(since = "4.0", c = "int ReplicateVerbatim(RedisModuleCtx *ctx)")
    public static int replicateVerbatim(ModuleContext ctx) {
        if (ctx.call() != null) {
            repeat(ctx, ctx.call().args(), Journal.ALL);
        } else if (ctx.blockedClient() != null && ctx.caller() != null) {
            repeat(ctx, ctx.blockedClient().args(), Journal.ALL);
        }
        return ReplyApi.OK;
    }

    private static void repeat(ModuleContext ctx, Args args, int journals) {
        Propagator propagator = ctx.engine().propagator();
        int kinds = propagator.kinds();
        propagator.kinds(journals);
        propagator.add(ctx.database(), args);
        propagator.kinds(kinds);
        ctx.engine().executor().dirty(ctx.engine().executor().dirty() + 1);
    }
}
