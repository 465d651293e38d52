package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.List;
import java.util.Locale;

/** Rows and methods of REPLCONF, PSYNC, ROLE, FAILOVER and their kin. Source: replication.c. */
public final class ReplicationCommands {
    private static final int MAX_ADDRESS_BYTES = 256;
    private static final byte[] EOF = Text.bytes("eof");
    private static final byte[] PSYNC2 = Text.bytes("psync2");
    private static final byte[] FACK = Text.bytes("fack");
    private static final byte[] PENDING_OUTPUT =
        Errors.bytes("ERR SYNC and PSYNC are invalid with pending output");
    private static final byte[] NO_FILTER = Errors.bytes("ERR Filtered replica requires EOF capability");
    private static final byte[] FAILOVER_TO_PRIMARY = Errors.bytes("ERR PSYNC FAILOVER can't be sent to a master.");
    private static final byte[] FAILOVER_OF_STRANGER = Errors.bytes("ERR PSYNC FAILOVER replid must match my replid.");
    private static final byte[] NO_CONNECTION = Errors.bytes("ERR SYNC and PSYNC need a connection of their own");
    private static final byte[] FAILS_OVER = Errors.bytes("NOMASTERLINK Can't SYNC while failing over");
    private static final byte[] NO_PRIMARY_LINK =
        Errors.bytes("NOMASTERLINK Can't SYNC while not connected with my master");

    private final Engine engine;
    private final Replication replication;

    private ReplicationCommands(Engine engine, Replication replication) {
        this.engine = engine;
        this.replication = replication;
    }

    /** Adds the commands of this room, and what refuses writes for want of replicas. */
    public static Replication register(Engine engine) {
        Replication replication = new Replication(engine);
        ReplicationCommands commands = new ReplicationCommands(engine, replication);
        CommandTable table = engine.commands();
        table.add("REPLCONF", commands::configure);
        table.add("PSYNC", commands::resume);
        table.add("SYNC", commands::sync);
        table.add("ROLE", commands::role);
        table.add("FAILOVER", new FailoverCommand(engine, replication)::run);
        WaitCommands.register(engine, replication);
        engine.executor().addGate(new ReplicaGate(replication, engine.settings()));
        engine.addDataReplacement(replication::startOver);
        engine.addClosing(replication::close);
        return replication;
    }

    /** Takes what a replica says of itself; acknowledgements get no answer. */
    private void configure(Call call) {
        Args args = call.args();
        if (args.count() % 2 == 0) {
            call.fail(Errors.SYNTAX);
        }
        for (int i = 1; i < args.count() && !call.failed(); i += 2) {
            switch (args.text(i).toLowerCase(Locale.ROOT)) {
                case "ack" -> {
                    acknowledge(call);
                    return;
                }
                case "getack" -> {
                    if (call.client().is(ClientFlag.PRIMARY)) {
                        engine.upstream().acknowledge();
                    }
                    return;
                }
                default -> option(call, i);
            }
        }
        if (!call.failed()) {
            call.reply().ok();
        }
    }

    private void option(Call call, int index) {
        Args args = call.args();
        Replica replica = replication.replica(call.client());
        switch (args.text(index).toLowerCase(Locale.ROOT)) {
            case "listening-port" -> replica.port(call.integer(index + 1));
            case "ip-address" -> address(call, index + 1, replica);
            case "capa" -> {
                replica.followsNewIds(replica.followsNewIds() || args.is(index + 1, PSYNC2));
                replica.takesStreams(replica.takesStreams() || args.is(index + 1, EOF));
            }
            case "rdb-only" -> call.integer(index + 1);
            case "rdb-filter-only" -> filter(call, index + 1, replica);
            case "version" -> { }
            default -> call.fail(Errors.oneLine("ERR Unrecognized REPLCONF option: " + args.text(index)));
        }
    }

    private static void address(Call call, int index, Replica replica) {
        if (call.args().length(index) < MAX_ADDRESS_BYTES) {
            replica.address(call.args().text(index));
        } else {
            call.fail(Errors.bytes("ERR REPLCONF ip-address provided by replica instance is too long: "
                + call.args().length(index) + " bytes"));
        }
    }

    private static void filter(Call call, int index, Replica replica) {
        for (String part : call.args().text(index).split(" ")) {
            if (part.equals("functions")) {
                replica.wantsFunctionsOnly(true);
            } else if (!part.isEmpty()) {
                call.fail(Errors.oneLine("ERR Unsupported rdb-filter-only option: " + part));
            }
        }
    }

    /** {@code ACK offset [FACK offset]} of a replica; of anybody else it means nothing. */
    private void acknowledge(Call call) {
        if (!call.client().is(ClientFlag.REPLICA)) {
            return;
        }
        Replica replica = replication.replica(call.client());
        Args args = call.args();
        for (int i = 1; i + 1 < args.count(); i += 2) {
            if (!Numbers.isLong(args.address(i + 1), args.length(i + 1))) {
                return;
            }
            long offset = call.integer(i + 1);
            if (args.is(i, FACK)) {
                replica.acknowledgeDisk(offset);
            } else {
                replica.acknowledge(offset, call.nowMs());
            }
        }
    }

    /** {@code PSYNC id offset}: the stream from there on if it is still known, all data otherwise. */
    private void resume(Call call) {
        long wanted = call.integer(2);
        if (call.failed()) {
            replication.log(OperatorLog.WARNING, "Replica " + replication.replica(call.client()).name()
                + " asks for synchronization but with a wrong offset");
        }
        if (call.argCount() > 3) {
            takeOver(call);
        }
        if (!mayFollow(call)) {
            return;
        }
        Replica replica = replication.replica(call.client());
        replica.acknowledges(true);
        if (!replication.resume(replica, call.args().text(1), wanted - 1)) {
            replication.syncFully(replica);
        }
    }

    /** {@code PSYNC id offset FAILOVER}: our primary wants to follow us. Errors: it is not our primary. */
    private void takeOver(Call call) {
        if (!engine.upstream().follows()) {
            call.fail(FAILOVER_TO_PRIMARY);
        } else if (!call.args().text(1).equalsIgnoreCase(replication.id())) {
            call.fail(FAILOVER_OF_STRANGER);
        }
        if (!call.failed()) {
            engine.upstream().stopFollowing();
        }
    }

    /** All data, and then the stream. */
    private void sync(Call call) {
        if (mayFollow(call)) {
            replication.syncFully(replication.replica(call.client()));
        }
    }

    /**
     * Who follows already is not answered. Errors: not from a connection; replies of earlier commands were
     * not sent yet; wants a part of the data only, which we cannot send.
     */
    private boolean mayFollow(Call call) {
        boolean follows = call.client().is(ClientFlag.REPLICA);
        if (call.client().connection() == null) {
            call.fail(NO_CONNECTION);
        }
        if (!follows && replication.failover().isUnderWay()) {
            call.fail(FAILS_OVER);
        }
        if (!follows && engine.upstream().follows() && !engine.upstream().isConnected()) {
            call.fail(NO_PRIMARY_LINK);
        }
        if (!follows && call.reply().pendingLength() > 0) {
            call.fail(PENDING_OUTPUT);
        }
        if (!follows && replication.replica(call.client()).wantsFunctionsOnly()) {
            call.fail(NO_FILTER);
        }
        return !follows && !call.failed();
    }

    /** Replies that we are a primary, how far the stream is, and who follows; or whom we follow. */
    private void role(Call call) {
        ReplyBuilder reply = call.reply();
        if (engine.upstream().follows()) {
            engine.upstream().role(reply);
            return;
        }
        reply.array(3);
        reply.bulk("master");
        reply.integer(replication.offset());
        List<Replica> online = replication.all(Replica.State.ONLINE);
        reply.array(online.size());
        for (Replica replica : online) {
            reply.array(3);
            reply.bulk(replica.address());
            reply.bulkInteger(replica.port());
            reply.bulkInteger(replica.acknowledged());
        }
    }
}
