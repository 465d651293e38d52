package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.Subscriptions;
import dev.spinel.engine.client.Transaction;

/** What a client costs: its objects, counted as a constant, and its blocks of the arena. */
public final class ClientMemory {
    /** Heap bytes of a client with its connection, parser and channel; measured, rounded up. */
    public static final long OBJECT_BYTES = 1536;

    /** Heap bytes of a watched key, a channel, a pattern or a prefix, whose names are short. */
    private static final long NAME_BYTES = 96;

    private ClientMemory() {}

    public static long bytes(Client client) {
        long query = client.connection() == null ? 0 : client.connection().queryCapacity();
        Transaction transaction = client.transaction();
        long queued = transaction == null ? 0 : transaction.queuedBytes();
        return OBJECT_BYTES + query + client.args().totalBytes() + queued + client.reply().capacity()
            + names(client) * NAME_BYTES;
    }

    /** Names the client has left with the server. */
    private static long names(Client client) {
        long names = client.transaction() == null ? 0 : client.transaction().watchCount();
        Subscriptions subscriptions = client.subscriptions();
        if (subscriptions != null) {
            names += subscriptions.channels().size() + subscriptions.patterns().size()
                + subscriptions.shardChannels().size();
        }
        return client.tracking() == null ? names : names + client.tracking().prefixes().size();
    }
}
