package dev.spinel.tools.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.stats.InfoSections.Shown;
import dev.spinel.engine.stats.InfoWriter;
import dev.spinel.engine.stats.RateMeter;
import dev.spinel.io.net.NetStats;

/** What the transport adds to INFO stats. */
final class NetInfo {
    private final NetStats stats;
    private final RateMeter input = new RateMeter();
    private final RateMeter output = new RateMeter();
    private final RateMeter turns = new RateMeter();
    private final RateMeter busyMicros = new RateMeter();

    private NetInfo(NetStats stats) {
        this.stats = stats;
    }

    static void register(Engine engine, NetStats stats) {
        NetInfo info = new NetInfo(stats);
        engine.info().contribute("stats", info::write);
        engine.info().add("Debug", Shown.BY_NAME);
        engine.info().contribute("debug", info::writeDetails);
        engine.addStatsReset(stats::reset);
        engine.addCron(() -> {
            info.input.sample(stats.bytesIn(), engine.keyspace().nowMs());
            info.output.sample(stats.bytesOut(), engine.keyspace().nowMs());
            info.turns.sample(stats.turns(), engine.keyspace().nowMs());
            info.busyMicros.sample(stats.busyNanos() / 1000, engine.keyspace().nowMs());
        });
    }

    private void write(InfoWriter writer) {
        writer.field("total_connections_received", stats.accepted())
                .field("total_net_input_bytes", stats.bytesIn())
                .field("total_net_output_bytes", stats.bytesOut())
                .ratio("instantaneous_input_kbps", input.perSecond() / 1024)
                .ratio("instantaneous_output_kbps", output.perSecond() / 1024)
                .field("rejected_connections", stats.rejected())
                .field("total_reads_processed", stats.reads())
                .field("total_writes_processed", stats.writes())
                .field("io_threaded_reads_processed", 0)
                .field("io_threaded_writes_processed", 0)
                .field("client_query_buffer_limit_disconnections", stats.queryLimitDisconnects())
                .field("client_output_buffer_limit_disconnections", stats.replyLimitDisconnects())
                .field("eventloop_cycles", stats.turns())
                .field("eventloop_duration_sum", stats.busyNanos() / 1000)
                .field("eventloop_duration_cmd_sum", stats.busyNanos() / 1000)
                .field("instantaneous_eventloop_cycles_per_sec", Math.round(turns.perSecond()))
                .field("instantaneous_eventloop_duration_usec",
                        Math.round(busyMicros.perSecond() / Math.max(turns.perSecond(), 1)));
    }

    private void writeDetails(InfoWriter writer) {
        writer.field("eventloop_duration_aof_sum", 0)
                .field("eventloop_duration_cron_sum", stats.cronNanos() / 1000)
                .field("eventloop_duration_max", stats.longestTurnNanos() / 1000)
                .field("eventloop_cmd_per_cycle_max", stats.mostCommandsPerTurn());
    }
}
