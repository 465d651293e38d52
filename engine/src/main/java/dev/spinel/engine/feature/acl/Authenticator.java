package dev.spinel.engine.feature.acl;

import dev.spinel.engine.command.Call;

/** Asked before passwords are looked at: modules that know users of their own. */
@FunctionalInterface
public interface Authenticator {
    /** What an authenticator made of an attempt. */
    enum Verdict {
        /** Somebody else may decide. */
        NOT_HANDLED,
        /** The client acts as the user now. */
        ACCEPTED,
        /** No; the call has failed with the error to tell. */
        REFUSED,
        /** The client waits, and gets its answer later. */
        PENDING
    }

    Verdict authenticate(Call call, String user, byte[] password);
}
