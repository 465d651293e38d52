package dev.spinel.io.net;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.Outgoing;
import dev.spinel.engine.port.OutgoingListener;
import dev.spinel.engine.port.StreamTap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A connection this server has opened, until it becomes one of a client or ends. Received bytes are lent to the
 * listener out of the shared buffer. Owned by the reactor.
 */
final class OutgoingConnection implements Outgoing, Selectable {
    private final ConnectionSet connections;
    private final Engine engine;
    private final SocketChannel channel;
    private final OutgoingListener listener;
    private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
    private SelectionKey key;
    private boolean isServing;
    private boolean isClosed;

    OutgoingConnection(ConnectionSet connections, Engine engine, SocketChannel channel, OutgoingListener listener) {
        this.connections = connections;
        this.engine = engine;
        this.channel = channel;
        this.listener = listener;
    }

    SocketChannel channel() {
        return channel;
    }

    boolean isClosed() {
        return isClosed;
    }

    void register(SelectionKey selectionKey) {
        key = selectionKey;
    }

    @Override
    public void onReady(int readyOps) {
        if (isServing || isClosed) {
            return;     // what it received is being worked on, and lets others go on
        }
        isServing = true;
        try {
            if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                listener.onConnected();
            }
            if ((readyOps & SelectionKey.OP_WRITE) != 0 && !isClosed) {
                flush();
            }
            if ((readyOps & SelectionKey.OP_READ) != 0 && !isClosed) {
                read();
            }
        } catch (IOException failure) {
            breakDown(failure.getMessage());
        } finally {
            isServing = false;
        }
    }

    private void read() throws IOException {
        SharedBuffers buffers = connections.buffers();
        int bytes = channel.read(buffers.readView.clear());
        if (bytes < 0) {
            breakDown("connection lost");
        } else if (bytes > 0) {
            connections.stats().bytesIn += bytes;
            listener.onReceived(buffers.readAddress, bytes);
        }
    }

    @Override
    public void send(byte[] bytes) {
        unsent.writeBytes(bytes);
        try {
            flush();
        } catch (IOException failure) {
            engine.timers().at(engine.keyspace().nowMs(), () -> breakDown(failure.getMessage()));
        }
    }

    private void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(unsent.toByteArray());
        connections.stats().bytesOut += channel.write(bytes);
        unsent.reset();
        if (bytes.hasRemaining()) {
            unsent.write(bytes.array(), bytes.position(), bytes.remaining());
        }
        key.interestOps(bytes.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** Ends it and tells the listener, unless it is over already. */
    void breakDown(String reason) {
        if (!isClosed) {
            close();
            listener.onBroken(reason);
        }
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("closing a socket failed", failure);
        }
    }

    @Override
    public Client toClient(StreamTap tap, long address, long length) throws IOException {
        isClosed = true;
        return connections.adopt(channel, key, tap, unsent.toByteArray(), address, length);
    }
}
