package dev.spinel.engine.port;

import java.io.IOException;

/** Opens connections to other servers. Called on the reactor. */
public interface Dialer {
    /** A server without a network. */
    Dialer NONE = (host, port, listener) -> {
        throw new IOException("this server has no network");
    };

    /**
     * Begins to connect, without waiting; what comes of it, the listener hears later.
     *
     * @param host an address or a name
     * @throws IOException when not even that is possible
     */
    Outgoing dial(String host, int port, OutgoingListener listener) throws IOException;
}
