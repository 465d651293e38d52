package dev.spinel.engine.command;

import dev.spinel.engine.client.BlockedClients;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.client.PostponedClients;
import dev.spinel.engine.resp.Args;

/**
 * Work that takes long and lets the loop serve others meanwhile: their commands are refused as BUSY or put off until it
 * is done, except those that may run beside it. Owned by the reactor; another thread changes it with the GIL.
 * Source: busy_module_yield_flags in server.c.
 */
public final class LongOperation implements Gate, Executor.Interceptor {
    private final PostponedClients postponed;
    private boolean isActive;
    private boolean refusesCommands;
    private byte[] busyError;

    public LongOperation(BlockedClients blockedClients) {
        postponed = new PostponedClients(blockedClients);
    }

    /**
     * Others may be served from now on.
     *
     * @param refuses whether their commands get an error; otherwise they wait
     * @param error what they get
     */
    public void begin(boolean refuses, byte[] error) {
        isActive = true;
        refusesCommands = refuses;
        busyError = error;
    }

    /** The work has the server for itself again; what was put off goes on in the next turn. */
    public void end() {
        isActive = false;
        postponed.resumeAll();
    }

    public boolean isActive() {
        return isActive;
    }

    @Override
    public byte[] refusal(Client client, CommandRow row, Args args) {
        return isActive && refusesCommands && !row.is(CommandFlag.ALLOW_BUSY) ? busyError : null;
    }

    @Override
    public boolean intercept(Client client, CommandRow row) {
        // A primary cannot be refused anything: it waits.
        boolean waits = !refusesCommands || client.is(ClientFlag.PRIMARY);
        if (!isActive || !waits || client.connection() == null) {
            return false;
        }
        postponed.add(client);
        return true;
    }
}
