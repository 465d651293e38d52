package dev.spinel.tools.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.config.ConfigWords;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.connection.ClientLine;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.CrashReporter;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.stats.ServerVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * What is written into the log before the process stops, in the form of Redis: stacks, INFO, clients, the command that
 * ran. A crash while the report is written, in a module's own part of INFO for example, shortens it. Any thread; a
 * second one that crashes meanwhile waits for the end.
 */
final class CrashReport implements CrashReporter {
    /** Settings that explain crashes; none of them holds a secret. */
    private static final List<String> TELLING_SETTINGS = List.of("activedefrag", "client-query-buffer-limit",
            "io-threads", "lazyfree-lazy-user-del", "list-compress-depth", "maxmemory", "maxmemory-policy",
            "proto-max-bulk-len", "sanitize-dump-payload", "appendonly", "module-debug");
    private static final int ARGUMENT_CHARACTERS = 1024;

    private final Engine engine;
    private final ServerLog log;
    private final Supplier<String> modules;
    private final IntConsumer killer;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean isStarted;

    /**
     * @param modules what modules have to say in a crash
     * @param killer  ends the process by a signal
     */
    CrashReport(Engine engine, ServerLog log, Supplier<String> modules, IntConsumer killer) {
        this.engine = engine;
        this.log = log;
        this.modules = modules;
        this.killer = killer;
    }

    @Override
    public void report(Crash crash) {
        lock.lock();
        boolean isFirst = !isStarted;
        isStarted = true;
        if (isFirst) {
            log.line("\n\n=== REDIS BUG REPORT START: Cut & paste starting from here ===");
        }
        tellCause(crash, isFirst);
        if (settings().crashLogEnabled.value()) {
            log.line(stacks(crash));
            if (isFirst) {
                tellState(crash);
            }
        }
        log.line("\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===\n\n"
                + "       Please report the crash, with this text and the version of every loaded module, to whoever\n"
                + "       maintains the code named in the first stack: Spinel " + ServerVersion.SPINEL + ", Java "
                + Runtime.version() + ".\n");
    }

    @Override
    public void crash(Crash crash) {
        report(crash);
        if (crash.kind() != Crash.Kind.SIGNAL && settings().useExitOnPanic.value()) {
            Runtime.getRuntime().halt(1);
        }
        killer.accept(crash.signal());
    }

    private Settings settings() {
        return engine.settings();
    }

    private void tellCause(Crash crash, boolean isFirst) {
        if (crash.kind() == Crash.Kind.SIGNAL && !isFirst) {
            warn("Crashed running signal handler. Providing reduced version of recursive crash report.");
        }
        if (crash.kind() == Crash.Kind.ASSERTION) {
            warn("=== " + (isFirst ? "" : "RECURSIVE ") + "ASSERTION FAILED ===");
        }
        crash.lines().forEach(this::warn);
    }

    private void warn(String text) {
        log.log(OperatorLog.WARNING, text);
    }

    private void tellState(Crash crash) {
        if (settings().hideUserDataFromLog.value() && crash.kind() == Crash.Kind.SIGNAL) {
            warn("hide-user-data-from-log is on, skip logging stack content to avoid spilling PII.");
        }
        section("INFO OUTPUT", engine.info()::ownText);
        section("CLIENT LIST OUTPUT", this::clients);
        Client current = engine.executor().currentClient();
        if (current != null) {
            section("CURRENT CLIENT INFO", () -> client(current));
        }
        section("MODULES INFO OUTPUT", modules);
        section("CONFIG DEBUG OUTPUT", this::settingLines);
        section("MEMORY BY OWNER", CrashReport::memory);
    }

    /** One part of the report; what goes wrong in it is written in its place, and the next one follows. */
    private void section(String title, Supplier<String> body) {
        log.line("\n------ " + title + " ------");
        String text;
        try {
            text = body.get();
        } catch (RuntimeException | Error failure) {
            text = "(cannot be told: " + trace(failure) + ")";
        }
        log.line(text.stripTrailing());
    }

    private String clients() {
        StringBuilder lines = new StringBuilder();
        for (Client client : engine.clients().all()) {
            lines.append(line(client)).append('\n');
        }
        return lines.toString();
    }

    private String line(Client client) {
        return ClientLine.of(client, engine.keyspace().nowMs());
    }

    private String client(Client client) {
        StringBuilder text = new StringBuilder(line(client)).append('\n');
        Call call = engine.executor().currentCall();
        if (call != null) {
            text.append("argc: '").append(call.argCount()).append("'\n");
            int shown = settings().hideUserDataFromLog.value() ? 1 : call.argCount();
            for (int i = 0; i < call.argCount(); i++) {
                String argument = i < shown ? "'" + shortened(call.args().text(i)) + "'" : "*redacted*";
                text.append("argv[").append(i).append("]: ").append(argument).append('\n');
                if (argument.equalsIgnoreCase("'auth'")) {
                    break;
                }
            }
        }
        return text.toString();
    }

    private static String shortened(String argument) {
        String quoted = ConfigWords.quote(argument.substring(0, Math.min(argument.length(), ARGUMENT_CHARACTERS)));
        return quoted.substring(1, quoted.length() - 1);
    }

    private String settingLines() {
        StringBuilder lines = new StringBuilder();
        for (String name : TELLING_SETTINGS) {
            settings().get(List.of(name)).forEach((key, value) ->
                    lines.append(key).append(' ').append(value).append('\n'));
        }
        return lines.toString();
    }

    private static String memory() {
        StringBuilder lines = new StringBuilder();
        for (int tag = 0; tag < MemoryTag.limit(); tag++) {
            if (Arena.usedBytes(tag) > 0) {
                lines.append(MemoryTag.name(tag)).append(": ").append(Arena.usedBytes(tag)).append(" bytes in ")
                        .append(Arena.blockCount(tag)).append(" blocks\n");
            }
        }
        return lines.toString();
    }

    /** The thread that crashed and, the first time, all others. */
    private String stacks(Crash crash) {
        StringBuilder text = new StringBuilder("\n------ STACK TRACE ------\n");
        Thread own = Thread.currentThread();
        text.append('\n').append(own.getName()).append(" *\n");
        crash.frames().forEach(frame -> text.append("    ").append(frame).append('\n'));
        if (crash.cause() != null) {
            text.append(trace(crash.cause())).append('\n');
        } else {
            append(text, own.getStackTrace());
        }
        if (lock.getHoldCount() == 1) {
            appendOthers(text, own);
        }
        return text.append("\n------ STACK TRACE DONE ------").toString();
    }

    /** The stacks of all threads, for one who asks with SIGALRM. */
    static String allStacks() {
        StringBuilder text = new StringBuilder("\n------ STACK TRACE ------\n");
        appendOthers(text, Thread.currentThread());
        return text.append("\n------ STACK TRACE DONE ------\n--------\n").toString();
    }

    private static void appendOthers(StringBuilder text, Thread own) {
        for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
            if (thread.getKey() != own && thread.getValue().length > 0) {
                text.append('\n').append(thread.getKey().getName()).append('\n');
                append(text, thread.getValue());
            }
        }
    }

    private static void append(StringBuilder text, StackTraceElement[] stack) {
        for (StackTraceElement element : stack) {
            text.append("    ").append(element).append('\n');
        }
    }

    /** The text of an exception with its stack. */
    static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString().stripTrailing();
    }
}
