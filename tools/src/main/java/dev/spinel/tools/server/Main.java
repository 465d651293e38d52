package dev.spinel.tools.server;

import dev.spinel.engine.config.ConfigError;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.SideThread;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.stats.ServerVersion;
import dev.spinel.tools.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts the server as redis-server is started: {@code [redis.conf] [-] [--name value ...]}. */
public final class Main {
    private static final String USAGE = """
            Usage: spinel-server [/path/to/redis.conf] [options] [-]
                   spinel-server - (read the configuration from standard input)
                   spinel-server -v or --version
                   spinel-server -h or --help

            Options are settings of redis.conf: --port 7777, --maxmemory 1gb, --loadmodule ./module.so arg
            """;

    /** The stack redis-server has under the usual limit. Modules expect it: some put a megabyte into one frame. */
    private static final long STACK_BYTES = 8L << 20;

    private Main() {}

    /** Runs the server, on a thread of its own for the sake of its stack, and exits with its code. */
    public static void main(String[] args) throws InterruptedException {
        loadFirstLibrary();
        AtomicInteger status = new AtomicInteger(1);
        Thread reactor = new Thread(null, () -> status.set(run(List.of(args))), "reactor", STACK_BYTES);
        reactor.start();
        reactor.join();
        System.exit(status.get());
    }

    private static int run(List<String> arguments) {
        if (arguments.size() == 1) {
            switch (arguments.get(0)) {
                case "-v", "--version" -> {
                    System.out.println("Redis server v=" + ServerVersion.REDIS + " sha=00000000:0 malloc="
                            + "spinel-arena bits=64 build=spinel-" + ServerVersion.SPINEL);
                    return 0;
                }
                case "-h", "--help" -> {
                    System.err.print(USAGE);
                    return 1;
                }
                default -> { }
            }
        }
        return serve(arguments);
    }

    private static int serve(List<String> arguments) {
        warmUpArena();
        Settings settings = new Settings();
        ConfigSource source = new ConfigSource();
        ServerLog log = new ServerLog();
        Supervisor supervisor;
        try {
            source.load(arguments, settings);
            supervisor = new Supervisor(settings.supervised.value(), System.getenv(), log);
            if (settings.daemonize.value() && !supervisor.isExpected() && !Background.isHere()) {
                return Background.start(source.standardInput());
            }
            log.open(settings.logfile.value());
            if (settings.syslogEnabled.value()) {
                log.copyTo(SystemLog.open(settings.syslogIdent.value(), settings.syslogFacility.value(),
                        ProcessHandle.current().pid()));
            }
        } catch (ConfigError error) {
            System.err.print(error.report(ServerVersion.REDIS));
            return 1;
        } catch (IOException failure) {
            System.err.println("Can't open the log, or start in the background: " + failure.getMessage());
            return 1;
        }
        SettingHooks.log(settings, log);
        supervisor.greet();
        log.log(OperatorLog.NOTICE, "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo");
        log.log(OperatorLog.NOTICE, "Redis version=" + ServerVersion.REDIS + ", bits=64, commit=00000000, modified=0,"
                + " pid=" + ProcessHandle.current().pid() + ", just started");
        log.log(OperatorLog.NOTICE, arguments.isEmpty()
                ? "Warning: no config file specified, using the default config."
                : "Configuration loaded");
        try (Server server = new Server(settings, source, supervisor, log)) {
            return server.run();
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "Fatal: " + failure);
            return 1;
        } catch (RuntimeException | Error broken) {
            log.line(CrashReport.trace(broken));
            Runtime.getRuntime().halt(1);
            return 1;
        }
    }

    /**
     * Has this thread load the first native library, by any use of a file: when two threads load their first ones at
     * the same time, the JDK may write to the wrong field of one's record, and the heap is damaged. Source: initIDs in
     * NativeLibraries.c of JDK 25.
     */
    private static void loadFirstLibrary() {
        Files.exists(Path.of(""));
    }

    /**
     * Reserves the arena, whose system calls take a while to link, beside the reading of the configuration; then keeps
     * memory ready for it, and makes way for the reactor.
     */
    private static void warmUpArena() {
        Thread.ofPlatform().name("arena-warm-up").daemon().start(() -> {
            // Reserved first, at full speed: the reactor will wait for that.
            Arena.reservedBytes();
            SideThread.enter();
            Arena.keepWarm();
        });
    }
}
