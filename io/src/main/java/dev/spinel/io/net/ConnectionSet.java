package dev.spinel.io.net;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.port.StreamTap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** All connections of a server, and what waits to be done with them before the reactor sleeps. Owned by the reactor. */
public final class ConnectionSet implements AutoCloseable {
    private final Engine engine;
    private final Selector selector;
    private final NetLimits limits;
    private final NetStats stats = new NetStats();
    private final DisconnectLog log = new DisconnectLog();
    private final ArrayDeque<SharedBuffers> outerBuffers = new ArrayDeque<>();
    private final ArrayDeque<SharedBuffers> spareBuffers = new ArrayDeque<>();
    private final ArrayDeque<SocketConnection> writes = new ArrayDeque<>();
    private final ArrayDeque<SocketConnection> resumes = new ArrayDeque<>();
    private final ArrayDeque<SocketConnection> closes = new ArrayDeque<>();
    private final DescriptorPool descriptors = new DescriptorPool();
    private SharedBuffers buffers = new SharedBuffers();

    public ConnectionSet(Engine engine, Selector selector, NetLimits limits) {
        this.engine = engine;
        this.selector = selector;
        this.limits = limits;
    }

    public NetStats stats() {
        return stats;
    }

    public NetLimits limits() {
        return limits;
    }

    /** Why the server hung up. */
    public DisconnectLog log() {
        return log;
    }

    SharedBuffers buffers() {
        return buffers;
    }

    /** Connections are served from inside a command now, whose arguments lie in the buffers used so far. */
    public void enterNested() {
        outerBuffers.push(buffers);
        buffers = spareBuffers.isEmpty() ? new SharedBuffers() : spareBuffers.pop();
    }

    public void leaveNested() {
        spareBuffers.push(buffers);
        buffers = outerBuffers.pop();
    }

    /** Takes over an accepted, non-blocking channel. */
    void add(SocketChannel channel) throws IOException {
        stats.accepted++;
        SocketConnection connection =
                new SocketConnection(this, engine, channel, Addresses.of(channel, descriptors.acquire()));
        connection.register(channel.register(selector, SelectionKey.OP_READ, connection));
    }

    /**
     * Makes a connection this server has opened one of a client.
     *
     * @param tap hears of all bytes received
     * @param unsent what is still to be sent to the peer
     * @param address what was received already, {@code length} bytes; borrowed
     */
    Client adopt(SocketChannel channel, SelectionKey key, StreamTap tap, byte[] unsent, long address, long length)
            throws IOException {
        SocketConnection connection =
                new SocketConnection(this, engine, channel, Addresses.of(channel, descriptors.acquire()));
        key.attach(connection);
        key.interestOps(SelectionKey.OP_READ);
        connection.register(key);
        connection.takeOver(tap, unsent, address, length);
        return connection.client();
    }

    void queueWrite(SocketConnection connection) {
        writes.add(connection);
    }

    void queueResume(SocketConnection connection) {
        resumes.add(connection);
    }

    void queueClose(SocketConnection connection) {
        closes.add(connection);
    }

    /** Continues, writes and closes until nothing is left to do; then those go who still hold too much. */
    public void beforeSleep() {
        serveQueues();
        if (engine.clientEviction().isOver()) {
            engine.clientEviction().run();
            serveQueues();
        }
    }

    private void serveQueues() {
        do {
            while (!resumes.isEmpty()) {
                resumes.poll().continueExecution();
            }
            while (!closes.isEmpty()) {
                close(closes.poll());
            }
            engine.beforeReplies();
            while (!writes.isEmpty()) {
                writes.poll().write();
            }
        } while (!resumes.isEmpty() || !writes.isEmpty() || !closes.isEmpty());
    }

    void close(SocketConnection connection) {
        if (connection.isClosed()) {
            return;
        }
        descriptors.release(connection.descriptor());
        try {
            connection.release();
        } catch (IOException failure) {
            throw new UncheckedIOException("closing a socket failed", failure);
        }
    }

    /** Trims buffers, and closes clients that have been idle, or left replies waiting, for too long; from cron. */
    public void cron() {
        for (Client client : engine.clients().all()) {
            SocketConnection connection = (SocketConnection) client.connection();
            connection.checkReplyLimits();
            connection.trimBuffers(engine.keyspace().nowMs());
        }
        if (limits.idleSeconds == 0) {
            return;
        }
        long oldest = engine.keyspace().nowMs() - limits.idleSeconds * 1000L;
        for (Client client : engine.clients().all()) {
            if (client.stats().lastActiveMs() < oldest && IdlePolicy.mayClose(client)) {
                log.idle();
                client.connection().closeSoon();
            }
        }
    }

    /** Tries to write all pending replies, then closes every connection. */
    @Override
    public void close() {
        beforeSleep();
        List<Client> all = new ArrayList<>(engine.clients().all());
        for (Client client : all) {
            close((SocketConnection) client.connection());
        }
        buffers.close();
        spareBuffers.forEach(SharedBuffers::close);
    }
}
