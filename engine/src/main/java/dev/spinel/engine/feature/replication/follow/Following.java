package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.CommandFlag;
import dev.spinel.engine.config.Choice;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.replication.Replication;
import dev.spinel.engine.feature.replication.Upstream;
import dev.spinel.engine.port.ExpiredKey;
import dev.spinel.engine.port.IncomingFile.OldData;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.Outgoing;
import dev.spinel.engine.port.OutgoingListener;
import dev.spinel.engine.port.ReplicationListener.Role;
import dev.spinel.engine.port.Snapshotter.Loaded;
import dev.spinel.engine.port.StreamPosition;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.InfoWriter;
import java.io.IOException;
import java.util.List;

/**
 * Whom this server follows, if anybody, and how far that is. The name and offset of the stream whose data we have are
 * those of {@link Replication}, if {@code hasPosition}. Reactor; one per engine. Source: replication.c.
 */
public final class Following implements Upstream, AutoCloseable {
    private static final long SECOND_MS = 1000;
    private static final byte[] UNBLOCKED = Errors.bytes(
        "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
    private static final byte[] READ_ONLY = Errors.bytes("READONLY You can't write against a read only replica.");
    private static final byte[] MASTER_DOWN =
        Errors.bytes("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
    private static final byte[] LINE_END = Text.bytes("\n");
    private static final byte[] REPLCONF = Text.bytes("REPLCONF");
    private static final byte[] ACK = Text.bytes("ACK");
    private static final byte[] FACK = Text.bytes("FACK");

    private final Engine engine;
    private final Settings settings;
    private final Replication replication;
    private final AppliedStream stream;
    private final LinkListener listener = new LinkListener();
    private final PrimaryErrors errors = new PrimaryErrors();
    private final LocalExpiries expiries;
    /** Whether {@code errors} and {@code expiries} are told what happens. */
    private boolean isListening;
    private LinkState state = LinkState.NONE;
    /** Until the primary is a client; null when there is no connection, or it is one. */
    private Outgoing link;
    private Handshake handshake;
    /** What was agreed on about the file that is being received. */
    private Handshake agreed;
    private FileReceipt receipt;
    /** Null unless connected. */
    private Client primary;
    /** What the primary's stream has selected. */
    private int database;
    private boolean hasPosition;
    private boolean acknowledges;
    private long lastHeardMs;
    private long lastTurnMs;
    private long downSinceMs;
    /** Up to there the stream is in the log on our disk; -1 when nobody knows. */
    private long offsetOnDisk = -1;
    /** What {@code offsetOnDisk} will be once the log is on disk up to {@code nextPosition}; -1 for nothing. */
    private long nextOnDisk = -1;
    private long nextPosition;

    Following(Engine engine, Replication replication) {
        this.engine = engine;
        this.replication = replication;
        settings = engine.settings();
        stream = new AppliedStream(replication, engine.replyBlocks());
        engine.upstream(this);
        engine.clients().onDisconnect(this::onDisconnect);
        expiries = new LocalExpiries(engine, this);
        Engine.onApply(this::applyRole, settings.replicaIgnoreMaxmemory);
        state = follows() ? LinkState.CONNECT : LinkState.NONE;
    }

    void log(int level, String text) {
        engine.operatorLog().log(level, text);
    }

    private void notice(String text) {
        log(OperatorLog.NOTICE, text);
    }

    private void warn(String text) {
        log(OperatorLog.WARNING, text);
    }

    private long nowMs() {
        return engine.keyspace().nowMs();
    }

    // ---- What others ask

    @Override
    public boolean follows() {
        return settings.replicaof.isSet();
    }

    boolean isFailingOver() {
        return replication.failover().isUnderWay();
    }

    boolean follows(String host, int port) {
        return follows() && settings.replicaof.host().equalsIgnoreCase(host) && settings.replicaof.port() == port;
    }

    @Override
    public boolean isConnected() {
        return state == LinkState.CONNECTED;
    }

    @Override
    public int database() {
        int selected = primary == null ? database : primary.database().index();
        return hasPosition ? selected : -1;
    }

    @Override
    public boolean isConnecting() {
        return state == LinkState.CONNECT || state == LinkState.CONNECTING;
    }

    @Override
    public boolean isTransferring() {
        return state == LinkState.TRANSFER;
    }

    @Override
    public boolean isReadOnly() {
        return follows() && settings.replicaReadOnly.value();
    }

    @Override
    public byte[] refusal(long commandFlags) {
        if ((commandFlags & CommandFlag.WRITE) != 0 && isReadOnly()) {
            return READ_ONLY;
        }
        boolean isStale = follows() && !isConnected() && !settings.replicaServeStaleData.value();
        return isStale && (commandFlags & CommandFlag.STALE) == 0 ? MASTER_DOWN : null;
    }

    LinkState state() {
        return state;
    }

    /** When the primary last sent something. */
    long lastHeardMs() {
        return primary == null ? lastHeardMs : primary.stats().lastActiveMs();
    }

    /** When the link was lost; 0 when there never was one. */
    long downSinceMs() {
        return downSinceMs;
    }

    /** Bytes of the stream that were executed; 0 when we know of none. */
    long appliedOffset() {
        return hasPosition ? replication.offset() : 0;
    }

    /** Bytes of the stream that were received. */
    long receivedOffset() {
        return appliedOffset() + stream.waitingBytes();
    }

    long fileBytes() {
        return receipt == null ? 0 : receipt.length();
    }

    long fileBytesRead() {
        return receipt == null ? 0 : receipt.received();
    }

    @Override
    public void describe(InfoWriter writer) {
        if (follows()) {
            FollowInfo.describe(writer, this, settings, nowMs());
        }
    }

    @Override
    public void role(ReplyBuilder reply) {
        reply.array(5);
        reply.bulk("slave");
        reply.bulk(settings.replicaof.host());
        reply.integer(settings.replicaof.port());
        reply.bulk(state.word());
        reply.integer(primary == null ? -1 : replication.offset());
    }

    // ---- Roles

    @Override
    public void follow(String host, int port) {
        boolean wasPrimary = !follows();
        settings.replicaof.replace(host, port);
        hangUp();
        failWaiting();
        if (wasPrimary) {
            hasPosition = true;
            database = 0;
            notice("Before turning into a replica, using my own master parameters to synthesize a cached master: I may be "
                + "able to synchronize with the new master with just a partial transfer.");
        }
        applyRole();
        if (wasPrimary) {
            engine.replicationListener().onRole(role());
        }
        state = LinkState.CONNECT;
        downSinceMs = nowMs();
        connect();
    }

    @Override
    public void stopFollowing() {
        settings.replicaof.replace(null, 0);
        hangUp();
        state = LinkState.NONE;
        replication.promote();
        applyRole();
        engine.replicationListener().onRole(role());
    }

    private void applyRole() {
        engine.keyspace().follow(follows() ? this::isObeying : null);
        engine.evictor().exempt(follows() && settings.replicaIgnoreMaxmemory.value());
        listen(follows());
        replication.roleChanged();
    }

    /** Commands and changes are watched only while there is a primary: who follows nobody is not held up. */
    private void listen(boolean on) {
        if (on == isListening) {
            return;
        }
        isListening = on;
        if (on) {
            engine.executor().addListener(errors);
            engine.keyspace().addListener(expiries);
        } else {
            engine.executor().removeListener(errors);
            engine.keyspace().removeListener(expiries);
            expiries.clear();
        }
    }

    private Role role() {
        return new Role(settings.replicaof.host(), settings.replicaof.port(), replication.id(), replication.secondId(),
            replication.offset(), replication.secondOffset());
    }

    private boolean isObeying() {
        Client current = engine.executor().currentClient();
        return current != null && current.is(ClientFlag.PRIMARY);
    }

    /** A command of the primary that fails here did something else there: the data may differ. */
    private final class PrimaryErrors implements CallListener {
        @Override
        public void onError(byte[] error) {
            if (engine.keyspace().isObeying()) {
                String command = engine.executor().currentClient().stats().lastCommand();
                warn("== CRITICAL == This replica is sending an error to its master: '-" + Text.string(error)
                    + "' after processing the command '" + command + "'");
            }
        }
    }

    /** Those who wait here may wait for what will never come. */
    private void failWaiting() {
        for (Client client : List.copyOf(engine.clients().all())) {
            if (client.isBlocked() && client.blockedOn().endsWithRole()) {
                engine.blockedClients().fail(client, UNBLOCKED);
                client.set(ClientFlag.CLOSE_AFTER_REPLY, true);
            }
        }
    }

    /**
     * The data come from a file of this server: a replica goes on where they stand in the stream, and so do the
     * replicas of a primary.
     *
     * @param position null when it is unknown
     * @param expired keys of the file that are not there, because they were due; null when nobody knows which
     */
    public void loaded(StreamPosition position, List<ExpiredKey> expired) {
        if (position == null) {
            return;
        }
        if (follows()) {
            replication.continueFrom(position.id(), position.offset());
            database = position.database();
            hasPosition = true;
        } else if (expired != null) {
            replication.restart(position.id(), position.offset());
            replication.delete(expired);
        }
    }

    // ---- The link

    private void connect() {
        String host = settings.replicaof.host();
        int port = settings.replicaof.port();
        notice("Connecting to MASTER " + host + ":" + port);
        lastHeardMs = nowMs();
        lastTurnMs = nowMs();
        try {
            link = engine.dialer().dial(host, port, listener);
            state = LinkState.CONNECTING;
            notice("MASTER <-> REPLICA sync started");
        } catch (IOException failure) {
            warn("Unable to connect to MASTER: " + failure.getMessage());
        }
    }

    /** Ends the link, whatever its state, and leaves it at that. */
    private void hangUp() {
        dropLink();
        if (primary != null) {
            Client gone = primary;
            lose();
            gone.connection().closeSoon();
        }
    }

    /** Ends a link that is not a client yet. */
    private void dropLink() {
        if (link != null) {
            link.close();
            link = null;
        }
        handshake = null;
        if (receipt != null) {
            receipt.file().discard();
            receipt.close();
            receipt = null;
        }
    }

    /** Comes again later. */
    private void retry() {
        dropLink();
        state = LinkState.CONNECT;
    }

    private final class LinkListener implements OutgoingListener {
        @Override
        public void onConnected() {
            notice("Non blocking connect for SYNC fired the event.");
            state = LinkState.HANDSHAKE;
            handshake = new Handshake(settings, engine.operatorLog(), link, hasPosition ? replication.id() : null,
                replication.offset() + 1, replication.failover().isHandingOver());
            handshake.start();
        }

        @Override
        public void onReceived(long address, long length) {
            lastHeardMs = nowMs();
            long at = address;
            long end = address + length;
            try {
                if (handshake != null) {
                    at = handshake.take(at, end);
                    agree(at, end);
                } else {
                    receive(at, end);
                }
            } catch (IOException failure) {
                warn(failure instanceof FileReceipt.Refused ? failure.getMessage()
                    : "I/O error during the synchronization with MASTER: " + failure.getMessage());
                retry();
            }
        }

        @Override
        public void onBroken(String reason) {
            link = null;
            warn(state == LinkState.CONNECTING ? "Error condition on socket for SYNC: " + reason
                : state == LinkState.TRANSFER ? "I/O error trying to sync with MASTER: " + reason
                : "Failed to read response from the server: " + reason);
            retry();
        }
    }

    private void agree(long from, long end) throws IOException {
        switch (handshake.outcome()) {
            case FAILED -> retry();
            case REFUSED -> replication.failover().abort("Failover target rejected psync request");
            case CONTINUE -> {
                replication.failover().end();
                acknowledges = true;
                logRename(handshake.id());
                replication.continueAs(handshake.id());
                up(from, end);
                notice("MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.");
            }
            case FULL -> {
                replication.failover().end();
                receipt = new FileReceipt(engine.snapshotter().receive(), engine.replyBlocks());
                state = LinkState.TRANSFER;
                agreed = handshake;
                handshake = null;
                receive(from, end);
            }
            default -> { }
        }
    }

    private void logRename(String newId) {
        if (!newId.equals(replication.id())) {
            notice("Master replication ID changed to " + newId);
        }
    }

    private void receive(long from, long end) throws IOException {
        boolean wasBegun = receipt.isBegun();
        long at = receipt.take(from, end);
        if (!wasBegun && receipt.isBegun()) {
            notice(receipt.length() > 0
                ? "MASTER <-> REPLICA sync: receiving " + receipt.length() + " bytes from master to disk"
                : "MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to disk");
        }
        if (receipt.isComplete()) {
            load(at, end);
        }
    }

    /** All of the file is here: it replaces our data, and the stream goes on behind it. */
    private void load(long from, long end) throws IOException {
        OldData old = oldData();
        if (old == OldData.DROPPED) {
            notice("MASTER <-> REPLICA sync: Flushing old data");
        }
        notice("MASTER <-> REPLICA sync: Loading DB in memory");
        hasPosition = false;
        Loaded loaded = receipt.file().load(old, settings.replicaLazyFlush.value());
        receipt.close();
        receipt = null;
        if (loaded != Loaded.DONE) {
            warn("Failed trying to load the MASTER synchronization DB from disk, check server logs.");
            retry();
            return;
        }
        StreamPosition position = engine.snapshotter().loadedPosition();
        database = position == null ? 0 : position.database();
        acknowledges = agreed.offset() >= 0;
        replication.adopt(acknowledges ? agreed.id() : replication.id(), Math.max(agreed.offset(), 0));
        up(from, end);
        notice("MASTER <-> REPLICA sync: Finished with success");
    }

    /**
     * What becomes of our data: {@code repl-diskless-load}. Data of another stream are kept, but nobody may read them.
     */
    private OldData oldData() {
        if (settings.replDisklessLoad.value() != Choice.DisklessLoad.SWAPDB) {
            return OldData.DROPPED;
        }
        if (!engine.modules().loadAside()) {
            notice("Skipping diskless-load because there are modules that are not aware of async replication.");
            return OldData.DROPPED;
        }
        return replication.id().equals(agreed.id()) ? OldData.SERVED : OldData.KEPT;
    }

    /** The primary's commands are executed from now on. */
    private void up(long from, long end) throws IOException {
        hasPosition = true;
        Outgoing connected = link;
        link = null;
        handshake = null;
        state = LinkState.CONNECTED;
        stream.begin();
        primary = connected.toClient(stream, from, end - from);
        stream.primary(primary);
        primary.user(null);
        primary.set(ClientFlag.PRIMARY | ClientFlag.AUTHENTICATED, true);
        primary.reply().mute(true);
        primary.database(engine.keyspace().database(database));
        engine.replicationListener().onPrimaryLink(true);
        acknowledge();
    }

    private void onDisconnect(Client client) {
        if (client == primary) {
            warn("Connection with master lost.");
            boolean isSane = !client.is(ClientFlag.CLOSE_AFTER_REPLY);
            lose();
            if (isSane) {
                notice("Caching the disconnected master state.");
            } else {
                hasPosition = false;
            }
            state = LinkState.CONNECT;
            engine.timers().at(nowMs(), this::reconnect);
        }
    }

    private void reconnect() {
        if (state == LinkState.CONNECT) {
            notice("Reconnecting to MASTER " + settings.replicaof.host() + ":" + settings.replicaof.port());
            connect();
        }
    }

    /** The primary is no client any more. */
    private void lose() {
        database = primary.database().index();
        primary = null;
        stream.begin();
        downSinceMs = nowMs();
        engine.replicationListener().onPrimaryLink(false);
    }

    @Override
    public void acknowledge() {
        if (primary == null || !acknowledges) {
            return;
        }
        boolean hasDisk = noteDisk();
        ReplyBuilder reply = primary.beginPushedReply();
        reply.array(hasDisk ? 5 : 3);
        reply.bulk(REPLCONF);
        reply.bulk(ACK);
        reply.bulkInteger(replication.offset());
        if (hasDisk) {
            reply.bulk(FACK);
            reply.bulkInteger(offsetOnDisk);
        }
        primary.endPush();
    }

    /** Whether it is known how much of the stream is in the log on our disk. */
    private boolean noteDisk() {
        if (!engine.appendOnly().isOn()) {
            offsetOnDisk = -1;
            nextOnDisk = -1;
            return false;
        }
        if (nextOnDisk >= 0 && engine.appendOnly().syncedPosition() >= nextPosition) {
            offsetOnDisk = nextOnDisk;
            nextOnDisk = -1;
        }
        if (nextOnDisk < 0) {
            nextOnDisk = replication.offset();
            nextPosition = engine.propagator().filePosition();
        }
        return offsetOnDisk >= 0;
    }

    /** The primary has to hear of us while we load its file. */
    public void keepAlive() {
        if (link != null && nowMs() - lastTurnMs >= SECOND_MS) {
            lastTurnMs = nowMs();
            link.send(LINE_END);
        }
    }

    // ---- In the course of time

    void cron() {
        if (!follows()) {
            return;
        }
        expiries.cron();
        endSilence();
        if (nowMs() - lastTurnMs < SECOND_MS) {
            return;
        }
        lastTurnMs = nowMs();
        if (state == LinkState.CONNECT) {
            connect();
        } else if (state == LinkState.CONNECTED) {
            primary.connection().resume();
            acknowledge();
        }
    }

    private void endSilence() {
        if (nowMs() - lastHeardMs() <= settings.replTimeout.value() * SECOND_MS) {
            return;
        }
        switch (state) {
            case CONNECTING, HANDSHAKE -> {
                warn("Timeout connecting to the MASTER...");
                retry();
            }
            case TRANSFER -> {
                warn("Timeout receiving bulk data from MASTER... If the problem persists try to set the 'repl-timeout' "
                    + "parameter in redis.conf to a larger value.");
                retry();
            }
            case CONNECTED -> {
                warn("MASTER timeout: no data nor PING received...");
                primary.connection().closeSoon();
            }
            default -> { }
        }
    }

    @Override
    public void close() {
        dropLink();
        stream.close();
    }
}
