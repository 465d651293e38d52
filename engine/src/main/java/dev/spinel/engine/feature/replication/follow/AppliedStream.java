package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.feature.replication.Replication;
import dev.spinel.engine.port.StreamTap;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;

/**
 * The bytes of the primary's stream between the moment they arrive and the moment their command was executed: then they
 * are a part of our own stream, byte for byte, and count as applied. A transaction counts when its EXEC was executed.
 *
 * <pre>
 *   waiting   | applied → Replication.repeat | rest: not executed yet |
 * </pre>
 *
 * Owned by {@link Following}; reactor.
 */
final class AppliedStream implements StreamTap {
    private final Replication replication;
    private final ReplyBuilder waiting;
    private Client primary;

    AppliedStream(Replication replication, ReplyBlocks blocks) {
        this.replication = replication;
        waiting = new ReplyBuilder(blocks);
    }

    /** Begins with the next byte of the stream. */
    void begin() {
        waiting.clear();
        primary = null;
    }

    /** The client whose commands are executed. */
    void primary(Client client) {
        primary = client;
    }

    /** Bytes that arrived and were not executed. */
    long waitingBytes() {
        return waiting.pendingLength();
    }

    @Override
    public void onReceived(long address, long length) {
        waiting.raw(address, length);
    }

    @Override
    public void onExecuted(long rest) {
        boolean isInside = primary == null || primary.transaction() != null && primary.transaction().isOpen();
        long applied = waiting.pendingLength() - rest;
        if (!isInside && applied > 0) {
            replication.repeat(waiting.pendingAddress(), applied);
            waiting.sent(applied);
        }
    }

    void close() {
        waiting.clear();
    }
}
