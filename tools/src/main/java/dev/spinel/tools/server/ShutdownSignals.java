package dev.spinel.tools.server;

import dev.spinel.engine.port.OperatorLog;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * SIGTERM and SIGINT: noted when they arrive, obeyed by the next cron, and until then SHUTDOWN ABORT takes them back.
 * Whoever insists while the data is being saved, or does not want to wait for a file being loaded, need not. Source:
 * sigShutdownHandler in server.c.
 */
final class ShutdownSignals {
    private final ServerLog log;
    private final BooleanSupplier isLoading;
    private final Runnable removeUnfinished;
    private final AtomicReference<String> asked = new AtomicReference<>();

    /** @param removeUnfinished deletes the file that is being written, from any thread */
    ShutdownSignals(ServerLog log, BooleanSupplier isLoading, Runnable removeUnfinished) {
        this.log = log;
        this.isLoading = isLoading;
        this.removeUnfinished = removeUnfinished;
    }

    /** A signal, by its name without SIG; on a thread of the JVM. */
    void arrived(String name) {
        if (!asked.compareAndSet(null, name) && name.equals("INT")) {
            line("You insist... exiting now.");
            removeUnfinished.run();
            Runtime.getRuntime().halt(1);
        }
        if (isLoading.getAsBoolean()) {
            line("Received shutdown signal during loading, exiting now.");
            Runtime.getRuntime().halt(0);
        }
        line("Received SIG" + name + " scheduling shutdown...");
    }

    private void line(String text) {
        log.line(ProcessHandle.current().pid() + ":signal-handler (" + System.currentTimeMillis() / 1000 + ") " + text);
    }

    /** The signal to obey, or null. */
    String pending() {
        return asked.get();
    }

    /** The signal was obeyed, in vain. */
    void forget() {
        asked.set(null);
    }

    /** Takes the signal back; false when there is none. */
    boolean abort() {
        boolean wasAsked = asked.getAndSet(null) != null;
        if (wasAsked) {
            log.log(OperatorLog.NOTICE, "Shutdown manually aborted.");
        }
        return wasAsked;
    }
}
