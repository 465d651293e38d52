package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.BlockedOperation;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.feature.replication.Replication;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.ServerControl;
import dev.spinel.engine.port.ServerControl.ShutdownRequest;
import dev.spinel.engine.resp.Errors;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the server when its replicas have all changes, or {@code shutdown-timeout} is over; nobody writes meanwhile.
 * Owned by the reactor; one per engine. Source: prepareForShutdown in server.c.
 */
public final class ShutdownWait implements BlockedOperation {
    static final byte[] FAILED = Errors.bytes("ERR Errors trying to SHUTDOWN. Check logs.");
    private static final long SECOND_MS = 1000;

    /** What came of a request. */
    public enum Outcome { ENDS, WAITS, FAILED }

    private final Engine engine;
    private final Replication replication;
    private final ServerControl control;
    private final List<Client> clients = new ArrayList<>();
    /** What is waited for; null when nothing is. */
    private ShutdownRequest request;
    private long untilMs;
    private boolean hasPaused;

    ShutdownWait(Engine engine, Replication replication, ServerControl control) {
        this.engine = engine;
        this.replication = replication;
        this.control = control;
    }

    private void log(String text) {
        engine.operatorLog().log(OperatorLog.NOTICE, text);
    }

    /** Ends the server now if nothing is to be waited for. */
    public Outcome request(ShutdownRequest wanted) {
        if (request != null && !wanted.now()) {
            return Outcome.WAITS;
        }
        log("User requested shutdown...");
        long waitMs = engine.settings().shutdownTimeout.value() * SECOND_MS;
        if (wanted.now() || waitMs == 0 || replication.hasCaughtUp()) {
            return end(wanted) ? Outcome.ENDS : Outcome.FAILED;
        }
        log("Waiting for replicas before shutting down.");
        request = wanted;
        untilMs = engine.keyspace().nowMs() + waitMs;
        hasPaused = !engine.clientPause().isActive();
        if (hasPaused) {
            engine.clientPause().pauseWrites(Long.MAX_VALUE);
        }
        return Outcome.WAITS;
    }

    private boolean end(ShutdownRequest wanted) {
        forget();
        replication.logLag();
        boolean ends = control.shutdown(wanted) == null;
        if (!ends) {
            engine.operatorLog().log(OperatorLog.WARNING,
                "Errors trying to shut down the server. Check the logs for more information.");
            failAll();
        }
        return ends;
    }

    private void forget() {
        request = null;
        if (hasPaused) {
            hasPaused = false;
            engine.clientPause().unpause();
        }
    }

    private void failAll() {
        for (Client client : List.copyOf(clients)) {
            engine.blockedClients().fail(client, FAILED);
        }
    }

    /** Has a client wait with us. */
    void join(Client client) {
        clients.add(client);
        engine.blockedClients().block(client, this, 0);
    }

    /** Takes a request back; false when there is none. */
    boolean abort() {
        if (request == null) {
            return false;
        }
        forget();
        log("Shutdown manually aborted.");
        failAll();
        return true;
    }

    /** How long the server may still wait in ms; -1 when it does not. */
    long remainingMs() {
        return request == null ? -1 : Math.max(untilMs - engine.keyspace().nowMs(), 0);
    }

    void cron() {
        if (request != null && (replication.hasCaughtUp() || engine.keyspace().nowMs() >= untilMs)) {
            end(request);
        }
    }

    @Override
    public void onTimeout(Client client) {
        clients.remove(client);
    }

    @Override
    public void onAbandon(Client client) {
        clients.remove(client);
    }

    @Override
    public boolean isUnblockable() {
        return false;
    }

    @Override
    public boolean endsWithRole() {
        return false;
    }
}
