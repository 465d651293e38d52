package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.stats.InfoWriter;
import java.util.Locale;

/** What INFO says of a replica and its primary. */
final class FollowInfo {
    private FollowInfo() {}

    static void describe(InfoWriter writer, Following following, Settings settings, long nowMs) {
        boolean isUp = following.isConnected();
        writer.field("master_host", settings.replicaof.host())
            .field("master_port", settings.replicaof.port())
            .field("master_link_status", isUp ? "up" : "down")
            .field("master_last_io_seconds_ago", isUp ? (nowMs - following.lastHeardMs()) / 1000 : -1)
            .field("master_sync_in_progress", following.state() == LinkState.TRANSFER)
            .field("slave_read_repl_offset", following.receivedOffset())
            .field("slave_repl_offset", following.appliedOffset());
        if (following.state() == LinkState.TRANSFER) {
            describeTransfer(writer, following, nowMs);
        }
        if (!isUp) {
            writer.field("master_link_down_since_seconds",
                following.downSinceMs() == 0 ? -1 : (nowMs - following.downSinceMs()) / 1000);
        }
        writer.field("slave_priority", settings.replicaPriority.value())
            .field("slave_read_only", settings.replicaReadOnly.value())
            .field("replica_announced", settings.replicaAnnounced.value());
    }

    private static void describeTransfer(InfoWriter writer, Following following, long nowMs) {
        long total = following.fileBytes();
        long read = following.fileBytesRead();
        double share = total == 0 ? 0 : 100.0 * read / total;
        writer.field("master_sync_total_bytes", total)
            .field("master_sync_read_bytes", read)
            .field("master_sync_left_bytes", total - read)
            .field("master_sync_perc", String.format(Locale.ROOT, "%.2f", share))
            .field("master_sync_last_io_seconds_ago", (nowMs - following.lastHeardMs()) / 1000);
    }
}
