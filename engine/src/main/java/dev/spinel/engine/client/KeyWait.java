package dev.spinel.engine.client;

import dev.spinel.engine.keyspace.Key;

/** A wait for keys: asked whenever one of them changed. */
public interface KeyWait extends BlockedOperation {
    /**
     * Tries to end the wait now: answers the client and returns true, or leaves everything as it is. Called outside
     * of any command.
     *
     * @param key the key that changed, as it is now; valid until the keyspace is touched
     */
    boolean serve(Client client, Key key);

    /** Whether it is also asked when a value that was there before changed, not only when a key came or went. */
    default boolean seesEveryChange() {
        return true;
    }

    /** Whether the wait ends, too, when its key goes. */
    default boolean endsWithKey() {
        return false;
    }
}
