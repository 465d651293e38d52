package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.module.abi.Callbacks;

/**
 * A command a module called that waits: it goes on by itself, and when it is done a function of the module gets the
 * answer, within the same execution unit. Owned by the thread that holds the GIL.
 */
public final class CallPromise {
    private final ModuleServer server;
    private final LoadedModule module;
    private final Client client;
    private long handler;
    private long privateData;
    private boolean isDone;

    CallPromise(LoadedModule module, Client client) {
        this.server = module.server();
        this.module = module;
        this.client = client;
        client.onUnblocked(this::fulfil);
    }

    LoadedModule module() {
        return module;
    }

    /** What to call with the answer, which it frees. */
    public void handler(long function, long data) {
        handler = function;
        privateData = data;
    }

    long privateData() {
        return privateData;
    }

    private void fulfil() {
        finish();
        if (handler != 0) {
            ModuleContext context = module.enter(null, 0);
            context.client().database(client.database());
            CallReply reply = ModuleCalls.take(module, null, client.reply());
            try {
                Callbacks.voidPpp(handler, context.address(), reply == null ? 0 : reply.address(), privateData);
            } finally {
                module.leave(context);
            }
        }
        server.calls().recycle(client);
        if (!server.engine().executor().isInUnit()) {
            server.engine().executor().endUnit();
        }
    }

    /** Gives the command up; false when it is done already. */
    public boolean abort() {
        if (isDone) {
            return false;
        }
        finish();
        client.onUnblocked(null);
        server.engine().blockedClients().abandon(client);
        server.calls().recycle(client);
        return true;
    }

    private void finish() {
        isDone = true;
        server.calls().forget(this);
    }
}
