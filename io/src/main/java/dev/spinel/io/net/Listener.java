package dev.spinel.io.net;

import dev.spinel.engine.Engine;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import jdk.net.ExtendedSocketOptions;

/** Accepts connections on one TCP address or Unix path. Owned by the reactor. */
public final class Listener implements Selectable, AutoCloseable {
    private static final String TOO_MANY = "-ERR max number of clients reached\r\n";
    private static final String PROTECTED = "-DENIED Spinel is running in protected mode because protected mode is"
            + " enabled and no password is set for the default user. In this mode connections are only accepted from"
            + " the loopback interface. To connect from elsewhere set a password with requirepass, or turn the mode"
            + " off with CONFIG SET protected-mode no from this host.\r\n";

    private final ServerSocketChannel channel;
    private final ConnectionSet connections;
    private final Engine engine;

    private Listener(ServerSocketChannel channel, ConnectionSet connections, Engine engine) {
        this.channel = channel;
        this.connections = connections;
        this.engine = engine;
    }

    /** Listens on an address. Fails when it is taken or not ours. */
    public static Listener open(
            SocketAddress address, int backlog, Selector selector, ConnectionSet connections, Engine engine)
            throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        ServerSocketChannel channel =
                unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        try {
            if (unix) {
                Files.deleteIfExists(((UnixDomainSocketAddress) address).getPath());
            } else {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            channel.configureBlocking(false);
            channel.bind(address, backlog);
            Listener listener = new Listener(channel, connections, engine);
            channel.register(selector, SelectionKey.OP_ACCEPT, listener);
            return listener;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public void onReady(int readyOps) {
        try {
            for (int i = 0; i < connections.limits().acceptsPerTurn; i++) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                admit(accepted);
            }
        } catch (IOException failure) {
            connections.stats().rejected++;
        }
    }

    private void admit(SocketChannel accepted) throws IOException {
        try {
            accepted.configureBlocking(false);
            if (engine.clients().count() >= connections.limits().maxClients) {
                refuse(accepted, TOO_MANY);
            } else if (connections.limits().isProtected && !Addresses.isLocal(accepted)) {
                refuse(accepted, PROTECTED);
            } else {
                tune(accepted);
                connections.add(accepted);
            }
        } catch (IOException failure) {
            accepted.close();
            connections.stats().rejected++;
        }
    }

    private void tune(SocketChannel accepted) throws IOException {
        if (accepted.getLocalAddress() instanceof UnixDomainSocketAddress) {
            return;
        }
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        int seconds = connections.limits().keepAliveSeconds;
        if (seconds > 0) {
            accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            accepted.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
            accepted.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(seconds / 3, 1));
            accepted.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    private void refuse(SocketChannel accepted, String text) throws IOException {
        connections.stats().rejected++;
        accepted.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        accepted.close();
    }

    @Override
    public void close() throws IOException {
        SocketAddress address = channel.getLocalAddress();
        channel.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
