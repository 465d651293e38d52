package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** {@code replica-serve-stale-data no}: without its primary a replica answers nothing that needs data. */
final class StaleGate implements Gate {
    private static final byte[] MASTER_DOWN =
        Errors.bytes("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");

    private final Following following;

    StaleGate(Following following) {
        this.following = following;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        return following.isStale() && (row.facts().flags() & CommandFlag.STALE) == 0 ? MASTER_DOWN : null;
    }
}
