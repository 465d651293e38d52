package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.feature.connection.ClientLine;
import dev.spinel.engine.feature.replication.Replication;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Rows and methods of REPLICAOF and SLAVEOF. Source: replicaofCommand in replication.c. */
public final class FollowCommands {
    private static final int MAX_PORT = 65_535;
    private static final byte[] NO = Text.bytes("no");
    private static final byte[] ONE = Text.bytes("one");
    private static final byte[] BAD_PORT = Errors.bytes("ERR Invalid master port");
    private static final byte[] IS_REPLICA = Errors.bytes("ERR Command is not valid when client is a replica.");
    private static final byte[] FAILS_OVER = Errors.bytes("ERR REPLICAOF not allowed while failing over.");
    private static final byte[] FOLLOWS_ALREADY = Text.bytes("OK Already connected to specified master");

    private final Following following;

    private FollowCommands(Following following) {
        this.following = following;
    }

    /**
     * Adds the commands of this room, what follows the primary that is configured, and what keeps clients in bounds.
     */
    public static Following register(Engine engine, Replication replication) {
        Following following = new Following(engine, replication);
        FollowCommands commands = new FollowCommands(following);
        CommandTable table = engine.commands();
        table.add("REPLICAOF", commands::replicaOf);
        table.add("SLAVEOF", commands::replicaOf);
        engine.executor().addGate(new FollowGate(following, table));
        engine.addCron(following::cron);
        engine.addClosing(following::close);
        return following;
    }

    /** Replies OK; the rest happens in the background. Errors: fails over; no port; the client is a replica itself. */
    private void replicaOf(Call call) {
        if (following.isFailingOver()) {
            call.fail(FAILS_OVER);
            return;
        }
        if (call.args().is(1, NO) && call.args().is(2, ONE)) {
            if (following.follows()) {
                following.stopFollowing();
                following.log(OperatorLog.NOTICE, "MASTER MODE enabled (user request from '"
                    + ClientLine.of(call.client(), call.nowMs()) + "')");
            }
            call.reply().ok();
            return;
        }
        if (call.client().is(ClientFlag.REPLICA)) {
            call.fail(IS_REPLICA);
        }
        long port = call.integer(2, BAD_PORT);
        if (port < 0 || port > MAX_PORT) {
            call.fail(BAD_PORT);
        }
        if (!call.failed()) {
            follow(call, call.args().text(1), (int) port);
        }
    }

    private void follow(Call call, String host, int port) {
        if (following.follows(host, port)) {
            following.log(OperatorLog.NOTICE,
                "REPLICAOF would result into synchronization with the master we are already connected with. No operation "
                    + "performed.");
            call.reply().simple(FOLLOWS_ALREADY);
            return;
        }
        following.follow(host, port);
        following.log(OperatorLog.NOTICE, "REPLICAOF " + host + ":" + port + " enabled (user request from '"
            + ClientLine.of(call.client(), call.nowMs()) + "')");
        call.reply().ok();
    }
}
