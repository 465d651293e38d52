package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.api.ModuleKey;
import dev.spinel.module.api.ZsetApi;

/** A walk over the members of a range of a sorted set, in both directions. Valid as long as its key is open. */
public final class SortedSetWalk implements AutoCloseable {
    private final ModuleKey key;
    private final long scoreAddress;
    private byte[] member;

    private SortedSetWalk(ModuleKey key, long scoreAddress) {
        this.key = key;
        this.scoreAddress = scoreAddress;
    }

    /** @param isSortedSet whether the walk began; one that did not has no members */
    static SortedSetWalk of(ModuleContext context, ModuleKey key, boolean isSortedSet) {
        SortedSetWalk walk = new SortedSetWalk(isSortedSet ? key : null, context.scratch(new byte[Double.BYTES]));
        walk.read();
        return walk;
    }

    private boolean read() {
        member = key == null || ZsetApi.zsetRangeEndReached(key) ? null
                : Strings.taken(ZsetApi.zsetRangeCurrentElement(key, scoreAddress));
        return member != null;
    }

    /** Whether the walk stands at a member. */
    public boolean isThere() {
        return member != null;
    }

    /** The member it stands at; null when there is none. */
    public byte[] member() {
        return member;
    }

    /** The score of the member. */
    public double score() {
        return Native.getDouble(scoreAddress);
    }

    /** Goes to the next higher member; false when there is none in the range, and it stays where it is. */
    public boolean next() {
        return key != null && ZsetApi.zsetRangeNext(key) && read();
    }

    /** Goes to the next lower member; false when there is none in the range, and it stays where it is. */
    public boolean previous() {
        return key != null && ZsetApi.zsetRangePrev(key) && read();
    }

    @Override
    public void close() {
        if (key != null) {
            ZsetApi.zsetRangeStop(key);
        }
    }
}
