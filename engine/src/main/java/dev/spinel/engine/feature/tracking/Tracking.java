package dev.spinel.engine.feature.tracking;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientTracking;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.command.KeyExtractor;
import dev.spinel.engine.config.LongSetting;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;
import java.util.List;

/**
 * Remembers which client read which key and tells it once when the key changes, expires or is evicted. It listens to
 * calls and keys only while somebody tracks or keys are remembered. Owned by the reactor. Source: tracking.c.
 */
public final class Tracking implements KeyspaceListener, CallListener, Gate {
    private static final int KEYS_PER_EFFORT = 100;

    private final Executor executor;
    private final Keyspace keyspace;
    private final Clients clients;
    private final Entropy entropy;
    private final LongSetting maxKeys;
    private final TrackingTable table;
    private final Broadcasts broadcasts = new Broadcasts();
    private final Invalidation message;
    private final KeyExtractor keys = new KeyExtractor();
    private int clientCount;
    private int effort = 1;
    private boolean listening;
    private boolean nobodysChange;

    /** @param maxKeys {@code tracking-table-max-keys}; 0 for no limit */
    public Tracking(Executor executor, Keyspace keyspace, Clients clients, Entropy entropy, LongSetting maxKeys) {
        this.executor = executor;
        this.keyspace = keyspace;
        this.clients = clients;
        this.entropy = entropy;
        this.maxKeys = maxKeys;
        table = new TrackingTable(keyspace.hasher());
        message = new Invalidation(clients);
    }

    /** {@code tracking_clients}. */
    public int clientCount() {
        return clientCount;
    }

    /** {@code tracking_total_keys}. */
    public long keyCount() {
        return table.keyCount();
    }

    /** {@code tracking_total_items}. */
    public long itemCount() {
        return table.itemCount();
    }

    /** {@code tracking_total_prefixes}. */
    public int prefixCount() {
        return broadcasts.prefixCount();
    }

    /** Bytes of the arena in which the remembered keys are. */
    public long memoryBytes() {
        return table.memoryBytes();
    }

    /** Turns tracking on, or changes the options of a client that has it on already. */
    void enable(Client client, ClientTracking options, List<String> prefixes) {
        if (client.tracking() == null) {
            clientCount++;
        }
        client.tracking(options);
        if (options.isBroadcast()) {
            (prefixes.isEmpty() ? List.of("") : prefixes).forEach(prefix -> broadcasts.add(client, prefix));
        }
        listen(true);
    }

    /** Turns tracking off; what was remembered for the client stays until it changes. */
    public void forget(Client client) {
        if (client.tracking() != null) {
            broadcasts.remove(client);
            client.tracking(null);
            clientCount--;
            stopIfIdle();
        }
    }

    private void listen(boolean on) {
        if (on == listening) {
            return;
        }
        listening = on;
        if (on) {
            executor.addListener(this);
            executor.addGate(this);
            keyspace.addListener(this);
        } else {
            executor.removeListener(this);
            executor.removeGate(this);
            keyspace.removeListener(this);
        }
    }

    private void stopIfIdle() {
        if (clientCount == 0 && table.keyCount() == 0) {
            table.clear();
            listen(false);
        }
    }

    /** Refuses nothing: before a command is the time to keep the table within its limit. */
    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        limit();
        return null;
    }

    /** Forgets random keys while there are too many, more of them each time that was not enough. */
    public void limit() {
        long limit = maxKeys.value();
        if (limit == 0 || table.keyCount() <= limit) {
            effort = 1;
            return;
        }
        for (int i = effort * KEYS_PER_EFFORT; i > 0 && table.keyCount() > limit; i--) {
            byte[] key = table.randomKey(entropy);
            int count = table.take(key);
            for (int j = 0; j < count; j++) {
                Client reader = reader(table.taken(j));
                if (reader != null) {
                    message.key(reader, key);
                }
            }
        }
        effort = table.keyCount() > limit ? effort + 1 : 1;
    }

    /** Tells broadcasting clients what changed in this turn of the loop. */
    public void beforeSleep() {
        if (!broadcasts.isIdle()) {
            broadcasts.tell(message);
        }
    }

    @Override
    public void onEnd(Call call, long durationNanos) {
        Client client = executor.currentClient();
        if (client == null || client.tracking() == null) {
            return;
        }
        remember(client, call);
        if (executor.depth() == 1 && !isInTransaction(client) && !call.row().fullName().startsWith("client|")) {
            client.tracking().caching(false);
        }
    }

    @Override
    public void onCompleted(Call call, long totalNanos, long answerNanos) {
        Client client = executor.currentClient();
        if (client != null && client.tracking() != null) {
            remember(client, call);
        }
    }

    private static boolean isInTransaction(Client client) {
        return client.transaction() != null && client.transaction().isOpen();
    }

    /** Shard channels are routed like keys but are none. */
    private void remember(Client client, Call call) {
        CommandRow row = call.row();
        if (!row.is(CommandFlag.READONLY) || row.is(CommandFlag.PUBSUB) || !client.tracking().remembersReads()) {
            return;
        }
        int count = keys.extract(row.facts(), call.args());
        for (int i = 0; i < count; i++) {
            int index = keys.position(i);
            table.remember(call.args().address(index), call.args().length(index), client.id());
        }
    }

    /** The client with this id, if it still wants to hear of the keys it has read; otherwise null. */
    private Client reader(long id) {
        Client client = clients.find(id);
        boolean listens = client != null && client.tracking() != null && !client.tracking().isBroadcast();
        boolean isOwn = listens && client.tracking().isNoLoop() && client == executor.currentClient();
        return listens && !isOwn ? client : null;
    }

    @Override
    public void onExpired(Key key) {
        nobodysChange = true;
    }

    @Override
    public void onEvicted(Key key) {
        nobodysChange = true;
    }

    @Override
    public void onModified(Key key) {
        if (!broadcasts.isIdle()) {
            broadcasts.changed(Text.string(key.name()), nobodysChange ? null : executor.currentClient());
        }
        nobodysChange = false;
        int count = table.take(key.address(), key.length());
        for (int i = 0; i < count; i++) {
            Client reader = reader(table.taken(i));
            if (reader != null) {
                message.key(reader, key.address(), key.length());
            }
        }
    }

    @Override
    public void onFlush(Database database) {
        for (Client client : clients.all()) {
            if (client.tracking() != null) {
                message.all(client);
            }
        }
        table.clear();
    }

    @Override
    public void onReplaced() {
        onFlush(null);
    }

    /** Stops listening when nothing is left to listen for. */
    public void cron() {
        if (listening) {
            limit();
            stopIfIdle();
        }
    }
}
