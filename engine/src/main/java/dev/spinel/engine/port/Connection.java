package dev.spinel.engine.port;

/** What the engine asks of the transport behind a client. Called on the reactor. */
public interface Connection {
    /** Replies are waiting; called once until they were all written. */
    void onReplyPending();

    /** The client may execute again after it was blocked or paused: continue with the bytes already received. */
    void resume();

    /** Close as soon as nothing of this connection is on the stack; pending replies are dropped. */
    void closeSoon();

    /** {@code ip:port}, or the path of a Unix socket with {@code :0}. */
    String remoteAddress();

    String localAddress();

    /** A number that identifies the socket in CLIENT LIST. */
    int descriptor();

    boolean isUnixSocket();

    /** Bytes received and not yet executed. */
    long queryBytes();

    /** Bytes of memory held for received bytes. */
    long queryCapacity();
}
