package dev.spinel.engine.type.sortedset;

/** How large a sorted set may be as a listpack. One per engine. */
public final class SortedSetLimits {
    private long listpackEntries;
    private long listpackValueBytes;

    SortedSetLimits() {}

    /** Takes over the {@code zset-max-listpack-*} settings; members and bytes of one member. */
    public void configure(long maxListpackEntries, long maxListpackValueBytes) {
        listpackEntries = maxListpackEntries;
        listpackValueBytes = maxListpackValueBytes;
    }

    boolean fit(long members, long longestBytes) {
        return members <= listpackEntries && longestBytes <= listpackValueBytes;
    }
}
