package dev.spinel.tools.server;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Choice;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.feature.acl.Acl;
import dev.spinel.io.net.NetLimits;
import dev.spinel.io.reactor.Reactor;

/** Carries settings to the classes around the engine, at start and after CONFIG SET. */
final class SettingHooks {
    private SettingHooks() {}

    static void net(Settings settings, NetLimits limits) {
        Engine.onApply(() -> limits.maxClients = settings.maxclients.intValue(), settings.maxclients);
        Engine.onApply(() -> limits.acceptsPerTurn = settings.maxNewConnectionsPerCycle.intValue(),
                settings.maxNewConnectionsPerCycle);
        Engine.onApply(() -> limits.idleSeconds = settings.timeout.intValue(), settings.timeout);
        Engine.onApply(() -> limits.keepAliveSeconds = settings.tcpKeepalive.intValue(), settings.tcpKeepalive);
        Engine.onApply(() -> limits.maxBulkBytes = settings.protoMaxBulkLen.value(), settings.protoMaxBulkLen);
        Engine.onApply(() -> limits.maxQueryBytes = settings.clientQueryBufferLimit.value(),
                settings.clientQueryBufferLimit);
        Engine.onApply(() -> limits.sourceAddress = settings.bindSourceAddr.value(), settings.bindSourceAddr);
    }

    /** Open to the own machine only, as long as the default user has no password. */
    static void protectedMode(Settings settings, NetLimits limits, Acl acl) {
        Runnable apply = () -> limits.isProtected = settings.protectedMode.value() && acl.isDefaultOpen();
        Engine.onApply(apply, settings.protectedMode, settings.requirepass);
        acl.onRulesChange(apply);
    }

    static void reactor(Settings settings, Reactor reactor) {
        Engine.onApply(() -> reactor.hz(Math.clamp(settings.hz.value(), 1, 500)), settings.hz);
    }

    static void log(Settings settings, ServerLog log) {
        log.role(() -> settings.replicaof.isSet());
        Engine.onApply(() -> log.lowest(level(settings.loglevel.value())), settings.loglevel);
    }

    private static int level(Choice.LogLevel level) {
        return level.ordinal();
    }

    static void process(Settings settings, OomScore oomScore, ProcessTitle title) {
        settings.oomScoreAdj.onApply(oomScore::apply);
        settings.oomScoreAdjValues.onApply(oomScore::apply);
        settings.replicaof.onApply(oomScore::apply);
        settings.procTitleTemplate.onApply(title::show);
    }

    static void directory(Settings settings, WorkingDirectory directory) {
        settings.dir.onApply(() -> {
            String complaint = directory.change(settings.dir.value());
            if (complaint == null) {
                settings.dir.replace(directory.toString());
            }
            return complaint;
        });
    }

    static void ports(Settings settings, Ports ports) {
        settings.port.onApply(ports::reopenTcp);
        settings.bind.onApply(() -> ports.reopenTcp() == null ? null : "Failed to bind to specified addresses.");
    }
}
