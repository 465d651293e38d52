package dev.spinel.module.api;

import dev.spinel.engine.port.Clock;
import dev.spinel.module.abi.ModuleFunction;

/** Clocks. Callable from any thread, without the GIL, but for the cached one. */
public final class TimeApi {
    private static final int MICROS_PER_MILLI = 1000;
    private static final int NANOS_PER_MICRO = 1000;

    private TimeApi() {}

    /** Wall clock in ms since the epoch. */
    @ModuleFunction(since = "4.0", c = "mstime_t Milliseconds(void)")
    public static long milliseconds(LoadedModule caller) {
        return clock(caller).wallMicros() / MICROS_PER_MILLI;
    }

    /** Wall clock in µs since the epoch. */
    @ModuleFunction(since = "7.2", c = "ustime_t Microseconds(void)")
    public static long microseconds(LoadedModule caller) {
        return clock(caller).wallMicros();
    }

    /** A clock that never goes back, in µs. */
    @ModuleFunction(since = "7.0", c = "uint64_t MonotonicMicroseconds(void)")
    public static long monotonicMicroseconds(LoadedModule caller) {
        return clock(caller).nanos() / NANOS_PER_MICRO;
    }

    /** The time at which the running command started, in µs since the epoch. */
    @ModuleFunction(since = "7.2", c = "ustime_t CachedMicroseconds(void)")
    public static long cachedMicroseconds(LoadedModule caller) {
        return caller.server().engine().executor().nowMicros();
    }

    private static Clock clock(LoadedModule caller) {
        return caller.server().engine().clock();
    }
}
