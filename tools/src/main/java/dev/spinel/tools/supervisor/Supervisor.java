package dev.spinel.tools.supervisor;

import dev.spinel.engine.config.Choice.Supervised;
import dev.spinel.engine.port.OperatorLog;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * {@code supervised}: the program that started us, and waits until we serve. systemd is told how we are in words,
 * upstart by stopping this process, which it then lets go on. Source: redisIsSupervised in server.c.
 */
public final class Supervisor {
    private static final String SYSTEMD_SOCKET = "NOTIFY_SOCKET";
    private static final String UPSTART_JOB = "UPSTART_JOB";

    private final Supervised kind;
    private final String socket;
    private final boolean hasJob;
    private final OperatorLog log;
    private NotifySocket systemd;
    private boolean isHere;

    /**
     * Looks who there is; says nothing yet.
     *
     * @param environment that of this process, which names systemd's socket or upstart's job
     */
    public Supervisor(Supervised mode, Map<String, String> environment, OperatorLog log) {
        socket = environment.get(SYSTEMD_SOCKET);
        hasJob = environment.containsKey(UPSTART_JOB);
        kind = mode == Supervised.AUTO ? found() : mode;
        this.log = log;
    }

    private Supervised found() {
        return hasJob ? Supervised.UPSTART : socket != null ? Supervised.SYSTEMD : Supervised.NO;
    }

    /** Whether somebody waits for this very process, which must then not go into the background. */
    public boolean isExpected() {
        return kind == Supervised.SYSTEMD && socket != null || kind == Supervised.UPSTART && hasJob;
    }

    /** Lets the supervisor know that we are starting. */
    public void greet() {
        switch (kind) {
            case SYSTEMD -> greetSystemd();
            case UPSTART -> greetUpstart();
            default -> { }
        }
    }

    private void greetSystemd() {
        if (socket == null) {
            log.log(OperatorLog.WARNING, "systemd supervision error: NOTIFY_SOCKET not found!");
            return;
        }
        systemd = new NotifySocket(socket);
        isHere = tell("STATUS=Redis is loading...\n");
        if (isHere) {
            log.log(OperatorLog.NOTICE, "Supervised by systemd. Please make sure you set appropriate values for "
                    + "TimeoutStartSec and TimeoutStopSec in your service unit.");
        }
    }

    private void greetUpstart() {
        if (!hasJob) {
            log.log(OperatorLog.WARNING, "upstart supervision requested, but UPSTART_JOB not found!");
            return;
        }
        log.log(OperatorLog.NOTICE, "supervised by upstart, will stop to signal readiness.");
        try {
            new ProcessBuilder("sh", "-c", "kill -STOP " + ProcessHandle.current().pid()).start().waitFor();
            isHere = true;
        } catch (IOException failure) {
            log.log(OperatorLog.WARNING, "upstart supervision error: " + failure.getMessage());
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("nobody interrupts the reactor", impossible);
        }
    }

    /** What INFO calls it. */
    public String name() {
        return isHere ? kind.name().toLowerCase(Locale.ROOT) : "no";
    }

    /** Clients may come. */
    public void serving(boolean isReplica) {
        status(isReplica
                ? "Ready to accept connections in read-only mode"
                : "Ready to accept connections");
        tellSystemd("READY=1\n");
    }

    /** The server is about to end. */
    public void stopping() {
        tellSystemd("STOPPING=1\n");
    }

    /** One line for people. */
    public void status(String text) {
        tellSystemd("STATUS=" + text + "\n");
    }

    private void tellSystemd(String message) {
        if (isHere && kind == Supervised.SYSTEMD) {
            tell(message);
        }
    }

    private boolean tell(String message) {
        int errno = systemd.send(message);
        if (errno != 0) {
            log.log(OperatorLog.WARNING, "systemd supervision error: sd_notify: " + -errno);
        }
        return errno == 0;
    }
}
