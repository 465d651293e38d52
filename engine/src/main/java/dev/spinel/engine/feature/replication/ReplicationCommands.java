package dev.spinel.engine.feature.replication;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;
import java.util.Locale;

/** Rows and methods of REPLICAOF, REPLCONF, PSYNC, FAILOVER and their kin. Source: replication.c. */
public final class ReplicationCommands {
    private static final int MAX_PORT = 65_535;
    private static final byte[] NO = Text.bytes("no");
    private static final byte[] ONE = Text.bytes("one");
    private static final byte[] ABORT = Text.bytes("abort");
    private static final byte[] TIMEOUT = Text.bytes("timeout");
    private static final byte[] TO = Text.bytes("to");
    private static final byte[] FORCE = Text.bytes("force");
    private static final byte[] BAD_PORT = Errors.bytes("ERR Invalid master port");
    private static final byte[] NO_REPLICATION = Errors.bytes("ERR This version of the server does not replicate");
    private static final byte[] NO_FAILOVER = Errors.bytes("ERR No failover in progress.");
    private static final byte[] BAD_TIMEOUT = Errors.bytes("ERR FAILOVER timeout must be greater than 0");
    private static final byte[] NO_REPLICAS = Errors.bytes("ERR FAILOVER requires connected replicas.");

    private ReplicationCommands() {}

    /** Adds the commands of this room. */
    public static void register(CommandTable table) {
        table.add("REPLICAOF", ReplicationCommands::replicaOf);
        table.add("SLAVEOF", ReplicationCommands::replicaOf);
        table.add("REPLCONF", ReplicationCommands::configure);
        table.add("PSYNC", call -> call.fail(NO_REPLICATION));
        table.add("SYNC", call -> call.fail(NO_REPLICATION));
        table.add("FAILOVER", ReplicationCommands::failover);
    }

    /** A primary it is already; it cannot become anything else. */
    private static void replicaOf(Call call) {
        if (call.args().is(1, NO) && call.args().is(2, ONE)) {
            call.reply().ok();
            return;
        }
        long port = call.integer(2, BAD_PORT);
        if (port < 0 || port > MAX_PORT) {
            call.fail(BAD_PORT);
        }
        call.fail(NO_REPLICATION);
    }

    /** Takes what a replica says of itself; acknowledgements get no answer, as they are no replica's. */
    private static void configure(Call call) {
        Args args = call.args();
        if (args.count() % 2 == 0) {
            call.fail(Errors.SYNTAX);
        }
        for (int i = 1; i < args.count() && !call.failed(); i += 2) {
            switch (args.text(i).toLowerCase(Locale.ROOT)) {
                case "ack", "getack" -> {
                    return;
                }
                case "listening-port", "rdb-only" -> call.integer(i + 1);
                case "ip-address", "capa", "rdb-filter-only" -> { }
                default -> call.fail(Errors.oneLine("ERR Unrecognized REPLCONF option: " + args.text(i)));
            }
        }
        if (!call.failed()) {
            call.reply().ok();
        }
    }

    /** There is nobody to hand over to. */
    private static void failover(Call call) {
        Args args = call.args();
        if (args.count() == 2 && args.is(1, ABORT)) {
            call.fail(NO_FAILOVER);
        }
        for (int i = 1; i < args.count() && !call.failed(); i++) {
            int left = args.count() - 1 - i;
            if (args.is(i, TIMEOUT) && left >= 1) {
                if (call.integer(++i) <= 0) {
                    call.fail(BAD_TIMEOUT);
                }
            } else if (args.is(i, TO) && left >= 2) {
                i += 2;
                call.integer(i);
            } else if (!args.is(i, FORCE)) {
                call.fail(Errors.SYNTAX);
            }
        }
        call.fail(NO_REPLICAS);
    }
}
