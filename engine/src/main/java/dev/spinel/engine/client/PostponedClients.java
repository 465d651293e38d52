package dev.spinel.engine.client;

import java.util.ArrayList;
import java.util.List;

/** Clients whose next command is put off until somebody lets all of them go on, in the order in which they came. */
public final class PostponedClients {
    private final BlockedClients blockedClients;
    private final BlockedOperation waiting = new Waiting();
    private List<Client> clients = new ArrayList<>();

    /** The wait of a postponed client: it has no time-out, and CLIENT UNBLOCK leaves it alone. */
    private final class Waiting implements BlockedOperation {
        @Override
        public void onTimeout(Client client) {
            throw new IllegalStateException("a postponed client has no time-out");
        }

        @Override
        public void onAbandon(Client client) {
            client.set(ClientFlag.PAUSED, false);
            clients.remove(client);
        }

        @Override
        public boolean isUnblockable() {
            return false;
        }

        @Override
        public boolean endsWithRole() {
            return false;
        }
    }

    public PostponedClients(BlockedClients blockedClients) {
        this.blockedClients = blockedClients;
    }

    /** Puts off the command in the client's arguments, which become its own. */
    public void add(Client client) {
        client.args().own();
        client.set(ClientFlag.PAUSED, true);
        clients.add(client);
        blockedClients.block(client, waiting, 0);
    }

    public void resumeAll() {
        List<Client> due = clients;
        clients = new ArrayList<>();
        due.forEach(blockedClients::unblock);
    }
}
