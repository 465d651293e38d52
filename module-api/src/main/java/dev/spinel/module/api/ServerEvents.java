package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.keyspace.RemovalListener.Removal;
import dev.spinel.engine.port.DataFileListener;
import dev.spinel.engine.port.ReplicationListener;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells modules what happens to the server. It listens to the engine only from the first subscription on. One per
 * server; the thread that holds the GIL.
 */
public final class ServerEvents {
    static final int REPLICATION_ROLE_CHANGED = 0;
    static final int PERSISTENCE = 1;
    static final int FLUSHDB = 2;
    static final int LOADING = 3;
    static final int CLIENT_CHANGE = 4;
    static final int SHUTDOWN = 5;
    static final int REPLICA_CHANGE = 6;
    static final int PRIMARY_LINK_CHANGE = 7;
    static final int CRON_LOOP = 8;
    static final int MODULE_CHANGE = 9;
    static final int LOADING_PROGRESS = 10;
    static final int SWAPDB = 11;
    static final int REPL_ASYNC_LOAD = 14;
    static final int EVENTLOOP = 15;
    static final int CONFIG = 16;
    static final int KEY = 17;
    static final int COUNT = 18;
    /** How many subevents each event has. */
    private static final int[] SUBEVENTS = {2, 6, 2, 5, 2, 0, 2, 2, 0, 2, 2, 0, 3, 2, 3, 2, 1, 4};

    private static final int START = 0;
    private static final int END = 1;
    private static final int NOW_PRIMARY = 0;
    private static final int NOW_REPLICA = 1;
    private static final int SYNC_RDB_START = 2;
    private static final int SAVING_ENDED = 3;
    private static final int SAVING_FAILED = 4;
    private static final int SYNC_AOF_START = 5;
    private static final int LOADING_ENDED = 3;
    private static final int LOADING_FAILED = 4;
    private static final int ASIDE_STARTED = 0;
    private static final int ASIDE_ABORTED = 1;
    private static final int ASIDE_COMPLETED = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int ALL_DATABASES = -1;

    private final ModuleServer server;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean isListening;

    private record Subscription(LoadedModule module, int event, long callback) {}

    ServerEvents(ModuleServer server) {
        this.server = server;
    }

    static boolean isSupported(long event, long subevent) {
        return event >= 0 && event < COUNT && subevent >= 0 && subevent < SUBEVENTS[(int) event];
    }

    /** Replaces the module's subscription to an event; with callback 0 it ends. */
    void subscribe(LoadedModule module, int event, long callback) {
        subscriptions.removeIf(subscription -> subscription.module == module && subscription.event == event);
        if (callback == 0) {
            return;
        }
        Subscription subscription = new Subscription(module, event, callback);
        subscriptions.add(subscription);
        module.onClose(() -> subscriptions.remove(subscription));
        if (!isListening) {
            listen();
        }
        if (event == KEY) {
            server.engine().keyspace().removalListener(this::tellKey);
        }
    }

    private void listen() {
        isListening = true;
        server.engine().keyspace().addListener(new KeyListener());
        server.engine().clients().onConnect(client -> onClient(client, START));
        server.engine().clients().onDisconnect(client -> onClient(client, END));
        server.engine().addCron(this::onCron);
        server.engine().dataFileListener(new FileListener());
        server.engine().replicationListener(new RoleListener());
        server.engine().settings().onSet(this::settingsChanged);
        server.engine().addBeforeSleep(() -> fire(EVENTLOOP, START, 0));
        server.engine().addAfterSleep(() -> fire(EVENTLOOP, END, 0));
    }

    /** Replicas, our own role, and the link to our primary. */
    private final class RoleListener implements ReplicationListener {
        @Override
        public void onReplica(boolean isOnline) {
            fire(REPLICA_CHANGE, isOnline ? START : END, 0);
        }

        @Override
        public void onRole(ReplicationListener.Role role) {
            if (isWanted(REPLICATION_ROLE_CHANGED)) {
                try (Arena scratch = Arena.ofConfined()) {
                    int subevent = role.host() == null ? NOW_PRIMARY : NOW_REPLICA;
                    fire(REPLICATION_ROLE_CHANGED, subevent, write(role, scratch));
                }
            }
        }

        private static long write(ReplicationListener.Role role, Arena scratch) {
            long data = scratch.allocate(EventData.ROLE_BYTES, Long.BYTES).address();
            Native.putLong(data, EventData.VERSION);
            Native.putInt(data + EventData.FIRST, role.host() == null ? 1 : 0);
            Native.putLong(data + EventData.HOST, text(role.host() == null ? "" : role.host(), scratch));
            Native.putInt(data + EventData.PORT, role.port());
            Native.putLong(data + EventData.ID, text(role.id(), scratch));
            Native.putLong(data + EventData.SECOND_ID, text(role.secondId(), scratch));
            Native.putLong(data + EventData.OFFSET, role.offset());
            Native.putLong(data + EventData.SECOND_OFFSET, role.secondOffset());
            return data;
        }

        private static long text(String text, Arena scratch) {
            return scratch.allocateFrom(text, StandardCharsets.UTF_8).address();
        }

        @Override
        public void onPrimaryLink(boolean isUp) {
            fire(PRIMARY_LINK_CHANGE, isUp ? START : END, 0);
        }
    }

    private boolean isWanted(int event) {
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).event == event) {
                return true;
            }
        }
        return false;
    }

    private void fire(int event, int subevent, long data) {
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            if (subscription.event == event) {
                tell(subscription, subevent, data, null, null);
            }
        }
    }

    private void tell(Subscription subscription, int subevent, long data, Client client, Database database) {
        ModuleContext context = subscription.module.enter(client, 0);
        if (database != null) {
            context.client().database(database);
        }
        context.reply(null);
        Callbacks.voidPpppp(subscription.callback, context.address(), subscription.event, EventData.VERSION, subevent,
                data);
        subscription.module.leave(context);
    }

    /** Fills the struct of an event, whose first word is its version, and fires it. */
    private void fire(int event, int subevent, Consumer<Long> fields) {
        if (isWanted(event)) {
            try (Arena scratch = Arena.ofConfined()) {
                long data = scratch.allocate(EventData.BYTES, Long.BYTES).address();
                Native.putLong(data, EventData.VERSION);
                fields.accept(data);
                fire(event, subevent, data);
            }
        }
    }

    private void onCron() {
        int hz = server.engine().settings().hz.intValue();
        fire(CRON_LOOP, 0, (Long data) -> Native.putInt(data + EventData.FIRST, hz));
    }

    private void onClient(Client client, int subevent) {
        if (client.connection() == null || !isWanted(CLIENT_CHANGE)) {
            return;
        }
        try (Arena scratch = Arena.ofConfined()) {
            long info = scratch.allocate(ContextApi.CLIENT_INFO_BYTES, Long.BYTES).address();
            Native.putLong(info, EventData.VERSION);
            ContextApi.fillClientInfo(server, info, client);
            for (Subscription subscription : List.copyOf(subscriptions)) {
                if (subscription.event == CLIENT_CHANGE) {
                    tell(subscription, subevent, info, client, null);
                }
            }
        }
    }

    /** The server ends. */
    public void shutdown() {
        fire(SHUTDOWN, 0, 0);
    }

    /** A module was loaded, or unloaded; the others hear of it. */
    public void moduleChanged(LoadedModule module, boolean isLoaded) {
        if (!isWanted(MODULE_CHANGE)) {
            return;
        }
        try (Arena scratch = Arena.ofConfined()) {
            long data = scratch.allocate(EventData.BYTES, Long.BYTES).address();
            Native.putLong(data, EventData.VERSION);
            Native.putLong(data + EventData.FIRST,
                    scratch.allocateFrom(module.name(), StandardCharsets.UTF_8).address());
            Native.putInt(data + EventData.WIDE, module.version());
            for (Subscription subscription : List.copyOf(subscriptions)) {
                if (subscription.event == MODULE_CHANGE && subscription.module != module) {
                    tell(subscription, isLoaded ? START : END, data, null, null);
                }
            }
        }
    }

    private void settingsChanged(List<String> names) {
        if (!isWanted(CONFIG)) {
            return;
        }
        try (Arena scratch = Arena.ofConfined()) {
            long texts = scratch.allocate((long) Long.BYTES * names.size(), Long.BYTES).address();
            for (int i = 0; i < names.size(); i++) {
                Native.putLong(texts + (long) i * Long.BYTES,
                        scratch.allocateFrom(names.get(i), StandardCharsets.UTF_8).address());
            }
            fire(CONFIG, 0, (Long data) -> {
                Native.putInt(data + EventData.FIRST, names.size());
                Native.putLong(data + EventData.WIDE, texts);
            });
        }
    }

    private final class KeyListener implements KeyspaceListener {
        @Override
        public void onFlush(Database database, boolean lazily) {
            flush(database, lazily, START);
        }

        @Override
        public void onFlushed(Database database, boolean lazily) {
            flush(database, lazily, END);
        }

        private void flush(Database database, boolean lazily, int subevent) {
            fire(FLUSHDB, subevent, (Long data) -> {
                Native.putInt(data + EventData.FIRST, lazily ? 0 : 1);
                Native.putInt(data + EventData.SECOND, database == null ? ALL_DATABASES : database.index());
            });
        }

        @Override
        public void onSwap(Database first, Database second) {
            fire(SWAPDB, 0, (Long data) -> {
                Native.putInt(data + EventData.FIRST, first.index());
                Native.putInt(data + EventData.SECOND, second.index());
            });
        }
    }

    /** Hands the key over, open for reading, as long as the callback runs. */
    private void tellKey(Key key, Removal why) {
        if (!isWanted(KEY)) {
            return;
        }
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (subscription.event == KEY) {
                tellKey(subscription, key, why);
            }
        }
    }

    private static void tellKey(Subscription subscription, Key key, Removal why) {
        ModuleContext context = subscription.module.enter(null, 0);
        context.client().database(key.database());
        long name = StringCell.create(subscription.module.memory().strings(), key.address(), key.length());
        ModuleKey open = ModuleKey.openSilently(context, key.database(), name);
        try (Arena scratch = Arena.ofConfined()) {
            long data = scratch.allocate(EventData.BYTES, Long.BYTES).address();
            Native.putLong(data, EventData.VERSION);
            Native.putLong(data + EventData.FIRST, open.address());
            Callbacks.voidPpppp(subscription.callback, context.address(), KEY, EventData.VERSION, why.ordinal(), data);
        }
        open.release();
        StringCell.release(name);
        subscription.module.leave(context);
    }

    /** Tells of saving and loading; of progress no oftener than {@code hz} times a second. */
    private final class FileListener implements DataFileListener {
        private long progressNanos;
        private boolean isAside;

        @Override
        public void onSave(boolean isAof, boolean isSync) {
            int sync = isAof ? SYNC_AOF_START : SYNC_RDB_START;
            fire(PERSISTENCE, isSync ? sync : subevent(isAof), 0);
        }

        /** Of events that have one for snapshots and one for the log, in this order. */
        private static int subevent(boolean isAof) {
            return isAof ? 1 : 0;
        }

        @Override
        public void onSaved(boolean isGood) {
            fire(PERSISTENCE, isGood ? SAVING_ENDED : SAVING_FAILED, 0);
        }

        @Override
        public void onLoad(DataFileListener.Source source) {
            isAside = source == DataFileListener.Source.PRIMARY_ASIDE;
            if (isAside) {
                fire(REPL_ASYNC_LOAD, ASIDE_STARTED, 0);
            }
            fire(LOADING, (isAside ? DataFileListener.Source.PRIMARY : source).ordinal(), 0);
        }

        @Override
        public void onLoaded(boolean isGood) {
            fire(LOADING, isGood ? LOADING_ENDED : LOADING_FAILED, 0);
            if (isAside) {
                fire(REPL_ASYNC_LOAD, isGood ? ASIDE_COMPLETED : ASIDE_ABORTED, 0);
            }
        }

        @Override
        public void onLoadProgress(boolean isAof, int part) {
            int hz = server.engine().settings().hz.intValue();
            long now = server.engine().clock().nanos();
            if (now - progressNanos < NANOS_PER_SECOND / hz) {
                return;
            }
            progressNanos = now;
            fire(LOADING_PROGRESS, subevent(isAof), (Long data) -> {
                Native.putInt(data + EventData.FIRST, hz);
                Native.putInt(data + EventData.SECOND, part);
            });
        }
    }
}
