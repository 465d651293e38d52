package dev.spinel.engine.client;

import dev.spinel.engine.timer.TimerQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** Clients that wait, and the timers that end their waits. Owned by the reactor. */
public final class BlockedClients {
    private BiConsumer<Client, byte[]> onFailure = (client, error) -> { };
    private final TimerQueue timers;
    private final Map<Client, TimerQueue.Timer> waits = new HashMap<>();
    private int count;

    public BlockedClients(TimerQueue timers) {
        this.timers = timers;
    }

    /** Clients that INFO counts as blocked. */
    public int count() {
        return count;
    }

    /** Clients whose wait ends by itself. */
    public int timedCount() {
        return (int) waits.values().stream().filter(Objects::nonNull).count();
    }

    /**
     * Makes the client wait. Nothing more of its input is executed until {@link #unblock}.
     *
     * @param untilMs when to give up, ms since the epoch; 0 for never
     */
    public void block(Client client, BlockedOperation operation, long untilMs) {
        client.blockedOn(operation, untilMs);
        waits.put(client, untilMs == 0 ? null : timers.at(untilMs, () -> timeOut(client)));
        count += counts(client, operation) ? 1 : 0;
    }

    /**
     * Ends the wait; the caller has answered, or will when the client has a connection: a module that waits for one
     * without reads the answer here. The client goes on with what it had sent meanwhile.
     */
    public void unblock(Client client) {
        forget(client);
        client.resume();
    }

    /** Ends the wait as its time-out would, unless it is ending anyway. */
    public void timeOut(Client client) {
        BlockedOperation operation = client.blockedOn();
        if (operation.isEnding()) {
            return;
        }
        forget(client);
        operation.onTimeout(client);
        client.resume();
    }

    /** Who hears of waits that are ended with an error. */
    public void onFailure(BiConsumer<Client, byte[]> listener) {
        onFailure = listener;
    }

    /** Ends the wait with an error instead of an answer: CLIENT UNBLOCK ERROR. */
    public void fail(Client client, byte[] error) {
        BlockedOperation operation = client.blockedOn();
        forget(client);
        operation.onAbandon(client);
        onFailure.accept(client, error);
        client.reply().error(error);
        client.resume();
    }

    /** Ends the wait of a client that goes. */
    public void abandon(Client client) {
        if (client.isBlocked()) {
            BlockedOperation operation = client.blockedOn();
            forget(client);
            operation.onAbandon(client);
        }
    }

    /** Commands that modules wait for are no clients of anybody's. */
    private static boolean counts(Client client, BlockedOperation operation) {
        return operation.isCounted() && !client.is(ClientFlag.MODULE);
    }

    private void forget(Client client) {
        count -= counts(client, client.blockedOn()) ? 1 : 0;
        client.blockedOn(null, 0);
        TimerQueue.Timer timer = waits.remove(client);
        if (timer != null) {
            timers.cancel(timer);
        }
    }
}
