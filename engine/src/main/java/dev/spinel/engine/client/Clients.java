package dev.spinel.engine.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All clients with a connection, by id, oldest first. Owned by the reactor. */
public final class Clients {
    private final Map<Long, Client> byId = new LinkedHashMap<>();
    private final List<Consumer<Client>> onConnect = new ArrayList<>();
    private final List<Consumer<Client>> onDisconnect = new ArrayList<>();
    private long nextId = 1;

    /** An id no client had before. */
    public long nextId() {
        return nextId++;
    }

    public void onConnect(Consumer<Client> listener) {
        onConnect.add(listener);
    }

    /** Hears of every client that goes, while it is still complete. */
    public void onDisconnect(Consumer<Client> listener) {
        onDisconnect.add(listener);
    }

    public void add(Client client) {
        byId.put(client.id(), client);
        onConnect.forEach(listener -> listener.accept(client));
    }

    public void remove(Client client) {
        if (byId.containsKey(client.id())) {
            onDisconnect.forEach(listener -> listener.accept(client));
            byId.remove(client.id());
        }
    }

    /** Null when there is none. */
    public Client find(long id) {
        return byId.get(id);
    }

    public int count() {
        return byId.size();
    }

    public Collection<Client> all() {
        return byId.values();
    }
}
