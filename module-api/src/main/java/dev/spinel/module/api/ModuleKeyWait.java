package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.KeyWait;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.resp.Text;

/**
 * The wait of a client that a module blocked on keys: the module's reply callback is asked whenever one of them may
 * serve it. It ends by being served, by the time-out, by {@code UnblockClient} or with the client; then the handle is
 * freed, because the module is not expected to.
 */
final class ModuleKeyWait implements KeyWait {
    private final BlockedClient blocked;
    private final boolean endsWithDeletion;
    private boolean isUnblocking;

    /** @param endsWithDeletion whether the callback is also asked when a key is gone */
    ModuleKeyWait(BlockedClient blocked, boolean endsWithDeletion) {
        this.blocked = blocked;
        this.endsWithDeletion = endsWithDeletion;
    }

    @Override
    public boolean serve(Client client, Key key) {
        boolean isAsked = !isUnblocking && (key.exists() || endsWithDeletion);
        if (!isAsked || !blocked.replyFor(Text.string(key.name()))) {
            return false;
        }
        blocked.complete();
        return true;
    }

    @Override
    public boolean seesEveryChange() {
        return false;
    }

    /** {@code UnblockClient}: the time-out callback answers. False when there is none. Any thread. */
    boolean unblock() {
        if (!blocked.isUnblockable()) {
            return false;
        }
        blocked.module().server().handoff().post(this::unblockNow);
        return true;
    }

    private void unblockNow() {
        Client client = blocked.client();
        if (client == null || isUnblocking) {
            return;
        }
        isUnblocking = true;
        onTimeout(client);
        blocked.module().server().engine().keyWaiters().unblock(client);
    }

    @Override
    public void onTimeout(Client client) {
        blocked.onTimeout(client);
        blocked.complete();
    }

    @Override
    public void onAbandon(Client client) {
        blocked.onAbandon(client);
        blocked.complete();
    }

    @Override
    public boolean isUnblockable() {
        return blocked.isUnblockable();
    }
}
