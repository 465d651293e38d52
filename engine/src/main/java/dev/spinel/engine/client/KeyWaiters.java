package dev.spinel.engine.client;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients that wait for keys, per key in the order in which they came. Keys that change are noted; {@link #serveReady},
 * run when the execution unit has ended, asks the waits of each. Owned by the reactor. Source: blocked.c.
 */
public final class KeyWaiters implements KeyspaceListener {
    private final Keyspace keyspace;
    private final BlockedClients blocked;
    private final Key probe;
    private final Map<Name, Map<Client, KeyWait>> waits = new HashMap<>();
    private final Map<Client, List<Name>> names = new HashMap<>();
    /** Keys that changed; true for those that came, went or were signalled, which is what modules are told. */
    private Map<Name, Boolean> ready = new LinkedHashMap<>();
    private boolean isServing;

    private record Name(int database, String key) {}

    /** Takes the client off all its keys when the wait ends for another reason than being served. */
    private final class Ending implements BlockedOperation {
        private final KeyWait wait;

        Ending(KeyWait wait) {
            this.wait = wait;
        }

        @Override
        public void onTimeout(Client client) {
            forget(client);
            wait.onTimeout(client);
        }

        @Override
        public void onAbandon(Client client) {
            forget(client);
            wait.onAbandon(client);
        }

        @Override
        public boolean isEnding() {
            return wait.isEnding();
        }

        @Override
        public boolean isUnblockable() {
            return wait.isUnblockable();
        }

        @Override
        public boolean isCounted() {
            return wait.isCounted();
        }
    }

    public KeyWaiters(Keyspace keyspace, BlockedClients blocked) {
        this.keyspace = keyspace;
        this.blocked = blocked;
        probe = keyspace.newKey();
    }

    /** {@code total_blocking_keys}. */
    public int keyCount() {
        return waits.size();
    }

    /** {@code total_blocking_keys_on_nokey}. */
    public long keyCountOfWaitsForEnd() {
        return waits.values().stream().filter(all -> all.values().stream().anyMatch(KeyWait::endsWithKey)).count();
    }

    /**
     * Makes the client wait for keys of its database, which are {@code count} arguments from {@code first} on.
     *
     * @param untilMs when to give up, ms since the epoch; 0 for never
     */
    public void block(Client client, KeyWait wait, long untilMs, Args args, int first, int count) {
        List<Name> all = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            Name name = new Name(client.database().index(), args.text(i));
            if (waits.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(client, wait) == null) {
                all.add(name);
            }
        }
        names.put(client, all);
        blocked.block(client, new Ending(wait), untilMs);
    }

    /** Ends the wait of a client that somebody has answered or will answer. */
    public void unblock(Client client) {
        forget(client);
        blocked.unblock(client);
    }

    private void forget(Client client) {
        for (Name name : names.remove(client)) {
            Map<Client, KeyWait> clients = waits.get(name);
            clients.remove(client);
            if (clients.isEmpty()) {
                waits.remove(name);
            }
        }
    }

    /** A key of that name may serve its waits now, although nothing was written: a module says so. */
    public void signal(Database database, String key) {
        Name name = new Name(database.index(), key);
        if (waits.containsKey(name)) {
            ready.put(name, true);
        }
    }

    /** Asks the waits of all keys that changed, until nothing changes any more. */
    public void serveReady() {
        if (ready.isEmpty() || isServing) {
            return;
        }
        isServing = true;
        while (!ready.isEmpty()) {
            Map<Name, Boolean> batch = ready;
            ready = new LinkedHashMap<>();
            batch.forEach(this::serve);
        }
        isServing = false;
    }

    private void serve(Name name, boolean isSignalled) {
        Map<Client, KeyWait> clients = waits.getOrDefault(name, Map.of());
        for (Client client : List.copyOf(clients.keySet())) {
            KeyWait wait = clients.get(client);
            if (wait != null && (isSignalled || wait.seesEveryChange()) && serve(name, client, wait)) {
                unblock(client);
            }
        }
    }

    private boolean serve(Name name, Client client, KeyWait wait) {
        byte[] bytes = Text.bytes(name.key());
        long copy = Arena.allocate(MemoryTag.SERVER, Math.max(bytes.length, 1));
        Mem.initCopyIn(bytes, 0, copy, bytes.length);
        Database database = keyspace.database(name.database());
        keyspace.read(probe, database, copy, bytes.length, Keyspace.PEEK | Keyspace.KEEP_EXPIRED);
        boolean wasReady = ready.containsKey(name);
        boolean served = wait.serve(client, probe);
        if (!served && !wasReady) {
            ready.remove(name);     // looking at a key to write, as modules do, does not make it ready again
        }
        Arena.free(copy);
        return served;
    }

    @Override
    public void onModified(Key key) {
        note(key, !key.exists());
    }

    @Override
    public void onEvent(int kind, byte[] event, Key key) {
        if (kind == KeyEvent.NEW) {
            note(key, true);
        }
    }

    private void note(Key key, boolean isSignal) {
        if (!waits.isEmpty()) {
            Name name = new Name(key.database().index(), Text.string(key.name()));
            if (waits.containsKey(name)) {
                ready.merge(name, isSignal, Boolean::logicalOr);
            }
        }
    }

    @Override
    public void onFlush(Database database) {
        for (Name name : waits.keySet()) {
            if (database == null || database.index() == name.database()) {
                ready.put(name, true);
            }
        }
    }

    @Override
    public void onReplaced() {
        onFlush(null);
    }

    @Override
    public void onSwap(Database first, Database second) {
        onFlush(first);
        onFlush(second);
    }
}
