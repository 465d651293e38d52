package dev.spinel.engine.feature.pubsub;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.Subscriptions;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who listens to what, and the delivery. Names are text of one char per byte. Owned by the reactor. */
public final class PubSub {
    private static final byte[] MESSAGE = Text.bytes("message");
    private static final byte[] PATTERN_MESSAGE = Text.bytes("pmessage");
    private static final byte[] SHARD_MESSAGE = Text.bytes("smessage");

    private final Map<String, Set<Client>> channels = new LinkedHashMap<>();
    private final Map<String, Set<Client>> patterns = new LinkedHashMap<>();
    private final Map<String, Set<Client>> shardChannels = new LinkedHashMap<>();

    /** The three ways to listen, with the words of their confirmations. */
    enum Kind {
        CHANNEL("subscribe", "unsubscribe"),
        PATTERN("psubscribe", "punsubscribe"),
        SHARD("ssubscribe", "sunsubscribe");

        final byte[] subscribed;
        final byte[] unsubscribed;

        Kind(String subscribed, String unsubscribed) {
            this.subscribed = Text.bytes(subscribed);
            this.unsubscribed = Text.bytes(unsubscribed);
        }
    }

    /** {@code pubsub_channels}. */
    public int channelCount() {
        return channels.size();
    }

    /** {@code pubsub_patterns}. */
    public int patternCount() {
        return patterns.size();
    }

    /** {@code pubsubshard_channels}. */
    public int shardChannelCount() {
        return shardChannels.size();
    }

    Map<String, Set<Client>> listeners(Kind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD -> shardChannels;
        };
    }

    private static Set<String> own(Kind kind, Subscriptions subscriptions) {
        return switch (kind) {
            case CHANNEL -> subscriptions.channels();
            case PATTERN -> subscriptions.patterns();
            case SHARD -> subscriptions.shardChannels();
        };
    }

    /** Names of one kind a client listens to. */
    static Set<String> names(Kind kind, Client client) {
        return client.subscriptions() == null ? Set.of() : own(kind, client.subscriptions());
    }

    /** Subscriptions a confirmation counts: channels and patterns together, shard channels apart. */
    static int count(Kind kind, Client client) {
        if (kind == Kind.SHARD) {
            return names(kind, client).size();
        }
        return names(Kind.CHANNEL, client).size() + names(Kind.PATTERN, client).size();
    }

    void subscribe(Kind kind, Client client, String name) {
        if (client.subscriptions() == null) {
            client.subscriptions(new Subscriptions());
        }
        if (own(kind, client.subscriptions()).add(name)) {
            listeners(kind).computeIfAbsent(name, any -> new LinkedHashSet<>()).add(client);
        }
    }

    void unsubscribe(Kind kind, Client client, String name) {
        if (client.subscriptions() != null && own(kind, client.subscriptions()).remove(name)) {
            Set<Client> clients = listeners(kind).get(name);
            clients.remove(client);
            if (clients.isEmpty()) {
                listeners(kind).remove(name);
            }
        }
    }

    /** Ends all subscriptions of a client without a word. */
    public void forget(Client client) {
        for (Kind kind : Kind.values()) {
            for (String name : Set.copyOf(names(kind, client))) {
                unsubscribe(kind, client, name);
            }
        }
    }

    /** Whether anybody listens to channels or patterns. */
    public boolean isIdle() {
        return channels.isEmpty() && patterns.isEmpty();
    }

    /** Delivers a message; answers how many got it. */
    public int publish(byte[] channel, byte[] message) {
        String name = Text.string(channel);
        int receivers = 0;
        for (Client client : channels.getOrDefault(name, Set.of())) {
            push(client, MESSAGE, null, channel, message);
            receivers++;
        }
        for (Map.Entry<String, Set<Client>> entry : patterns.entrySet()) {
            byte[] pattern = Text.bytes(entry.getKey());
            if (Glob.matches(pattern, channel, false)) {
                for (Client client : entry.getValue()) {
                    push(client, PATTERN_MESSAGE, pattern, channel, message);
                    receivers++;
                }
            }
        }
        return receivers;
    }

    /** Delivers a message to a shard channel; answers how many got it. */
    public int publishShard(byte[] channel, byte[] message) {
        Set<Client> clients = shardChannels.getOrDefault(Text.string(channel), Set.of());
        clients.forEach(client -> push(client, SHARD_MESSAGE, null, channel, message));
        return clients.size();
    }

    private static void push(Client client, byte[] kind, byte[] pattern, byte[] channel, byte[] message) {
        ReplyBuilder reply = client.beginPush();
        reply.push(pattern == null ? 3 : 4);
        reply.bulk(kind);
        if (pattern != null) {
            reply.bulk(pattern);
        }
        reply.bulk(channel);
        reply.bulk(message);
        client.endPush();
    }
}
