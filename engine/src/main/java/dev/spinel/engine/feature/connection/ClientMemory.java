package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;

/** What a client costs: its objects, counted as a constant, and its blocks of the arena. */
public final class ClientMemory {
    /** Heap bytes of a client with its connection, parser and channel; measured, rounded up. */
    public static final long OBJECT_BYTES = 1536;

    private ClientMemory() {}

    public static long bytes(Client client) {
        long query = client.connection() == null ? 0 : client.connection().queryCapacity();
        long queued = client.transaction() == null ? 0 : client.transaction().queuedBytes();
        return OBJECT_BYTES + query + client.args().totalBytes() + queued + client.reply().capacity();
    }
}
