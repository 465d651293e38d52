package dev.spinel.engine.feature.connection;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.Call;

/** What AUTH, HELLO, RESET and CLIENT KILL need to know of users. */
public interface Credentials {
    /** Whether a client has to authenticate before it may do anything else. */
    boolean isAuthRequired(Client client);

    /** Whether the default user has no password at all. */
    boolean isDefaultOpen();

    /**
     * Makes the client of a call act as a user. True when it does now; otherwise the call has failed, or a module will
     * answer it later.
     */
    boolean login(Call call, String user, byte[] password);

    /** Makes a client the default user again, as when it connected. */
    void reset(Client client);

    /** Whether there is a user of that name. */
    boolean hasUser(String name);
}
