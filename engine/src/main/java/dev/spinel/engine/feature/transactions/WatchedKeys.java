package dev.spinel.engine.feature.transactions;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who watches which key, and what happened to it since. Owned by the reactor. */
public final class WatchedKeys implements KeyspaceListener {
    private final Keyspace keyspace;
    private final Key probe;
    private final Map<Name, List<Client>> watchers = new HashMap<>();
    private final Map<Client, Map<Name, Boolean>> watched = new HashMap<>();

    private record Name(int database, String key) {}

    public WatchedKeys(Keyspace keyspace) {
        this.keyspace = keyspace;
        probe = keyspace.newKey();
    }

    /** {@code watching_clients}. */
    public int clientCount() {
        return watched.size();
    }

    /** {@code total_watched_keys}. */
    public int keyCount() {
        return watchers.size();
    }

    void watch(Client client, Database database, long address, int length) {
        Name name = new Name(database.index(), Text.string(address, length));
        Map<Name, Boolean> names = watched.computeIfAbsent(client, any -> new LinkedHashMap<>());
        if (names.containsKey(name)) {
            return;
        }
        keyspace.read(probe, database, address, length, Keyspace.PEEK | Keyspace.WITH_EXPIRED);
        names.put(name, isExpired());
        watchers.computeIfAbsent(name, any -> new ArrayList<>()).add(client);
        client.transaction().watchCount(names.size());
    }

    void unwatch(Client client) {
        Map<Name, Boolean> names = watched.remove(client);
        if (names == null) {
            return;
        }
        for (Name name : names.keySet()) {
            List<Client> clients = watchers.get(name);
            clients.remove(client);
            if (clients.isEmpty()) {
                watchers.remove(name);
            }
        }
        client.transaction().watchCount(0);
        client.transaction().dirty(false);
    }

    /** Whether a key that lived when it was watched has expired since, removed or not. */
    boolean hasExpiredKey(Client client) {
        Map<Name, Boolean> names = watched.getOrDefault(client, Map.of());
        for (Map.Entry<Name, Boolean> entry : names.entrySet()) {
            if (!entry.getValue() && isExpired(entry.getKey())) {
                return true;
            }
        }
        return false;
    }

    private boolean isExpired(Name name) {
        probe(name);
        return isExpired();
    }

    private boolean isExpired() {
        return probe.exists() && Entry.hasExpiry(probe.entry()) && probe.expireAt() <= keyspace.nowMs();
    }

    /** A key that was expired when it was watched, and is removed now, has not changed for the watcher. */
    @Override
    public void onModified(Key key) {
        if (watchers.isEmpty()) {
            return;
        }
        Name name = new Name(key.database().index(), Text.string(key.name()));
        for (Client client : watchers.getOrDefault(name, List.of())) {
            if (key.exists() || !watched.get(client).replace(name, true, false)) {
                client.transaction().dirty(true);
            }
        }
    }

    /** A flush touches the watched keys that exist, and those that were expired but still there do not count. */
    @Override
    public void onFlush(Database database) {
        for (Map.Entry<Client, Map<Name, Boolean>> entry : watched.entrySet()) {
            for (Map.Entry<Name, Boolean> name : entry.getValue().entrySet()) {
                boolean concerned = database == null || database.index() == name.getKey().database();
                if (concerned && exists(name.getKey()) && !name.getValue()) {
                    entry.getKey().transaction().dirty(true);
                }
            }
        }
    }

    @Override
    public void onReplace() {
        onFlush(null);
    }

    /** A key that was not there and is now has changed, too. */
    @Override
    public void onReplaced() {
        onFlush(null);
    }

    /** Keys that are expired before and after the swap, or absent and expired, have not changed for their watchers. */
    @Override
    public void onSwap(Database first, Database second) {
        for (Name name : watchers.keySet()) {
            if (name.database() == first.index() || name.database() == second.index()) {
                int other = name.database() == first.index() ? second.index() : first.index();
                swapped(name, new Name(other, name.key()));
            }
        }
    }

    /** @param before where the key that had this name before the swap is now */
    private void swapped(Name name, Name before) {
        boolean existed = exists(before);
        boolean exists = exists(name);
        if (!existed && !exists) {
            return;
        }
        boolean isExpired = isExpired();
        for (Client client : watchers.get(name)) {
            boolean wasExpired = watched.get(client).get(name);
            boolean stays = wasExpired ? !exists || isExpired : !existed && isExpired;
            if (stays) {
                watched.get(client).put(name, exists);
            } else {
                client.transaction().dirty(true);
            }
        }
    }

    private boolean exists(Name name) {
        probe(name);
        return probe.exists();
    }

    private void probe(Name name) {
        byte[] bytes = Text.bytes(name.key());
        long copy = Arena.allocate(MemoryTag.SERVER, Math.max(bytes.length, 1));
        Mem.initCopyIn(bytes, 0, copy, bytes.length);
        Database database = keyspace.database(name.database());
        keyspace.read(probe, database, copy, bytes.length, Keyspace.PEEK | Keyspace.WITH_EXPIRED);
        Arena.free(copy);
    }
}
