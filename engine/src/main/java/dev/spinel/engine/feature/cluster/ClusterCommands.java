package dev.spinel.engine.feature.cluster;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.resp.Errors;

/** Rows of CLUSTER, ASKING, READONLY and READWRITE. Source: cluster.c. */
public final class ClusterCommands {
    private static final byte[] NO_CLUSTER = Errors.bytes("ERR This instance has cluster support disabled");
    private static final String[] SUBCOMMANDS = {
        "ADDSLOTS", "ADDSLOTSRANGE", "BUMPEPOCH", "COUNT-FAILURE-REPORTS", "COUNTKEYSINSLOT", "DELSLOTS",
        "DELSLOTSRANGE", "FAILOVER", "FLUSHSLOTS", "FORGET", "GETKEYSINSLOT", "HELP", "INFO", "KEYSLOT", "LINKS",
        "MEET", "MYID", "MYSHARDID", "NODES", "REPLICAS", "REPLICATE", "RESET", "SAVECONFIG", "SET-CONFIG-EPOCH",
        "SETSLOT", "SHARDS", "SLAVES", "SLOTS",
    };

    private ClusterCommands() {}

    /** Makes the commands known. */
    public static void register(CommandTable table) {
        for (String subcommand : SUBCOMMANDS) {
            table.add("CLUSTER " + subcommand, ClusterCommands::refuse);
        }
        table.add("ASKING", ClusterCommands::refuse);
        table.add("READONLY", ClusterCommands::refuse);
        table.add("READWRITE", ClusterCommands::refuse);
    }

    private static void refuse(Call call) {
        call.fail(NO_CLUSTER);
    }
}
