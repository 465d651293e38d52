package dev.spinel.module.load;

import dev.spinel.engine.command.CommandRow;
import dev.spinel.engine.config.PercentilesSetting;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.stats.InfoWriter;
import dev.spinel.engine.stats.LatencyHistogram;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleServer;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The section INFO modules: one line per module as in Redis, then ours: its memory, how long its commands took, and how
 * often it called which function.
 */
final class ModuleInfo {
    private ModuleInfo() {}

    static String lines(ModuleServer server) {
        StringBuilder lines = new StringBuilder();
        for (LoadedModule module : server.all()) {
            lines.append("module:name=").append(module.name())
                    .append(",ver=").append(module.version())
                    .append(",api=").append(module.apiVersion())
                    .append(",filters=").append(module.filterCount())
                    .append(",usedby=").append(names(module.usedBy()))
                    .append(",using=").append(names(module.using()))
                    .append(",options=").append(options(module)).append("\r\n");
            appendMemory(lines, module);
            appendLatency(lines, module);
            appendCalls(lines, module);
        }
        return lines.toString();
    }

    /** Bytes by kind; peak and live allocations are of what the module asked for itself. */
    private static void appendMemory(StringBuilder lines, LoadedModule module) {
        int alloc = module.memory().alloc();
        lines.append("module_memory_").append(module.name())
                .append(":alloc=").append(Arena.usedBytes(alloc))
                .append(",pool=").append(Arena.usedBytes(module.memory().pool()))
                .append(",strings=").append(Arena.usedBytes(module.memory().strings()))
                .append(",values=").append(Arena.usedBytes(module.memory().values()))
                .append(",peak=").append(Arena.peakBytes(alloc))
                .append(",allocations=").append(Arena.blockCount(alloc)).append("\r\n");
    }

    /** All its commands together, in microseconds; nothing before the first call. */
    private static void appendLatency(StringBuilder lines, LoadedModule module) {
        LatencyHistogram all = new LatencyHistogram();
        for (CommandRow row : module.commandRows()) {
            if (row.stats().latency() instanceof LatencyHistogram one) {
                all.add(one);
            }
        }
        if (all.count() > 0) {
            lines.append("module_latency_").append(module.name()).append(":calls=").append(all.count());
            PercentilesSetting percentiles = module.server().engine().settings().latencyTrackingInfoPercentiles;
            for (int i = 0; i < percentiles.count(); i++) {
                lines.append(",p").append(percentiles.text(i)).append('=')
                        .append(InfoWriter.fixed(all.micros(percentiles.percentile(i)), 3));
            }
            lines.append("\r\n");
        }
    }

    /** Functions called at least once, the most frequent first; a module in Java is not counted. */
    private static void appendCalls(StringBuilder lines, LoadedModule module) {
        Map<String, Long> counts = module.callCounts();
        if (!counts.isEmpty()) {
            lines.append("module_calls_").append(module.name()).append(":total=")
                    .append(counts.values().stream().mapToLong(Long::longValue).sum());
            counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .forEach(count -> lines.append(',').append(count.getKey()).append('=').append(count.getValue()));
            lines.append("\r\n");
        }
    }

    private static String names(Collection<LoadedModule> modules) {
        StringJoiner names = new StringJoiner("|", "[", "]");
        modules.forEach(module -> names.add(module.name()));
        return names.toString();
    }

    private static String options(LoadedModule module) {
        StringJoiner names = new StringJoiner("|", "[", "]");
        if (module.has(LoadedModule.HANDLE_IO_ERRORS)) {
            names.add("handle-io-errors");
        }
        if (module.has(LoadedModule.HANDLE_REPL_ASYNC_LOAD)) {
            names.add("handle-repl-async-load");
        }
        if (module.has(LoadedModule.NO_IMPLICIT_SIGNAL_MODIFIED)) {
            names.add("no-implicit-signal-modified");
        }
        return names.toString();
    }
}
