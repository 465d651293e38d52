package dev.spinel.module.api;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Choice.MaxmemoryPolicy;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.CrashReporter;
import dev.spinel.engine.port.EventLoop;
import dev.spinel.engine.port.GlobalLock;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.type.sortedset.SortedSetValue;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleLog;
import dev.spinel.module.abi.ProcessEnd;
import dev.spinel.module.abi.StringCell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the functions of the module API know of the server they belong to: the engine, the lock, the log, and which
 * modules are there. One per engine; owned by the thread that holds the GIL.
 */
public final class ModuleServer implements ModuleLog {
    private static final int MULTI = 1 << 1;
    private static final int AOF = 1 << 6;
    private static final int RDB = 1 << 7;
    private static final int MAXMEMORY = 1 << 8;
    private static final int EVICT = 1 << 9;
    private static final int OUT_OF_MEMORY = 1 << 10;
    private static final int OUT_OF_MEMORY_WARNING = 1 << 11;
    private static final int SERVER_STARTUP = 1 << 24;
    private static final float MEMORY_WARNING_RATIO = 0.75f;

    private final Engine engine;
    private final GlobalLock lock;
    private final Handoff handoff;
    private final OperatorLog log;
    private static final Runnable WAKE_UP = () -> {};

    private final CommandFilters filters = new CommandFilters(this);
    private final Map<String, String> pendingSettings = new LinkedHashMap<>();
    private final ModuleTimers timers = new ModuleTimers(this);
    private final ModuleFork fork;
    private final Map<String, SharedFunction> sharedFunctions = new HashMap<>();
    private final Map<String, Long> constantTexts = new HashMap<>();
    private final Map<String, LoadedModule> modules = new LinkedHashMap<>();

    private final ModuleAuthentication authentication = new ModuleAuthentication(this);
    private final ModuleDescriptors descriptors = new ModuleDescriptors(this);
    private final ModuleDefrag defrag = new ModuleDefrag(this);
    private final KeyspaceEvents keyspaceEvents = new KeyspaceEvents(this);
    private final ServerEvents serverEvents = new ServerEvents(this);
    private final ModuleCalls calls;
    private Snapshotter snapshotter = Snapshotter.NONE;
    private EventLoop loop = EventLoop.NONE;
    private CrashReporter crashReporter = new PlainCrash();
    private long sortedSetBuffer;
    private boolean isStarting;
    private boolean isYielding;

    private record SharedFunction(LoadedModule owner, long function) {}

    public ModuleServer(Engine engine, GlobalLock lock, Handoff handoff, OperatorLog log) {
        this.engine = engine;
        this.lock = lock;
        this.handoff = handoff;
        this.log = log;
        calls = new ModuleCalls(engine);
        engine.addCron(defrag::cron);
        ModuleValueType.install();
        this.fork = new ModuleFork(this);
        engine.settings().moduleDebug.onApply(() -> {
            modules.values().forEach(LoadedModule::rebind);
            return null;
        });
    }

    /** The loop that serves clients; nobody's until a server is plugged in. */
    public void loop(EventLoop eventLoop) {
        loop = eventLoop;
    }

    /** Whether the calling thread is the one that serves clients, whose lock is not a module's to give. */
    boolean isReactor() {
        return loop.isReactor();
    }

    /**
     * Lets others go on while a module works: on the reactor for one turn of it, on a thread of the module by handing
     * over the lock. What is put off or refused meanwhile: {@link dev.spinel.engine.command.LongOperation}.
     */
    void yield(boolean servesClients, byte[] busyError) {
        if (isYielding || !lock.isHeld()) {
            return;
        }
        isYielding = true;
        if (engine.keyspace().isLoading()) {
            loop.serveOthers();     // everybody is told LOADING
            isYielding = false;
            return;
        }
        engine.longOperation().begin(servesClients, busyError);
        if (loop.isReactor()) {
            loop.serveOthers();
        } else {
            engine.executor().endUnit();
            wakeReactor();
            lock.unlock();
            lock.lock();
            engine.executor().beginUnit();
        }
        engine.longOperation().end();
        isYielding = false;
    }

    /** Writes what types of modules keep beside their keys, in front of the keys or behind. */
    public void saveAux(ValueSink sink, boolean before) {
        ModuleValueType.instance().saveAux(sink, before ? ModuleType.BEFORE_KEYS : ModuleType.AFTER_KEYS,
                module -> module.server() == this);
    }

    /** Hands such data to its type; false when that cannot read it. */
    public boolean loadAux(ValueSource source) {
        return ModuleValueType.instance().loadAux(source);
    }

    /** Who keeps the data in files; nobody until a server is plugged in. */
    public void snapshotter(Snapshotter files) {
        snapshotter = files;
    }

    Snapshotter snapshotter() {
        return snapshotter;
    }

    void addLatency(String event, long ms) {
        engine.latencySamples().record(event, engine.keyspace().nowMs() / 1000, ms);
    }

    ModuleFork fork() {
        return fork;
    }

    ModuleTimers timers() {
        return timers;
    }

    /** The sorted set of a key, or the absent one it would become; valid until the next call. */
    SortedSetValue sortedSet(Key key) {
        if (sortedSetBuffer == 0) {
            sortedSetBuffer = Arena.allocate(MemoryTag.SERVER, SortedSetValue.BUFFER_BYTES);
        }
        return engine.sortedSets().open(key, sortedSetBuffer);
    }

    ModuleAuthentication authentication() {
        return authentication;
    }

    ModuleDescriptors descriptors() {
        return descriptors;
    }

    ModuleDefrag defrag() {
        return defrag;
    }

    KeyspaceEvents keyspaceEvents() {
        return keyspaceEvents;
    }

    /** What happens to the server, for those who cause it and those who listen. */
    public ServerEvents serverEvents() {
        return serverEvents;
    }

    ModuleCalls calls() {
        return calls;
    }

    CommandFilters filters() {
        return filters;
    }

    /** Ends the reactor's poll, so that it sees what another thread did. Any thread. */
    void wakeReactor() {
        handoff.post(WAKE_UP);
    }

    /** Calls a C function of one parameter on the reactor. Any thread. */
    void postCallback(long function, long data) {
        handoff.post(() -> {
            Callbacks.voidP(function, data);
            engine.executor().endUnit();
        });
    }

    /**
     * The sections of INFO that modules write themselves.
     *
     * @param requested section names in lower case; null for all
     * @param forCrash whether it is for a crash report
     */
    public String infoSections(Set<String> requested, boolean forCrash) {
        StringBuilder text = new StringBuilder();
        for (LoadedModule module : modules.values()) {
            if (module.infoCallback() != 0) {
                InfoContext context = new InfoContext(module.name(), requested, text);
                HandleTable.open(context, 0);
                Callbacks.voidPi(module.infoCallback(), context.address(), forCrash ? 1 : 0);
                context.endDict();
                HandleTable.close(context);
            }
        }
        return text.toString();
    }

    /** A module offers a function by name; false when the name is taken. */
    boolean shareFunction(LoadedModule owner, String name, long function) {
        if (sharedFunctions.putIfAbsent(name, new SharedFunction(owner, function)) != null) {
            return false;
        }
        owner.onClose(() -> sharedFunctions.remove(name));
        return true;
    }

    /** The function of that name, noting that {@code user} needs its owner; 0 when there is none. */
    long useFunction(LoadedModule user, String name) {
        SharedFunction shared = sharedFunctions.get(name);
        if (shared == null) {
            return 0;
        }
        if (shared.owner != user) {
            shared.owner.usedBy().add(user);
            user.using().add(shared.owner);
        }
        return shared.function;
    }

    public Engine engine() {
        return engine;
    }

    public GlobalLock lock() {
        return lock;
    }

    public Handoff handoff() {
        return handoff;
    }

    /** Modules by name, oldest first. A module being loaded is not among them. */
    public Map<String, LoadedModule> modules() {
        return modules;
    }

    public Collection<LoadedModule> all() {
        return modules.values();
    }

    /** A string cell that lives as long as the server, for texts a module may ask for again and again. Any thread. */
    synchronized long constantText(String text) {
        return constantTexts.computeIfAbsent(text, key -> StringCell.create(MemoryTag.SERVER, key));
    }

    /** A crash of an engine that no server is around. */
    private final class PlainCrash implements CrashReporter {
        @Override
        public void report(Crash crash) {
            crash.lines().forEach(line -> log(OperatorLog.WARNING, line));
            crash.frames().forEach(frame -> log(OperatorLog.WARNING, frame));
        }

        @Override
        public void crash(Crash crash) {
            report(crash);
            ProcessEnd.bySignal(crash.signal());
        }
    }

    /** Frees what the server itself holds for modules. */
    public void close() {
        calls.close();
        modules.values().forEach(LoadedModule::freeSpares);
        descriptors.close();
        if (sortedSetBuffer != 0) {
            Arena.free(sortedSetBuffer);
            sortedSetBuffer = 0;
        }
        defrag.close();
        keyspaceEvents.close();
        constantTexts.values().forEach(StringCell::release);
        constantTexts.clear();
    }

    /** Values that wait for the module which declares their settings, by full name. */
    public Map<String, String> pendingSettings() {
        return pendingSettings;
    }

    /** Whether modules of the configuration are being loaded, before the server accepts clients. */
    public void starting(boolean starting) {
        isStarting = starting;
    }

    /** The {@code REDISMODULE_CTX_FLAGS} that speak of the server and not of a client. */
    int stateFlags() {
        Settings settings = engine.settings();
        int flags = isStarting ? SERVER_STARTUP : 0;
        flags |= engine.executor().isInside("exec") ? MULTI : 0;
        flags |= settings.appendonly.value() ? AOF : 0;
        flags |= settings.save.points().isEmpty() ? 0 : RDB;
        if (settings.maxmemory.value() != 0) {
            float ratio = usedMemoryRatio();
            flags |= MAXMEMORY | (settings.maxmemoryPolicy.value() == MaxmemoryPolicy.NOEVICTION ? 0 : EVICT);
            flags |= ratio > 1 ? OUT_OF_MEMORY : 0;
            flags |= ratio > MEMORY_WARNING_RATIO ? OUT_OF_MEMORY_WARNING : 0;
        }
        return flags;
    }

    /** Used memory as a part of the limit; 0 without one. */
    float usedMemoryRatio() {
        long limit = engine.settings().maxmemory.value();
        return limit == 0 ? 0 : (float) Arena.usedBytes() / limit;
    }

    /** Whether CLIENT PAUSE holds back what would reach the replicas. */
    boolean isReplicaTrafficPaused() {
        return engine.clientPause().isActive();
    }

    /** Who tells the log about a crash and ends the process. */
    public void crashReporter(CrashReporter reporter) {
        crashReporter = reporter;
    }

    CrashReporter crashReporter() {
        return crashReporter;
    }

    /** Reports and ends the process. */
    public void crash(Crash crash) {
        crashReporter.crash(crash);
    }

    public void log(int level, String text) {
        log.log(level, text);
    }

    public boolean isLogged(int level) {
        return log.isEnabled(level);
    }

    @Override
    public void failure(String module, String function, Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        log.log(OperatorLog.WARNING, "<" + module + "> RedisModule_" + function + " failed inside the server: "
                + trace.toString().strip());
    }

    @Override
    public void warning(String module, String text) {
        log.log(OperatorLog.WARNING, "<" + module + "> " + text);
    }
}
