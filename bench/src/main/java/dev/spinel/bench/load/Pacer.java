package dev.spinel.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * An open loop over one connection: every write goes out when it is due, however many are not answered yet. One thread
 * sends, one reads; neither allocates while they run.
 *
 * <pre>
 *   due       |     |     |     |     |     |     |
 *   sender    ▼     ▼     (sleeps too long)       ▼▼▼▼  all that is due, in one go
 *   sent      |     |                             ||||  a latency counts from here …
 *             |     |     |     |  (socket full)  ▼▼▼▼  … or from when it was due, where the server held the sender up
 * </pre>
 *
 * So what this client's own thread oversleeps is no latency; it is counted beside, as lateness.
 */
final class Pacer implements AutoCloseable {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long POLL_MS = 50;
    /** A parked thread wakes about this late. */
    private static final long EARLY_NS = 50_000;
    private static final int READ_BUFFER_BYTES = 1 << 16;
    /** Writes in flight; a power of two. */
    private static final int RING_LENGTH = 1 << 20;

    private final SocketChannel channel;
    private final Writes writes;
    private final long intervalNs;
    private final ByteBuffer out;
    private final long[] sentAtNs = new long[RING_LENGTH];
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final ReplyCounter replies = new ReplyCounter();
    private volatile boolean stops;
    /** Writes whose time of sending is in the ring. */
    private volatile long sent;
    /** Written before the last write goes out: how many there are. */
    private volatile long total;

    /** Puts requests into a buffer, one at a time. */
    interface Writes {
        /** At most as many bytes as {@link #largestBytes} says. */
        void put(ByteBuffer out);

        int largestBytes();
    }

    /** Asked now and then whether to go on. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** What a run took, in nanoseconds: from each sending to its answer, and how late the sender was by itself. */
    record Paced(Histogram latency, Histogram lateness) {}

    Pacer(InetSocketAddress server, int writesPerSecond, Writes writes) throws IOException {
        this.channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.writes = writes;
        this.intervalNs = SECOND_NS / writesPerSecond;
        this.out = ByteBuffer.allocateDirect(Math.max(1 << 18, 2 * writes.largestBytes()));
    }

    /** Until the condition fails; then waits for the answers still due. An error reply fails the run. */
    Paced run(Condition goesOn) throws IOException, InterruptedException {
        stops = false;
        sent = 0;
        total = Long.MAX_VALUE;
        Future<Histogram> lateness = threads.submit(this::send);
        Future<Histogram> latency = threads.submit((Callable<Histogram>) this::read);
        try {
            while (!lateness.isDone() && !latency.isDone() && goesOn.holds()) {
                Thread.sleep(POLL_MS);
            }
        } finally {
            stops = true;
        }
        try {
            return new Paced(latency.get(), lateness.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new CompletionException(e.getCause());
        }
    }

    private Histogram send() throws IOException {
        Histogram lateness = new Histogram(3);
        long due = System.nanoTime();
        long wokeNs = due;
        long count = 0;
        for (boolean isLast = false; !isLast; ) {
            isLast = stops;
            if (isLast) total = count + 1;
            long now = System.nanoTime();
            out.clear();
            do {
                sentAtNs[(int) count & RING_LENGTH - 1] = Math.max(due, wokeNs);
                lateness.recordValue(Math.max(wokeNs - due, 0));
                writes.put(out);
                count++;
                due += intervalNs;
            } while (!isLast && due <= now && out.remaining() >= writes.largestBytes());
            sent = count;
            for (out.flip(); out.hasRemaining(); ) {
                channel.write(out);
            }
            if (System.nanoTime() < due) wokeNs = await(due);
        }
        return lateness;
    }

    private static long await(long due) {
        long now = System.nanoTime();
        for (; now < due; now = System.nanoTime()) {
            LockSupport.parkNanos(Math.max(due - now - EARLY_NS, 1));
        }
        return now;
    }

    private Histogram read() throws IOException {
        Histogram latency = new Histogram(3);
        ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
        for (long count = 0; count < total; ) {
            if (channel.read(in.clear()) < 0) throw new EOFException("the server closed the connection");
            long now = System.nanoTime();
            if (sent - count > RING_LENGTH / 2) throw new IOException("the server cannot keep up with this rate");
            for (int left = replies.count(in.flip()); left > 0; left--) {
                latency.recordValue(Math.max(now - sentAtNs[(int) count++ & RING_LENGTH - 1], 0));
            }
            if (replies.errorCount() > 0) throw new IOException("the server answered: " + replies.firstError());
        }
        return latency;
    }

    /** Ends both threads where they are. */
    @Override
    public void close() throws IOException {
        channel.close();
        threads.shutdownNow();
    }
}
