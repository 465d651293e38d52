package dev.spinel.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Traffic over many connections by one thread, without allocation between the first batch and the last reply. Either as
 * fast as the server answers ({@link #run}), or at a given rate ({@link #runAtRate}).
 */
final class LoadGenerator implements AutoCloseable {
    private static final int READ_BUFFER_BYTES = 1 << 18;
    private static final long LONGEST_LATENCY_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int HISTOGRAM_DIGITS = 3;
    private static final long SILENCE_LIMIT_MS = 20_000;

    private final Selector selector;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    private final Histogram latencyNs = new Histogram(LONGEST_LATENCY_NS, HISTOGRAM_DIGITS);
    private final Consumer<SelectionKey> onReady = this::onReady;
    private long endNs;
    private long operations;
    private int busyConnections;
    private boolean isPaced;

    LoadGenerator(InetSocketAddress server, LoadShape shape) throws IOException {
        this.selector = Selector.open();
        for (int i = 0; i < shape.connectionCount(); i++) {
            connections.add(new LoadConnection(server, selector, shape.batch(i)));
        }
    }

    /**
     * A closed loop for {@code durationNs}: each connection sends a batch as soon as the one before was answered. Then
     * waits for what is still on its way. Fails when the server answers an error.
     */
    LoadResult run(long durationNs) throws IOException {
        long startNs = begin(durationNs);
        for (LoadConnection connection : connections) connection.sendBatch();
        busyConnections = connections.size();
        awaitReplies();
        return end(startNs);
    }

    /**
     * An open loop for {@code durationNs}: batches fall due in even steps, {@code requestsPerSecond} requests in sum,
     * whether or not the server keeps up. A batch whose connection is still busy goes out late; its latency counts from
     * when it was due, so a stall costs every request it delayed. Spins, to be in time.
     */
    LoadResult runAtRate(long durationNs, double requestsPerSecond) throws IOException {
        double stepNs = TimeUnit.SECONDS.toNanos(1) * (double) connections.getFirst().batchLength() / requestsPerSecond;
        long startNs = begin(durationNs);
        isPaced = true;
        long batchCount = (long) (durationNs / stepNs);
        for (long next = 0; next < batchCount; ) {
            long dueNs = startNs + (long) (next * stepNs);
            LoadConnection connection = connections.get((int) (next % connections.size()));
            if (connection.isIdle() && System.nanoTime() >= dueNs) {
                connection.sendBatch(dueNs);
                busyConnections++;
                next++;
            }
            if (System.nanoTime() - endNs > TimeUnit.MILLISECONDS.toNanos(SILENCE_LIMIT_MS)) {
                throw new IOException("the server cannot keep up with this rate");
            }
            selector.selectNow(onReady);
        }
        awaitReplies();
        return end(startNs);
    }

    private long begin(long durationNs) {
        latencyNs.reset();
        operations = 0;
        busyConnections = 0;
        isPaced = false;
        long startNs = System.nanoTime();
        endNs = startNs + durationNs;
        return startNs;
    }

    private void awaitReplies() throws IOException {
        while (busyConnections > 0) {
            if (selector.select(onReady, SILENCE_LIMIT_MS) == 0) throw new IOException("the server stopped answering");
        }
    }

    private LoadResult end(long startNs) throws IOException {
        long elapsedNs = System.nanoTime() - startNs;
        failOnErrorReplies();
        return new LoadResult(operations, elapsedNs, latencyNs.copy());
    }

    private void onReady(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isWritable()) connection.onWritable();
            if (key.isReadable()) read(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(LoadConnection connection) throws IOException {
        operations += connection.onReadable(readBuffer, latencyNs);
        if (!connection.isIdle()) return;
        if (!isPaced && System.nanoTime() < endNs) connection.sendBatch();
        else busyConnections--;
    }

    private void failOnErrorReplies() throws IOException {
        for (LoadConnection connection : connections) {
            ReplyCounter replies = connection.replies();
            if (replies.errorCount() > 0) {
                throw new IOException(replies.errorCount() + " error replies, the first: " + replies.firstError());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) connection.close();
        selector.close();
    }
}
