package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Args;

/** What commands themselves ask about the rights of whoever runs them. */
public interface Permissions {
    /** Nobody is restricted. */
    Permissions ALL = new Permissions() {
        @Override
        public boolean mayReadEveryKey(Call call) {
            return true;
        }

        @Override
        public byte[] queuedRefusal(Client client, CommandRow row, Args args) {
            return null;
        }
    };

    /** Whether a call may read keys that its arguments do not name: SORT with BY and GET. */
    boolean mayReadEveryKey(Call call);

    /** The error that keeps a queued command from running when the rights have changed since; null for none. */
    byte[] queuedRefusal(Client client, CommandRow row, Args args);
}
