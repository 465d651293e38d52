package dev.spinel.engine.feature.persistence;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.Gate;
import dev.spinel.engine.port.AppendOnlyFile;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** Refuses writes, and PING, while changes cannot be logged. Source: writeCommandsDeniedByDiskError in server.c. */
final class AppendOnlyGate implements Gate {
    private final AppendOnlyFile appendOnly;

    AppendOnlyGate(AppendOnlyFile appendOnly) {
        this.appendOnly = appendOnly;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        String failure = appendOnly.failure();
        boolean isRefused = failure != null && SnapshotGate.needsDisk(client, row);
        return isRefused ? Errors.misconfAof(failure) : null;
    }

    @Override
    public boolean judgesScripts() {
        return true;
    }
}
