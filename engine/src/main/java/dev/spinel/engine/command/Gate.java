package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Args;

/** Decides whether a command may run now. Gates are asked in the order in which they were added. */
@FunctionalInterface
public interface Gate {
    /** The error that refuses the command, without its dash; null to let it pass. */
    byte[] refusal(Client client, CommandRow row, Args args);

    /** Whether it judges each write of a script, too, and of a module that calls as a script would. */
    default boolean judgesScripts() {
        return false;
    }
}
