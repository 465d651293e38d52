package dev.spinel.engine.client;

import java.util.LinkedHashSet;
import java.util.Set;

/** Channels, patterns and shard channels of one client, as text of one char per byte. */
public final class Subscriptions {
    private final Set<String> channels = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();
    private final Set<String> shardChannels = new LinkedHashSet<>();

    public Set<String> channels() {
        return channels;
    }

    public Set<String> patterns() {
        return patterns;
    }

    public Set<String> shardChannels() {
        return shardChannels;
    }

    public boolean isEmpty() {
        return channels.isEmpty() && patterns.isEmpty() && shardChannels.isEmpty();
    }
}
