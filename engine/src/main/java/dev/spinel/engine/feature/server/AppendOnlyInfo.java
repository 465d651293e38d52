package dev.spinel.engine.feature.server;

import dev.spinel.engine.port.AppendOnlyFile.Status;
import dev.spinel.engine.stats.InfoWriter;

/** The lines of INFO persistence about the append-only log. */
final class AppendOnlyInfo {
    private AppendOnlyInfo() {}

    static void write(Status status, InfoWriter writer) {
        writer.field("aof_enabled", status.isOn())
                .field("aof_rewrite_in_progress", status.isRewriting())
                .field("aof_rewrite_scheduled", status.isScheduled())
                .field("aof_last_rewrite_time_sec", status.lastRewriteSeconds())
                .field("aof_current_rewrite_time_sec", status.currentRewriteSeconds())
                .field("aof_last_bgrewrite_status", status.isLastRewriteGood() ? "ok" : "err")
                .field("aof_rewrites", status.rewriteCount())
                .field("aof_rewrites_consecutive_failures", status.failedInARow())
                .field("aof_last_write_status", status.isLastWriteGood() ? "ok" : "err")
                .field("aof_last_cow_size", status.lastCopiedBytes());
        if (status.isOn()) {
            writer.field("aof_current_size", status.currentBytes())
                    .field("aof_base_size", status.baseBytes())
                    .field("aof_pending_rewrite", status.isScheduled())
                    .field("aof_buffer_length", status.bufferBytes())
                    .field("aof_pending_bio_fsync", status.pendingSyncs())
                    .field("aof_delayed_fsync", status.delayedSyncs());
        }
    }
}
