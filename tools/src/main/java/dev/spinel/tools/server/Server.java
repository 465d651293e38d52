package dev.spinel.tools.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.ConfigRewrite;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.config.ShutdownSetting;
import dev.spinel.engine.feature.server.ServerRoom;
import dev.spinel.engine.memory.SideThread;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.ServerControl;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.ServerVersion;
import dev.spinel.io.net.NetLimits;
import dev.spinel.io.reactor.Reactor;
import dev.spinel.module.abi.ProcessEnd;
import dev.spinel.module.load.ModuleHost;
import dev.spinel.persistence.aof.AofRoom;
import dev.spinel.persistence.aof.AppendOnly;
import dev.spinel.persistence.file.DiskStore;
import dev.spinel.persistence.rdb.RdbSnapshotter;
import dev.spinel.tools.supervisor.Supervisor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The process around the engine: wires settings, log, reactor and commands together, and ends in order. */
final class Server implements ServerControl, AutoCloseable {
    private static final String DEFAULT_PID_FILE = "/var/run/redis.pid";

    private final Settings settings;
    private final ConfigSource source;
    private final Supervisor supervisor;
    private final ServerLog log;
    private final WorkingDirectory directory = new WorkingDirectory();
    private final Engine engine;
    private final Reactor reactor;
    private final Ports ports;
    private final ModuleHost modules;
    private final ServerRoom room;
    private final RdbSnapshotter snapshotter;
    private final AofRoom aof;
    private final ShutdownSignals signals;
    private final OomScore oomScore;
    private final ProcessTitle title;
    private final CrashReport crashReport;

    Server(Settings settings, ConfigSource source, Supervisor supervisor, ServerLog log) throws IOException {
        this.settings = settings;
        this.source = source;
        this.supervisor = supervisor;
        this.log = log;
        NetLimits limits = new NetLimits();
        engine = new Engine(settings, new SystemClock(), new SystemEntropy());
        reactor = new Reactor(engine, limits);
        modules = ModuleHost.register(engine, reactor.lock(), reactor.handoff(), log);
        modules.server().loop(reactor);
        ports = new Ports(settings, reactor, log, directory);
        reactor.connections().log().target(log);
        engine.operatorLog(log);
        engine.dialer(reactor.dialer());
        SettingHooks.net(settings, limits);
        SettingHooks.protectedMode(settings, limits, engine.acl());
        engine.acl().file(new AclTextFile(settings.aclfile, directory, log));
        SettingHooks.reactor(settings, reactor);
        SettingHooks.directory(settings, directory);
        SettingHooks.ports(settings, ports);
        oomScore = new OomScore(settings, log, Path.of("/proc/self/oom_score_adj"));
        title = new ProcessTitle(settings, source.file());
        SettingHooks.process(settings, oomScore, title);
        SystemEntropy entropy = new SystemEntropy();
        room = ServerRoom.register(engine, this, new SystemProcess(source.file(), supervisor), entropy);
        modules.showIn(engine.info());
        DiskStore files = new DiskStore(path -> directory.resolve(path.toString()));
        snapshotter = RdbSnapshotter.register(engine, files, reactor.handoff(), log, this::serveWhileLoading);
        modules.server().snapshotter(snapshotter);
        aof = AofRoom.register(engine, files, log, snapshotter, reactor.handoff(),
                () -> Runtime.getRuntime().halt(1));
        signals = new ShutdownSignals(log, engine.keyspace()::isLoading, snapshotter.file()::removeUnfinished);
        engine.addCron(this::obeySignal);
        NetInfo.register(engine, reactor.connections().stats());
        crashReport = new CrashReport(engine, log, () -> modules.server().infoSections(null, true),
                ProcessEnd::bySignal);
        modules.server().crashReporter(crashReport);
    }

    /** Starts, serves until told to stop, and ends; answers the exit code. */
    int run() throws IOException {
        if (!prepare()) {
            return 1;
        }
        Signals.on(List.of("TERM", "INT"), signals::arrived);
        Signals.on(List.of("ALRM"), name -> log.line("\nReceived SIGALRM" + CrashReport.allStacks()));
        if (settings.crashLogEnabled.value()) {
            Signals.on(List.of("ABRT"), name ->
                crash(Crash.signal(ServerVersion.REDIS, Crash.SIGABRT, 0, List.of(), List.of())));
        }
        room.peak().markStartup();
        log.log(OperatorLog.NOTICE, "Server initialized");
        if (Background.isHere()) {
            Background.serving();
        }
        if (!loadData()) {
            return 1;
        }
        ports.announce();
        supervisor.serving(settings.replicaof.isSet());
        // Not before: a start is over the sooner the more the compilers have done.
        Thread.ofPlatform().name("make-way").daemon().start(SideThread::includeCompilers);
        serve();
        log.log(OperatorLog.WARNING, "Redis is now ready to exit, bye bye...");
        return 0;
    }

    /** Whatever escapes a turn may have left half a change behind. */
    private void serve() throws IOException {
        try {
            reactor.run();
        } catch (RuntimeException | Error broken) {
            crash(Crash.assertion(broken));
        }
    }

    @Override
    public void report(Crash crash) {
        crashReport.report(crash);
    }

    @Override
    public void crash(Crash crash) {
        crashReport.crash(crash);
    }

    /** Clients are answered, and a primary whose data is being loaded hears that we are alive. */
    private boolean serveWhileLoading() {
        room.following().keepAlive();
        return reactor.serveBusy();
    }

    /** The log of changes, where there is one, knows more than the snapshot. */
    private boolean loadData() {
        AppendOnly appendOnly = aof.appendOnly();
        boolean isLoaded = appendOnly.load() && (appendOnly.isLoaded() || snapshotter.loadAtStart());
        if (isLoaded && !appendOnly.isLoaded()) {
            room.following().loaded(snapshotter.loadedPosition(), snapshotter.takeExpired());
        }
        return isLoaded && appendOnly.open();
    }

    private boolean prepare() throws IOException {
        String complaint = directory.change(settings.dir.value());
        if (complaint != null) {
            log.log(OperatorLog.WARNING, "Can't chdir to '" + settings.dir.value() + "': " + complaint);
            return false;
        }
        settings.dir.replace(directory.toString());
        if (!renameCommands()) {
            return false;
        }
        if (settings.daemonize.value() && !settings.pidfile.isSet()) {
            settings.pidfile.replace(DEFAULT_PID_FILE);
        }
        if (settings.pidfile.isSet()) {
            writePid();
        }
        showProcess();
        if (!loadModules() || !loadUsers()) {
            return false;
        }
        settleHeap();
        return ports.open();
    }

    /**
     * Moves what the start has made to where it stays, while nobody waits. Else the first two collections would copy it,
     * four times as long as later ones.
     */
    private static void settleHeap() {
        System.gc();
    }

    /** Shows the process to people and tools; nothing of it keeps the server from starting. */
    private void showProcess() {
        boolean isPlain = !settings.syslogEnabled.value() && settings.logfile.value().isEmpty();
        if (settings.alwaysShowLogo.value() || isPlain && Banner.isWatched()) {
            log.line(Banner.text(ProcessHandle.current().pid(), settings.port.value()));
        } else {
            log.log(OperatorLog.NOTICE, "Running mode=standalone, port=" + settings.port.value() + ".");
        }
        String complaint = title.show();
        if (complaint != null) {
            log.log(OperatorLog.WARNING, complaint);
        }
        oomScore.apply();
    }

    /** Modules come before the first client; one that fails keeps the server from starting. */
    private boolean loadModules() {
        modules.server().starting(true);
        modules.server().pendingSettings().putAll(source.moduleSettings());
        for (ConfigSource.ModuleRequest request : source.modules()) {
            if (!modules.load(request.path(), request.args().stream().map(Text::bytes).toList())) {
                log.log(OperatorLog.WARNING, "Can't load module from " + request.path() + ": server aborting");
                return false;
            }
        }
        modules.server().starting(false);
        if (!modules.server().pendingSettings().isEmpty()) {
            log.log(OperatorLog.WARNING, "Module Configuration detected without loadmodule directive or no ApplyConfig "
                    + "call: aborting");
            return false;
        }
        return true;
    }

    /** Users come after modules, whose commands their rules may name. */
    private boolean loadUsers() {
        if (settings.aclfile.isSet() && !source.users().isEmpty()) {
            log.log(OperatorLog.WARNING, "Configuring Redis with users defined in redis.conf and at the same setting an "
                    + "ACL file path is invalid. This setup is very likely to lead to configuration errors and security "
                    + "holes, please define either an ACL file or declare users directly in your redis.conf, but not "
                    + "both.");
            return false;
        }
        for (List<String> user : source.users()) {
            String complaint = engine.acl().loadConfigured(user);
            if (complaint != null) {
                log.log(OperatorLog.WARNING, complaint);
                log.log(OperatorLog.WARNING, "Critical error while loading ACLs. Exiting.");
                return false;
            }
            warnIfDisabled(user.get(0));
        }
        String complaint = settings.aclfile.isSet() ? engine.acl().load() : null;
        if (complaint != null) {
            log.log(OperatorLog.WARNING, "Aborting Redis startup because of ACL errors: " + complaint);
        }
        return complaint == null;
    }

    private void warnIfDisabled(String user) {
        if (!engine.acl().user(user).isEnabled()) {
            log.log(OperatorLog.NOTICE, "The user '" + user + "' is disabled (there is no 'on' modifier in the user "
                    + "description). Make sure this is not a configuration error.");
        }
    }

    private boolean renameCommands() {
        for (Map.Entry<String, String> rename : source.renames().entrySet()) {
            if (!engine.commands().rename(rename.getKey(), rename.getValue())) {
                log.log(OperatorLog.WARNING, "rename-command: no such command, or the new name is taken: "
                        + rename.getKey());
                return false;
            }
        }
        return true;
    }

    /** Failing to write it is no reason not to start. */
    private void writePid() {
        try {
            Files.writeString(directory.resolve(settings.pidfile.value()), ProcessHandle.current().pid() + "\n");
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Failed to write PID file: " + failure.getMessage());
        }
    }

    private void obeySignal() {
        String name = signals.pending();
        if (name != null) {
            ShutdownSetting how = name.equals("INT") ? settings.shutdownOnSigint : settings.shutdownOnSigterm;
            room.shutdown().request(new ShutdownRequest(how.isSave(), how.isNoSave(), how.isNow(), how.isForce()));
            signals.forget();
        }
    }

    @Override
    public boolean abortShutdown() {
        return signals.abort();
    }

    @Override
    public String shutdown(ShutdownRequest request) {
        supervisor.stopping();
        if (!aof.appendOnly().finish(request.force())) {
            return "Errors trying to SHUTDOWN. Check logs.";
        }
        boolean saves = request.save() || !request.noSave() && !settings.save.points().isEmpty();
        if (saves && !engine.keyspace().isLoading()) {
            log.log(OperatorLog.NOTICE, "Saving the final RDB snapshot before exiting.");
            supervisor.status("Saving the final RDB snapshot");
            if (!snapshotter.save() && !request.force()) {
                log.log(OperatorLog.WARNING, "Error trying to save the DB, can't exit.");
                supervisor.status("Error trying to save the DB, can't exit.");
                return "Errors trying to SHUTDOWN. Check logs.";
            }
        }
        reactor.stop();
        return null;
    }

    @Override
    public void sleepMicros(long micros) {
        LockSupport.parkNanos(micros * 1000);
    }

    @Override
    public void log(int level, String text) {
        log.log(level, text);
    }

    @Override
    public String rewriteConfig() {
        Path file = source.file();
        if (file == null) {
            return "The server is running without a config file";
        }
        try {
            String old = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            List<String> users = settings.aclfile.isSet() ? List.of() : engine.acl().lines();
            String text = ConfigRewrite.of(settings, old, users, modules.rewriteLines());
            Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
            Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return null;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "CONFIG REWRITE failed: " + failure.getMessage());
            return "Rewriting config file: " + failure.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        reactor.close();
        snapshotter.close();
        modules.close();
        aof.close();
        engine.close();
        if (settings.pidfile.isSet()) {
            log.log(OperatorLog.NOTICE, "Removing the pid file.");
            Files.deleteIfExists(directory.resolve(settings.pidfile.value()));
        }
    }
}
