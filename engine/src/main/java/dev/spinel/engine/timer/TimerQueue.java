package dev.spinel.engine.timer;

import java.util.PriorityQueue;

/** What is to happen later on the reactor. The reactor sleeps no longer than {@link #nextDueMs}. */
public final class TimerQueue {
    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private long sequence;

    /** One thing to happen. */
    public static final class Timer implements Comparable<Timer> {
        private final long dueMs;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Timer(long dueMs, long order, Runnable action) {
            this.dueMs = dueMs;
            this.order = order;
            this.action = action;
        }

        /** When it happens, ms since the epoch. */
        public long dueMs() {
            return dueMs;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(dueMs, other.dueMs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Runs {@code action} once at or after {@code dueMs}. */
    public Timer at(long dueMs, Runnable action) {
        Timer timer = new Timer(dueMs, sequence++, action);
        queue.add(timer);
        return timer;
    }

    /** Takes a timer back; harmless when it has run already. */
    public void cancel(Timer timer) {
        if (!timer.cancelled) {
            timer.cancelled = true;
            queue.remove(timer);
        }
    }

    /** When the next timer is due; {@link Long#MAX_VALUE} when there is none. */
    public long nextDueMs() {
        Timer next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.dueMs;
    }

    /** Runs everything due; what these actions add runs in a later turn. */
    public void run(long nowMs) {
        long limit = sequence;
        while (true) {
            Timer next = queue.peek();
            if (next == null || next.dueMs > nowMs || next.order >= limit) {
                return;
            }
            queue.poll();
            next.cancelled = true;
            next.action.run();
        }
    }
}
