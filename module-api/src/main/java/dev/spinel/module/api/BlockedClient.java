package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.module.abi.Handle;

/** {@code RedisModuleBlockedClient}: a client that waits for a module. */
public final class BlockedClient extends Handle {
    private Client client;

    /** Null once the client is gone. */
    Client client() {
        return client;
    }
}
