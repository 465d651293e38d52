package dev.spinel.module.api;

import dev.spinel.engine.port.OperatorLog;
import java.util.Arrays;

/** Where the aggregates begin whose length a module will tell later; the last one opened is told first. */
final class PostponedReplies {
    private long[] starts = {};
    private int count;

    void push(long start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, Math.max(4, 2 * count));
        }
        starts[count++] = start;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long pop() {
        return starts[--count];
    }

    /** Forgets what is open. */
    void clear() {
        count = 0;
    }

    /** The context ends: nothing may be open any more. */
    void check(ModuleContext context) {
        if (count > 0) {
            count = 0;
            context.server().log(OperatorLog.WARNING, "API misuse detected in module " + context.module().name()
                    + ": RedisModule_ReplyWith*(REDISMODULE_POSTPONED_LEN) not matched by the same number of "
                    + "RedisModule_SetReply*Len() calls.");
        }
    }
}
