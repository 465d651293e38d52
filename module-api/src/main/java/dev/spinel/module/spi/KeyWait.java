package dev.spinel.module.spi;

import dev.spinel.module.abi.JavaFunction;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.BlockedClientApi;
import dev.spinel.module.api.ReplyApi;
import java.time.Duration;
import java.util.List;

/** A client that waits for keys of the selected database until a {@link KeyWaiter} serves it or its time is up. */
final class KeyWait {
    private final Functions functions;
    private JavaFunction reply;
    private JavaFunction timeout;
    private JavaFunction end;

    private KeyWait(Functions functions) {
        this.functions = functions;
    }

    static void begin(ModuleContext context, Duration limit, List<byte[]> keys, KeyWaiter waiter, Callback onTimeout) {
        KeyWait wait = new KeyWait(context.functions());
        wait.open(waiter, onTimeout);
        context.strings().withVector(keys, names -> BlockedClientApi.blockClientOnKeys(context.api(),
                wait.reply.address(), wait.timeout.address(), wait.end.address(), limit.toMillis(), names, keys.size(),
                BlockedCommand.HAS_OUTCOME));
    }

    private void open(KeyWaiter waiter, Callback onTimeout) {
        reply = functions.deciding("wait for keys", ReplyApi.ERR, (context, argv, count, c, d) -> {
            byte[] key = StringCell.toBytes(BlockedClientApi.getBlockedClientReadyKey(context.api()));
            return waiter.serve(context, key) ? ReplyApi.OK : ReplyApi.ERR;
        });
        timeout = functions.command("time-out of a wait for keys", (context, args) -> onTimeout.run(context));
        end = functions.withContext("end of a wait for keys", (context, a, b, c) -> close());
    }

    private void close() {
        functions.close(reply);
        functions.close(timeout);
        functions.close(end);
    }
}
