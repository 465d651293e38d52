package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ModuleKey;
import dev.spinel.module.api.ReplyApi;
import dev.spinel.module.api.ZsetApi;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.LongToIntFunction;
import java.util.stream.Stream;

/** A key as a sorted set. Valid as long as its key is open. */
public final class SortedSetView {
    private final ModuleContext context;
    private final ModuleKey key;

    /** When a member is written; otherwise it stays as it is. */
    public enum When {
        ABSENT(ZsetApi.IF_NEW), PRESENT(ZsetApi.IF_EXISTING), GREATER(ZsetApi.IF_GREATER), LESS(ZsetApi.IF_LESS);

        private final int bit;

        When(int bit) {
            this.bit = bit;
        }
    }

    /** What became of a member that was to be written. */
    public enum Outcome { ADDED, UPDATED, REFUSED, SAME }

    SortedSetView(ModuleContext context, ModuleKey key) {
        this.context = context;
        this.key = key;
    }

    /** Adds a member, or gives it another score, if all conditions hold. */
    public Outcome add(byte[] member, double score, When... conditions) {
        return put(conditions, flags -> context.strings().with(member, string ->
                ZsetApi.zsetAdd(key, score, string, flags)));
    }

    /** Adds to the score of a member, an absent one's is 0; its new score, empty when a condition does not hold. */
    public OptionalDouble increment(byte[] member, double by, When... conditions) {
        long score = context.scratch(new byte[Double.BYTES]);
        Outcome outcome = put(conditions, flags -> context.strings().with(member, string ->
                ZsetApi.zsetIncrby(key, by, string, flags, score)));
        return outcome == Outcome.REFUSED ? OptionalDouble.empty() : OptionalDouble.of(Native.getDouble(score));
    }

    private Outcome put(When[] conditions, LongToIntFunction write) {
        long flags = context.scratch(new byte[Integer.BYTES]);
        Native.putInt(flags, Stream.of(conditions).mapToInt(each -> each.bit).reduce(0, (a, b) -> a | b));
        Key.check(write.applyAsInt(flags));
        return switch (Native.getInt(flags)) {
            case ZsetApi.ADDED -> Outcome.ADDED;
            case ZsetApi.UPDATED -> Outcome.UPDATED;
            case ZsetApi.UNCHANGED -> Outcome.REFUSED;
            default -> Outcome.SAME;
        };
    }

    /** Removes a member; false when it is not there. */
    public boolean remove(byte[] member) {
        long removed = context.scratch(new byte[Integer.BYTES]);
        Key.check(context.strings().with(member, string -> ZsetApi.zsetRem(key, string, removed)));
        return Native.getInt(removed) != 0;
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
        try (SortedSetWalk walk = walkUp(ScoreRange.of(min, max))) {
            for (boolean isThere = walk.isThere(); isThere; isThere = walk.next()) {
                visitor.accept(walk.member(), walk.score());
            }
        }
    }

    /** A walk that begins at the lowest member with a score in a range; one walk of a key at a time. */
    public SortedSetWalk walkUp(ScoreRange range) {
        return SortedSetWalk.of(context, key, key != null && ZsetApi.zsetFirstInScoreRange(key, range.min(),
                range.max(), range.isWithoutMin(), range.isWithoutMax()) == ReplyApi.OK);
    }

    /** A walk that begins at the highest member with a score in a range. */
    public SortedSetWalk walkDown(ScoreRange range) {
        return SortedSetWalk.of(context, key, key != null && ZsetApi.zsetLastInScoreRange(key, range.min(),
                range.max(), range.isWithoutMin(), range.isWithoutMax()) == ReplyApi.OK);
    }

    /**
     * A walk that begins at the first member between two bounds, of members that have the same score: {@code -},
     * {@code +}, {@code [member}, {@code (member}.
     */
    public SortedSetWalk walkUp(String min, String max) {
        return between(min, max, (from, to) -> ZsetApi.zsetFirstInLexRange(key, from, to));
    }

    /** As {@link #walkUp(String, String)}, at the last member. */
    public SortedSetWalk walkDown(String min, String max) {
        return between(min, max, (from, to) -> ZsetApi.zsetLastInLexRange(key, from, to));
    }

    /** Begins a walk between two bounds, which are strings of the server. */
    @FunctionalInterface
    private interface Beginning {
        int begin(long from, long to);
    }

    private SortedSetWalk between(String min, String max, Beginning beginning) {
        if (key == null) {
            return SortedSetWalk.of(context, null, false);
        }
        Strings strings = context.strings();
        int status = strings.with(min, from -> strings.with(max, to -> beginning.begin(from, to)));
        return SortedSetWalk.of(context, key, status == ReplyApi.OK);
    }
}
