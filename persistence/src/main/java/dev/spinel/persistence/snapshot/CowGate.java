package dev.spinel.persistence.snapshot;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.resp.Args;
import java.util.concurrent.locks.LockSupport;

/**
 * Bounds the memory a running snapshot keeps, {@code snapshot-cow-max}: from there on each write waits a moment, so
 * that the reader gains on the writers; a fifth above, the snapshot is given up. Refuses nothing.
 */
final class CowGate implements Gate {
    private static final long PAUSE_NANOS = 100_000;
    private static final int SHARE = 4;

    private final Snapshots snapshots;
    private final Settings settings;

    CowGate(Snapshots snapshots, Settings settings) {
        this.snapshots = snapshots;
        this.settings = settings;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (snapshots.isRunning() && (row.facts().flags() & CommandFlag.WRITE) != 0) {
            slowDown();
        }
        return null;
    }

    private void slowDown() {
        long kept = Snapshot.keptBytes();
        long most = most();
        if (kept > most + most / 5) {
            snapshots.cancel();
        } else if (kept > most) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A quarter of {@code maxmemory}, or of what can be had at all, unless the setting says otherwise. */
    private long most() {
        long set = settings.snapshotCowMax.value();
        if (set > 0) {
            return set;
        }
        long limit = settings.maxmemory.value();
        return (limit > 0 ? limit : Arena.reservedBytes() / SHARE) / SHARE;
    }
}
