package dev.spinel.engine.port;

/** Hears of a connection this server has opened. Called on the reactor. */
public interface OutgoingListener {
    /** The connection stands. */
    void onConnected();

    /** The peer has sent bytes, which are lent for this call. */
    void onReceived(long address, long length);

    /** It could not be opened, was closed by the peer, or broke; {@code reason} as the system puts it. It is closed. */
    void onBroken(String reason);
}
