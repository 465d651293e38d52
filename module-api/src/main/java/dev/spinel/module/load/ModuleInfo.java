package dev.spinel.module.load;

import dev.spinel.engine.memory.Arena;
import dev.spinel.module.api.LoadedModule;
import dev.spinel.module.api.ModuleServer;
import java.util.Collection;
import java.util.StringJoiner;

/** The section INFO modules: one line per module as in Redis, and one of ours about its memory. */
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
