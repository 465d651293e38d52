package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Args;

/** Decides whether a command may run now. Gates are asked in the order in which they were added. */
@FunctionalInterface
public interface Gate {
    /** The error that refuses the command, without its dash; null to let it pass. */
    byte[] refusal(Client client, CommandRow row, Args args);
}
