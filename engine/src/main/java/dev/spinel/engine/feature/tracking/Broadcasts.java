package dev.spinel.engine.feature.tracking;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientTracking;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Prefixes clients listen to, and the keys with each prefix that changed in this turn of the loop. Names are text of
 * one char per byte. Owned by the reactor. Source: the prefix table of tracking.c.
 */
final class Broadcasts {
    private final Map<String, Listeners> byPrefix = new TreeMap<>();

    /** Who listens to one prefix; the changed keys, each with the client that changed it last, or null. */
    private record Listeners(Set<Client> clients, Map<String, Client> changed) {}

    int prefixCount() {
        return byPrefix.size();
    }

    boolean isIdle() {
        return byPrefix.isEmpty();
    }

    /** Lets a client listen to one more prefix. */
    void add(Client client, String prefix) {
        byPrefix.computeIfAbsent(prefix, any -> new Listeners(new LinkedHashSet<>(), new TreeMap<>()))
                .clients().add(client);
        client.tracking().prefixes().add(prefix);
    }

    /** Lets a client listen to none of its prefixes any longer. */
    void remove(Client client) {
        for (String prefix : client.tracking().prefixes()) {
            Listeners listeners = byPrefix.get(prefix);
            listeners.clients().remove(client);
            if (listeners.clients().isEmpty()) {
                byPrefix.remove(prefix);
            }
        }
    }

    /** Notes a change of a key. {@code by} is null when no client did it. */
    void changed(String key, Client by) {
        for (Map.Entry<String, Listeners> entry : byPrefix.entrySet()) {
            if (key.startsWith(entry.getKey())) {
                entry.getValue().changed().put(key, by);
            }
        }
    }

    /** Tells what changed since the last time. */
    void tell(Invalidation message) {
        for (Listeners listeners : byPrefix.values()) {
            if (!listeners.changed().isEmpty()) {
                listeners.clients().forEach(client -> tell(client, listeners.changed(), message));
                listeners.changed().clear();
            }
        }
    }

    private static void tell(Client client, Map<String, Client> changed, Invalidation message) {
        ClientTracking tracking = client.tracking();
        if (!tracking.isNoLoop()) {
            message.keys(client, changed.keySet());
            return;
        }
        List<String> foreign = new ArrayList<>();
        changed.forEach((key, by) -> {
            if (by != client) {
                foreign.add(key);
            }
        });
        if (!foreign.isEmpty()) {
            message.keys(client, foreign);
        }
    }
}
