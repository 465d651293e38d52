package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import java.util.Locale;

/** The classes of clients that CLIENT LIST, CLIENT KILL and output limits tell apart. */
public enum ClientType {
    NORMAL,
    REPLICA,
    PUBSUB,
    MASTER;

    /** The type with a name in any case, or null. */
    static ClientType named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "slave", "replica" -> REPLICA;
            case "pubsub" -> PUBSUB;
            case "master" -> MASTER;
            default -> null;
        };
    }

    /** What a client is right now; a monitor counts as a normal one. */
    public static ClientType of(Client client) {
        if (client.is(ClientFlag.PRIMARY)) {
            return MASTER;
        }
        if (client.is(ClientFlag.REPLICA)) {
            return REPLICA;
        }
        return client.subscriptions() != null && !client.subscriptions().isEmpty() ? PUBSUB : NORMAL;
    }
}
