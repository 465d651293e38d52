package dev.spinel.io.net;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;

/**
 * Who the {@code timeout} setting may close: nobody that waits, listens or replicates. Source:
 * clientsCronHandleTimeout.
 */
final class IdlePolicy {
    private IdlePolicy() {}

    static boolean mayClose(Client client) {
        boolean subscribed = client.subscriptions() != null && !client.subscriptions().isEmpty();
        boolean exempt = (client.flags() & (ClientFlag.REPLICA | ClientFlag.PRIMARY | ClientFlag.PAUSED)) != 0;
        return !client.isBlocked() && !subscribed && !exempt;
    }
}
