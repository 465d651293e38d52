package dev.spinel.engine.command;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.keyspace.Evictor;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** Makes room before a command runs and refuses those that need memory when there is none. */
public final class MemoryGate implements Gate {
    private final Evictor evictor;
    private final Runnable afterEviction;

    /** @param afterEviction called when keys may have gone, before the command runs or is refused */
    public MemoryGate(Evictor evictor, Runnable afterEviction) {
        this.evictor = evictor;
        this.afterEviction = afterEviction;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        if (!evictor.isOver()) {
            return null;
        }
        boolean hasRoom = evictor.makeRoom();
        afterEviction.run();
        boolean needsMemory = (row.flagsFor(client) & CommandFlag.DENYOOM) != 0;
        return !hasRoom && needsMemory ? Errors.OUT_OF_MEMORY : null;
    }
}
