package dev.spinel.engine.port;

import dev.spinel.engine.client.Client;
import java.io.IOException;

/** A connection this server has opened. Called on the reactor. */
public interface Outgoing {
    /** Sends a few bytes; what goes wrong the listener hears. */
    void send(byte[] bytes);

    /** Ends it; the listener hears nothing more. */
    void close();

    /**
     * From now on the peer is a client like any other: what it sends are commands. Its listener hears nothing more.
     *
     * @param tap hears of all its bytes
     * @param address bytes received already that belong to the first command, {@code length} of them; borrowed
     * @throws IOException when the connection is broken, which then is closed
     */
    Client toClient(StreamTap tap, long address, long length) throws IOException;
}
