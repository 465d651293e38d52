package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.replication.Replica.State;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives new replicas all data: one file for everybody who asked before it was begun, one file written at a time.
 * Reactor; owned by {@link Replication}. Source: replication.c.
 */
final class FullSync {
    private static final byte[] LINE_END = Text.bytes("\n");

    private final Engine engine;
    private final Replication replication;
    /** Those the file being written is for; null when none is. */
    private List<Replica> saving;
    private final List<FileSending> sendings = new ArrayList<>();

    FullSync(Engine engine, Replication replication) {
        this.engine = engine;
        this.replication = replication;
    }

    /** Starts a file if somebody waits for one, for long enough, and nothing else is being written. */
    void begin() {
        List<Replica> waiting = replication.all(State.WAITING);
        if (saving == null && isTime(waiting) && engine.snapshotter().saveForReplicas(this::onSaved)) {
            replication.log(OperatorLog.NOTICE, "Starting BGSAVE for SYNC with target: disk");
            saving = waiting;
            saving.forEach(this::cut);
            replication.selectAgain();
        }
    }

    /** Whether nobody is expected who could use the same file: {@code repl-diskless-sync-delay}. */
    private boolean isTime(List<Replica> waiting) {
        Settings settings = engine.settings();
        if (waiting.isEmpty() || !settings.replDisklessSync.value()) {
            return !waiting.isEmpty();
        }
        long enough = settings.replDisklessSyncMaxReplicas.value();
        long latest = engine.keyspace().nowMs() - settings.replDisklessSyncDelay.value() * 1000;
        return enough > 0 && waiting.size() >= enough
            || waiting.stream().anyMatch(replica -> !replica.takesStreams() || replica.waitingSinceMs() <= latest);
    }

    /** The file will hold what this replica knows now; what happens from now on is held for it. */
    private void cut(Replica replica) {
        replica.state(State.SAVING);
        if (replica.acknowledges()) {
            replica.push(Text.bytes("+FULLRESYNC " + replication.id() + " " + replication.offset() + "\r\n"));
        }
    }

    /** Keeps connections of those who wait for the file alive. */
    void keepAlive() {
        if (saving != null) {
            saving.forEach(replica -> replica.push(LINE_END));
        }
    }

    private void onSaved(SnapshotFile file) {
        List<Replica> receivers = saving;
        saving = null;
        if (file == null) {
            replication.log(OperatorLog.WARNING, "SYNC failed. BGSAVE child returned an error");
            receivers.forEach(replication::drop);
        } else {
            FileSending sending = new FileSending(engine, replication, file, receivers);
            sendings.add(sending);
            sending.start(() -> sendings.remove(sending));
        }
        begin();
    }

    /** A replica is gone. */
    void forget(Replica replica) {
        if (saving != null && saving.remove(replica) && saving.isEmpty()) {
            engine.snapshotter().cancelForReplicas();
        }
        sendings.forEach(sending -> sending.forget(replica));
    }

    /** Gives all files back. */
    void close() {
        List.copyOf(sendings).forEach(FileSending::close);
    }
}
