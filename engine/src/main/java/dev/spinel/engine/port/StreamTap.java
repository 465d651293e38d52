package dev.spinel.engine.port;

/** Hears the very bytes a client sends, and how far they were executed. Called on the reactor. */
public interface StreamTap {
    /** Bytes came in; lent for this call. */
    void onReceived(long address, long length);

    /** A command was executed; {@code rest} of the bytes received so far are behind it. */
    void onExecuted(long rest);
}
