package dev.spinel.module.abi;

import java.lang.foreign.Arena;
import java.util.function.BiConsumer;

/**
 * Waits for file descriptors that the JDK's selectors cannot watch: pipes and sockets of modules. A thread of its own
 * waits with epoll and tells a listener, once per arming, which descriptor is ready for what. {@link #watch} and {@link
 * #forget} may be called by any thread; Linux.
 *
 * <pre>
 *   struct epoll_event, packed on x86-64:  0             4
 *                                          | events i32  | fd, then zeros i64 |
 * </pre>
 */
public final class DescriptorPoll implements AutoCloseable {
    public static final int READABLE = 1;
    public static final int WRITABLE = 4;

    private static final int ERROR = 8;
    private static final int HANG_UP = 16;
    private static final int ONE_SHOT = 1 << 30;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int EVENT_BYTES = 12;
    private static final int FD_OFFSET = Integer.BYTES;
    private static final int BATCH = 64;

    private final int epoll = Libc.epollCreate();
    private final int stop = Libc.eventfd();
    private final BiConsumer<Integer, Integer> onReady;
    private final Thread thread = new Thread(this::run, "module-descriptors");

    /** @param onReady gets descriptor and readiness, on the thread of this object; the descriptor rests until armed */
    public DescriptorPoll(BiConsumer<Integer, Integer> onReady) {
        if (epoll < 0 || stop < 0) {
            throw new IllegalStateException("no descriptor left to wait with");
        }
        this.onReady = onReady;
        control(ADD, stop, READABLE);
        thread.setDaemon(true);
        thread.start();
    }

    /** Arms a descriptor for one event; false when it cannot be waited for. */
    public boolean watch(int fd, int events) {
        return control(MODIFY, fd, events | ONE_SHOT) || control(ADD, fd, events | ONE_SHOT);
    }

    /** No more events for a descriptor; harmless when there were none. */
    public void forget(int fd) {
        control(DELETE, fd, 0);
    }

    private boolean control(int operation, int fd, int events) {
        try (Arena scratch = Arena.ofConfined()) {
            long event = scratch.allocate(EVENT_BYTES, Long.BYTES).address();
            Native.putInt(event, events);
            Native.putInt(event + FD_OFFSET, fd);
            return Libc.epollControl(epoll, operation, fd, event) == 0;
        }
    }

    private void run() {
        try (Arena scratch = Arena.ofConfined()) {
            long events = scratch.allocate((long) EVENT_BYTES * BATCH, Long.BYTES).address();
            boolean isStopped = false;
            while (!isStopped) {
                int count = Libc.epollWait(epoll, events, BATCH);
                for (int i = 0; i < count; i++) {
                    long event = events + (long) i * EVENT_BYTES;
                    int fd = Native.getInt(event + FD_OFFSET);
                    isStopped |= fd == stop;
                    if (fd != stop) {
                        onReady.accept(fd, readiness(Native.getInt(event)));
                    }
                }
            }
        }
    }

    /** A broken descriptor is ready for everything, so that whoever reads or writes finds out. */
    private static int readiness(int events) {
        boolean isBroken = (events & (ERROR | HANG_UP)) != 0;
        return isBroken ? READABLE | WRITABLE : events & (READABLE | WRITABLE);
    }

    /** Ends the thread and waits for it. */
    @Override
    public void close() {
        try (Arena scratch = Arena.ofConfined()) {
            long one = scratch.allocate(Long.BYTES, Long.BYTES).address();
            Native.putLong(one, 1);
            Libc.write(stop, one, Long.BYTES);
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Libc.close(stop);
        Libc.close(epoll);
    }
}
