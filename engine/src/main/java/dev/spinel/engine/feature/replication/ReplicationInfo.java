package dev.spinel.engine.feature.replication;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.stats.InfoWriter;

/** What INFO says of replication. */
public final class ReplicationInfo {
    private ReplicationInfo() {}

    /** Writes the section. */
    public static void describe(InfoWriter writer, Replication replication, Upstream upstream, Settings settings,
            long nowMs) {
        writer.field("role", upstream.follows() ? "slave" : "master");
        upstream.describe(writer);
        writer.field("connected_slaves", replication.followers().size());
        if (settings.minReplicasToWrite.value() != 0 && settings.minReplicasMaxLag.value() != 0) {
            writer.field("min_slaves_good_slaves", replication.goodCount());
        }
        int number = 0;
        for (Replica replica : replication.followers()) {
            long lagSeconds = replica.isOnline() ? (nowMs - replica.acknowledgedMs()) / 1000 : 0;
            writer.field("slave" + number++, "ip=" + replica.address() + ",port=" + replica.port() + ",state="
                + replica.state().word() + ",offset=" + replica.acknowledged() + ",lag=" + lagSeconds);
        }
        Backlog backlog = replication.backlog();
        writer.field("master_failover_state", replication.failover().word())
            .field("master_replid", replication.id())
            .field("master_replid2", replication.secondId())
            .field("master_repl_offset", replication.offset())
            .field("second_repl_offset", replication.secondOffset())
            .field("repl_backlog_active", backlog.exists() ? 1 : 0)
            .field("repl_backlog_size", settings.replBacklogSize.value())
            .field("repl_backlog_first_byte_offset", backlog.exists() ? backlog.start() + 1 : 0)
            .field("repl_backlog_histlen", backlog.length());
    }
}
