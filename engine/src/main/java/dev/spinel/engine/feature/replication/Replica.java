package dev.spinel.engine.feature.replication;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.resp.ReplyBlocks;
import dev.spinel.engine.resp.ReplyBuilder;

/**
 * A client that follows us, or has told us by REPLCONF that it will. What happens while it gets the file is held back:
 *
 * <pre>
 *   KNOWN ── PSYNC, in the backlog ─────────────────────────────────► ONLINE
 *     └───── PSYNC, SYNC ──► WAITING ── cut ──► SAVING ──► SENDING ──►  ┘
 *                                               └── stream is held ──┘
 * </pre>
 *
 * Owned by {@link Replication}.
 */
final class Replica {
    /** How far it is; {@code word} is what INFO shows. */
    enum State {
        KNOWN("wait_bgsave"), WAITING("wait_bgsave"), SAVING("wait_bgsave"), SENDING("send_bulk"), ONLINE("online");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final Client client;
    private final ReplyBuilder held;
    private State state = State.KNOWN;
    private long port;
    private String address;
    private boolean followsNewIds;
    private boolean takesStreams;
    private long waitingSinceMs;
    private boolean acknowledges;
    private boolean wantsFunctionsOnly;
    private long acknowledged;
    private long onDisk;
    private long acknowledgedMs;

    Replica(Client client, ReplyBlocks blocks) {
        this.client = client;
        this.held = new ReplyBuilder(blocks);
    }

    Client client() {
        return client;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
        client.set(ClientFlag.REPLICA, true);
    }

    boolean isOnline() {
        return state == State.ONLINE;
    }

    /** The port it listens on. */
    long port() {
        return port;
    }

    void port(long listeningPort) {
        port = listeningPort;
    }

    /** The address it announced, or else the one it comes from. */
    String address() {
        if (address != null) {
            return address;
        }
        String remote = client.connection() == null ? "" : client.connection().remoteAddress();
        return remote.substring(0, Math.max(remote.lastIndexOf(':'), 0));
    }

    void address(String announced) {
        address = announced.isEmpty() ? null : announced;
    }

    /** Whether it is the one that listens there. */
    boolean is(String host, long listeningPort) {
        return address().equalsIgnoreCase(host) && port == listeningPort;
    }

    String name() {
        return address() + ":" + port;
    }

    /** Whether it understands that a primary's id may change when it continues: capability psync2. */
    boolean followsNewIds() {
        return followsNewIds;
    }

    void followsNewIds(boolean capable) {
        followsNewIds = capable;
    }

    /** Whether it takes a file whose length is not known before: capability eof. Such replicas are waited for. */
    boolean takesStreams() {
        return takesStreams;
    }

    void takesStreams(boolean capable) {
        takesStreams = capable;
    }

    /** When it asked for a file. */
    long waitingSinceMs() {
        return waitingSinceMs;
    }

    void waitingSinceMs(long nowMs) {
        waitingSinceMs = nowMs;
    }

    /** Whether it asked for function libraries and nothing else. */
    boolean wantsFunctionsOnly() {
        return wantsFunctionsOnly;
    }

    void wantsFunctionsOnly(boolean does) {
        wantsFunctionsOnly = does;
    }

    /** Whether it came with PSYNC, and so tells how far it is. */
    boolean acknowledges() {
        return acknowledges;
    }

    void acknowledges(boolean does) {
        acknowledges = does;
    }

    /** It has the stream up to this offset. */
    long acknowledged() {
        return acknowledged;
    }

    /** It has the stream up to this offset on disk. */
    long onDisk() {
        return onDisk;
    }

    /** When it last told so. */
    long acknowledgedMs() {
        return acknowledgedMs;
    }

    void acknowledge(long offset, long nowMs) {
        acknowledged = Math.max(acknowledged, offset);
        acknowledgedMs = nowMs;
    }

    void acknowledgeDisk(long offset) {
        onDisk = Math.max(onDisk, offset);
    }

    /** Takes the next bytes of the stream. */
    void feed(long from, long bytes) {
        switch (state) {
            case ONLINE -> push(from, bytes);
            case SAVING, SENDING -> held.raw(from, bytes);
            default -> { }
        }
    }

    /** Sends bytes whatever the state. */
    void push(long from, long bytes) {
        client.beginPushedReply().raw(from, bytes);
        client.endPush();
    }

    void push(byte[] bytes) {
        client.beginPushedReply().raw(bytes);
        client.endPush();
    }

    /** Bytes of the stream that wait for the file to be sent. */
    long heldBytes() {
        return held.pendingLength();
    }

    /** Memory of what it has not taken yet. */
    long waitingMemory() {
        return client.reply().capacity() + held.capacity();
    }

    /** The file was sent: everything that was held follows. */
    void release() {
        if (held.pendingLength() > 0) {
            push(held.pendingAddress(), held.pendingLength());
        }
        held.clear();
    }

    /** It is gone. */
    void forget() {
        held.clear();
        client.set(ClientFlag.REPLICA, false);
    }
}
