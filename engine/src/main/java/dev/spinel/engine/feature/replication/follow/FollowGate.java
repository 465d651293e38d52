package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.Transaction;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.feature.replication.Upstream;
import dev.spinel.engine.resp.Args;

/** Refuses what clients of a replica may not do. */
final class FollowGate implements Gate {
    private final Upstream upstream;
    private final CommandTable table;

    FollowGate(Upstream upstream, CommandTable table) {
        this.upstream = upstream;
        this.table = table;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (!upstream.follows()) {
            return null;
        }
        long common = row.isExecOf(client) ? commonFlags(client.transaction()) : -1;
        return upstream.refusal(row.flagsFor(client) & common);
    }

    /** EXEC needs the data if any of its commands does; what it may change, {@link CommandRow#flagsFor} tells. */
    private long commonFlags(Transaction transaction) {
        long common = -1;
        for (Args queued : transaction.queued()) {
            CommandRow row = table.findAny(queued);
            common &= row == null ? -1 : row.facts().flags() | ~CommandFlag.STALE;
        }
        return common;
    }
}
