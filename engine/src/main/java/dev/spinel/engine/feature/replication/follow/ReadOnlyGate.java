package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** {@code replica-read-only}: on a replica only the primary changes data. */
final class ReadOnlyGate implements Gate {
    private static final byte[] READ_ONLY = Errors.bytes("READONLY You can't write against a read only replica.");

    private final Following following;

    ReadOnlyGate(Following following) {
        this.following = following;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        return following.isReadOnly() && (row.flagsFor(client) & CommandFlag.WRITE) != 0 ? READ_ONLY : null;
    }
}
