package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.Snapshotter;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/**
 * Refuses writes, and PING, while the data cannot be saved although it should be. Source:
 * writeCommandsDeniedByDiskError in server.c.
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
        return isDenied() && needsDisk(client, row) ? Errors.MISCONF_SNAPSHOT : null;
    }

    @Override
    public boolean judgesScripts() {
        return true;
    }

    private boolean isDenied() {
        return snapshotter.hasFailed() && settings.stopWritesOnBgsaveError.value()
                && !settings.save.points().isEmpty();
    }

    /** Whether a disk error refuses a call: those that tell of health are refused as well. */
    static boolean needsDisk(Client client, CommandRow row) {
        return (row.flagsFor(client) & CommandFlag.WRITE) != 0 || row.fullName().equals("ping");
    }
}
