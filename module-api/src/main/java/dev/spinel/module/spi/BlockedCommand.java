package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.BlockedClient;
import dev.spinel.module.api.BlockedClientApi;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A command whose client waits for its answer. It must be completed, even when the client gave up or the time-out
 * answered it: until then the module cannot be unloaded. Completing it is allowed on any thread.
 */
public final class BlockedCommand<T> {
    /** Any number but 0: the server then calls back when it is done with the wait. */
    static final long HAS_OUTCOME = 1;

    private final AtomicBoolean isCompleted = new AtomicBoolean();
    private final Functions functions;
    private final Answerer<T> answerer;
    private JavaFunction reply;
    private JavaFunction timeout;
    private JavaFunction end;
    private BlockedClient client;
    private volatile T result;
    private volatile Throwable failure;

    /** Writes the answer once the result is there. */
    @FunctionalInterface
    public interface Answerer<T> {
        void answer(ModuleContext context, T result) throws Exception;
    }

    private BlockedCommand(Functions functions, Answerer<T> answerer) {
        this.functions = functions;
        this.answerer = answerer;
    }

    static <T> BlockedCommand<T> block(ModuleContext context, Duration limit, Answerer<T> answerer,
            Callback onTimeout) {
        Functions functions = context.functions();
        BlockedCommand<T> blocked = new BlockedCommand<>(functions, answerer);
        blocked.reply = functions.command("answer of a blocked command", (ctx, args) -> blocked.answer(ctx));
        blocked.timeout = functions.command("time-out of a blocked command", (ctx, args) -> onTimeout.run(ctx));
        blocked.end = functions.withContext("end of a blocked command", (ctx, a, b, c) -> blocked.close());
        blocked.client = BlockedClientApi.blockClient(context.api(), blocked.reply.address(),
                blocked.timeout.address(), blocked.end.address(), limit.toMillis());
        return blocked;
    }

    /** Ends the wait with a result; false when it had ended already. Any thread. */
    public boolean complete(T value) {
        return complete(value, null);
    }

    /** Ends the wait with a failure, which the client gets as an error. Any thread. */
    public boolean fail(Throwable cause) {
        return complete(null, cause);
    }

    /** Ends the wait as a stage ended: with its result, or with what it failed of. */
    boolean complete(T value, Throwable cause) {
        if (!isCompleted.compareAndSet(false, true)) {
            return false;
        }
        result = value;
        failure = cause;
        BlockedClientApi.unblockClient(client, HAS_OUTCOME);
        return true;
    }

    private void answer(ModuleContext context) throws Exception {
        switch (failure) {
            case null -> answerer.answer(context, result);
            case Exception cause -> throw cause;
            case Throwable cause -> throw new IllegalStateException(cause);
        }
    }

    private void close() {
        functions.close(reply);
        functions.close(timeout);
        functions.close(end);
    }
}
