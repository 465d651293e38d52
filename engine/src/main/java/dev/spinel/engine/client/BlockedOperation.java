package dev.spinel.engine.client;

/** What a blocked client waits for. The engine ends the wait exactly once, by one of the methods. */
public interface BlockedOperation {
    /** The time is over, or CLIENT UNBLOCK TIMEOUT: answers as for a wait in vain. */
    void onTimeout(Client client);

    /** The client is gone or its wait was ended from outside: gives up whatever was registered. No reply. */
    void onAbandon(Client client);

    /** Whether somebody has begun to end the wait: a time-out comes too late then. */
    default boolean isEnding() {
        return false;
    }

    /** Whether CLIENT UNBLOCK may end the wait. */
    default boolean isUnblockable() {
        return true;
    }

    /** Whether the wait ends with an error when this server begins to follow another one. */
    default boolean endsWithRole() {
        return true;
    }

    /** Whether CLIENT LIST and INFO count the client as blocked. */
    default boolean isCounted() {
        return true;
    }
}
