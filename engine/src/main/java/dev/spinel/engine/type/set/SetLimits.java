package dev.spinel.engine.type.set;

/** How large a set may be in each of its compact encodings. One per engine. */
public final class SetLimits {
    /** What the layout of an intset allows. */
    private static final long MAX_INTSET_ENTRIES = 1 << 27;

    private long intsetEntries;
    private long listpackEntries;
    private long listpackValueBytes;

    SetLimits() {}

    /** Takes over the {@code set-max-*} settings; members and bytes of one member. */
    public void configure(long maxIntsetEntries, long maxListpackEntries, long maxListpackValueBytes) {
        intsetEntries = Math.min(maxIntsetEntries, MAX_INTSET_ENTRIES);
        listpackEntries = maxListpackEntries;
        listpackValueBytes = maxListpackValueBytes;
    }

    long intsetEntries() {
        return intsetEntries;
    }

    long listpackEntries() {
        return listpackEntries;
    }

    long listpackValueBytes() {
        return listpackValueBytes;
    }
}
