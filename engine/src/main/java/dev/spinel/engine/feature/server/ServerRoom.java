package dev.spinel.engine.feature.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CallListener;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.feature.connection.ClientLine;
import dev.spinel.engine.feature.replication.Replication;
import dev.spinel.engine.feature.replication.ReplicationCommands;
import dev.spinel.engine.feature.replication.follow.FollowCommands;
import dev.spinel.engine.feature.replication.follow.Following;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.port.ProcessStats;
import dev.spinel.engine.port.ServerControl;
import dev.spinel.engine.stats.LatencyHistogram;

/** What the commands of the server group share, and their registration. Owned by the reactor; one per engine. */
public final class ServerRoom {
    private final Engine engine;
    private final ServerControl control;
    private final ProcessStats process;
    private final ErrorStats errors = new ErrorStats();
    private final MemoryPeak peak = new MemoryPeak();
    private final SlowLog slowLog;
    private final LatencyMonitor latency;
    private final Replication replication;
    private final Following following;
    private final ShutdownWait shutdown;
    private final String runId;
    private final long startedSeconds;

    private ServerRoom(Engine engine, ServerControl control, ProcessStats process, Entropy entropy) {
        this.engine = engine;
        this.control = control;
        this.process = process;
        slowLog = new SlowLog(engine.settings());
        latency = new LatencyMonitor(engine.settings());
        replication = ReplicationCommands.register(engine);
        following = FollowCommands.register(engine, replication);
        shutdown = new ShutdownWait(engine, replication, control);
        runId = entropy.nextId();
        startedSeconds = engine.executor().nowMicros() / 1_000_000;
    }

    /** Adds the commands of this room, and what watches every call for them. */
    public static ServerRoom register(Engine engine, ServerControl control, ProcessStats process, Entropy entropy) {
        ServerRoom room = new ServerRoom(engine, control, process, entropy);
        CommandTable table = engine.commands();
        InfoCommand info = new InfoCommand(engine, room);
        info.register(table);
        new ConfigCommands(engine, room).register(table);
        new CommandCommands(engine).register(table);
        new MemoryCommands(engine, room).register(table);
        new DebugCommands(engine, room).register(table);
        new SlowLogCommands(room.slowLog).register(table);
        new LatencyCommands(engine, room.latency).register(table);
        new MonitorCommand(engine).register(table);
        ShutdownCommand.register(table, control, room.shutdown);
        engine.addCron(room.shutdown::cron);
        LolwutCommand.register(table);
        table.add("TIME", ServerRoom::time);
        engine.executor().addFirstGate(new ProtectedGate(engine.settings()));
        engine.executor().addListener(room.errors);
        engine.executor().addListener(room.slowLog);
        engine.executor().addListener(room.latency);
        engine.latencySamples(room.latency::record);
        engine.executor().addListener(room.histograms());
        engine.addCron(room.peak::sample);
        engine.addCron(info::sample);
        room.peak.markStartup();
        engine.clientEviction().onEvicted(client ->
            control.log(OperatorLog.NOTICE, "Evicting client: " + ClientLine.of(client, engine.keyspace().nowMs())));
        return room;
    }

    /** Keeps a histogram per command while {@code latency-tracking} is on. */
    private CallListener histograms() {
        return new CallListener() {
            @Override
            public void onStart(Call call) {
                if (call.row().stats().latency() == null && engine.settings().latencyTracking.value()) {
                    call.row().stats().latency(new LatencyHistogram());
                }
            }
        };
    }

    private static void time(Call call) {
        long micros = call.nowMicros();
        call.reply().array(2);
        call.reply().bulkInteger(micros / 1_000_000);
        call.reply().bulkInteger(micros % 1_000_000);
    }

    Engine engine() {
        return engine;
    }

    ServerControl control() {
        return control;
    }

    ProcessStats process() {
        return process;
    }

    ErrorStats errors() {
        return errors;
    }

    /** The high-water mark of memory; marked once more when the server is ready. */
    public MemoryPeak peak() {
        return peak;
    }

    SlowLog slowLog() {
        return slowLog;
    }

    /** The stream of changes, and who follows it. */
    public Replication replication() {
        return replication;
    }

    /** The server this one follows, if any. */
    public Following following() {
        return following;
    }

    /** The orderly end of the server. */
    public ShutdownWait shutdown() {
        return shutdown;
    }

    String runId() {
        return runId;
    }

    long startedSeconds() {
        return startedSeconds;
    }
}
