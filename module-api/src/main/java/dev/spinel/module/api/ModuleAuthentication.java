package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.feature.acl.AclUser;
import dev.spinel.engine.feature.acl.Authenticator;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Modules that know who clients are: their functions are asked in turn, before passwords; one may make the client wait
 * and decide later. Also tells modules that a client they let in became somebody else. One per server; the thread that
 * holds the GIL.
 */
final class ModuleAuthentication implements Authenticator {
    private static final int HANDLED = 0;

    private final ModuleServer server;
    private final List<Registered> callbacks = new ArrayList<>();
    private final Map<Client, Attempt> attempts = new HashMap<>();
    private final Map<Client, Visitor> visitors = new HashMap<>();
    private boolean isListening;

    private record Registered(LoadedModule module, long callback) {}

    /** Whom to tell that a client became somebody else. */
    private record Visitor(LoadedModule module, long callback, long data) {}

    /** How far one client's AUTH has come. */
    private static final class Attempt {
        private int next;
        private BlockedClient blocked;
        private boolean isAccepted;
    }

    ModuleAuthentication(ModuleServer server) {
        this.server = server;
    }

    void add(LoadedModule module, long callback) {
        listen();
        Registered registered = new Registered(module, callback);
        callbacks.addFirst(registered);
        module.onClose(() -> callbacks.remove(registered));
    }

    private void listen() {
        if (!isListening) {
            isListening = true;
            server.engine().acl().authenticator(this);
            server.engine().acl().onUserChange(this::tellVisitor);
            server.engine().clients().onDisconnect(client -> {
                attempts.remove(client);
                tellVisitor(client);
            });
        }
    }

    /** The client of a context acts as a user from now on; {@code callback}, if any, hears when that ends. */
    void become(ModuleContext ctx, AclUser user, long callback, long data) {
        listen();
        Client client = ctx.blockedClient() != null && ctx.blockedClient().client() != null
                ? ctx.blockedClient().client() : ctx.client();
        server.engine().acl().become(client, user, true);
        if (callback != 0) {
            Visitor visitor = new Visitor(ctx.module(), callback, data);
            visitors.put(client, visitor);
            ctx.module().onClose(() -> visitors.remove(client, visitor));
        }
        Attempt attempt = attempts.get(client);
        if (attempt != null) {
            attempt.isAccepted = true;
        }
    }

    private void tellVisitor(Client client) {
        Visitor visitor = visitors.remove(client);
        if (visitor != null) {
            Callbacks.voidPp(visitor.callback, client.id(), visitor.data);
        }
    }

    /** The function that is asked now makes its client wait. */
    void waits(Client client, BlockedClient blocked) {
        Attempt attempt = attempts.get(client);
        if (attempt != null) {
            attempt.blocked = blocked;
        }
    }

    @Override
    public Verdict authenticate(Call call, String user, byte[] password) {
        Client client = call.client();
        Attempt attempt = attempts.computeIfAbsent(client, any -> new Attempt());
        long name = StringCell.create(MemoryTag.SERVER, Text.bytes(user));
        long secret = StringCell.create(MemoryTag.SERVER, password);
        Verdict verdict = Verdict.NOT_HANDLED;
        if (attempt.blocked != null) {
            BlockedClient blocked = attempt.blocked;
            attempt.blocked = null;
            if (blocked.authCallback() != 0) {
                verdict = ask(call, attempt, blocked.module(), blocked.authCallback(), name, secret, blocked);
            }
        }
        while (verdict == Verdict.NOT_HANDLED && attempt.next < callbacks.size()) {
            Registered asked = callbacks.get(attempt.next++);
            verdict = ask(call, attempt, asked.module, asked.callback, name, secret, null);
        }
        StringCell.release(name);
        StringCell.release(secret);
        if (verdict != Verdict.PENDING) {
            attempts.remove(client);
        }
        return verdict;
    }

    private Verdict ask(Call call, Attempt attempt, LoadedModule module, long callback, long name, long secret,
            BlockedClient blocked) {
        Client client = call.client();
        long repliedBefore = client.reply().position();
        attempt.isAccepted = false;
        ModuleContext context = module.enter(client, blocked == null ? 0 : ModuleContext.BLOCKED_REPLY);
        context.call(call);
        context.blockedClient(blocked);
        long error = context.pool().allocate(Long.BYTES);
        Native.putLong(error, 0);
        try {
            int status = Callbacks.intPppp(callback, context.address(), name, secret, error);
            if (client.isBlocked()) {
                return Verdict.PENDING;
            }
            if (status != HANDLED) {
                return Verdict.NOT_HANDLED;
            }
            boolean isIn = attempt.isAccepted && client.is(ClientFlag.AUTHENTICATED);
            if (!isIn && client.reply().position() == repliedBefore) {
                call.fail(refusal(Native.getLong(error)));
            }
            return isIn ? Verdict.ACCEPTED : Verdict.REFUSED;
        } finally {
            module.leave(context);
        }
    }

    /** The module's own words, or those for a wrong password. */
    private static byte[] refusal(long error) {
        if (error == 0) {
            return Errors.WRONG_PASS;
        }
        String text = Text.string(StringCell.toBytes(error));
        StringCell.release(error);
        return Text.bytes(text.startsWith("-") ? text.substring(1) : "ERR " + text);
    }
}
