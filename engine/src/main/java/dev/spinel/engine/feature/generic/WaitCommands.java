package dev.spinel.engine.feature.generic;

import dev.spinel.engine.client.BlockedClients;
import dev.spinel.engine.client.BlockedOperation;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.port.AppendOnlyFile;
import dev.spinel.engine.resp.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Waiting for replicas and disks: rows and methods of WAIT and WAITAOF. */
final class WaitCommands {
    private static final byte[] LOCAL_WITHOUT_AOF =
        Errors.bytes("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
    private static final byte[] LOCAL_OUT_OF_RANGE = Errors.notInRange(0, 1);

    private final BlockedClients blocked;
    private final Supplier<AppendOnlyFile> appendOnly;
    private final List<DiskWait> diskWaits = new ArrayList<>();

    WaitCommands(BlockedClients blocked, Supplier<AppendOnlyFile> appendOnly) {
        this.blocked = blocked;
        this.appendOnly = appendOnly;
    }

    void register(CommandTable table) {
        table.add("WAIT", this::waitForReplicas);
        table.add("WAITAOF", this::waitForDisks);
    }

    /** Replies how many replicas have what this client wrote; without replicas that is none, after the time is over. */
    private void waitForReplicas(Call call) {
        long replicas = call.integer(1);
        long until = until(call, 2);
        if (call.failed()) {
            return;
        }
        if (replicas <= 0 || call.client().is(ClientFlag.DENY_BLOCKING)) {
            call.reply().integer(0);
        } else {
            blocked.block(call.client(), new ReplicaWait(), until);
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
        if (local > 0 && !appendOnly.get().isOn()) {
            call.fail(LOCAL_WITHOUT_AOF);
        }
        if (call.failed()) {
            return;
        }
        DiskWait wait = new DiskWait(call.client(), local > 0, replicas > 0, appendOnly.get().position());
        if (wait.isOver() || call.client().is(ClientFlag.DENY_BLOCKING)) {
            wait.reply();
        } else {
            diskWaits.add(wait);
            blocked.block(call.client(), wait, until);
        }
    }

    /** Lets those go on whose changes have reached the disk; before every poll. */
    void serve() {
        for (int i = diskWaits.size() - 1; i >= 0; i--) {
            DiskWait wait = diskWaits.get(i);
            if (wait.needsLocal && !appendOnly.get().isOn()) {
                blocked.fail(wait.client, LOCAL_WITHOUT_AOF);
            } else if (wait.isOver()) {
                diskWaits.remove(i);
                blocked.unblock(wait.client);
                wait.reply();
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

    private static final class ReplicaWait implements BlockedOperation {
        @Override
        public void onTimeout(Client client) {
            client.reply().integer(0);
        }

        @Override
        public void onAbandon(Client client) {}
    }

    /** A client that waits until its changes are on disks; here, for there are no replicas, on this one. */
    private final class DiskWait implements BlockedOperation {
        private final Client client;
        private final boolean needsLocal;
        private final boolean needsReplicas;
        private final long position;

        DiskWait(Client client, boolean needsLocal, boolean needsReplicas, long position) {
            this.client = client;
            this.needsLocal = needsLocal;
            this.needsReplicas = needsReplicas;
            this.position = position;
        }

        private boolean isLocal() {
            return appendOnly.get().isOn() && appendOnly.get().syncedPosition() >= position;
        }

        boolean isOver() {
            return !needsReplicas && (!needsLocal || isLocal());
        }

        void reply() {
            client.reply().array(2);
            client.reply().integer(isLocal() ? 1 : 0);
            client.reply().integer(0);
        }

        @Override
        public void onTimeout(Client unused) {
            diskWaits.remove(this);
            reply();
        }

        @Override
        public void onAbandon(Client unused) {
            diskWaits.remove(this);
        }
    }
}
