package dev.spinel.engine.port;

/** Takes how long things took that are no commands, for LATENCY. Reactor. */
@FunctionalInterface
public interface LatencySamples {
    /** Nobody asks. */
    LatencySamples NONE = (event, seconds, ms) -> { };

    /**
     * Notes an event, if it took long enough for {@code latency-monitor-threshold}.
     *
     * @param seconds when it was, since the epoch
     */
    void record(String event, long seconds, long ms);
}
