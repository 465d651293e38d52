package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.BlockedClients;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.PostponedClients;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.timer.TimerQueue;

/** CLIENT PAUSE: postpones commands until the pause is over. Source: pauseActions in networking.c. */
public final class ClientPause implements Executor.Interceptor {
    private static final long MAY_REPLICATE = CommandFlag.WRITE | CommandFlag.MAY_REPLICATE;

    private final Keyspace keyspace;
    private final TimerQueue timers;
    private final PostponedClients postponed;
    private TimerQueue.Timer end;
    private long untilMs;
    private boolean all;

    public ClientPause(Keyspace keyspace, TimerQueue timers, BlockedClients blockedClients) {
        this.keyspace = keyspace;
        this.timers = timers;
        postponed = new PostponedClients(blockedClients);
    }

    /** Starts or extends the pause; a pause of all commands is not weakened by a later one of writes. */
    void pause(long requestedUntilMs, boolean requestedAll) {
        all = requestedAll || isActive() && all;
        untilMs = Math.max(isActive() ? untilMs : 0, requestedUntilMs);
        if (end != null) {
            timers.cancel(end);
        }
        end = timers.at(untilMs, this::unpause);
        keyspace.pauseExpiry(true);
    }

    /** Postpones writes until then. */
    public void pauseWrites(long requestedUntilMs) {
        pause(requestedUntilMs, false);
    }

    /** Ends the pause; postponed commands run in the order in which they came. */
    public void unpause() {
        if (!isActive()) {
            return;
        }
        timers.cancel(end);
        end = null;
        keyspace.pauseExpiry(false);
        postponed.resumeAll();
    }

    public boolean isActive() {
        return end != null;
    }

    /** Whether reads wait too. */
    public boolean isForAll() {
        return isActive() && all;
    }

    /** What is left of the pause in ms. */
    public long remainingMs() {
        return isActive() ? Math.max(untilMs - keyspace.nowMs(), 0) : 0;
    }

    @Override
    public boolean intercept(Client client, CommandRow row) {
        if (end == null || client.connection() == null || !(all || (row.flagsFor(client) & MAY_REPLICATE) != 0)) {
            return false;
        }
        postponed.add(client);
        return true;
    }
}
