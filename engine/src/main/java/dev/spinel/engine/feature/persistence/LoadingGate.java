package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/**
 * While data is being loaded clients are answered, but only commands that need none of it run; where the old data are
 * served until the new are whole, all but those that ask for the data as a whole.
 */
public final class LoadingGate implements Gate {
    private final Keyspace keyspace;

    public LoadingGate(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (!keyspace.isLoading() || client.connection() == null) {
            return null;
        }
        long flags = row.facts().flags();
        boolean runs = keyspace.isServingWhileLoading() ? (flags & CommandFlag.NO_ASYNC_LOADING) == 0
            : (flags & CommandFlag.LOADING) != 0;
        return runs ? null : Errors.LOADING;
    }
}
