package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.connection.ClientLine;
import dev.spinel.engine.feature.replication.Replica.State;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.port.ExpiredKey;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.StreamPosition;
import dev.spinel.engine.propagate.DeletionPropagator;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.ToLongFunction;

/**
 * The stream of changes and the replicas that follow it. The stream begins with the first replica; its offset counts
 * bytes. Reactor; one per engine. Source: replication.c.
 */
public final class Replication implements Journal, AutoCloseable {
    static final String NO_ID = "0".repeat(40);
    private static final byte[] SELECT = Text.bytes("SELECT");
    private static final byte[] PING = Text.bytes("PING");
    private static final byte[] REPLCONF = Text.bytes("REPLCONF");
    private static final byte[] GETACK = Text.bytes("GETACK");
    private static final byte[] ANY = Text.bytes("*");

    private final Engine engine;
    private final Settings settings;
    private String id;
    /** The name the stream had up to {@code secondOffset}; {@link #NO_ID} when it had none. */
    private String secondId = NO_ID;
    private long secondOffset = -1;
    private boolean isListening;
    private final Backlog backlog = new Backlog();
    private final Map<Client, Replica> known = new LinkedHashMap<>();
    /** Those that asked for the stream, in the order in which they did. */
    private final List<Replica> followers = new ArrayList<>();
    private final FullSync fullSync;
    private final Failover failover;
    /** A command of our own on its way into the stream. */
    private final ReplyBuilder own;
    private long offset;
    private int selected = -1;
    private boolean wantsAcknowledgements;
    private long lastPingMs;
    private long aloneSinceMs;
    private long fullSyncs;
    private long continued;
    private long notContinued;

    public Replication(Engine engine) {
        this.engine = engine;
        settings = engine.settings();
        id = engine.entropy().nextId();
        fullSync = new FullSync(engine, this);
        failover = new Failover(engine, this);
        own = new ReplyBuilder(engine.replyBlocks());
        engine.clients().onDisconnect(this::forget);
        engine.addCron(this::cron);
        engine.addBeforeSleep(this::askForAcknowledgements);
        engine.addStatsReset(this::resetStats);
        engine.streamPosition(this::streamPosition);
        engine.evictor().replicaBytes(this::waitingMemory);
    }

    private StreamPosition streamPosition() {
        if (engine.upstream().follows()) {
            int database = engine.upstream().database();
            return database < 0 ? null : new StreamPosition(id, offset, database);
        }
        return backlog.exists() ? new StreamPosition(id, offset, Math.max(selected, 0)) : null;
    }

    void log(int level, String text) {
        engine.operatorLog().log(level, text);
    }

    /** 40 hexadecimal digits that name this stream. */
    public String id() {
        return id;
    }

    /** Bytes the stream has had. */
    public long offset() {
        return offset;
    }

    /** What the stream was called before, and up to which offset; for a replica that was promoted. */
    public String secondId() {
        return secondId;
    }

    /** Behind the last byte that counts for {@link #secondId}; -1 when there is none. */
    public long secondOffset() {
        return secondOffset;
    }

    /** The handing over to a replica. */
    public Failover failover() {
        return failover;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Bytes of the stream kept for replicas: for those away, and for those here that have not taken them yet. */
    public long bufferBytes() {
        return backlog.capacity() + sum(replica -> replica.client().reply().pendingLength() + replica.heldBytes());
    }

    private long waitingMemory() {
        return sum(Replica::waitingMemory);
    }

    /** Bytes of the stream kept for replicas that are not ready to be sent them. */
    public long heldBytes() {
        return sum(Replica::heldBytes);
    }

    /** Over all followers; eviction asks before every command, so nothing is allocated. */
    private long sum(ToLongFunction<Replica> bytes) {
        long sum = 0;
        for (int i = 0; i < followers.size(); i++) {
            sum += bytes.applyAsLong(followers.get(i));
        }
        return sum;
    }

    /** Bytes of memory the backlog takes. */
    public long backlogBytes() {
        return backlog.capacity();
    }

    public long fullSyncs() {
        return fullSyncs;
    }

    /** Replicas that could go on where they were. */
    public long continued() {
        return continued;
    }

    /** Replicas that could not. */
    public long notContinued() {
        return notContinued;
    }

    private void resetStats() {
        fullSyncs = 0;
        continued = 0;
        notContinued = 0;
    }

    /** What is known of a client as a replica. */
    Replica replica(Client client) {
        return known.computeIfAbsent(client, newcomer -> new Replica(newcomer, engine.replyBlocks()));
    }

    /** Replicas that asked for the stream. */
    public int followerCount() {
        return followers.size();
    }

    List<Replica> followers() {
        return followers;
    }

    List<Replica> all(State state) {
        List<Replica> found = new ArrayList<>();
        for (Replica replica : followers) {
            if (replica.state() == state) {
                found.add(replica);
            }
        }
        return found;
    }

    // ---- The stream

    @Override
    public int kind() {
        return REPLICAS;
    }

    @Override
    public void append(int database, long address, long length) {
        if (database >= 0 && database != selected) {
            selected = database;
            own.array(2);
            own.bulk(SELECT);
            own.bulkInteger(database);
            feedOwn();
        }
        feed(address, length);
    }

    private void feedOwn() {
        feed(own.pendingAddress(), own.pendingLength());
        own.clear();
    }

    private void feed(long address, long length) {
        offset += length;
        backlog.append(address, length);
        for (int i = 0; i < followers.size(); i++) {
            followers.get(i).feed(address, length);
        }
    }

    /** The next command names its database, whatever the last one was: a replica is about to begin with it. */
    void selectAgain() {
        selected = -1;
    }

    /** The first replica of a primary begins a stream of its own. */
    private void start() {
        if (!backlog.exists() && !engine.upstream().follows()) {
            id = engine.entropy().nextId();
            forgetSecondId();
        }
        keepBacklog();
        selectAgain();
    }

    private void keepBacklog() {
        if (!backlog.exists()) {
            backlog.create(settings.replBacklogSize.value(), offset);
            lastPingMs = engine.keyspace().nowMs();
        }
        listen();
    }

    private void stop() {
        backlog.release();
        listen();
    }

    /** Changes made here are our stream, unless that is the one of a primary. */
    private void listen() {
        boolean wanted = backlog.exists() && !engine.upstream().follows();
        if (wanted && !isListening) {
            engine.propagator().addJournal(this);
            selectAgain();
        } else if (!wanted && isListening) {
            engine.propagator().removeJournal(this);
        }
        isListening = wanted;
    }

    private void forgetSecondId() {
        secondId = NO_ID;
        secondOffset = -1;
    }

    // ---- The stream of a primary

    /** The role has changed. */
    public void roleChanged() {
        listen();
    }

    /** All data is that of a primary: its stream goes on here from an offset on, and our replicas begin anew. */
    public void adopt(String primaryId, long primaryOffset) {
        dropAll();
        id = primaryId;
        offset = primaryOffset;
        forgetSecondId();
        backlog.release();
        keepBacklog();
    }

    /** The data that were loaded are those of a stream at an offset; nobody knows its earlier bytes. */
    public void continueFrom(String streamId, long streamOffset) {
        id = streamId;
        offset = streamOffset;
    }

    /** A primary was started with data of its own stream at an offset: whoever has just these goes on by a new name. */
    public void restart(String streamId, long streamOffset) {
        continueFrom(streamId, streamOffset);
        rename(engine.entropy().nextId());
        aloneSinceMs = engine.keyspace().nowMs();
        keepBacklog();
    }

    /** Repeats deletions our replicas have not heard of. */
    public void delete(List<ExpiredKey> keys) {
        byte[] command = DeletionPropagator.command(engine.keyspace().lazyFree().onExpiry());
        for (ExpiredKey key : keys) {
            Database database = engine.keyspace().database(key.database());
            engine.propagator().begin(database, 2).word(command).word(key.name());
            engine.propagator().flush();
        }
    }

    /** The stream goes on where it was, perhaps by another name, which our replicas have to learn. */
    public void continueAs(String primaryId) {
        if (!primaryId.equals(id)) {
            rename(primaryId);
            dropAll();
        }
        keepBacklog();
    }

    private void rename(String newId) {
        secondId = id;
        secondOffset = offset + 1;
        id = newId;
    }

    /** Bytes of the stream of the primary were obeyed: they are ours, too. */
    public void repeat(long address, long length) {
        feed(address, length);
    }

    /** The stream goes on as our own: who followed the same primary can follow us. */
    public void promote() {
        rename(engine.entropy().nextId());
        log(OperatorLog.NOTICE, "Setting secondary replication ID to " + secondId + ", valid up to offset: " + secondOffset
            + ". New replication ID is " + id);
        dropAll();
        aloneSinceMs = engine.keyspace().nowMs();
        selectAgain();
    }

    /** Every replica has to come again. */
    private void dropAll() {
        followers.forEach(this::drop);
    }

    // ---- Replicas come and go

    /** Has a replica follow from the beginning: with a file of all data. */
    void syncFully(Replica replica) {
        start();
        fullSyncs++;
        lastPingMs = engine.keyspace().nowMs();
        replica.acknowledge(0, engine.keyspace().nowMs());
        replica.waitingSinceMs(lastPingMs);
        replica.state(State.WAITING);
        followers.add(replica);
        fullSync.begin();
    }

    /** Has a replica that has the stream up to {@code from} go on there; false when it cannot. */
    boolean resume(Replica replica, String streamId, long from) {
        String complaint = complaint(replica, streamId, from);
        if (complaint != null) {
            if (!streamId.equals("?")) {
                notContinued++;
                log(OperatorLog.NOTICE, complaint);
            }
            return false;
        }
        continued++;
        log(OperatorLog.NOTICE, "Partial resynchronization request from " + replica.name() + " accepted. Sending "
            + (offset - from) + " bytes of backlog starting from offset " + (from + 1) + ".");
        replica.acknowledge(from, engine.keyspace().nowMs());
        replica.state(State.ONLINE);
        followers.add(replica);
        engine.replicationListener().onReplica(true);
        replica.push(Text.bytes(replica.followsNewIds() ? "+CONTINUE " + id + "\r\n" : "+CONTINUE\r\n"));
        backlog.copyTo(replica.client().beginPushedReply(), from);
        replica.client().endPush();
        return true;
    }

    /** Why a replica cannot go on; null when it can. */
    private String complaint(Replica replica, String streamId, long from) {
        boolean isSecond = secondId.equalsIgnoreCase(streamId);
        if (!id.equalsIgnoreCase(streamId) && !isSecond) {
            return "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '" + streamId
                + "', my replication IDs are '" + id + "' and '" + secondId + "')";
        }
        if (isSecond && from + 1 > secondOffset) {
            return "Partial resynchronization not accepted: Requested offset for second ID was " + (from + 1)
                + ", but I can reply up to " + secondOffset;
        }
        return backlog.reaches(from) ? null : "Unable to partial resync with replica " + replica.name()
            + " for lack of backlog (Replica request was: " + (from + 1) + ").";
    }

    /** A replica got its file. */
    void online(Replica replica) {
        replica.state(State.ONLINE);
        engine.replicationListener().onReplica(true);
        replica.acknowledge(0, engine.keyspace().nowMs());
        replica.release();
        log(OperatorLog.NOTICE, "Synchronization with replica " + replica.name() + " succeeded");
    }

    /** Ends the connection of a replica whose command has an answer. */
    void dropForReply(Client client, String command) {
        log(OperatorLog.WARNING, "Replica generated a reply to command '" + command + "', disconnecting it: "
            + ClientLine.of(client, engine.keyspace().nowMs()));
        client.connection().closeSoon();
    }

    /** Ends the connection of a replica. */
    void drop(Replica replica) {
        replica.client().connection().closeSoon();
    }

    /** All data is replaced by other means than the stream: every replica has to come again, for a file. */
    public void startOver() {
        if (backlog.exists()) {
            dropAll();
            stop();
        }
    }

    private void forget(Client client) {
        Replica replica = known.remove(client);
        if (replica != null && followers.remove(replica)) {
            log(OperatorLog.NOTICE, "Connection with replica " + replica.name() + " lost.");
            if (replica.isOnline()) {
                engine.replicationListener().onReplica(false);
            }
            fullSync.forget(replica);
            replica.forget();
            aloneSinceMs = engine.keyspace().nowMs();
        }
    }

    // ---- How far they are

    /** Replicas that have the stream up to an offset. */
    public int countAt(long wanted) {
        return count(Replica::acknowledged, wanted);
    }

    /** Replicas that have the stream up to an offset on disk. */
    public int countOnDiskAt(long wanted) {
        return count(Replica::onDisk, wanted);
    }

    /** Whether every replica has all changes. */
    public boolean hasCaughtUp() {
        return engine.upstream().follows() || countAt(offset) == followers.size();
    }

    /** Tells the operator which replicas lack something. */
    public void logLag() {
        for (Replica replica : followers) {
            if (replica.acknowledged() != offset) {
                log(OperatorLog.NOTICE, "Lagging replica " + replica.name() + " reported offset "
                    + (offset - replica.acknowledged()) + " behind master, lag="
                    + (engine.keyspace().nowMs() - replica.acknowledgedMs()) / 1000 + ", state=" + replica.state().word() + ".");
            }
        }
        if (!followers.isEmpty()) {
            log(OperatorLog.NOTICE,
                countAt(offset) + " of " + followers.size() + " replicas are in sync when shutting down.");
        }
    }

    /** Has replicas tell how far they are once this turn is over. */
    public void requestAcknowledgements() {
        wantsAcknowledgements = true;
    }

    private void askForAcknowledgements() {
        if (wantsAcknowledgements && !followers.isEmpty() && !engine.upstream().follows()) {
            own.array(3);
            own.bulk(REPLCONF);
            own.bulk(GETACK);
            own.bulk(ANY);
            feedOwn();
        }
        wantsAcknowledgements = false;
    }

    /** Replicas that have told how far they are within {@code min-replicas-max-lag}. */
    int goodCount() {
        return count(Replica::acknowledgedMs, engine.keyspace().nowMs() - settings.minReplicasMaxLag.value() * 1000);
    }

    private int count(ToLongFunction<Replica> progress, long least) {
        int count = 0;
        for (int i = 0; i < followers.size(); i++) {
            Replica replica = followers.get(i);
            count += replica.isOnline() && progress.applyAsLong(replica) >= least ? 1 : 0;
        }
        return count;
    }

    // ---- In the course of time

    private void cron() {
        failover.cron();
        if (!backlog.exists()) {
            return;
        }
        long now = engine.keyspace().nowMs();
        if (backlog.capacity() != settings.replBacklogSize.value()) {
            backlog.create(settings.replBacklogSize.value(), offset);
        }
        fullSync.begin();
        ping(now);
        dropSilent(now);
        long ttlMs = settings.replBacklogTtl.value() * 1000;
        if (followers.isEmpty() && ttlMs != 0 && now - aloneSinceMs > ttlMs && !engine.upstream().follows()) {
            forgetSecondId();
            stop();
        }
    }

    private void ping(long now) {
        if (now - lastPingMs < settings.replPingReplicaPeriod.value() * 1000 || followers.isEmpty()) {
            return;
        }
        lastPingMs = now;
        fullSync.keepAlive();
        if (!engine.upstream().follows() && !failover.isUnderWay()) {
            own.array(1);
            own.bulk(PING);
            feedOwn();
        }
    }

    private void dropSilent(long now) {
        long timeoutMs = settings.replTimeout.value() * 1000;
        for (Replica replica : followers) {
            boolean isSilent = now - replica.client().stats().lastActiveMs() > timeoutMs;
            if (isSilent && replica.isOnline() && replica.acknowledges()) {
                log(OperatorLog.WARNING, "Disconnecting timedout replica (streaming sync): " + replica.name());
                drop(replica);
            }
        }
    }

    /** Gives back what the stream took. */
    @Override
    public void close() {
        fullSync.close();
        followers.forEach(Replica::forget);
        backlog.release();
        own.clear();
    }
}
