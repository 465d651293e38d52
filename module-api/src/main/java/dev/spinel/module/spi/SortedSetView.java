package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ModuleKey;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.ZsetApi;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** A key as a sorted set. Valid as long as its key is open. */
public final class SortedSetView {
    private final ModuleContext context;
    private final ModuleKey key;

    SortedSetView(ModuleContext context, ModuleKey key) {
        this.context = context;
        this.key = key;
    }

    /** Adds a member, or gives it another score. */
    public void add(byte[] member, double score) {
        Key.check(context.strings().with(member, string -> ZsetApi.zsetAdd(key, score, string, 0)));
    }

    /** Removes a member if it is there. */
    public void remove(byte[] member) {
        Key.check(context.strings().with(member, string -> ZsetApi.zsetRem(key, string, 0)));
    }

    /** Empty when the member is absent. */
    public OptionalDouble score(byte[] member) {
        if (key == null) {
            return OptionalDouble.empty();
        }
        long score = context.scratch(new byte[Double.BYTES]);
        int status = context.strings().with(member, string -> ZsetApi.zsetScore(key, string, score));
        return status == ReplyApi.OK ? OptionalDouble.of(Native.getDouble(score)) : OptionalDouble.empty();
    }

    /** Visits the members with scores from {@code min} to {@code max}, both included, in their order. */
    public void forEach(double min, double max, BiConsumer<byte[], Double> visitor) {
        long score = context.scratch(new byte[Double.BYTES]);
        if (key == null || ZsetApi.zsetFirstInScoreRange(key, min, max, false, false) != ReplyApi.OK) {
            return;
        }
        while (!ZsetApi.zsetRangeEndReached(key)) {
            long member = ZsetApi.zsetRangeCurrentElement(key, score);
            visitor.accept(Strings.taken(member), Native.getDouble(score));
            ZsetApi.zsetRangeNext(key);
        }
        ZsetApi.zsetRangeStop(key);
    }
}
