package dev.spinel.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/**
 * One client of the load: sends a batch, waits for all replies, is free for the next. Used by the generator's thread
 * only.
 */
final class LoadConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final RequestBatch batch;
    private final ReplyCounter replies = new ReplyCounter();
    private int outstanding;
    private long sentAtNs;

    LoadConnection(InetSocketAddress server, Selector selector, RequestBatch batch) throws IOException {
        this.channel = SocketChannel.open(server);
        this.batch = batch;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Sends one batch now; latency counts from here, so a full socket is part of it. */
    void sendBatch() throws IOException {
        sendBatch(System.nanoTime());
    }

    /** Sends one batch that was due at {@code dueNs}; latency counts from then, so a late start is part of it. */
    void sendBatch(long dueNs) throws IOException {
        ByteBuffer bytes = batch.refill();
        outstanding = batch.requestCount();
        sentAtNs = dueNs;
        channel.write(bytes);
        if (bytes.hasRemaining()) key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** Goes on with a batch the socket had no room for. */
    void onWritable() throws IOException {
        channel.write(batch.bytes());
        if (!batch.bytes().hasRemaining()) key.interestOps(SelectionKey.OP_READ);
    }

    /** Reads once into {@code buffer}, records the latency of each reply in ns, and answers how many came. */
    int onReadable(ByteBuffer buffer, Histogram latencyNs) throws IOException {
        int length = channel.read(buffer.clear());
        if (length < 0) throw new EOFException("the server closed the connection");
        int count = replies.count(buffer.flip());
        if (count > 0) {
            latencyNs.recordValueWithCount(System.nanoTime() - sentAtNs, count);
            outstanding -= count;
        }
        return count;
    }

    /** Requests in a batch. */
    int batchLength() {
        return batch.requestCount();
    }

    /** Has every request of the batch been answered? */
    boolean isIdle() {
        return outstanding == 0;
    }

    /** Error replies so far and the text of the first. */
    ReplyCounter replies() {
        return replies;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
