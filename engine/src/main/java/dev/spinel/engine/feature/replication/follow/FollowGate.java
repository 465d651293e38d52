package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.feature.replication.Upstream;
import dev.spinel.engine.resp.Args;

/** Refuses what clients of a replica may not do. */
final class FollowGate implements Gate {
    private final Upstream upstream;

    FollowGate(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        return upstream.follows() ? upstream.refusal(row.flagsFor(client)) : null;
    }
}
