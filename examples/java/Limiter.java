import dev.spinel.module.spi.Answer;
import dev.spinel.module.spi.Arguments;
import dev.spinel.module.spi.CommandError;
import dev.spinel.module.spi.ModuleContext;
import dev.spinel.module.spi.SpinelModule;
import java.util.List;

/** A token bucket per key, kept by calling ordinary commands. */
public final class Limiter implements SpinelModule {
    @Override
    public String name() {
        return "limiter";
    }

    @Override
    public void onLoad(ModuleContext context, List<String> arguments) {
        context.commands().add("limit.take", "write deny-oom", 1, 1, 1, Limiter::take);
    }

    private static void take(ModuleContext context, Arguments args) {
        args.requireCount(4);
        byte[] key = args.bytes(1);
        long capacity = args.integer(2);
        long period = args.integer(3);
        if (capacity < 1 || period < 1) {
            throw new CommandError("ERR capacity and period are positive integers");
        }
        Answer state = context.call("HMGET", key, "tokens", "since");
        if (state.isError()) {
            throw new CommandError(state.text());
        }
        long now = System.currentTimeMillis();
        long since = field(state, 1, now);
        long fresh = (now - since) / period;
        long tokens = Math.min(capacity, field(state, 0, capacity) + fresh);
        int taken = tokens > 0 ? 1 : 0;
        context.callReplicated("HSET", key, "tokens", tokens - taken, "since", since + fresh * period);
        context.callReplicated("PEXPIRE", key, capacity * period);
        context.reply().array(2);
        context.reply().integer(taken);
        context.reply().integer(tokens - taken);
    }

    private static long field(Answer state, int index, long absent) {
        Answer element = state.elements().get(index);
        return element.isNil() ? absent : element.integer();
    }
}
