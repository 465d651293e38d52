package dev.spinel.io.net;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.Dialer;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.Outgoing;
import dev.spinel.engine.port.OutgoingListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Opens connections to other servers beside the loop, which never waits: names are looked up by a thread. Reactor. */
public final class OutgoingDialer implements Dialer {
    private final ConnectionSet connections;
    private final Engine engine;
    private final Selector selector;
    private final Handoff handoff;

    public OutgoingDialer(ConnectionSet connections, Engine engine, Selector selector, Handoff handoff) {
        this.connections = connections;
        this.engine = engine;
        this.selector = selector;
        this.handoff = handoff;
    }

    @Override
    public Outgoing dial(String host, int port, OutgoingListener listener) throws IOException {
        SocketChannel channel = SocketChannel.open();
        OutgoingConnection connection = new OutgoingConnection(connections, engine, channel, listener);
        try {
            channel.configureBlocking(false);
            if (connections.limits().sourceAddress != null) {
                channel.bind(new InetSocketAddress(connections.limits().sourceAddress, 0));
            }
            if (isAddress(host)) {
                connect(connection, new InetSocketAddress(host, port));
            } else {
                Thread.ofVirtual().name("resolver").start(() -> resolve(connection, host, port));
            }
            return connection;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Whether a host is written in numbers and needs no looking up. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private void resolve(OutgoingConnection connection, String host, int port) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            handoff.post(() -> connectResolved(connection, address));
        } catch (UnknownHostException unknown) {
            handoff.post(() -> connection.breakDown("no such host: " + host));
        }
    }

    private void connectResolved(OutgoingConnection connection, InetSocketAddress address) {
        try {
            connect(connection, address);
        } catch (IOException failure) {
            connection.breakDown(failure.getMessage());
        }
    }

    private void connect(OutgoingConnection connection, InetSocketAddress address) throws IOException {
        if (!connection.isClosed()) {
            connection.register(connection.channel().register(selector, SelectionKey.OP_CONNECT, connection));
            // Readiness tells of the end, even when the connection stands at once.
            connection.channel().connect(address);
        }
    }
}
