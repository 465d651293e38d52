package dev.spinel.engine.client;

/** Counters of one client, as CLIENT LIST shows them. */
public final class ClientStats {
    private long connectedAtMs;
    private long lastActiveMs;
    private long bytesIn;
    private long bytesOut;
    private long commands;
    private String lastCommand = "NULL";
    private long softLimitSinceMs;
    private long blockedNanos;
    private long countedBytes;

    public long connectedAtMs() {
        return connectedAtMs;
    }

    public void connected(long nowMs) {
        connectedAtMs = nowMs;
        lastActiveMs = nowMs;
    }

    public long lastActiveMs() {
        return lastActiveMs;
    }

    public void active(long nowMs) {
        lastActiveMs = nowMs;
    }

    public long bytesIn() {
        return bytesIn;
    }

    public void received(long bytes) {
        bytesIn += bytes;
    }

    public long bytesOut() {
        return bytesOut;
    }

    public void sent(long bytes) {
        bytesOut += bytes;
    }

    public long commands() {
        return commands;
    }

    /** Full name of the last command in lower case, such as {@code client|list}. */
    public String lastCommand() {
        return lastCommand;
    }

    public void lastCommand(String command) {
        lastCommand = command;
    }

    public void executed() {
        commands++;
    }

    /** Time spent so far for the command that left the client blocked. */
    public long blockedNanos() {
        return blockedNanos;
    }

    public void blockedNanos(long nanos) {
        blockedNanos = nanos;
    }

    /** Since when the replies exceed the soft limit; 0 when they do not. */
    public long softLimitSinceMs() {
        return softLimitSinceMs;
    }

    public void softLimitSinceMs(long sinceMs) {
        softLimitSinceMs = sinceMs;
    }

    /** Bytes the client is counted with towards {@code maxmemory-clients}. */
    public long countedBytes() {
        return countedBytes;
    }

    public void countedBytes(long bytes) {
        countedBytes = bytes;
    }
}
