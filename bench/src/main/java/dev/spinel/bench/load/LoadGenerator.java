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
 * A closed loop over many connections: each sends a batch as soon as the one before was answered. One thread, and no
 * allocation between the first batch and the last reply.
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

    LoadGenerator(InetSocketAddress server, LoadShape shape) throws IOException {
        this.selector = Selector.open();
        for (int i = 0; i < shape.connectionCount(); i++) {
            connections.add(new LoadConnection(server, selector, shape.batch(i)));
        }
    }

    /** Sends for {@code durationNs}, then waits for what is still on its way. Fails when the server answers an error. */
    LoadResult run(long durationNs) throws IOException {
        latencyNs.reset();
        operations = 0;
        long startNs = System.nanoTime();
        endNs = startNs + durationNs;
        busyConnections = connections.size();
        for (LoadConnection connection : connections) connection.sendBatch();
        while (busyConnections > 0) {
            if (selector.select(onReady, SILENCE_LIMIT_MS) == 0) throw new IOException("the server stopped answering");
        }
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
        if (System.nanoTime() < endNs) connection.sendBatch();
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
