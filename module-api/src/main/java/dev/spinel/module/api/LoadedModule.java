package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.config.Choice;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.ModuleInstance;
import dev.spinel.module.abi.ProcessEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A module from the moment its code may run until it is gone, with everything it registered. Whoever registers
 * something for a module hands over how to take it back ({@link #onClose}): a load that fails and an unload end the
 * same way, in reverse order. Owned by the thread that holds the GIL.
 */
public final class LoadedModule extends ModuleInstance {
    /** Bits of {@code SetModuleOptions}. */
    public static final int HANDLE_IO_ERRORS = 1;
    public static final int NO_IMPLICIT_SIGNAL_MODIFIED = 1 << 1;
    public static final int HANDLE_REPL_ASYNC_LOAD = 1 << 2;
    public static final int ALLOW_NESTED_KEYSPACE_NOTIFICATIONS = 1 << 3;

    /**
     * How many contexts were left since, when one is entered again: a pointer kept too long is most often found out.
     */
    private static final int RESTING_CONTEXTS = 8;

    private final ModuleServer server;
    private final String path;
    private final List<byte[]> arguments;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Deque<ModuleContext> spareContexts = new ArrayDeque<>();
    private final Set<LoadedModule> usedBy = new LinkedHashSet<>();
    private final Set<LoadedModule> using = new LinkedHashSet<>();
    private final Map<CommandRow, ModuleCommand> commands = new LinkedHashMap<>();
    private final List<ModuleSetting> settings = new ArrayList<>();
    private final ArgumentPool argumentPool;
    private final KeyPool keys = new KeyPool(this);
    private boolean areSettingsLoaded;
    private long getApi;
    private boolean isNamed;
    private boolean isLoading = true;
    private int version;
    private int apiVersion;
    private int options;
    private int filterCount;
    private int blockedClientCount;
    private int typeCount;
    private int callDepth;
    private long infoCallback;
    /** The last context entered and not left. */
    private ModuleContext innermost;

    /**
     * @param name what to call it until it tells its own name
     * @param arguments what it was loaded with, for MODULE LIST
     */
    public LoadedModule(ModuleServer server, String name, String path, List<byte[]> arguments) {
        super(name, server);
        this.server = server;
        this.path = path;
        this.arguments = List.copyOf(arguments);
        this.argumentPool = new ArgumentPool(this);
    }

    @Override
    public void onOutOfMemory(long bytes) {
        crash(Crash.panic(Invariant.broken("Redis aborting for OUT OF MEMORY. Allocating "
                + Long.toUnsignedString(bytes) + " bytes for module '" + name() + "'!")));
    }

    @Override
    public boolean isStrict() {
        return server.engine().settings().moduleDebug.value() == Choice.ModuleDebug.STRICT;
    }

    @Override
    protected boolean holdsLock() {
        return server.lock().isHeld();
    }

    @Override
    protected void onFault(Crash crash) {
        server.crashReporter().report(crash);
    }

    @Override
    protected void crash(Crash crash) {
        server.crashReporter().crash(crash);
    }

    public ModuleServer server() {
        return server;
    }

    /** The path it was loaded from, as it was given. */
    public String path() {
        return path;
    }

    public List<byte[]> arguments() {
        return arguments;
    }

    /** What the first word of this module's contexts must hold. */
    public long getApi() {
        return getApi;
    }

    /** Set once, before any of the module's code runs. */
    public void getApi(long address) {
        getApi = address;
    }

    /** Whether {@code OnLoad} has not returned yet. */
    public boolean isLoading() {
        return isLoading;
    }

    /** {@code OnLoad} returned. */
    public void loaded() {
        isLoading = false;
    }

    /** Whether the module has told its name. */
    public boolean isNamed() {
        return isNamed;
    }

    public int version() {
        return version;
    }

    public int apiVersion() {
        return apiVersion;
    }

    /** The module tells who it is. */
    public void attributes(String name, int version, int apiVersion) {
        rename(name);
        this.version = version;
        this.apiVersion = apiVersion;
        isNamed = true;
    }

    public int options() {
        return options;
    }

    public void options(int options) {
        this.options = options;
    }

    public boolean has(int option) {
        return (options & option) != 0;
    }

    /** Modules that asked for an API this one exports. */
    public Set<LoadedModule> usedBy() {
        return usedBy;
    }

    public Set<LoadedModule> using() {
        return using;
    }

    public int filterCount() {
        return filterCount;
    }

    /** A command filter came (1) or went (-1). */
    public void countFilter(int change) {
        filterCount += change;
    }

    public int blockedClientCount() {
        return blockedClientCount;
    }

    /** A client was blocked (1) or freed (-1) by this module. */
    public void countBlockedClient(int change) {
        blockedClientCount += change;
    }

    void addCommand(ModuleCommand command) {
        commands.put(command.row(), command);
    }

    /** The module's command behind a row; null when the row is none of its own. */
    public ModuleCommand command(CommandRow row) {
        return commands.get(row);
    }

    /** The rows of its commands, subcommands included. */
    public Set<CommandRow> commandRows() {
        return commands.keySet();
    }

    /** Hands over how to take back something registered for this module. Reverse order of registration. */
    public void onClose(Runnable action) {
        undo.push(action);
    }

    /** Takes back a hand-over: the thing is gone already. */
    public void forget(Runnable action) {
        undo.remove(action);
    }

    void addSetting(ModuleSetting setting) {
        Settings all = server.engine().settings();
        all.add(setting);
        settings.add(setting);
        onClose(() -> {
            all.remove(setting);
            setting.close();
        });
    }

    /** Sets every setting from what is pending for it, or to its default; false when one is refused. */
    boolean loadSettings() {
        for (ModuleSetting setting : settings) {
            String pending = server.pendingSettings().remove(setting.name());
            String complaint = pending == null ? setting.assignDefault() : setting.assignText(pending);
            if (complaint != null) {
                server.log(OperatorLog.WARNING, pending == null
                        ? "Issue attempting to set default value of configuration "
                                + setting.name().substring(name().length() + 1) + " : " + complaint
                        : "Issue during loading of configuration " + setting.name() + " : " + complaint);
                server.pendingSettings().clear();
                return false;
            }
        }
        areSettingsLoaded = true;
        return true;
    }

    /** Notes the values of its settings for whoever declares them next. */
    public void keepSettings() {
        settings.forEach(setting -> server.pendingSettings().put(setting.name(), setting.text()));
    }

    /** Sets every setting to its default; false when one is refused. */
    boolean setDefaults() {
        boolean areSet = true;
        for (ModuleSetting setting : settings) {
            areSet &= setting.assignDefault() == null;
        }
        return areSet;
    }

    /** Whether the module declared settings and never asked for their values. */
    public boolean hasUnsetSettings() {
        return !settings.isEmpty() && !areSettingsLoaded;
    }

    /** A data type came (1); types never go before their module. */
    public void countType(int change) {
        typeCount += change;
    }

    /** Why the module cannot be unloaded now, in Redis' words; null when it can. */
    public String obstacle() {
        return typeCount > 0 ? "the module exports one or more module-side data types, can't unload"
                : obstacleToReload();
    }

    /** Why its code cannot be exchanged now, values of its types not counted; null when it can. */
    public String obstacleToReload() {
        if (innermost != null) {
            return "the module is running";
        }
        if (!usedBy.isEmpty()) {
            return "the module exports APIs used by other modules. Please unload them first and try again";
        }
        if (blockedClientCount > 0) {
            return "the module has blocked clients. Please wait for them to be unblocked and try again";
        }
        return server.timers().has(this)
                ? "the module holds timer that is not fired. Please stop the timer or wait until it fires." : null;
    }

    /** The function that writes this module's sections of INFO; 0 when there is none. */
    long infoCallback() {
        return infoCallback;
    }

    void infoCallback(long callback) {
        infoCallback = callback;
    }

    /** The module calls a command (1), or the call is over (-1). */
    public void countCall(int change) {
        callDepth += change;
    }

    /** Whether a command the module calls is being executed. */
    boolean isCalling() {
        return callDepth > 0;
    }

    /** Takes back everything the module registered. */
    public void withdraw() {
        server.timers().stopAll(this);
        server.descriptors().removeAll(this);
        server.calls().abortAll(this);
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
        usedBy.forEach(user -> user.using.remove(this));
        using.forEach(used -> used.usedBy.remove(this));
    }

    /**
     * A context for one callback; give it back with {@link #leave}. Only with the GIL.
     *
     * @param client whom the callback serves and answers; null when nobody
     * @param flags from {@link ModuleContext}
     */
    public ModuleContext enter(Client client, int flags) {
        ModuleContext context = spareContexts.size() > RESTING_CONTEXTS ? spareContexts.pollFirst()
                : new ModuleContext(this);
        context.begin(client, client == null ? null : client.reply(), flags);
        context.nest(innermost);
        innermost = context;
        HandleTable.begin(context, getApi);
        if ((flags & ModuleContext.COMMAND) != 0) {
            HandleTable.note(context, client.database().index());
        }
        return context;
    }

    /** Ends a context: frees what it owns; its address is refused from now on. */
    public void leave(ModuleContext context) {
        if (innermost != context) {
            checkJump(context);
        }
        innermost = context.outer();
        context.end();
        if (isStrict()) {
            HandleTable.close(context);
        } else {
            HandleTable.pause(context);
            spareContexts.addLast(context);
        }
    }

    /**
     * A callback returned while one within it has not, on the same thread: it was left by {@code longjmp}, over calls
     * of the server that will never end. The JVM cannot walk this stack any more, so no report is tried.
     */
    private void checkJump(ModuleContext context) {
        for (ModuleContext inner = innermost; inner != null && inner != context; inner = inner.outer()) {
            if (inner.thread() == context.thread()) {
                server.warning(name(), "jumped over a call of the server (longjmp): the process ends");
                ProcessEnd.bySignal(Crash.SIGABRT);
            }
        }
    }

    /** An argument vector for one call of a command; give it back with {@link #closeArguments}. Only with the GIL. */
    long arguments(ArgSource args) {
        return argumentPool.open(args);
    }

    void closeArguments(long argv, int count) {
        argumentPool.close(argv, count);
    }

    /** Whether its code is Java: no C code got the address of a context. */
    boolean isJava() {
        return getApi == 0;
    }

    /** Its closed keys. */
    KeyPool keys() {
        return keys;
    }

    /** Frees what lies ready for the next call: argument vectors, keys and contexts. */
    void freeSpares() {
        argumentPool.close();
        keys.close();
        spareContexts.forEach(HandleTable::close);
        spareContexts.clear();
    }

    @Override
    public void close() {
        if (!isAbandoned()) {
            freeSpares();
        }
        super.close();
    }

    /** A context that outlives the call that makes it; end it with {@link #closeContext}. Any thread. */
    public ModuleContext openContext(int flags) {
        ModuleContext context = new ModuleContext(this);
        context.begin(null, null, flags);
        HandleTable.open(context, getApi);
        return context;
    }

    public void closeContext(ModuleContext context) {
        context.end();
        HandleTable.close(context);
    }
}
