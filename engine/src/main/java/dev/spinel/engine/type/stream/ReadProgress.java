package dev.spinel.engine.type.stream;

/** How far a group has read: entries read and entries to come, where deletions do not hide it. All static. */
final class ReadProgress {
    /** No lag can be told. A lag below zero can: a group may claim to have read more than there ever was. */
    static final long UNCLEAR = Long.MIN_VALUE;

    private ReadProgress() {}

    /**
     * How many entries were ever added up to an id, itself included; {@link ConsumerGroup#UNKNOWN} when entries that
     * were deleted, or an id between entries, make that unclear. Source: streamEstimateDistanceFromFirstEverEntry.
     */
    static long entriesUpTo(long root, long ms, long seq) {
        long added = StreamRoot.added(root);
        if (added == 0) {
            return 0;
        }
        int toLast = StreamId.compare(ms, seq, StreamRoot.lastMs(root), StreamRoot.lastSeq(root));
        if (StreamRoot.length(root) == 0 && toLast <= 0) {
            return added;
        }
        if ((ms | seq) != 0 && toMaxDeleted(root, ms, seq) < 0) {
            return ConsumerGroup.UNKNOWN;
        }
        if (toLast >= 0) {
            return toLast == 0 ? added : ConsumerGroup.UNKNOWN;
        }
        int toFirst = StreamId.compare(ms, seq, StreamRoot.firstMs(root), StreamRoot.firstSeq(root));
        if (toFirst <= 0 && (hasDeletedNone(root) || isDeletedBeforeFirst(root))) {
            return added - StreamRoot.length(root) + (toFirst == 0 ? 1 : 0);
        }
        return ConsumerGroup.UNKNOWN;
    }

    /** Entries the group has not read yet, or {@link #UNCLEAR}. Source: streamReplyWithCGLag. */
    static long lag(long root, long group) {
        long added = StreamRoot.added(root);
        if (added == 0 || StreamRoot.length(root) == 0) {
            return 0;
        }
        long ms = ConsumerGroup.lastMs(group);
        long seq = ConsumerGroup.lastSeq(group);
        if (StreamId.compare(ms, seq, StreamRoot.firstMs(root), StreamRoot.firstSeq(root)) < 0
            && isDeletedBeforeFirst(root)) {
            return StreamRoot.length(root);
        }
        if (isCounted(root, group)) {
            return added - ConsumerGroup.entriesRead(group);
        }
        long read = entriesUpTo(root, ms, seq);
        return read == ConsumerGroup.UNKNOWN ? UNCLEAR : added - read;
    }

    /** Notes that the group reads an entry that comes behind its last one. */
    static void advance(long root, long group, long ms, long seq) {
        if (isCounted(root, group)) {
            ConsumerGroup.entriesRead(group, ConsumerGroup.entriesRead(group) + 1);
        } else if (StreamRoot.added(root) != 0) {
            ConsumerGroup.entriesRead(group, entriesUpTo(root, ms, seq));
        }
        ConsumerGroup.last(group, ms, seq);
    }

    /** Whether the group's count is good, and nothing was deleted behind its last entry. */
    private static boolean isCounted(long root, long group) {
        if (ConsumerGroup.entriesRead(group) == ConsumerGroup.UNKNOWN) {
            return false;
        }
        return StreamRoot.length(root) == 0 || hasDeletedNone(root)
            || toMaxDeleted(root, ConsumerGroup.lastMs(group), ConsumerGroup.lastSeq(group)) > 0;
    }

    private static boolean hasDeletedNone(long root) {
        return (StreamRoot.maxDeletedMs(root) | StreamRoot.maxDeletedSeq(root)) == 0;
    }

    private static int toMaxDeleted(long root, long ms, long seq) {
        return StreamId.compare(ms, seq, StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root));
    }

    private static boolean isDeletedBeforeFirst(long root) {
        return StreamId.compare(StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root),
            StreamRoot.firstMs(root), StreamRoot.firstSeq(root)) < 0;
    }
}
