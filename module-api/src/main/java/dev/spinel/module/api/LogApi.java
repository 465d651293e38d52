package dev.spinel.module.api;

import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.module.abi.CFormat;
import dev.spinel.module.abi.ModuleFunction;
import java.util.Locale;

/** The operator log. Callable from any thread, without the GIL. */
public final class LogApi {
    /** Longest line of the log, the module's name and the NUL included. */
    private static final int LINE_BYTES = 1024;

    private LogApi() {}

    /** Notes an event of {@code latency} ms for LATENCY, when {@code latency-monitor-threshold} is on and reached. */
    @ModuleFunction(since = "6.0", c = "void LatencyAddSample(const char *event, mstime_t latency)")
    public static void latencyAddSample(LoadedModule caller, String event, long latency) {
        long threshold = caller.server().engine().settings().latencyMonitorThreshold.value();
        if (threshold != 0 && latency >= threshold) {
            caller.server().addLatency(event, latency);
        }
    }

    /** Writes one line: debug, verbose, notice or warning; another word reads as verbose. */
    @ModuleFunction(since = "4.0", c = "void Log(RedisModuleCtx *ctx, const char *level, const char *fmt, ...)")
    public static void log(LoadedModule caller, ModuleContext ctx, String level, long fmt, long arguments) {
        log(caller, "<" + caller.name() + "> ", level, fmt, arguments);
    }

    static void log(LoadedModule caller, String prefix, String level, long fmt, long arguments) {
        int number = level(level);
        if (caller.server().isLogged(number)) {
            caller.server().log(number, prefix + CFormat.text(fmt, arguments, LINE_BYTES - prefix.length()));
        }
    }

    private static int level(String word) {
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "debug" -> OperatorLog.DEBUG;
            case "notice" -> OperatorLog.NOTICE;
            case "warning" -> OperatorLog.WARNING;
            default -> OperatorLog.VERBOSE;
        };
    }

    /** A module's assertion failed: reports and ends the process. */
    @ModuleFunction(since = "6.0", c = "void _Assert(const char *estr, const char *file, int line)")
    public static void Assert(LoadedModule caller, String estr, String file, int line) {
        caller.crash(Crash.assertion(estr, file, line, caller.name(), caller.assertFrames()));
    }
}
