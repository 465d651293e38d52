package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.TimerApi;
import java.time.Duration;

/** A callback to come, once. It keeps its module from being unloaded. */
public final class Timer {
    private final Functions functions;
    private JavaFunction function;
    private long id;

    private Timer(Functions functions) {
        this.functions = functions;
    }

    static Timer start(ModuleContext context, Duration delay, Callback callback) {
        Timer timer = new Timer(context.functions());
        timer.function = context.functions().withContext("timer", (ctx, a, b, c) -> timer.fire(ctx, callback));
        timer.id = TimerApi.createTimer(context.api(), delay.toMillis(), timer.function.address(), 0);
        return timer;
    }

    private void fire(ModuleContext context, Callback callback) throws Exception {
        functions.close(function);
        callback.run(context);
    }

    /** Stops it; false when it has fired already, or was stopped. */
    public boolean stop(ModuleContext context) {
        boolean isStopped = TimerApi.stopTimer(context.api(), id, 0) == ReplyApi.OK;
        if (isStopped) {
            functions.close(function);
        }
        return isStopped;
    }
}
