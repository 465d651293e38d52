package dev.spinel.engine.memory;

import org.agrona.UnsafeApi;

/**
 * Live bytes, live blocks and the peak of each tag, one cache line per tag.
 *
 * <pre>
 * 0            8            16           24
 * | used bytes | blocks     | peak bytes | shared u8 | ... 64
 * </pre>
 * A private tag is counted by the reactor, a shared one under {@link PageLock}; any thread may read.
 */
final class TagCounters {
    static final int TAG_COUNT = 1024;
    static final long TABLE_BYTES = TAG_COUNT * 64L;

    private static final int USED = 0;
    private static final int BLOCKS = USED + Long.BYTES;
    private static final int PEAK = BLOCKS + Long.BYTES;
    private static final int SHARED = PEAK + Long.BYTES;

    private TagCounters() {}

    static void add(int tag, long bytes) {
        add(tag, bytes, 1);
    }

    static void subtract(int tag, long bytes) {
        add(tag, -bytes, -1);
    }

    /** Changes a tag's counters by signed amounts. */
    static void add(int tag, long bytes, long blocks) {
        long line = line(tag);
        long used = UnsafeApi.getLong(line + USED) + bytes;
        UnsafeApi.putLong(line + USED, used);
        UnsafeApi.putLong(line + BLOCKS, UnsafeApi.getLong(line + BLOCKS) + blocks);
        if (used > UnsafeApi.getLong(line + PEAK)) UnsafeApi.putLong(line + PEAK, used);
    }

    /** Counts records about memory of a tag as used. */
    static void addRecords(int tag, long bytes) {
        if (!Mem.CHECKS) add(MemoryTag.records(tag), bytes, 1);
    }

    /** Counts records about memory of a tag as used no more. */
    static void subtractRecords(int tag, long bytes) {
        if (!Mem.CHECKS) add(MemoryTag.records(tag), -bytes, -1);
    }

    static long used(int tag) {
        return UnsafeApi.getLongOpaque(null, line(tag) + USED);
    }

    static long blocks(int tag) {
        return UnsafeApi.getLongOpaque(null, line(tag) + BLOCKS);
    }

    static long peak(int tag) {
        return UnsafeApi.getLongOpaque(null, line(tag) + PEAK);
    }

    static void resetPeak(int tag) {
        UnsafeApi.putLong(line(tag) + PEAK, used(tag));
    }

    static boolean isShared(int tag) {
        return UnsafeApi.getByte(line(tag) + SHARED) != 0;
    }

    static void shared(int tag, boolean shared) {
        UnsafeApi.putByte(line(tag) + SHARED, (byte) (shared ? 1 : 0));
    }

    private static long line(int tag) {
        return AddressSpace.TAGS + ((long) tag << 6);
    }
}
