package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Clients;
import java.util.function.Consumer;

/**
 * {@code maxmemory-clients}: when all clients together hold more than that, those that hold most are disconnected. The
 * books are kept only while there is a limit: whoever changes what a client holds says so with {@link #note}. Owned by
 * the reactor. Source: evictClients in networking.c.
 */
public final class ClientEviction {
    /** No limit is lower, lest nobody could say anything. */
    private static final long LOWEST_LIMIT = 128 << 10;

    private final Clients clients;
    private Consumer<Client> onEvicted = client -> {};
    private long limitBytes;
    private long totalBytes;
    private long evicted;

    public ClientEviction(Clients clients) {
        this.clients = clients;
        clients.onDisconnect(this::forget);
    }

    /** Takes over {@code maxmemory-clients}, which is a percentage of {@code maxmemory} when negative. */
    public void configure(long maxmemoryClients, long maxmemory) {
        boolean isPercentage = maxmemoryClients < 0;
        double share = isPercentage && maxmemory > 0 ? (double) maxmemory * -maxmemoryClients / 100 : 0;
        long bytes = isPercentage ? (long) share : maxmemoryClients;
        limitBytes = bytes == 0 ? 0 : Math.max(bytes, LOWEST_LIMIT);
        totalBytes = 0;
        for (Client client : clients.all()) {
            client.stats().countedBytes(0);
            note(client);
        }
    }

    /** Who hears of a client that is about to go. */
    public void onEvicted(Consumer<Client> listener) {
        onEvicted = listener;
    }

    /** Clients disconnected so far: {@code evicted_clients}. */
    public long evicted() {
        return evicted;
    }

    /** CONFIG RESETSTAT. */
    public void resetStats() {
        evicted = 0;
    }

    /** Whether anybody has to go. */
    public boolean isOver() {
        return limitBytes > 0 && totalBytes >= limitBytes;
    }

    /** Notes that what a client holds may have changed; one that is gone holds nothing. */
    public void note(Client client) {
        if (limitBytes > 0) {
            boolean isThere = clients.find(client.id()) != null && !client.is(ClientFlag.CLOSE_SOON);
            boolean counts = isThere && isCounted(client);
            count(client, counts ? ClientMemory.bytes(client) : 0);
        }
    }

    private void count(Client client, long bytes) {
        totalBytes += bytes - client.stats().countedBytes();
        client.stats().countedBytes(bytes);
    }

    private void forget(Client client) {
        count(client, 0);
    }

    private static boolean isCounted(Client client) {
        ClientType type = ClientType.of(client);
        return type == ClientType.NORMAL || type == ClientType.PUBSUB;
    }

    /** Disconnects clients, the largest first, until the rest is below the limit. Between commands. */
    public void run() {
        disconnect(false);
    }

    /** As {@link #run}; their replies are dropped at once. Only while no command runs, whose reply it might be. */
    public void relieve() {
        disconnect(true);
    }

    private void disconnect(boolean dropReplies) {
        while (isOver()) {
            Client largest = largest();
            if (largest == null) {
                return;
            }
            evicted++;
            onEvicted.accept(largest);
            if (dropReplies) {
                largest.reply().abandon();
                largest.reply().clear();
            }
            largest.connection().closeSoon();
            note(largest);
        }
    }

    private Client largest() {
        Client largest = null;
        for (Client client : clients.all()) {
            boolean mayGo = client.stats().countedBytes() > 0 && !client.is(ClientFlag.NO_EVICT);
            if (mayGo && (largest == null || client.stats().countedBytes() > largest.stats().countedBytes())) {
                largest = client;
            }
        }
        return largest;
    }
}
