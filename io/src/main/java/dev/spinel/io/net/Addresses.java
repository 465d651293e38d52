package dev.spinel.io.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * How CLIENT LIST names both ends of a socket.
 *
 * @param descriptor a number that no other open connection has
 */
record Addresses(String remote, String local, int descriptor, boolean isUnix) {
    static Addresses of(SocketChannel channel, int descriptor) throws IOException {
        SocketAddress local = channel.getLocalAddress();
        if (local instanceof UnixDomainSocketAddress unix) {
            String path = unix.getPath() + ":0";
            return new Addresses(path, path, descriptor, true);
        }
        return new Addresses(text(channel.getRemoteAddress()), text(local), descriptor, false);
    }

    private static String text(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    /** Whether the peer is on this machine. */
    static boolean isLocal(SocketChannel channel) throws IOException {
        return !(channel.getRemoteAddress() instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
    }
}
