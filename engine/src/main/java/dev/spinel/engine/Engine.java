package dev.spinel.engine;

import dev.spinel.engine.client.BlockedClients;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.Clients;
import dev.spinel.engine.client.KeyWaiters;
import dev.spinel.engine.command.CommandFactsLoader;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.command.LongOperation;
import dev.spinel.engine.command.MemoryGate;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.config.Setting;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.acl.Acl;
import dev.spinel.engine.feature.cluster.ClusterCommands;
import dev.spinel.engine.feature.connection.ClientCommands;
import dev.spinel.engine.feature.connection.ClientEviction;
import dev.spinel.engine.feature.connection.ClientPause;
import dev.spinel.engine.feature.connection.ConnectionCommands;
import dev.spinel.engine.feature.connection.ReplyLimits;
import dev.spinel.engine.feature.generic.GenericCommands;
import dev.spinel.engine.feature.pubsub.KeyspaceNotifier;
import dev.spinel.engine.feature.pubsub.PubSub;
import dev.spinel.engine.feature.pubsub.PubSubCommands;
import dev.spinel.engine.feature.replication.Upstream;
import dev.spinel.engine.feature.tracking.Tracking;
import dev.spinel.engine.feature.tracking.TrackingCommands;
import dev.spinel.engine.feature.transactions.TransactionCommands;
import dev.spinel.engine.feature.transactions.WatchedKeys;
import dev.spinel.engine.keyspace.ActiveDefrag;
import dev.spinel.engine.keyspace.Evictor;
import dev.spinel.engine.keyspace.ExpiryCycle;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.AppendOnlyFile;
import dev.spinel.engine.port.Clock;
import dev.spinel.engine.port.Connection;
import dev.spinel.engine.port.DataFileListener;
import dev.spinel.engine.port.Dialer;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.port.LatencySamples;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.ReplicationListener;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.port.StreamPosition;
import dev.spinel.engine.propagate.DeletionPropagator;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.stats.InfoSections;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.timer.SlicedWork;
import dev.spinel.engine.timer.TimerQueue;
import dev.spinel.engine.type.array.ArrayCommands;
import dev.spinel.engine.type.bitmap.BitmapCommands;
import dev.spinel.engine.type.geo.GeoCommands;
import dev.spinel.engine.type.hash.HashCommands;
import dev.spinel.engine.type.hash.HashValue;
import dev.spinel.engine.type.hyperloglog.HyperLogLogCommands;
import dev.spinel.engine.type.list.ListCommands;
import dev.spinel.engine.type.list.ListValue;
import dev.spinel.engine.type.set.SetCommands;
import dev.spinel.engine.type.set.SetLimits;
import dev.spinel.engine.type.sortedset.SortedSetCommands;
import dev.spinel.engine.type.sortedset.SortedSetLimits;
import dev.spinel.engine.type.sortedset.SortedSetValue;
import dev.spinel.engine.type.stream.StreamCommands;
import dev.spinel.engine.type.stream.StreamLimits;
import dev.spinel.engine.type.string.StringCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The door of the engine: owns the databases, the commands and the clients, and is driven by a reactor through {@link
 * #tick}, {@link #execute} and {@link #beforeSleep}. Single-threaded; opens nothing and starts nothing.
 */
public final class Engine implements AutoCloseable {
    /** Steps of a slice: about as much as a slice has time for once the code is warm. */
    private static final int EXPIRY_STEPS = 32;
    private static final int EXPIRED_PER_STEP = 64;
    private static final int FREEING_STEPS = 32;

    private final Clock clock;
    private final Entropy entropy;
    private final ReplyBlocks replyBlocks = new ReplyBlocks();
    private final Settings settings;
    private final Keyspace keyspace;
    private final Evictor evictor;
    private final ActiveDefrag activeDefrag;
    private final Propagator propagator = new Propagator(replyBlocks);
    private final CommandTable table;
    private final Executor executor;
    private final Clients clients = new Clients();
    private final TimerQueue timers = new TimerQueue();
    private final BlockedClients blocked = new BlockedClients(timers);
    private final KeyWaiters keyWaiters;
    private final WaitingCommands waiting;
    private final ListValue lists = new ListValue();
    private final HashValue hashes;
    private SortedSetValue sortedSetValue;
    private StreamLimits streams;
    private final ExpiryCycle expiry;
    private final SlicedWork expirySlices;
    private final SlicedWork freeingSlices;
    private final WatchedKeys watchedKeys;
    private final PubSub pubSub = new PubSub();
    private final KeyspaceNotifier notifier = new KeyspaceNotifier(pubSub);
    private final Tracking tracking;
    private final Acl acl;
    private final ClientPause pause;
    private final LongOperation longOperation;
    private final ReplyLimits replyLimits;
    private final ClientEviction clientEviction = new ClientEviction(clients);
    private final List<Consumer<Client>> clientForgetters = new ArrayList<>();
    private LoadedModules modules = LoadedModules.NONE;
    private Snapshotter snapshotter = Snapshotter.NONE;
    private AppendOnlyFile appendOnly = AppendOnlyFile.NONE;
    private final List<Runnable> beforeSleep = new ArrayList<>();
    private final List<Runnable> afterSleep = new ArrayList<>();
    private DataFileListener dataFileListener = DataFileListener.NONE;
    private OperatorLog operatorLog = OperatorLog.NONE;
    private LatencySamples latencySamples = LatencySamples.NONE;
    private final List<Runnable> cron = new ArrayList<>();
    private final List<Runnable> closings = new ArrayList<>();
    private final List<Runnable> statsResets = new ArrayList<>();
    private final List<Runnable> dataReplacements = new ArrayList<>();
    private ReplicationListener replicationListener = ReplicationListener.NONE;
    private Dialer dialer = Dialer.NONE;
    private Upstream upstream = Upstream.NONE;
    private Supplier<StreamPosition> streamPosition = () -> null;
    private final InfoSections info = new InfoSections();
    private boolean activeExpiry = true;
    private boolean cronPaused;

    public Engine(Settings settings, Clock clock, Entropy entropy) {
        this.clock = clock;
        this.entropy = entropy;
        this.settings = settings;
        keyspace = new Keyspace(settings.databases.intValue(), entropy);
        evictor = new Evictor(keyspace, entropy, clock);
        activeDefrag = new ActiveDefrag(keyspace, clock);
        table = new CommandTable(CommandFactsLoader.load());
        executor = new Executor(table, keyspace, propagator, clock);
        hashes = new HashValue(keyspace.hasher());
        keyWaiters = new KeyWaiters(keyspace, blocked);
        waiting = new WaitingCommands(executor, keyWaiters, timers);
        expiry = new ExpiryCycle(keyspace, executor::deletion);
        expirySlices = new SlicedWork(timers, clock, this::expireSome, EXPIRY_STEPS);
        freeingSlices = new SlicedWork(timers, clock, keyspace.lazyFree()::runStep, FREEING_STEPS);
        watchedKeys = new WatchedKeys(keyspace);
        acl = Acl.register(table, executor, clients, settings);
        tracking = new Tracking(executor, keyspace, clients, entropy, settings.trackingTableMaxKeys);
        pause = new ClientPause(keyspace, timers, blocked);
        longOperation = new LongOperation(blocked);
        replyLimits = new ReplyLimits(settings.clientOutputBufferLimit);
        clients.onDisconnect(blocked::abandon);
        clients.onDisconnect(this::forgetState);
        registerRooms();
        applySettings();
    }

    /** Makes settings that change while the server runs reach the code that reads them on its hot path. */
    private void applySettings() {
        onApply(() -> evictor.configure(settings.maxmemory.value(), settings.maxmemoryPolicy.value(),
                settings.maxmemorySamples.intValue(), settings.maxmemoryEvictionTenacity.intValue()),
                settings.maxmemory, settings.maxmemoryPolicy, settings.maxmemorySamples,
                settings.maxmemoryEvictionTenacity);
        onApply(() -> activeDefrag.turn(settings.activedefrag.value()), settings.activedefrag);
        onApply(() -> activeDefrag.thresholds(settings.activeDefragIgnoreBytes.value(),
                settings.activeDefragThresholdLower.value(), settings.activeDefragThresholdUpper.value()),
                settings.activeDefragIgnoreBytes, settings.activeDefragThresholdLower,
                settings.activeDefragThresholdUpper);
        onApply(() -> activeDefrag.effort(settings.activeDefragCycleMin.value(), settings.activeDefragCycleMax.value(),
                settings.activeDefragMaxScanFields.value()), settings.activeDefragCycleMin,
                settings.activeDefragCycleMax, settings.activeDefragMaxScanFields);
        onApply(() -> keyspace.sharesIntegers(settings.maxmemory.value() == 0
                || !settings.maxmemoryPolicy.value().isLru() && !settings.maxmemoryPolicy.value().isLfu()),
                settings.maxmemory, settings.maxmemoryPolicy);
        onApply(() -> clientEviction.configure(settings.maxmemoryClients.value(), settings.maxmemory.value()),
                settings.maxmemoryClients, settings.maxmemory);
        onApply(() -> keyspace.clock().configure(settings.maxmemoryPolicy.value().isLfu(),
                settings.maxmemoryPolicy.value().isLrm(),
                settings.lfuLogFactor.intValue(), settings.lfuDecayTime.intValue()), settings.lfuLogFactor,
                settings.lfuDecayTime, settings.maxmemoryPolicy);
        onApply(() -> executor.limits().maxStringBytes(settings.protoMaxBulkLen.value()), settings.protoMaxBulkLen);
        onApply(() -> keyspace.lazyFree().onExpiry(settings.lazyfreeLazyExpire.value()), settings.lazyfreeLazyExpire);
        onApply(() -> keyspace.lazyFree().onEviction(settings.lazyfreeLazyEviction.value()),
                settings.lazyfreeLazyEviction);
        onApply(() -> lists.fill(settings.listMaxListpackSize.intValue()), settings.listMaxListpackSize);
        onApply(() -> keyspace.lazyFree().onServerDelete(settings.lazyfreeLazyServerDel.value()),
                settings.lazyfreeLazyServerDel);
        onApply(() -> keyspace.lazyFree().onUserDelete(settings.lazyfreeLazyUserDel.value()),
                settings.lazyfreeLazyUserDel);
        onApply(() -> keyspace.lazyFree().onUserFlush(settings.lazyfreeLazyUserFlush.value()),
                settings.lazyfreeLazyUserFlush);
        SetLimits sets = SetCommands.register(table, keyspace, entropy);
        onApply(() -> sets.configure(settings.setMaxIntsetEntries.value(), settings.setMaxListpackEntries.value(),
                settings.setMaxListpackValue.value()), settings.setMaxIntsetEntries, settings.setMaxListpackEntries,
                settings.setMaxListpackValue);
        onApply(() -> hashes.limits(settings.hashMaxListpackEntries.value(), settings.hashMaxListpackValue.value()),
                settings.hashMaxListpackEntries, settings.hashMaxListpackValue);
        SortedSetLimits sortedSets = SortedSetCommands.register(table, keyspace, entropy, waiting);
        sortedSetValue = new SortedSetValue(keyspace.hasher(), sortedSets);
        onApply(() -> sortedSets.configure(settings.zsetMaxListpackEntries.value(),
                settings.zsetMaxListpackValue.value()), settings.zsetMaxListpackEntries, settings.zsetMaxListpackValue);
        GeoCommands.register(table, keyspace, sortedSets);
        HyperLogLogCommands hyperLogLogs = HyperLogLogCommands.register(table, entropy);
        onApply(() -> hyperLogLogs.maxSparseBytes(settings.hllSparseMaxBytes.value()), settings.hllSparseMaxBytes);
        SliceLimits arrays = ArrayCommands.register(table);
        onApply(() -> arrays.configure(settings.arraySliceSize.value(), settings.arraySparseKmax.value(),
                settings.arraySparseKmin.value()), settings.arraySliceSize, settings.arraySparseKmax,
                settings.arraySparseKmin);
        streams = StreamCommands.register(table, waiting);
        onApply(() -> streams.configure(settings.streamNodeMaxBytes.value(), settings.streamNodeMaxEntries.value()),
                settings.streamNodeMaxBytes, settings.streamNodeMaxEntries);
        onApply(() -> streams.configureProducers(settings.streamIdmpDuration.value(),
                settings.streamIdmpMaxsize.value()), settings.streamIdmpDuration, settings.streamIdmpMaxsize);
        onApply(() -> acl.defaultPassword(settings.requirepass.value()), settings.requirepass);
        onApply(() -> notifier.kinds(settings.notifyKeyspaceEvents.classes()), settings.notifyKeyspaceEvents);
    }

    /** Runs {@code action} now and whenever one of the settings changes. */
    public static void onApply(Runnable action, Setting... changed) {
        action.run();
        for (Setting setting : changed) {
            setting.onApply(() -> {
                action.run();
                return null;
            });
        }
    }

    private void registerRooms() {
        evictor.onUnfinished(() -> timers.at(keyspace.nowMs(), this::resumeEviction));
        evictor.onPressure(this::relieve);
        evictor.unit(executor::deletion);
        addStatsReset(evictor::resetStats);
        addStatsReset(activeDefrag::resetStats);
        cron.add(this::defragCron);
        addStatsReset(clientEviction::resetStats);
        keyspace.addListener(keyWaiters);
        executor.addUnitFollower(keyWaiters::serveReady);
        blocked.onFailure(executor::abandoned);
        StringCommands.register(table);
        BitmapCommands.register(table);
        ListCommands.register(table, lists, waiting);
        HashCommands.register(table, hashes, entropy);
        executor.addInterceptor(longOperation);
        executor.addInterceptor(pause);
        ConnectionCommands.register(table, acl, this::modules, this::forgetState);
        ClientCommands.register(table, clients, blocked, pause, acl);
        statsResets.add(acl.log()::resetCounts);
        TrackingCommands.register(table, tracking, clients);
        clientForgetters.add(tracking::forget);
        beforeSleep.add(tracking::beforeSleep);
        cron.add(tracking::cron);
        GenericCommands.register(table, executor, settings.rdbcompression, () -> operatorLog);
        keyspace.addListener(new DeletionPropagator(propagator, executor::deletion));
        keyspace.addListener(watchedKeys);
        clientForgetters.add(TransactionCommands.register(executor, table, watchedKeys)::forget);
        executor.addGate(new MemoryGate(evictor, this::endDeletions));
        PubSubCommands.register(table, executor, pubSub);
        ClusterCommands.register(table);
        executor.addGate(longOperation);
        clientForgetters.add(pubSub::forget);
        keyspace.addListener(notifier);
    }

    /** What moves data out of sparse slabs. */
    public ActiveDefrag activeDefrag() {
        return activeDefrag;
    }

    private void defragCron() {
        if (activeDefrag.begins()) {
            defragSlice();
        }
    }

    private void defragSlice() {
        // A command that lets others go on may hold addresses of entries.
        long start = clock.nanos();
        long next = executor.isExecuting() ? 1 : activeDefrag.slice();
        latencySamples.record("active-defrag-cycle", keyspace.nowMs() / 1000, (clock.nanos() - start) / 1_000_000);
        if (next > 0) {
            timers.at(keyspace.nowMs() + next, this::defragSlice);
        }
    }

    /** What makes room for new data. */
    public Evictor evictor() {
        return evictor;
    }

    /** Whether there is memory for commands that need some; evicts to make room. */
    public boolean hasRoom() {
        return !evictor.isOver() || evictor.makeRoom();
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public Entropy entropy() {
        return entropy;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    public CommandTable commands() {
        return table;
    }

    public Executor executor() {
        return executor;
    }

    public Clients clients() {
        return clients;
    }

    public BlockedClients blockedClients() {
        return blocked;
    }

    /** Clients that wait for keys. */
    public KeyWaiters keyWaiters() {
        return keyWaiters;
    }

    /** Commands that wait for keys and are executed again. */
    public WaitingCommands waitingCommands() {
        return waiting;
    }

    /** The flyweight over list values, for whoever works on them besides the commands. */
    public ListValue lists() {
        return lists;
    }

    /** The flyweight over hash values, for whoever works on them besides the commands. */
    public HashValue hashes() {
        return hashes;
    }

    /** The limits of stream values, for whoever works on them besides the commands. */
    public StreamLimits streamLimits() {
        return streams;
    }

    /** The flyweight over sorted sets, for whoever works on them besides the commands. */
    public SortedSetValue sortedSets() {
        return sortedSetValue;
    }

    /** The log an operator reads; nobody's until one is plugged in. */
    public OperatorLog operatorLog() {
        return operatorLog;
    }

    /** Has rooms write to the log an operator reads. */
    public void operatorLog(OperatorLog log) {
        operatorLog = log;
    }

    /** Where events outside commands tell how long they took. */
    public LatencySamples latencySamples() {
        return latencySamples;
    }

    public void latencySamples(LatencySamples samples) {
        latencySamples = samples;
    }

    public TimerQueue timers() {
        return timers;
    }

    public Propagator propagator() {
        return propagator;
    }

    /** Users and what they may do. */
    public Acl acl() {
        return acl;
    }

    public ClientPause clientPause() {
        return pause;
    }

    /** The work that lets others go on meanwhile, if there is any. */
    public LongOperation longOperation() {
        return longOperation;
    }

    public ClientEviction clientEviction() {
        return clientEviction;
    }

    public ReplyLimits replyLimits() {
        return replyLimits;
    }

    public PubSub pubSub() {
        return pubSub;
    }

    public KeyspaceNotifier keyspaceNotifier() {
        return notifier;
    }

    /** Who is told when a key it has read changes. */
    public Tracking tracking() {
        return tracking;
    }

    public WatchedKeys watchedKeys() {
        return watchedKeys;
    }

    /** The modules of this server; nobody's until a host is plugged in. */
    public LoadedModules modules() {
        return modules;
    }

    public void modules(LoadedModules loadedModules) {
        modules = loadedModules;
    }

    /** Who keeps the data in a file; nobody until one is plugged in. */
    public Snapshotter snapshotter() {
        return snapshotter;
    }

    public void snapshotter(Snapshotter keeper) {
        snapshotter = keeper;
    }

    /** The log of changes; nobody's until one is plugged in. */
    public AppendOnlyFile appendOnly() {
        return appendOnly;
    }

    public void appendOnly(AppendOnlyFile log) {
        appendOnly = log;
    }

    /** Ends transactions, watches and subscriptions of a client: RESET, and before it goes. */
    public void forgetState(Client client) {
        for (Consumer<Client> forget : clientForgetters) {
            forget.accept(client);
        }
    }

    public ReplyBlocks replyBlocks() {
        return replyBlocks;
    }

    /** The sections of INFO. */
    public InfoSections info() {
        return info;
    }

    /** Runs {@code action} at CONFIG RESETSTAT. */
    public void addStatsReset(Runnable action) {
        statsResets.add(action);
    }

    /** Runs {@code action} before all data is replaced by that of a file. */
    public void addDataReplacement(Runnable action) {
        dataReplacements.add(action);
    }

    /** All data is about to be replaced: what is under way with the old data is worthless. */
    public void replaceData() {
        dataReplacements.forEach(Runnable::run);
    }

    /** Who hears of replicas that come and go, and of the primary of this server. */
    public void replicationListener(ReplicationListener listener) {
        replicationListener = listener;
    }

    public ReplicationListener replicationListener() {
        return replicationListener;
    }

    /** Has files tell where the data stand in the stream of changes; null while there is none. */
    public void streamPosition(Supplier<StreamPosition> position) {
        streamPosition = position;
    }

    /** Where the data stand in the stream of changes; null when there is none. */
    public StreamPosition streamPosition() {
        return streamPosition.get();
    }

    /** The server this one follows, if any. */
    public Upstream upstream() {
        return upstream;
    }

    /** Has somebody see to following another server. */
    public void upstream(Upstream follower) {
        upstream = follower;
    }

    /** What opens connections to other servers; nothing until it is plugged in. */
    public Dialer dialer() {
        return dialer;
    }

    public void dialer(Dialer opener) {
        dialer = opener;
    }

    public void resetStats() {
        statsResets.forEach(Runnable::run);
    }

    /** Runs {@code action} when the engine is closed, to give memory back. */
    public void addClosing(Runnable action) {
        closings.add(action);
    }

    /** Runs {@code hook} before every poll. */
    public void addBeforeSleep(Runnable hook) {
        beforeSleep.add(hook);
    }

    /** Runs {@code hook} after every poll, before anything that is ready is served. */
    public void addAfterSleep(Runnable hook) {
        afterSleep.add(hook);
    }

    /** Has somebody hear of data being saved and loaded. */
    public void dataFileListener(DataFileListener listener) {
        dataFileListener = listener;
    }

    /** Who is to hear of data being saved and loaded. */
    public DataFileListener dataFileListener() {
        return dataFileListener;
    }

    /** Runs {@code task} {@code hz} times a second. */
    public void addCron(Runnable task) {
        cron.add(task);
    }

    /** Hears of clients whose state is to be forgotten: RESET, and before they go. */
    public void addClientForgetter(Consumer<Client> forgetter) {
        clientForgetters.add(forgetter);
    }

    /** Whether cron removes expired keys: DEBUG SET-ACTIVE-EXPIRE. */
    public void activeExpiry(boolean active) {
        activeExpiry = active;
    }

    /** Stops and restarts background work: DEBUG PAUSE-CRON. */
    public void cronPaused(boolean paused) {
        cronPaused = paused;
    }

    public boolean isCronPaused() {
        return cronPaused;
    }

    /** Makes a client for a connection. */
    public Client connect(Connection connection) {
        Client client = new Client(clients.nextId(), connection, replyBlocks, keyspace.database(0));
        client.stats().connected(keyspace.nowMs());
        acl.connected(client);
        clients.add(client);
        return client;
    }

    /** Makes a client without a connection, for a module, a script or a journal being loaded. */
    public Client newInternalClient(int flags) {
        Client client = new Client(clients.nextId(), null, replyBlocks, keyspace.database(0));
        client.set(ClientFlag.AUTHENTICATED | flags, true);
        return client;
    }

    /** Forgets a client and frees what it holds. */
    public void disconnect(Client client) {
        clients.remove(client);
        client.args().clear();
        client.reply().clear();
    }

    /** Executes the command in the arguments of a client. */
    public void execute(Client client) {
        executor.execute(client);
        if (!client.is(ClientFlag.PAUSED)) {
            client.args().clear();
        }
    }

    /** Starts a turn of the loop: reads the time and runs the timers that are due. */
    public void tick() {
        executor.refreshTime();
        timers.run(keyspace.nowMs());
    }

    /** Work between execution and the next poll. */
    public void beforeSleep() {
        freeSome();
        for (int i = 0; i < beforeSleep.size(); i++) {
            beforeSleep.get(i).run();
        }
    }

    /** Every command of this turn was executed; called before the first reply leaves. */
    public void beforeReplies() {
        propagator.beforeReplies();
    }

    /** Work between the poll and what it found ready. */
    public void afterSleep() {
        for (int i = 0; i < afterSleep.size(); i++) {
            afterSleep.get(i).run();
        }
    }

    /** Background work in bounded slices; called {@code hz} times a second. */
    public void cron() {
        if (cronPaused) {
            return;
        }
        expirySlices.run();
        if (!keyspace.isLoading()) {
            hasRoom();
        }
        endDeletions();
        freeSome();
        Arena.decay(keyspace.nowMs());
        Snapshot.reclaim();
        for (int i = 0; i < cron.size(); i++) {
            cron.get(i).run();
        }
    }

    /** A step of active expiry; whether more is due. */
    private boolean expireSome() {
        boolean hasMore = activeExpiry && !cronPaused && !expiry.run(EXPIRED_PER_STEP);
        endDeletions();
        return hasMore;
    }

    private void freeSome() {
        if (keyspace.lazyFree().isPending()) {
            freeingSlices.run();
        }
    }

    private void resumeEviction() {
        evictor.resume();
        endDeletions();
    }

    /**
     * Gives up what is not data before data has to go: spare reply blocks, and clients that hold more than they may.
     */
    private void relieve() {
        replyBlocks.trim();
        if (!executor.isExecuting()) {
            clientEviction.relieve();
        }
    }

    /** Keys went without a command: who waits for them goes on. */
    private void endDeletions() {
        if (!executor.isInUnit()) {
            executor.endUnit();
        }
    }

    /** Frees all data. The arena is back where it was before the engine was made. */
    @Override
    public void close() {
        keyspace.flushAll();
        keyspace.lazyFree().finish();
        executor.close();
        closings.forEach(Runnable::run);
        replyBlocks.trim();
    }
}
