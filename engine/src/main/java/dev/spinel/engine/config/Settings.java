package dev.spinel.engine.config;

import static dev.spinel.engine.config.Setting.DEBUG;
import static dev.spinel.engine.config.Setting.DENY_LOADING;
import static dev.spinel.engine.config.Setting.HIDDEN;
import static dev.spinel.engine.config.Setting.IMMUTABLE;
import static dev.spinel.engine.config.Setting.PROTECTED;
import static dev.spinel.engine.config.Setting.SENSITIVE;
import static dev.spinel.engine.config.Setting.VOLATILE;

import dev.spinel.engine.config.LongSetting.Form;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Every setting, one row each: name (and alias), default, bounds, flags. Code that needs a value reads the row's field,
 * {@code settings.maxmemory.value()}: a plain load, no lookup. Names are only for CONFIG, files and command lines.
 *
 * <p>One per server, owned by the reactor. Classes receive the rows they use, never all settings.
 */
public final class Settings {
    private static final long UINT_MAX = 0xFFFF_FFFFL;
    private static final long UNSIGNED_MAX = -1;

    private final Map<String, Setting> byName = new LinkedHashMap<>(512);
    private Consumer<List<String>> onSet = names -> {};

    // ---- Network and clients
    public final BindSetting bind = add(new BindSetting("bind"));
    public final TextSetting bindSourceAddr = text("bind-source-addr", null, 0);
    public final BufferLimitsSetting clientOutputBufferLimit =
        add(new BufferLimitsSetting("client-output-buffer-limit"));
    public final LongSetting clientQueryBufferLimit =
        unsignedMemory("client-query-buffer-limit", 1024L << 20, 1L << 20, Long.MAX_VALUE, DEBUG);
    public final LongSetting maxNewConnectionsPerCycle =
        unsignedInteger("max-new-connections-per-cycle", 10, 1, 1000, 0);
    public final LongSetting maxNewTlsConnectionsPerCycle =
        unsignedInteger("max-new-tls-connections-per-cycle", 1, 1, 1000, 0);
    public final LongSetting maxclients = unsignedInteger("maxclients", 10000, 1, UINT_MAX, 0);
    public final LongSetting port = integer("port", 6379, 0, 65535, 0);
    public final BoolSetting protectedMode = yesNo("protected-mode", true, 0);
    public final LongSetting protoMaxBulkLen =
        memory("proto-max-bulk-len", 512L << 20, 1L << 20, Long.MAX_VALUE, DEBUG);
    public final LongSetting socketMarkId = unsignedInteger("socket-mark-id", 0, 0, UINT_MAX, IMMUTABLE);
    public final LongSetting tcpBacklog = integer("tcp-backlog", 511, 0, Integer.MAX_VALUE, IMMUTABLE);
    public final LongSetting tcpKeepalive = integer("tcp-keepalive", 300, 0, Integer.MAX_VALUE, 0);
    public final LongSetting timeout = integer("timeout", 0, 0, Integer.MAX_VALUE, 0);
    public final LongSetting trackingTableMaxKeys =
        unsignedInteger("tracking-table-max-keys", 1_000_000, 0, Long.MAX_VALUE, 0);
    public final TextSetting unixsocket = text("unixsocket", null, IMMUTABLE);
    public final LongSetting unixsocketperm = octal("unixsocketperm", 0, 0, 0777, IMMUTABLE);

    // ---- TLS
    public final EnumSetting<Choice.TlsAuthClients> tlsAuthClients =
        choice("tls-auth-clients", Choice.TlsAuthClients.YES, 0);
    public final TextSetting tlsCaCertDir = text("tls-ca-cert-dir", null, VOLATILE);
    public final TextSetting tlsCaCertFile = text("tls-ca-cert-file", null, VOLATILE);
    public final TextSetting tlsCertFile = text("tls-cert-file", null, VOLATILE);
    public final TextSetting tlsCiphers = text("tls-ciphers", null, 0);
    public final TextSetting tlsCiphersuites = text("tls-ciphersuites", null, 0);
    public final TextSetting tlsClientCertFile = text("tls-client-cert-file", null, VOLATILE);
    public final TextSetting tlsClientKeyFile = text("tls-client-key-file", null, VOLATILE);
    public final TextSetting tlsClientKeyFilePass = text("tls-client-key-file-pass", null, SENSITIVE);
    public final BoolSetting tlsCluster = yesNo("tls-cluster", false, 0);
    public final TextSetting tlsDhParamsFile = text("tls-dh-params-file", null, VOLATILE);
    public final TextSetting tlsKeyFile = text("tls-key-file", null, VOLATILE);
    public final TextSetting tlsKeyFilePass = text("tls-key-file-pass", null, SENSITIVE);
    public final LongSetting tlsPort = integer("tls-port", 0, 0, 65535, 0);
    public final BoolSetting tlsPreferServerCiphers = yesNo("tls-prefer-server-ciphers", false, 0);
    public final TextSetting tlsProtocols = text("tls-protocols", null, 0);
    public final BoolSetting tlsReplication = yesNo("tls-replication", false, 0);
    public final LongSetting tlsSessionCacheSize = integer("tls-session-cache-size", 20480, 0, Integer.MAX_VALUE, 0);
    public final LongSetting tlsSessionCacheTimeout =
        integer("tls-session-cache-timeout", 300, 0, Integer.MAX_VALUE, 0);
    public final BoolSetting tlsSessionCaching = yesNo("tls-session-caching", true, 0);

    // ---- Process, log and crash report
    public final BoolSetting alwaysShowLogo = yesNo("always-show-logo", false, IMMUTABLE);
    public final TextSetting aofRewriteCpulist = text("aof-rewrite-cpulist|aof_rewrite_cpulist", null, IMMUTABLE);
    public final TextSetting bgsaveCpulist = text("bgsave-cpulist|bgsave_cpulist", null, IMMUTABLE);
    public final TextSetting bioCpulist = text("bio-cpulist|bio_cpulist", null, IMMUTABLE);
    public final BoolSetting crashLogEnabled = yesNo("crash-log-enabled", true, 0);
    public final BoolSetting crashMemcheckEnabled = yesNo("crash-memcheck-enabled", true, 0);
    public final BoolSetting daemonize = yesNo("daemonize", false, IMMUTABLE);
    public final LongSetting databases = integer("databases", 16, 1, Integer.MAX_VALUE, IMMUTABLE);
    public final TextSetting dir = text("dir", ".", PROTECTED | DENY_LOADING);
    public final BoolSetting disableThp = yesNo("disable-thp", true, IMMUTABLE);
    public final BoolSetting dynamicHz = yesNo("dynamic-hz", true, 0);
    public final BoolSetting hideUserDataFromLog = yesNo("hide-user-data-from-log", false, 0);
    public final LongSetting hz = hint("hz", 10, 1, 500, 0);
    public final TextSetting ignoreWarnings = text("ignore-warnings", "", 0);
    public final LongSetting ioThreads = integer("io-threads", 1, 1, 128, IMMUTABLE | DEBUG);
    public final BoolSetting ioThreadsDoReads = yesNo("io-threads-do-reads", false, IMMUTABLE | DEBUG);
    public final BoolSetting jemallocBgThread = yesNo("jemalloc-bg-thread", true, 0);
    public final TextSetting localeCollate = text("locale-collate", "", 0);
    public final TextSetting logfile = text("logfile", "", IMMUTABLE);
    public final EnumSetting<Choice.LogLevel> loglevel =
        choice("loglevel", Choice.LogLevel.NOTICE, 0);
    public final EnumSetting<Choice.ModuleDebug> moduleDebug =
        choice("module-debug", Choice.ModuleDebug.NO, HIDDEN);
    public final EnumSetting<Choice.OomScoreAdj> oomScoreAdj =
        choice("oom-score-adj", Choice.OomScoreAdj.NO, 0);
    public final OomScoresSetting oomScoreAdjValues = add(new OomScoresSetting("oom-score-adj-values"));
    public final TextSetting pidfile = text("pidfile", null, IMMUTABLE);
    public final TextSetting procTitleTemplate =
        text("proc-title-template", "{title} {listen-addr} {server-mode}", SettingChecks::titleTemplate, 0);
    public final TextSetting serverCpulist = text("server-cpulist|server_cpulist", null, IMMUTABLE);
    public final BoolSetting setProcTitle = yesNo("set-proc-title", true, IMMUTABLE);
    public final ShutdownSetting shutdownOnSigint = add(new ShutdownSetting("shutdown-on-sigint", 0));
    public final ShutdownSetting shutdownOnSigterm = add(new ShutdownSetting("shutdown-on-sigterm", 0));
    public final LongSetting shutdownTimeout = integer("shutdown-timeout", 10, 0, Integer.MAX_VALUE, 0);
    public final EnumSetting<Choice.Supervised> supervised =
        choice("supervised", Choice.Supervised.NO, IMMUTABLE);
    public final BoolSetting syslogEnabled = yesNo("syslog-enabled", false, IMMUTABLE);
    public final EnumSetting<Choice.SyslogFacility> syslogFacility =
        choice("syslog-facility", Choice.SyslogFacility.LOCAL0, IMMUTABLE);
    public final TextSetting syslogIdent = text("syslog-ident", "redis", IMMUTABLE);
    public final BoolSetting useExitOnPanic = yesNo("use-exit-on-panic", false, HIDDEN);
    public final LongSetting watchdogPeriod = integer("watchdog-period", 0, 0, Integer.MAX_VALUE, HIDDEN);

    // ---- Access
    public final EnumSetting<Choice.PubsubDefault> aclPubsubDefault =
        choice("acl-pubsub-default", Choice.PubsubDefault.RESETCHANNELS, 0);
    public final TextSetting aclfile = text("aclfile", "", IMMUTABLE);
    public final LongSetting acllogMaxLen = integer("acllog-max-len", 128, 0, Long.MAX_VALUE, 0);
    public final EnumSetting<Choice.Permission> enableDebugCommand =
        choice("enable-debug-command", Choice.Permission.NO, IMMUTABLE);
    public final EnumSetting<Choice.Permission> enableModuleCommand =
        choice("enable-module-command", Choice.Permission.NO, IMMUTABLE);
    public final EnumSetting<Choice.Permission> enableProtectedConfigs =
        choice("enable-protected-configs", Choice.Permission.NO, IMMUTABLE);
    public final TextSetting requirepass = text("requirepass", null, SENSITIVE);

    // ---- Memory and eviction
    public final LongSetting activeDefragCycleMax = integer("active-defrag-cycle-max", 25, 1, 99, 0);
    public final LongSetting activeDefragCycleMin = integer("active-defrag-cycle-min", 1, 1, 99, 0);
    public final LongSetting activeDefragIgnoreBytes =
        unsignedMemory("active-defrag-ignore-bytes", 100L << 20, 1, Long.MAX_VALUE, 0);
    public final LongSetting activeDefragMaxScanFields =
        integer("active-defrag-max-scan-fields", 1000, 1, Long.MAX_VALUE, 0);
    public final LongSetting activeDefragThresholdLower = integer("active-defrag-threshold-lower", 10, 0, 1000, 0);
    public final LongSetting activeDefragThresholdUpper = integer("active-defrag-threshold-upper", 100, 0, 1000, 0);
    public final LongSetting activeExpireEffort = integer("active-expire-effort", 1, 1, 10, 0);
    public final BoolSetting activedefrag = yesNo("activedefrag", false, DEBUG);
    public final BoolSetting activerehashing = yesNo("activerehashing", true, 0);
    public final BoolSetting lazyfreeLazyEviction = yesNo("lazyfree-lazy-eviction", false, DEBUG);
    public final BoolSetting lazyfreeLazyExpire = yesNo("lazyfree-lazy-expire", false, DEBUG);
    public final BoolSetting lazyfreeLazyServerDel = yesNo("lazyfree-lazy-server-del", false, DEBUG);
    public final BoolSetting lazyfreeLazyUserDel = yesNo("lazyfree-lazy-user-del", false, DEBUG);
    public final BoolSetting lazyfreeLazyUserFlush = yesNo("lazyfree-lazy-user-flush", false, DEBUG);
    public final LongSetting lfuDecayTime = integer("lfu-decay-time", 1, 0, Integer.MAX_VALUE, 0);
    public final LongSetting lfuLogFactor = integer("lfu-log-factor", 10, 0, Integer.MAX_VALUE, 0);
    public final LongSetting maxmemory = unsignedMemory("maxmemory", 0, 0, UNSIGNED_MAX, 0);
    public final LongSetting maxmemoryClients = memoryOrPercent("maxmemory-clients", 0, -100, Long.MAX_VALUE, 0);
    public final LongSetting maxmemoryEvictionTenacity = integer("maxmemory-eviction-tenacity", 10, 0, 100, 0);
    public final EnumSetting<Choice.MaxmemoryPolicy> maxmemoryPolicy =
        choice("maxmemory-policy", Choice.MaxmemoryPolicy.NOEVICTION, 0);
    public final LongSetting maxmemorySamples = integer("maxmemory-samples", 5, 1, 64, 0);
    public final BoolSetting replicaIgnoreMaxmemory = yesNo("replica-ignore-maxmemory|slave-ignore-maxmemory", true, 0);

    // ---- Encodings
    public final LongSetting hashMaxListpackEntries =
        unsignedInteger("hash-max-listpack-entries|hash-max-ziplist-entries", 512, 0, Long.MAX_VALUE, 0);
    public final LongSetting hashMaxListpackValue =
        unsignedMemory("hash-max-listpack-value|hash-max-ziplist-value", 64, 0, Long.MAX_VALUE, 0);
    public final LongSetting hllSparseMaxBytes = unsignedMemory("hll-sparse-max-bytes", 3000, 0, Long.MAX_VALUE, 0);
    public final LongSetting listCompressDepth = integer("list-compress-depth", 0, 0, Integer.MAX_VALUE, DEBUG);
    public final LongSetting listMaxListpackSize =
        integer("list-max-listpack-size|list-max-ziplist-size", -2, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    public final LongSetting setMaxIntsetEntries = unsignedInteger("set-max-intset-entries", 512, 0, Long.MAX_VALUE, 0);
    public final LongSetting setMaxListpackEntries =
        unsignedInteger("set-max-listpack-entries", 128, 0, Long.MAX_VALUE, 0);
    public final LongSetting setMaxListpackValue = unsignedInteger("set-max-listpack-value", 64, 0, Long.MAX_VALUE, 0);
    public final LongSetting arraySliceSize = unsignedInteger("array-slice-size", 4096, 256, 65_536, 0);
    public final LongSetting arraySparseKmax = unsignedInteger("array-sparse-kmax", 10, 0, 65_536, 0);
    public final LongSetting arraySparseKmin = unsignedInteger("array-sparse-kmin", 5, 0, 65_536, 0);
    public final LongSetting streamNodeMaxBytes = unsignedMemory("stream-node-max-bytes", 4096, 0, Long.MAX_VALUE, 0);
    public final LongSetting streamNodeMaxEntries = integer("stream-node-max-entries", 100, 0, Long.MAX_VALUE, 0);
    public final LongSetting streamIdmpDuration = integer("stream-idmp-duration", 100, 1, 86_400, 0);
    public final LongSetting streamIdmpMaxsize = integer("stream-idmp-maxsize", 100, 1, 10_000, 0);
    public final LongSetting zsetMaxListpackEntries =
        unsignedInteger("zset-max-listpack-entries|zset-max-ziplist-entries", 128, 0, Long.MAX_VALUE, 0);
    public final LongSetting zsetMaxListpackValue =
        unsignedMemory("zset-max-listpack-value|zset-max-ziplist-value", 64, 0, Long.MAX_VALUE, 0);

    // ---- Snapshots
    public final TextSetting dbfilename = text("dbfilename", "dump.rdb", SettingChecks::dbFilename, PROTECTED);
    public final LongSetting keyLoadDelay = integer("key-load-delay", 0, Integer.MIN_VALUE, Integer.MAX_VALUE, HIDDEN);
    public final LongSetting loadingProcessEventsIntervalBytes =
        integer("loading-process-events-interval-bytes", 2L << 20, 1024, Integer.MAX_VALUE, HIDDEN);
    public final BoolSetting rdbDelSyncFiles = yesNo("rdb-del-sync-files", false, 0);
    public final LongSetting rdbKeySaveDelay =
        integer("rdb-key-save-delay", 0, Integer.MIN_VALUE, Integer.MAX_VALUE, HIDDEN);
    public final BoolSetting rdbSaveIncrementalFsync = yesNo("rdb-save-incremental-fsync", true, 0);
    public final LongSetting rdbSaveVersion = integer("rdb-save-version", 12, 9, 12, HIDDEN);
    /** Bytes kept for a running snapshot from which on writers are slowed down; 0 is a quarter of what there is. */
    public final LongSetting snapshotCowMax = memory("snapshot-cow-max", 0, 0, Long.MAX_VALUE, HIDDEN);
    /** Names of modules, a blank between them, whose values a snapshot writes at its point in time. */
    public final TextSetting snapshotSyncModules = text("snapshot-sync-modules", "", HIDDEN);
    public final BoolSetting rdbchecksum = yesNo("rdbchecksum", true, IMMUTABLE);
    public final BoolSetting rdbcompression = yesNo("rdbcompression", true, 0);
    public final EnumSetting<Choice.SanitizePayload> sanitizeDumpPayload =
        choice("sanitize-dump-payload", Choice.SanitizePayload.NO, DEBUG);
    public final SaveSetting save = add(new SaveSetting("save"));
    public final BoolSetting stopWritesOnBgsaveError = yesNo("stop-writes-on-bgsave-error", true, 0);

    // ---- Append-only file
    public final BoolSetting aofDisableAutoGc = yesNo("aof-disable-auto-gc", false, HIDDEN);
    public final BoolSetting aofLoadTruncated = yesNo("aof-load-truncated", true, 0);
    public final BoolSetting aofRewriteIncrementalFsync = yesNo("aof-rewrite-incremental-fsync", true, 0);
    public final BoolSetting aofTimestampEnabled = yesNo("aof-timestamp-enabled", false, 0);
    public final BoolSetting aofUseRdbPreamble = yesNo("aof-use-rdb-preamble", true, 0);
    public final TextSetting appenddirname =
        text("appenddirname", "appendonlydir", SettingChecks::appendDirname, IMMUTABLE);
    public final TextSetting appendfilename =
        text("appendfilename", "appendonly.aof", SettingChecks::appendFilename, IMMUTABLE);
    public final EnumSetting<Choice.AppendFsync> appendfsync =
        choice("appendfsync", Choice.AppendFsync.EVERYSEC, 0);
    public final BoolSetting appendonly = yesNo("appendonly", false, 0);
    public final LongSetting autoAofRewriteMinSize =
        memory("auto-aof-rewrite-min-size", 64L << 20, 0, Long.MAX_VALUE, 0);
    public final LongSetting autoAofRewritePercentage =
        integer("auto-aof-rewrite-percentage", 100, 0, Integer.MAX_VALUE, 0);
    public final BoolSetting noAppendfsyncOnRewrite = yesNo("no-appendfsync-on-rewrite", false, 0);

    // ---- Replication
    public final TextSetting masterauth = text("masterauth", null, SENSITIVE);
    public final TextSetting masteruser = text("masteruser", null, SENSITIVE);
    public final LongSetting minReplicasMaxLag =
        integer("min-replicas-max-lag|min-slaves-max-lag", 10, 0, Integer.MAX_VALUE, 0);
    public final LongSetting minReplicasToWrite =
        integer("min-replicas-to-write|min-slaves-to-write", 0, 0, Integer.MAX_VALUE, 0);
    public final EnumSetting<Choice.PropagationError> propagationErrorBehavior =
        choice("propagation-error-behavior", Choice.PropagationError.IGNORE, 0);
    public final LongSetting replBacklogSize = memory("repl-backlog-size", 1L << 20, 1, Long.MAX_VALUE, 0);
    public final LongSetting replBacklogTtl = integer("repl-backlog-ttl", 3600, 0, Long.MAX_VALUE, 0);
    public final BoolSetting replDisableTcpNodelay = yesNo("repl-disable-tcp-nodelay", false, 0);
    public final EnumSetting<Choice.DisklessLoad> replDisklessLoad =
        choice("repl-diskless-load", Choice.DisklessLoad.DISABLED, DEBUG | DENY_LOADING);
    public final BoolSetting replDisklessSync = yesNo("repl-diskless-sync", true, DEBUG);
    public final LongSetting replDisklessSyncDelay = integer("repl-diskless-sync-delay", 5, 0, Integer.MAX_VALUE, 0);
    public final LongSetting replDisklessSyncMaxReplicas =
        integer("repl-diskless-sync-max-replicas", 0, 0, Integer.MAX_VALUE, 0);
    public final LongSetting replPingReplicaPeriod =
        integer("repl-ping-replica-period|repl-ping-slave-period", 10, 1, Integer.MAX_VALUE, 0);
    public final LongSetting replTimeout = integer("repl-timeout", 60, 1, Integer.MAX_VALUE, 0);
    public final TextSetting replicaAnnounceIp = text("replica-announce-ip|slave-announce-ip", null, 0);
    public final LongSetting replicaAnnouncePort = integer("replica-announce-port|slave-announce-port", 0, 0, 65535, 0);
    public final BoolSetting replicaAnnounced = yesNo("replica-announced", true, 0);
    public final BoolSetting replicaIgnoreDiskWriteErrors = yesNo("replica-ignore-disk-write-errors", false, 0);
    public final BoolSetting replicaLazyFlush = yesNo("replica-lazy-flush|slave-lazy-flush", false, 0);
    public final LongSetting replicaPriority = integer("replica-priority|slave-priority", 100, 0, Integer.MAX_VALUE, 0);
    public final BoolSetting replicaReadOnly = yesNo("replica-read-only|slave-read-only", true, DEBUG);
    public final BoolSetting replicaServeStaleData = yesNo("replica-serve-stale-data|slave-serve-stale-data", true, 0);
    public final ReplicaOfSetting replicaof = add(new ReplicaOfSetting("replicaof|slaveof"));

    // ---- Cluster
    public final BoolSetting clusterAllowPubsubshardWhenDown = yesNo("cluster-allow-pubsubshard-when-down", true, 0);
    public final BoolSetting clusterAllowReadsWhenDown = yesNo("cluster-allow-reads-when-down", false, 0);
    public final BoolSetting clusterAllowReplicaMigration = yesNo("cluster-allow-replica-migration", true, 0);
    public final LongSetting clusterAnnounceBusPort = integer("cluster-announce-bus-port", 0, 0, 65535, 0);
    public final TextSetting clusterAnnounceHostname =
        text("cluster-announce-hostname", null, SettingChecks::hostname, 0);
    public final TextSetting clusterAnnounceHumanNodename =
        text("cluster-announce-human-nodename", null, SettingChecks::nodeName, 0);
    public final TextSetting clusterAnnounceIp = text("cluster-announce-ip", null, 0);
    public final LongSetting clusterAnnouncePort = integer("cluster-announce-port", 0, 0, 65535, 0);
    public final LongSetting clusterAnnounceTlsPort = integer("cluster-announce-tls-port", 0, 0, 65535, 0);
    public final TextSetting clusterConfigFile = text("cluster-config-file", "nodes.conf", IMMUTABLE);
    public final BoolSetting clusterEnabled = yesNo("cluster-enabled", false, IMMUTABLE);
    public final LongSetting clusterLinkSendbufLimit =
        unsignedMemory("cluster-link-sendbuf-limit", 0, 0, UNSIGNED_MAX, 0);
    public final LongSetting clusterMigrationBarrier = integer("cluster-migration-barrier", 1, 0, Integer.MAX_VALUE, 0);
    public final LongSetting clusterNodeTimeout = integer("cluster-node-timeout", 15000, 0, Long.MAX_VALUE, 0);
    public final LongSetting clusterPingInterval = integer("cluster-ping-interval", 0, 0, Long.MAX_VALUE, HIDDEN);
    public final LongSetting clusterPort = integer("cluster-port", 0, 0, 65535, IMMUTABLE);
    public final EnumSetting<Choice.EndpointType> clusterPreferredEndpointType =
        choice("cluster-preferred-endpoint-type", Choice.EndpointType.IP, 0);
    public final BoolSetting clusterReplicaNoFailover =
        yesNo("cluster-replica-no-failover|cluster-slave-no-failover", false, 0);
    public final LongSetting clusterReplicaValidityFactor =
        integer("cluster-replica-validity-factor|cluster-slave-validity-factor", 10, 0, Integer.MAX_VALUE, 0);
    public final BoolSetting clusterRequireFullCoverage = yesNo("cluster-require-full-coverage", true, 0);

    // ---- Slow log, latency, events, scripts
    public final LongSetting busyReplyThreshold =
        integer("busy-reply-threshold|lua-time-limit", 5000, 0, Long.MAX_VALUE, 0);
    public final LongSetting latencyMonitorThreshold = integer("latency-monitor-threshold", 0, 0, Long.MAX_VALUE, 0);
    public final BoolSetting latencyTracking = yesNo("latency-tracking", true, 0);
    public final PercentilesSetting latencyTrackingInfoPercentiles =
        add(new PercentilesSetting("latency-tracking-info-percentiles"));
    public final KeyspaceEventsSetting notifyKeyspaceEvents = add(new KeyspaceEventsSetting("notify-keyspace-events"));
    public final LongSetting slowlogLogSlowerThan = integer("slowlog-log-slower-than", 10000, -1, Long.MAX_VALUE, 0);
    public final LongSetting slowlogMaxLen = integer("slowlog-max-len", 128, 0, Long.MAX_VALUE, 0);

    /** The setting with this name or alias, letter case ignored; null when there is none. */
    public Setting find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    /** Every setting once, in the order of the rows; those of modules come last. */
    public Collection<Setting> all() {
        List<Setting> all = new ArrayList<>(byName.size());
        for (Map.Entry<String, Setting> entry : byName.entrySet()) {
            if (entry.getKey().equals(entry.getValue().name())) all.add(entry.getValue());
        }
        return all;
    }

    /** Names and values that match any of the patterns: what CONFIG GET replies. */
    public Map<String, String> get(Collection<String> patterns) {
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (String pattern : patterns) {
            String lower = pattern.toLowerCase(Locale.ROOT);
            Setting exact = Glob.isPattern(pattern) ? null : byName.get(lower);
            if (exact != null && seen.putIfAbsent(lower, lower) == null) {
                found.put(pattern, exact.text());
            } else if (Glob.isPattern(pattern)) {
                addMatches(lower, seen, found);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    /** Adds a module's setting, named {@code module.name}. The name must be free. */
    public <S extends Setting> S add(S setting) {
        register(setting.name(), setting);
        if (setting.alias() != null) register(setting.alias(), setting);
        return setting;
    }

    /** Who hears of the names of settings that CONFIG SET, or a module as it does, has set at once. */
    public void onSet(Consumer<List<String>> listener) {
        onSet = listener;
    }

    void wereSet(List<Setting> set) {
        onSet.accept(set.stream().map(Setting::name).toList());
    }

    /** Takes a module's setting out again. */
    public void remove(Setting setting) {
        byName.values().removeIf(known -> known == setting);
    }

    private void register(String name, Setting setting) {
        if (byName.putIfAbsent(name.toLowerCase(Locale.ROOT), setting) != null) {
            throw new IllegalStateException("setting " + name + " exists");
        }
    }

    private void addMatches(String pattern, Map<String, String> seen, Map<String, String> found) {
        for (Map.Entry<String, Setting> entry : byName.entrySet()) {
            String name = entry.getKey();
            Setting setting = entry.getValue();
            boolean matches = !setting.is(HIDDEN) && Glob.matches(Errors.bytes(pattern), Errors.bytes(name), true);
            if (matches && seen.putIfAbsent(name, name) == null) {
                found.put(name, setting.text());
            }
        }
    }

    private BoolSetting yesNo(String names, boolean byDefault, int flags) {
        return add(new BoolSetting(names, byDefault, flags));
    }

    private <E extends Enum<E>> EnumSetting<E> choice(String names, E byDefault, int flags) {
        return add(new EnumSetting<>(names, byDefault, flags));
    }

    /** Unset while empty when {@code byDefault} is null. */
    private TextSetting text(String names, String byDefault, int flags) {
        return text(names, byDefault, null, flags);
    }

    private TextSetting text(String names, String byDefault, UnaryOperator<String> check, int flags) {
        return add(new TextSetting(names, byDefault, check, flags));
    }

    private LongSetting integer(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.INTEGER, byDefault, min, max, false, flags));
    }

    private LongSetting hint(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.HINT, byDefault, min, max, false, flags));
    }

    private LongSetting unsignedInteger(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.INTEGER, byDefault, min, max, true, flags));
    }

    private LongSetting memory(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.MEMORY, byDefault, min, max, false, flags));
    }

    private LongSetting unsignedMemory(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.MEMORY, byDefault, min, max, true, flags));
    }

    private LongSetting memoryOrPercent(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.MEMORY_OR_PERCENT, byDefault, min, max, false, flags));
    }

    private LongSetting octal(String names, long byDefault, long min, long max, int flags) {
        return add(new LongSetting(names, Form.OCTAL, byDefault, min, max, true, flags));
    }
}
