package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.resp.Args;

/** May change the arguments of any command before it is looked up. */
@FunctionalInterface
public interface CommandFilter {
    void filter(Client client, Args args);
}
