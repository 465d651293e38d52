package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.feature.replication.Replica.State;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.SnapshotFile;
import dev.spinel.engine.resp.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One file on its way to some replicas, a piece at a time, so that it never lies in memory as a whole. Reactor. */
final class FileSending {
    private static final int PIECE_BYTES = 1 << 20;
    /** Between two looks at replicas that have not taken the last piece yet. */
    private static final int RETRY_MS = 2;

    private final Engine engine;
    private final Replication replication;
    private final SnapshotFile file;
    private final List<Receiver> receivers = new ArrayList<>();
    private Runnable onEnd;
    private boolean isClosed;

    /** How much of the file a replica got. */
    private static final class Receiver {
        private final Replica replica;
        private long sent;

        Receiver(Replica replica) {
            this.replica = replica;
        }
    }

    /** Owns the file from now on. */
    FileSending(Engine engine, Replication replication, SnapshotFile file, List<Replica> replicas) {
        this.engine = engine;
        this.replication = replication;
        this.file = file;
        replicas.forEach(replica -> receivers.add(new Receiver(replica)));
    }

    /** Sends; runs {@code whenOver} when nobody is left who wants the file. */
    void start(Runnable whenOver) {
        onEnd = whenOver;
        for (Receiver receiver : receivers) {
            receiver.replica.state(State.SENDING);
        }
        send();
    }

    /** Sends a piece to everybody who has taken the last one. */
    private void send() {
        if (isClosed) {
            return;
        }
        boolean moved = false;
        for (int i = receivers.size() - 1; i >= 0; i--) {
            Receiver receiver = receivers.get(i);
            if (receiver.replica.client().reply().pendingLength() == 0) {
                moved |= sendPiece(receiver);
            }
            if (receiver.sent == file.length()) {
                receivers.remove(i);
                replication.online(receiver.replica);
            }
        }
        if (receivers.isEmpty()) {
            close();
        } else {
            engine.timers().at(engine.keyspace().nowMs() + (moved ? 0 : RETRY_MS), this::send);
        }
    }

    /** Whether anything was sent. */
    private boolean sendPiece(Receiver receiver) {
        int bytes = (int) Math.min(PIECE_BYTES, file.length() - receiver.sent);
        long piece = Arena.allocate(MemoryTag.SERVER, PIECE_BYTES);
        try {
            int read = file.read(receiver.sent, piece, bytes);
            if (receiver.sent == 0) {
                receiver.replica.push(Text.bytes("$" + file.length() + "\r\n"));
            }
            receiver.replica.push(piece, read);
            receiver.sent += read;
            return read > 0;
        } catch (IOException failure) {
            replication.log(OperatorLog.WARNING, "Read error sending DB to replica: " + failure.getMessage());
            replication.drop(receiver.replica);
            return false;
        } finally {
            Arena.free(piece);
        }
    }

    /** A replica is gone. */
    void forget(Replica replica) {
        receivers.removeIf(receiver -> receiver.replica == replica);
    }

    /** Gives the file back. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            file.close();
            onEnd.run();
        }
    }
}
