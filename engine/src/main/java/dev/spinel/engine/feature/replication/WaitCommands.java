package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.BlockedClients;
import dev.spinel.engine.client.BlockedOperation;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Errors;
import java.util.ArrayList;
import java.util.List;

/** Waiting for replicas and disks: rows and methods of WAIT and WAITAOF. */
final class WaitCommands {
    private static final byte[] LOCAL_WITHOUT_AOF =
        Errors.bytes("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
    private static final byte[] LOCAL_OUT_OF_RANGE = Errors.notInRange(0, 1);

    private final Engine engine;
    private final BlockedClients blocked;
    private final Replication replication;
    private final List<Wait> waits = new ArrayList<>();

    private WaitCommands(Engine engine, Replication replication) {
        this.engine = engine;
        this.replication = replication;
        blocked = engine.blockedClients();
    }

    static void register(Engine engine, Replication replication) {
        WaitCommands waits = new WaitCommands(engine, replication);
        waits.register(engine.commands());
        engine.addBeforeSleep(waits::serve);
    }

    private void register(CommandTable table) {
        table.add("WAIT", this::waitForReplicas);
        table.add("WAITAOF", this::waitForDisks);
    }

    /** Replies how many replicas have everything that was written so far, once they are enough or time is over. */
    private void waitForReplicas(Call call) {
        refuseOnReplica(call, "WAIT");
        long replicas = call.integer(1);
        long until = until(call, 2);
        if (!call.failed()) {
            begin(new ReplicaWait(call.client(), replicas), until);
        }
    }

    /** Replies how many local and remote disks have it. Errors: numlocal without an AOF. */
    private void waitForDisks(Call call) {
        long local = call.integer(1);
        if (local < 0 || local > 1) {
            call.fail(LOCAL_OUT_OF_RANGE);
        }
        long replicas = call.integer(2, Errors.MUST_BE_POSITIVE);
        if (replicas < 0) {
            call.fail(Errors.MUST_BE_POSITIVE);
        }
        long until = until(call, 3);
        refuseOnReplica(call, "WAITAOF");
        if (local > 0 && !engine.appendOnly().isOn()) {
            call.fail(LOCAL_WITHOUT_AOF);
        }
        if (!call.failed()) {
            begin(new DiskWait(call.client(), local > 0, replicas), until);
        }
    }

    /** What a replica hears changes its own data only: nobody else will ever have it. */
    private void refuseOnReplica(Call call, String name) {
        if (engine.upstream().follows()) {
            call.fail(Errors.bytes("ERR " + name + " cannot be used with replica instances. Please also note that "
                + (name.equals("WAIT")
                    ? "since Redis 4.0 if a replica is configured to be writable (which is not the default) writes to "
                        + "replicas are just local and are not propagated."
                    : "writes to replicas are just local and are not propagated.")));
        }
    }

    private void begin(Wait wait, long until) {
        if (wait.isOver() || wait.client.is(ClientFlag.DENY_BLOCKING)) {
            wait.reply();
        } else {
            waits.add(wait);
            blocked.block(wait.client, wait, until);
            replication.requestAcknowledgements();
        }
    }

    /** Lets those go on whose changes have arrived; before every poll. */
    private void serve() {
        for (int i = waits.size() - 1; i >= 0; i--) {
            Wait wait = waits.get(i);
            if (wait.isVain()) {
                blocked.fail(wait.client, LOCAL_WITHOUT_AOF);
            } else if (wait.isOver()) {
                waits.remove(i);
                wait.reply();
                blocked.unblock(wait.client);
            }
        }
    }

    private static long until(Call call, int index) {
        long timeoutMs = call.integer(index, Errors.TIMEOUT_NOT_INTEGER);
        if (timeoutMs < 0) {
            call.fail(Errors.TIMEOUT_NEGATIVE);
        }
        if (timeoutMs > Long.MAX_VALUE - call.nowMs()) {
            call.fail(Errors.TIMEOUT_OUT_OF_RANGE);
        }
        return timeoutMs == 0 ? 0 : timeoutMs + call.nowMs();
    }

    /** A client that waits until what was written so far is elsewhere too. */
    private abstract class Wait implements BlockedOperation {
        final Client client;
        final long offset = replication.offset();

        Wait(Client client) {
            this.client = client;
        }

        abstract boolean isOver();

        /** Whether it can never be over. */
        boolean isVain() {
            return false;
        }

        abstract void reply();

        @Override
        public void onTimeout(Client unused) {
            waits.remove(this);
            reply();
        }

        @Override
        public void onAbandon(Client unused) {
            waits.remove(this);
        }
    }

    /** For the memory of replicas. */
    private final class ReplicaWait extends Wait {
        private final long replicas;

        ReplicaWait(Client client, long replicas) {
            super(client);
            this.replicas = replicas;
        }

        @Override
        boolean isOver() {
            return replication.countAt(offset) >= replicas;
        }

        @Override
        void reply() {
            client.reply().integer(replication.countAt(offset));
        }
    }

    /** For this disk and those of replicas. */
    private final class DiskWait extends Wait {
        private final boolean needsLocal;
        private final long replicas;
        private final long position;

        DiskWait(Client client, boolean needsLocal, long replicas) {
            super(client);
            this.needsLocal = needsLocal;
            this.replicas = replicas;
            position = client.changesUpTo();
        }

        private boolean isLocal() {
            return engine.appendOnly().isOn() && engine.appendOnly().syncedPosition() >= position;
        }

        @Override
        boolean isOver() {
            return replication.countOnDiskAt(offset) >= replicas && (!needsLocal || isLocal());
        }

        @Override
        boolean isVain() {
            return needsLocal && !engine.appendOnly().isOn();
        }

        @Override
        void reply() {
            client.reply().array(2);
            client.reply().integer(isLocal() ? 1 : 0);
            client.reply().integer(replication.countOnDiskAt(offset));
        }
    }
}
