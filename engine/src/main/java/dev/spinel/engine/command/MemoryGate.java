package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.keyspace.Evictor;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** Makes room before a command runs and refuses those that need memory when there is none. */
public final class MemoryGate implements Gate {
    private final Evictor evictor;

    public MemoryGate(Evictor evictor) {
        this.evictor = evictor;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (!evictor.isOver() || evictor.makeRoom()) {
            return null;
        }
        return needsMemory(client, row) ? Errors.OUT_OF_MEMORY : null;
    }

    private static boolean needsMemory(Client client, CommandRow row) {
        boolean exec = row.fullName().equals("exec") && client.transaction() != null;
        long flags = row.facts().flags() | (exec ? client.transaction().queuedFlags() : 0);
        return (flags & CommandFlag.DENYOOM) != 0;
    }
}
