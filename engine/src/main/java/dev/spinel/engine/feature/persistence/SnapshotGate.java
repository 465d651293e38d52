package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/**
 * Refuses writes, and PING, while the data cannot be saved although it should be. Source: writeCommandsDeniedByDiskError
 * in server.c.
 */
public final class SnapshotGate implements Gate {
    private final Settings settings;
    private final Snapshotter snapshotter;

    public SnapshotGate(Settings settings, Snapshotter snapshotter) {
        this.settings = settings;
        this.snapshotter = snapshotter;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        return isDenied() && !client.is(ClientFlag.PRIMARY) && isWrite(client, row) ? Errors.MISCONF_SNAPSHOT : null;
    }

    private boolean isDenied() {
        return snapshotter.hasFailed() && settings.stopWritesOnBgsaveError.value()
                && !settings.save.points().isEmpty();
    }

    private static boolean isWrite(Client client, CommandRow row) {
        String name = row.fullName();
        long flags = row.facts().flags();
        if (name.equals("exec") && client.transaction() != null) {
            flags |= client.transaction().queuedFlags();
        }
        return (flags & CommandFlag.WRITE) != 0 || name.equals("ping");
    }
}
