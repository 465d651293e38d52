package dev.spinel.module.spi;

import java.util.concurrent.CompletionStage;

/** What an {@link Authenticator} says of an attempt to log in. */
public sealed interface Login {
    /** Somebody else may know: the next authenticator, in the end the server's passwords. */
    record Unknown() implements Login {}

    /** The client is one of the server's users from now on; refused when there is none of that name. */
    record As(String user) implements Login {}

    /** The client is a user of the module's own from now on. */
    record AsOwn(User user) implements Login {}

    /** The client is not let in. */
    record Refused(String message) implements Login {}

    /** The client waits for another answer, which is none of this kind; a stage that fails refuses it. */
    record Later(CompletionStage<Login> answer) implements Login {}
}
