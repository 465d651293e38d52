package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** {@code FAILOVER [TO host port [FORCE]] [ABORT] [TIMEOUT ms]}. Source: failoverCommand in replication.c. */
final class FailoverCommand {
    private static final byte[] ABORT = Text.bytes("abort");
    private static final byte[] TIMEOUT = Text.bytes("timeout");
    private static final byte[] TO = Text.bytes("to");
    private static final byte[] FORCE = Text.bytes("force");
    private static final byte[] OF_REPLICA = Errors.bytes("ERR FAILOVER is not valid when server is a replica.");
    private static final byte[] NOT_UNDER_WAY = Errors.bytes("ERR No failover in progress.");
    private static final byte[] UNDER_WAY = Errors.bytes("ERR FAILOVER already in progress.");
    private static final byte[] BAD_TIMEOUT = Errors.bytes("ERR FAILOVER timeout must be greater than 0");
    private static final byte[] NO_REPLICAS = Errors.bytes("ERR FAILOVER requires connected replicas.");
    private static final byte[] FORCED_WITHOUT_TARGET =
        Errors.bytes("ERR FAILOVER with force option requires both a timeout and target HOST and IP.");
    private static final byte[] STRANGER = Errors.bytes("ERR FAILOVER target HOST and PORT is not a replica.");
    private static final byte[] NOT_ONLINE = Errors.bytes("ERR FAILOVER target replica is not online.");

    private final Engine engine;
    private final Replication replication;
    private String host;
    private int port;
    private long timeoutMs;
    private boolean isForced;

    FailoverCommand(Engine engine, Replication replication) {
        this.engine = engine;
        this.replication = replication;
    }

    /** Replies OK; the rest happens in the course of time. Errors: nobody can take over; another one is under way. */
    void run(Call call) {
        if (call.argCount() == 2 && call.args().is(1, ABORT)) {
            abort(call);
            return;
        }
        parse(call);
        check(call);
        if (!call.failed()) {
            replication.failover().start(host, port, timeoutMs, isForced);
            call.reply().ok();
        }
    }

    private void abort(Call call) {
        if (replication.failover().isUnderWay()) {
            replication.failover().abort("Failover manually aborted");
            call.reply().ok();
        } else {
            call.fail(NOT_UNDER_WAY);
        }
    }

    private void parse(Call call) {
        Args args = call.args();
        host = null;
        port = 0;
        timeoutMs = 0;
        isForced = false;
        for (int i = 1; i < args.count() && !call.failed(); i++) {
            int left = args.count() - 1 - i;
            if (args.is(i, TIMEOUT) && left >= 1 && timeoutMs == 0) {
                timeoutMs = call.integer(++i);
                if (timeoutMs <= 0) {
                    call.fail(BAD_TIMEOUT);
                }
            } else if (args.is(i, TO) && left >= 2 && host == null) {
                host = args.text(i + 1);
                i += 2;
                port = (int) call.integer(i);
            } else if (args.is(i, FORCE) && !isForced) {
                isForced = true;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    private void check(Call call) {
        if (replication.failover().isUnderWay()) {
            call.fail(UNDER_WAY);
        }
        if (engine.upstream().follows()) {
            call.fail(OF_REPLICA);
        }
        if (replication.followers().isEmpty()) {
            call.fail(NO_REPLICAS);
        }
        if (isForced && (timeoutMs == 0 || host == null)) {
            call.fail(FORCED_WITHOUT_TARGET);
        }
        if (host != null) {
            checkTarget(call);
        }
    }

    private void checkTarget(Call call) {
        for (Replica replica : replication.followers()) {
            if (replica.is(host, port)) {
                if (!replica.isOnline()) {
                    call.fail(NOT_ONLINE);
                }
                return;
            }
        }
        call.fail(STRANGER);
    }
}
