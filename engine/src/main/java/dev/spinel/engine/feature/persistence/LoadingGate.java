package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** While data is being loaded clients are answered, but only commands that need none of it run. */
public final class LoadingGate implements Gate {
    private final Keyspace keyspace;

    public LoadingGate(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        boolean isOutside = keyspace.isLoading() && client.connection() != null;
        return isOutside && (row.facts().flags() & CommandFlag.LOADING) == 0 ? Errors.LOADING : null;
    }
}
