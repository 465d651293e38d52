package dev.spinel.engine.feature.replication;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import java.util.Set;

/**
 * {@code min-replicas-to-write}: refuses writes while too few replicas are near. A replica that asks for an answer has
 * to go, as it would take it for a part of the stream.
 */
final class ReplicaGate implements Gate {
    private static final byte[] TOO_FEW = Errors.bytes("NOREPLICAS Not enough good replicas to write.");

    /** What replicas may say. */
    private static final Set<String> SPOKEN = Set.of("replconf", "psync", "sync");

    private final Replication replication;
    private final Settings settings;

    ReplicaGate(Replication replication, Settings settings) {
        this.replication = replication;
        this.settings = settings;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (client.is(ClientFlag.REPLICA) && !SPOKEN.contains(row.fullName())) {
            replication.dropForReply(client, row.fullName());
        }
        long wanted = settings.minReplicasToWrite.value();
        if (wanted == 0 || settings.minReplicasMaxLag.value() == 0) {
            return null;
        }
        boolean isWrite = (row.flagsFor(client) & CommandFlag.WRITE) != 0;
        return isWrite && replication.goodCount() < wanted ? TOO_FEW : null;
    }

    @Override
    public boolean judgesScripts() {
        return true;
    }
}
