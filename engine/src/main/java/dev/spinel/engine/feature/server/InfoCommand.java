package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.client.Client;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.config.PercentilesSetting;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.acl.Denial;
import dev.spinel.engine.feature.connection.ClientPause;
import dev.spinel.engine.feature.replication.ReplicationInfo;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.KeyspaceStats;
import dev.spinel.engine.port.ProcessStats;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.stats.CommandStats;
import dev.spinel.engine.stats.InfoSections;
import dev.spinel.engine.stats.InfoSections.Shown;
import dev.spinel.engine.stats.InfoWriter;
import dev.spinel.engine.stats.LatencyHistogram;
import dev.spinel.engine.stats.RateMeter;
import dev.spinel.engine.stats.ServerVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** INFO: the sections the engine knows about. Others add their lines through {@link InfoSections}. */
final class InfoCommand {
    private static final int SECONDS_PER_DAY = 86_400;

    private final Engine engine;
    private final Settings settings;
    private final InfoSections sections;
    private final ServerRoom room;
    private final RateMeter operations = new RateMeter();

    InfoCommand(Engine engine, ServerRoom room) {
        this.engine = engine;
        this.settings = engine.settings();
        this.sections = engine.info();
        this.room = room;
    }

    void register(CommandTable table) {
        table.add("INFO", this::info);
        sections.add("Server", Shown.BY_DEFAULT);
        sections.add("Clients", Shown.BY_DEFAULT);
        sections.add("Memory", Shown.BY_DEFAULT);
        sections.add("Persistence", Shown.BY_DEFAULT);
        sections.add("Stats", Shown.BY_DEFAULT);
        sections.add("Replication", Shown.BY_DEFAULT);
        sections.add("CPU", Shown.BY_DEFAULT);
        sections.add("Modules", Shown.BY_DEFAULT);
        sections.add("Commandstats", Shown.WITH_ALL);
        sections.add("Errorstats", Shown.BY_DEFAULT);
        sections.add("Latencystats", Shown.WITH_ALL);
        sections.add("Cluster", Shown.BY_DEFAULT);
        sections.add("Keyspace", Shown.BY_DEFAULT);
        sections.add("Keysizes", Shown.WITH_ALL);
        sections.contribute("server", this::server);
        sections.contribute("clients", this::clients);
        sections.contribute("memory", this::memory);
        sections.contribute("persistence", this::persistence);
        sections.contribute("stats", this::stats);
        sections.contribute("replication", this::replication);
        sections.contribute("cpu", this::cpu);
        sections.contribute("commandstats", this::commandStats);
        sections.contribute("errorstats", room.errors()::write);
        sections.contribute("latencystats", this::latencyStats);
        sections.contribute("cluster", writer -> writer.field("cluster_enabled", 0));
        sections.contribute("keyspace", this::keyspace);
        sections.contribute("keysizes", new KeySizesInfo(engine.keyspace())::write);
    }

    /** Samples the counters whose speed is shown; from cron. */
    void sample() {
        operations.sample(engine.executor().commandCount(), engine.keyspace().nowMs());
    }

    private void info(Call call) {
        List<String> words = new ArrayList<>();
        for (int i = 1; i < call.argCount(); i++) {
            words.add(call.args().text(i));
        }
        call.reply().verbatim("txt", Text.bytes(sections.text(words)));
    }

    private void server(InfoWriter writer) {
        ProcessStats process = room.process();
        long nowMicros = engine.executor().nowMicros();
        long uptime = nowMicros / 1_000_000 - room.startedSeconds();
        writer.field("redis_version", ServerVersion.REDIS)
                .field("redis_git_sha1", "00000000")
                .field("redis_git_dirty", 0)
                .field("redis_build_id", "spinel-" + ServerVersion.SPINEL)
                .field("redis_mode", "standalone")
                .field("os", process.operatingSystem())
                .field("arch_bits", 64)
                .field("monotonic_clock", "JVM System.nanoTime")
                .field("multiplexing_api", "epoll")
                .field("atomicvar_api", "java-varhandle")
                .field("gcc_version", "0.0.0")
                .field("process_id", process.pid())
                .field("process_supervised", process.supervisor())
                .field("run_id", room.runId())
                .field("tcp_port", settings.port.value())
                .field("server_time_usec", nowMicros)
                .field("uptime_in_seconds", uptime)
                .field("uptime_in_days", uptime / SECONDS_PER_DAY)
                .field("hz", settings.hz.value())
                .field("configured_hz", settings.hz.value())
                .field("lru_clock", nowMicros / 1_000_000 & 0xFFFFFF)
                .field("executable", process.executable())
                .field("config_file", process.configFile())
                .field("io_threads_active", 0)
                .field("server_name", "spinel")
                .field("spinel_version", ServerVersion.SPINEL);
        if (room.shutdown().remainingMs() >= 0) {
            writer.field("shutdown_in_milliseconds", room.shutdown().remainingMs());
        }
    }

    private void clients(InfoWriter writer) {
        long biggestInput = 0;
        long biggestOutput = 0;
        int subscribers = 0;
        for (Client client : engine.clients().all()) {
            biggestInput = Math.max(biggestInput, client.connection().queryBytes());
            biggestOutput = Math.max(biggestOutput, client.reply().pendingLength());
            subscribers += client.subscriptions() != null && !client.subscriptions().isEmpty() ? 1 : 0;
        }
        ClientPause pause = engine.clientPause();
        writer.field("connected_clients", engine.clients().count() - room.replication().followerCount())
                .field("cluster_connections", 0)
                .field("maxclients", settings.maxclients.value())
                .field("client_recent_max_input_buffer", biggestInput)
                .field("client_recent_max_output_buffer", biggestOutput)
                .field("blocked_clients", engine.blockedClients().count())
                .field("tracking_clients", engine.tracking().clientCount())
                .field("pubsub_clients", subscribers)
                .field("watching_clients", engine.watchedKeys().clientCount())
                .field("clients_in_timeout_table", engine.blockedClients().timedCount())
                .field("total_watched_keys", engine.watchedKeys().keyCount())
                .field("total_blocking_keys", engine.keyWaiters().keyCount())
                .field("total_blocking_keys_on_nokey", engine.keyWaiters().keyCountOfWaitsForEnd())
                .field("paused_reason", pause.isActive() ? "client_pause" : "none")
                .field("paused_actions", pause.isForAll() ? "all" : pause.isActive() ? "write" : "none")
                .field("paused_timeout_milliseconds", pause.remainingMs());
    }

    private void memory(InfoWriter writer) {
        MemoryReport memory = MemoryReport.of(room);
        writer.bytes("used_memory", memory.used())
                .bytes("used_memory_rss", memory.processResident())
                .bytes("used_memory_peak", memory.peak())
                .field("used_memory_peak_perc", InfoWriter.fixed(memory.peakPercent(), 2) + "%")
                .field("used_memory_overhead", memory.overhead())
                .field("used_memory_startup", memory.startup())
                .field("used_memory_dataset", memory.dataset())
                .field("used_memory_dataset_perc", InfoWriter.fixed(memory.datasetPercent(), 2) + "%")
                .field("allocator_allocated", memory.allocated())
                .field("allocator_active", memory.active())
                .field("allocator_resident", memory.resident())
                .field("allocator_muzzy", 0)
                .bytes("total_system_memory", room.process().systemBytes())
                .bytes("used_memory_lua", 0)
                .field("used_memory_vm_eval", 0)
                .field("used_memory_scripts_eval", 0)
                .field("number_of_cached_scripts", 0)
                .field("number_of_functions", 0)
                .field("number_of_libraries", 0)
                .field("used_memory_vm_functions", 0)
                .bytes("used_memory_vm_total", 0)
                .field("used_memory_functions", 0)
                .bytes("used_memory_scripts", 0)
                .bytes("maxmemory", settings.maxmemory.value())
                .field("maxmemory_policy", settings.maxmemoryPolicy.text())
                .ratio("allocator_frag_ratio", memory.fragmentationRatio())
                .field("allocator_frag_bytes", memory.active() - memory.allocated())
                .ratio("allocator_rss_ratio", memory.allocatorResidentRatio())
                .field("allocator_rss_bytes", memory.resident() - memory.active())
                .ratio("rss_overhead_ratio", memory.processOverheadRatio())
                .field("rss_overhead_bytes", memory.processResident() - memory.resident())
                .ratio("mem_fragmentation_ratio", memory.ratio())
                .field("mem_fragmentation_bytes", memory.dataResident() - memory.used())
                .field("mem_not_counted_for_evict", engine.evictor().notCountedBytes())
                .field("mem_replication_backlog", room.replication().backlogBytes())
                .field("mem_total_replication_buffers", room.replication().bufferBytes())
                .field("mem_clients_slaves", memory.replicas())
                .field("mem_clients_normal", memory.clients())
                .field("mem_cluster_links", 0)
                .field("mem_aof_buffer", memory.journal())
                .field("mem_allocator", "spinel-arena")
                .field("mem_overhead_db_hashtable_rehashing", 0)
                .field("active_defrag_running", engine.activeDefrag().effort())
                .field("lazyfree_pending_objects", engine.keyspace().lazyFree().pendingObjects())
                .field("lazyfreed_objects", engine.keyspace().lazyFree().freedObjects())
                .field("jvm_heap_used", room.process().heapBytes())
                .field("jvm_nonheap_used", room.process().nonHeapBytes());
    }

    private void persistence(InfoWriter writer) {
        engine.snapshotter().describe(writer);
        AppendOnlyInfo.write(engine.appendOnly().status(), writer);
        writer.field("module_fork_in_progress", 0)
                .field("module_fork_last_cow_size", 0);
    }

    private void stats(InfoWriter writer) {
        KeyspaceStats stats = engine.keyspace().stats();
        writer.field("total_commands_processed", engine.executor().commandCount())
                .field("instantaneous_ops_per_sec", Math.round(operations.perSecond()))
                .field("total_net_repl_input_bytes", 0)
                .field("total_net_repl_output_bytes", 0)
                .field("instantaneous_input_repl_kbps", "0.00")
                .field("instantaneous_output_repl_kbps", "0.00")
                .field("sync_full", room.replication().fullSyncs())
                .field("sync_partial_ok", room.replication().continued())
                .field("sync_partial_err", room.replication().notContinued())
                .field("expired_subkeys", stats.expiredFields())
                .field("expired_keys", stats.expired())
                .field("expired_stale_perc", "0.00")
                .field("expired_time_cap_reached_count", 0)
                .field("expire_cycle_cpu_milliseconds", 0)
                .field("evicted_keys", stats.evicted())
                .field("evicted_clients", engine.clientEviction().evicted())
                .field("evicted_scripts", 0)
                .field("total_eviction_exceeded_time", engine.evictor().totalExceededMs())
                .field("current_eviction_exceeded_time", engine.evictor().currentExceededMs())
                .field("keyspace_hits", stats.hits())
                .field("keyspace_misses", stats.misses())
                .field("pubsub_channels", engine.pubSub().channelCount())
                .field("pubsub_patterns", engine.pubSub().patternCount())
                .field("pubsubshard_channels", engine.pubSub().shardChannelCount())
                .field("latest_fork_usec", engine.snapshotter().latestCutMicros())
                .field("total_forks", engine.snapshotter().cutCount())
                .field("migrate_cached_sockets", 0)
                .field("slave_expires_tracked_keys", 0)
                .field("active_defrag_hits", engine.activeDefrag().hits())
                .field("active_defrag_misses", engine.activeDefrag().misses())
                .field("active_defrag_key_hits", engine.activeDefrag().keyHits())
                .field("active_defrag_key_misses", engine.activeDefrag().keyMisses())
                .field("total_active_defrag_time", engine.activeDefrag().totalMs())
                .field("current_active_defrag_time", engine.activeDefrag().currentMs())
                .field("tracking_total_keys", engine.tracking().keyCount())
                .field("tracking_total_items", engine.tracking().itemCount())
                .field("tracking_total_prefixes", engine.tracking().prefixCount())
                .field("unexpected_error_replies", 0)
                .field("total_error_replies", room.errors().total())
                .field("dump_payload_sanitizations", 0)
                .field("reply_buffer_shrinks", 0)
                .field("reply_buffer_expands", 0)
                .field("acl_access_denied_auth", engine.acl().log().count(Denial.AUTH))
                .field("acl_access_denied_cmd", engine.acl().log().count(Denial.COMMAND))
                .field("acl_access_denied_key", engine.acl().log().count(Denial.KEY))
                .field("acl_access_denied_channel", engine.acl().log().count(Denial.CHANNEL));
    }

    private void replication(InfoWriter writer) {
        ReplicationInfo.describe(writer, room.replication(), engine.upstream(), settings, engine.keyspace().nowMs());
    }

    private void cpu(InfoWriter writer) {
        ProcessStats process = room.process();
        writer.field("used_cpu_sys", seconds(process.systemCpuMicros()))
                .field("used_cpu_user", seconds(process.userCpuMicros()))
                .field("used_cpu_sys_children", "0.000000")
                .field("used_cpu_user_children", "0.000000")
                .field("used_cpu_sys_main_thread", seconds(process.systemCpuMicros()))
                .field("used_cpu_user_main_thread", seconds(process.userCpuMicros()));
    }

    private static String seconds(long micros) {
        return InfoWriter.fixed(micros / 1e6, 6);
    }

    private void commandStats(InfoWriter writer) {
        forEachRow(row -> {
            CommandStats stats = row.stats();
            if (stats.calls() > 0 || stats.failed() > 0 || stats.rejected() > 0) {
                long micros = stats.nanos() / 1000;
                writer.field("cmdstat_" + InfoWriter.safe(row.fullName()), "calls=" + stats.calls() + ",usec=" + micros
                        + ",usec_per_call=" + InfoWriter.fixed((double) micros / Math.max(stats.calls(), 1), 2)
                        + ",rejected_calls=" + stats.rejected() + ",failed_calls=" + stats.failed());
            }
        });
    }

    private void latencyStats(InfoWriter writer) {
        if (!settings.latencyTracking.value()) {
            return;
        }
        PercentilesSetting percentiles = settings.latencyTrackingInfoPercentiles;
        forEachRow(row -> {
            if (row.stats().latency() instanceof LatencyHistogram histogram && histogram.count() > 0) {
                StringBuilder values = new StringBuilder();
                for (int i = 0; i < percentiles.count(); i++) {
                    values.append(values.isEmpty() ? "p" : ",p").append(percentiles.text(i)).append('=')
                            .append(InfoWriter.fixed(histogram.micros(percentiles.percentile(i)), 3));
                }
                writer.field("latency_percentiles_usec_" + InfoWriter.safe(row.fullName()), values.toString());
            }
        });
    }

    private void forEachRow(Consumer<CommandRow> visitor) {
        List<CommandRow> rows = new ArrayList<>(engine.commands().all());
        rows.sort(Comparator.comparing(CommandRow::fullName));
        for (CommandRow row : rows) {
            visitor.accept(row);
            row.subcommands().all().forEach(visitor);
        }
    }

    private void keyspace(InfoWriter writer) {
        for (int i = 0; i < engine.keyspace().databaseCount(); i++) {
            Database database = engine.keyspace().database(i);
            if (database.count() > 0) {
                writer.field("db" + i, "keys=" + database.count() + ",expires=" + database.expiryCount()
                        + ",avg_ttl=" + engine.keyspace().averageTtlMs(database) 
                        + ",subexpiry=" + database.fieldExpiryCount());
            }
        }
    }
}
