package dev.spinel.engine.type.stream;

import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;
import java.util.Arrays;

/**
 * The pending entries of a group that are to be claimed: those given back first, in that order, then those delivered
 * longest ago. Looks at all pending entries, but only if one of them was delivered early enough. Reused.
 *
 * <pre>
 *   items   | order | ms | seq | … a heap with the last one to be claimed on top; sorted in the end
 * </pre>
 */
final class OldestPending {
    private static final int WORDS = 3;
    private static final int KEPT_WORDS = 8 * 1024;

    private final IdCursor entry = new IdCursor();
    private long[] items = new long[64 * WORDS];
    private int count;
    private long oldestLeftMs;

    /** Collects up to {@code limit} entries, 0 for all, that were given back or delivered no later than a time. */
    void collect(long group, long untilMs, long limit) {
        count = 0;
        if (ConsumerGroup.nackedCount(group) == 0 && ConsumerGroup.oldestMs(group) > untilMs) {
            return;
        }
        oldestLeftMs = Long.MAX_VALUE;
        long pending = ConsumerGroup.pending(group);
        for (boolean more = IdTree.first(pending, entry); more; more = IdTree.next(pending, entry)) {
            long order = ConsumerGroup.claimOrder(entry);
            if (order > untilMs) {
                leave(order);
            } else {
                offer(order, limit);
            }
        }
        ConsumerGroup.oldestMs(group, oldestLeftMs);
        sort();
    }

    /** Collects all entries that were given back. */
    void collectNacked(long group) {
        count = 0;
        if (ConsumerGroup.nackedCount(group) > 0) {
            long oldestMs = ConsumerGroup.oldestMs(group);
            collect(group, -1, 0);
            ConsumerGroup.oldestMs(group, oldestMs);
        }
    }

    private void leave(long order) {
        oldestLeftMs = Math.min(oldestLeftMs, Math.max(order, 0));
    }

    private void offer(long order, long limit) {
        if (limit == 0 || count < limit) {
            if (count * WORDS == items.length) {
                items = Arrays.copyOf(items, items.length * 2);
            }
            set(count, order, entry.high(), entry.low());
            rise(count);
            count++;
        } else if (isBefore(order, entry.high(), entry.low(), 0)) {
            leave(items[0]);
            set(0, order, entry.high(), entry.low());
            sink(0, count);
        } else {
            leave(order);
        }
    }

    private void set(int item, long order, long ms, long seq) {
        items[item * WORDS] = order;
        items[item * WORDS + 1] = ms;
        items[item * WORDS + 2] = seq;
    }

    /** Whether an entry is claimed before an item. */
    private boolean isBefore(long order, long ms, long seq, int item) {
        long other = items[item * WORDS];
        return order != other ? order < other
            : StreamId.compare(ms, seq, items[item * WORDS + 1], items[item * WORDS + 2]) < 0;
    }

    private boolean isBefore(int item, int other) {
        return isBefore(items[item * WORDS], items[item * WORDS + 1], items[item * WORDS + 2], other);
    }

    private void swap(int item, int other) {
        for (int i = 0; i < WORDS; i++) {
            long word = items[item * WORDS + i];
            items[item * WORDS + i] = items[other * WORDS + i];
            items[other * WORDS + i] = word;
        }
    }

    private void rise(int from) {
        int item = from;
        while (item > 0 && isBefore((item - 1) / 2, item)) {
            swap(item, (item - 1) / 2);
            item = (item - 1) / 2;
        }
    }

    private void sink(int from, int size) {
        int item = from;
        while (2 * item + 1 < size) {
            int child = 2 * item + 1;
            child += child + 1 < size && isBefore(child, child + 1) ? 1 : 0;
            if (!isBefore(item, child)) {
                return;
            }
            swap(item, child);
            item = child;
        }
    }

    private void sort() {
        for (int size = count - 1; size > 0; size--) {
            swap(0, size);
            sink(0, size);
        }
    }

    /** How many were found. */
    int count() {
        return count;
    }

    long ms(int item) {
        return items[item * WORDS + 1];
    }

    long seq(int item) {
        return items[item * WORDS + 2];
    }

    /** Forgets what was found, and gives memory back. */
    void clear() {
        count = 0;
        if (items.length > KEPT_WORDS) {
            items = new long[64 * WORDS];
        }
    }
}
